//! Who is this person, what may they do now, and which keys does that open?
//!
//! Four things stand here: the machine secret and the keys made from it ([`MachineSecret`]), the
//! clinical keys, what opens them and what they open ([`ClinicalKeys`], [`Wraps`], [`RecoveryFile`],
//! [`DataKeys`]), the accounts with their passwords, second factors and rights ([`Accounts`],
//! [`Session`], [`permit`]), and which role may read what ([`Grants`]).
//!
//! Knows no clinical content and no other room; reads no clock (the caller passes `now`). It writes
//! nothing but the machine secret: account file, wraps, recovery file and data keys are bytes that the
//! caller keeps.
//! Argon2 and the OS keyring block for a while: call them off the screen's thread.

mod account;
mod account_kind;
mod accounts;
mod accounts_one;
mod blob;
mod clinical;
mod data_keys;
mod enrolment;
mod error;
mod factor_code;
mod factor_kind;
mod file_secrets;
mod former_passwords;
mod grants;
mod key;
mod key_check;
mod key_file;
mod keyring_fault;
mod lock_out;
mod machine;
mod narrow;
mod one_time_codes;
mod os_keyring;
mod owner;
mod password_cost;
mod password_hash;
mod password_rule;
mod passwords;
mod random;
mod recovery_file;
mod recovery_key;
mod recovery_key_error;
mod rights;
mod role;
mod sealed;
mod sealed_secret;
mod second_factor;
mod secret_store;
mod session;
mod sign_in;
mod site_file;
mod site_key;
mod spoken_code;
mod stack;
mod subkey;
mod taking_in;
mod totp;
mod typed_key;
mod verified;
mod wrap;
mod wraps;

pub use account::{Account, ClinicalAccount, NewAccount, same_account};
pub use account_kind::AccountKind;
pub use accounts::Accounts;
pub use clinical::ClinicalKeys;
pub use data_keys::{DataKey, DataKeys};
pub use enrolment::Enrolment;
pub use error::AccessError;
pub use factor_kind::{FactorKind, FactorNotBuilt, ProvedBy};
pub use file_secrets::FileSecrets;
pub use grants::Grants;
pub use key_check::KeyCheck;
pub use key_file::destroy_key_file;
pub use keyring_fault::KeyringFault;
pub use lock_out::Tries;
pub use machine::MachineSecret;
pub use os_keyring::OsKeyring;
pub use password_cost::PasswordCost;
pub use password_rule::PasswordRule;
pub use recovery_file::{Recovered, RecoveryFile};
pub use recovery_key::RecoveryKey;
pub use recovery_key_error::RecoveryKeyError;
pub use rights::Rights;
pub use role::{Role, Roles};
pub use sealed_secret::sealed_secret;
pub use secret_store::{SecretError, SecretStore};
pub use session::{NotAllowed, Session, permit};
pub use sign_in::SignInRefused;
pub use site_file::{KnownSite, SiteContent, SiteFile, SiteFileFault};
pub use site_key::SiteKey;
pub use verified::{Missing, Verified};
pub use wraps::Wraps;
