use crate::{PasswordRule, SecretError};

/// What can go wrong in this room, by the step that failed. Carries no secret and no name.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum AccessError {
    /// The place of the machine secret did not answer as it should.
    #[error("machine secret: {0}")]
    Secret(#[from] SecretError),
    /// No machine secret of this profile is there. Nothing was made anew.
    #[error("this profile has no machine secret in its place")]
    MachineSecretMissing,
    /// A machine secret of this profile is there already; it was not replaced.
    #[error("this profile has a machine secret already")]
    MachineSecretExists,
    /// The operating system gave no random bytes.
    #[error("no random bytes from the operating system")]
    Random,
    /// A key could not be derived: impossible cost parameters.
    #[error("key derivation refused its parameters")]
    KeyDerivation,
    /// The PC has no memory left to hash a password.
    #[error("out of memory")]
    OutOfMemory,
    /// The bytes are not in our sealed format.
    #[error("not a sealed file")]
    NotSealed,
    /// The bytes begin as a sealed file but end too early.
    #[error("sealed file is cut short")]
    Truncated,
    /// Written by a newer version of the program; left untouched.
    #[error("format {found} is newer than this program knows")]
    TooNew {
        /// The format number found.
        found: u32,
    },
    /// Does not open: another key or password, another purpose, or damaged.
    #[error("does not open with this key")]
    WrongKey,
    /// The account file or the wraps cannot be read.
    #[error("account data cannot be read")]
    Unreadable,
    /// The account has no wrap on this PC.
    #[error("the account holds no clinical key on this PC")]
    NoWrap,
    /// These clinical keys are not the ones the wraps belong to.
    #[error("the wraps belong to other clinical keys")]
    OtherClinicalKeys,
    /// An account of this name exists.
    #[error("an account of this name exists")]
    AccountExists,
    /// Account names are 1 to 32 letters, digits, `.`, `_` or `-`.
    #[error("the account name has characters it may not have")]
    AccountName,
    /// The password does not meet the rule.
    #[error("password rule: {0}")]
    PasswordRule(#[from] PasswordRule),
}
