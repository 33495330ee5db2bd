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
    /// No account of this name exists.
    #[error("no account of this name exists")]
    NoSuchAccount,
    /// An account needs the name and the staff number of its person.
    #[error("an account needs a name and a staff number")]
    OwnerMissing,
    /// A name or staff number is too long or holds characters that are not seen.
    #[error("a name or staff number has characters it may not have")]
    OwnerText,
    /// An account needs a role.
    #[error("an account needs a role")]
    NoRole,
    /// Nobody could administer the site any more.
    #[error("the last administrator must stay one")]
    LastAdministrator,
    /// This role reads all or must never read any: there is nothing to grant.
    #[error("nothing can be granted to this role")]
    NotGrantable,
    /// The account has no second factor.
    #[error("the account has no second factor")]
    NoSecondFactor,
    /// This is not a code of the second factor that is being enrolled.
    #[error("not a code of this second factor")]
    WrongCode,
    /// The second factor was not given yet, or the account has changed meanwhile.
    #[error("not proved")]
    NotProved,
    /// The moment cannot be computed with.
    #[error("the clock gives an impossible moment")]
    Clock,
    /// The password does not meet the rule.
    #[error("password rule: {0}")]
    PasswordRule(#[from] PasswordRule),
}
