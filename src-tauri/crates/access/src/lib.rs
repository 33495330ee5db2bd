//! Who is this person, what may they do now, and which keys does that open?
//!
//! Three things stand here: the machine secret and the keys made from it ([`MachineSecret`]), the
//! clinical keys, what opens them and what they open ([`ClinicalKeys`], [`Wraps`], [`RecoveryFile`],
//! [`DataKeys`]), and the accounts with their passwords and roles ([`Accounts`], [`Session`],
//! [`permit`]).
//!
//! Knows no clinical content and no other room; reads no clock (the caller passes `now`). It writes
//! nothing but the machine secret: account file, wraps, recovery file and data keys are bytes that the
//! caller keeps.
//! Argon2 and the OS keyring block for a while: call them off the screen's thread.

mod account;
mod accounts;
mod blob;
mod clinical;
mod data_keys;
mod error;
mod file_secrets;
mod key;
mod key_check;
mod key_file;
mod keyring_fault;
mod lock_out;
mod machine;
mod narrow;
mod os_keyring;
mod password_cost;
mod password_hash;
mod password_rule;
mod random;
mod recovery_file;
mod recovery_key;
mod recovery_key_error;
mod role;
mod sealed;
mod second_factor;
mod secret_store;
mod session;
mod stack;
mod subkey;
mod typed_key;
mod wrap;
mod wraps;

pub use account::{Account, ClinicalAccount, NewAccount};
pub use accounts::{Accounts, SignInRefused, Verified};
pub use clinical::ClinicalKeys;
pub use data_keys::{DataKey, DataKeys};
pub use error::AccessError;
pub use file_secrets::FileSecrets;
pub use key_check::KeyCheck;
pub use key_file::destroy_key_file;
pub use keyring_fault::KeyringFault;
pub use machine::MachineSecret;
pub use os_keyring::OsKeyring;
pub use password_cost::PasswordCost;
pub use password_rule::PasswordRule;
pub use recovery_file::{Recovered, RecoveryFile};
pub use recovery_key::RecoveryKey;
pub use recovery_key_error::RecoveryKeyError;
pub use role::{Role, Roles};
pub use second_factor::SecondFactor;
pub use secret_store::{SecretError, SecretStore};
pub use session::{NotAllowed, Session, permit};
pub use wraps::Wraps;
