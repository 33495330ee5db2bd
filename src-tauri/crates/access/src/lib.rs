//! Who is this person, what may they do now, and which keys does that open?
//!
//! Three things stand here: the machine secret and the keys made from it ([`MachineSecret`]), the
//! clinical keys and the wraps that open them ([`ClinicalKeys`], [`Wraps`]), and the accounts with
//! their passwords and roles ([`Accounts`], [`Session`], [`permit`]).
//!
//! Knows no clinical content and no other room; reads no clock (the caller passes `now`). It writes
//! nothing but the machine secret: account file and wraps are bytes that the caller keeps.
//! Argon2 and the OS keyring block for a while: call them off the screen's thread.

mod account;
mod accounts;
mod blob;
mod clinical;
mod error;
mod file_secrets;
mod lock_out;
mod machine;
mod narrow;
mod os_keyring;
mod password_cost;
mod password_hash;
mod password_rule;
mod random;
mod recovery_key;
mod role;
mod sealed;
mod second_factor;
mod secret_store;
mod session;
mod subkey;
mod wrap;
mod wraps;

pub use account::{Account, ClinicalAccount, NewAccount};
pub use accounts::{Accounts, SignInRefused, Verified};
pub use clinical::ClinicalKeys;
pub use error::AccessError;
pub use file_secrets::FileSecrets;
pub use machine::MachineSecret;
pub use os_keyring::OsKeyring;
pub use password_cost::PasswordCost;
pub use password_rule::PasswordRule;
pub use recovery_key::{RecoveryKey, RecoveryKeyError};
pub use role::{Role, Roles};
pub use second_factor::SecondFactor;
pub use secret_store::{SecretError, SecretStore};
pub use session::{NotAllowed, Session, permit};
pub use wraps::Wraps;
