//! How failures of the rooms below become codes for the screen.

use std::io::ErrorKind;

use access::{AccessError, FactorNotBuilt, KeyringFault, SecretError, SignInRefused};
use audit::AuditError;
use cache::{InboxError, OpenError, StoreError};

use crate::error::{CommandError, ErrorCode};

/// An error of opening a store, with the store's name.
pub(crate) fn store_open(store: &'static str) -> impl Fn(OpenError) -> CommandError {
    move |error| CommandError::new(store_open_code(error)).with("store", store)
}

/// The code of an error of opening a store.
pub(crate) const fn store_open_code(error: OpenError) -> ErrorCode {
    match error {
        OpenError::Io(ErrorKind::StorageFull | ErrorKind::QuotaExceeded) => ErrorCode::DiskFull,
        OpenError::Missing | OpenError::WrongKey | OpenError::Io(_) => ErrorCode::StoreUnreadable,
        OpenError::PlainSqlite | OpenError::NotAStore => ErrorCode::StoreForeign,
        OpenError::TooNew { .. } => ErrorCode::ProfileTooNew,
        OpenError::Damaged => ErrorCode::StoreDamaged,
        OpenError::Exists => ErrorCode::AlreadySetUp,
    }
}

impl From<StoreError> for CommandError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Damaged => ErrorCode::StoreDamaged,
            StoreError::Full => ErrorCode::DiskFull,
            _ => ErrorCode::StoreNotWritable,
        }
        .into()
    }
}

impl From<InboxError> for CommandError {
    fn from(_: InboxError) -> Self {
        CommandError::new(ErrorCode::StoreNotWritable).with("store", "inbox")
    }
}

impl From<AuditError> for CommandError {
    fn from(_: AuditError) -> Self {
        ErrorCode::AuditUnavailable.into()
    }
}

impl From<KeyringFault> for CommandError {
    fn from(fault: KeyringFault) -> Self {
        let code = match fault {
            KeyringFault::NoService => ErrorCode::KeyringUnavailable,
            KeyringFault::Locked => ErrorCode::KeyringLocked,
            KeyringFault::Absent => ErrorCode::KeyMissing,
            KeyringFault::Foreign => ErrorCode::KeyForeign,
            KeyringFault::Changed => ErrorCode::KeyChanged,
            KeyringFault::OpenToOthers { mode } => {
                return Self::new(ErrorCode::KeyFileOpen).with("mode", format!("{mode:o}"));
            }
            KeyringFault::File(kind) => {
                return Self::new(ErrorCode::KeyFileUnreadable).with("detail", kind);
            }
            KeyringFault::StillThere | KeyringFault::Failed => ErrorCode::KeyringFailed,
        };
        code.into()
    }
}

impl From<SecretError> for CommandError {
    fn from(error: SecretError) -> Self {
        KeyringFault::from(error).into()
    }
}

impl From<AccessError> for CommandError {
    fn from(error: AccessError) -> Self {
        match error {
            AccessError::Secret(secret) => secret.into(),
            AccessError::MachineSecretMissing => ErrorCode::KeyMissing.into(),
            AccessError::MachineSecretExists => ErrorCode::AlreadySetUp.into(),
            AccessError::TooNew { .. } => ErrorCode::ProfileTooNew.into(),
            AccessError::NoWrap => ErrorCode::NoClinicalKey.into(),
            AccessError::AccountExists => ErrorCode::AccountExists.into(),
            AccessError::NoSuchAccount => ErrorCode::NoSuchAccount.into(),
            AccessError::NoRole => ErrorCode::NoRole.into(),
            AccessError::LastAdministrator => ErrorCode::LastAdministrator.into(),
            AccessError::NoSecondFactor => ErrorCode::NoSecondFactor.into(),
            AccessError::WrongCode => ErrorCode::WrongCredentials.into(),
            AccessError::NotProved => ErrorCode::NotSignedIn.into(),
            AccessError::AccountName => {
                CommandError::new(ErrorCode::BadRequest).with("detail", "account")
            }
            AccessError::OwnerMissing | AccessError::OwnerText => {
                CommandError::new(ErrorCode::BadRequest).with("detail", "owner")
            }
            AccessError::NotGrantable => {
                CommandError::new(ErrorCode::BadRequest).with("detail", "role")
            }
            AccessError::PasswordRule(rule) => {
                CommandError::new(ErrorCode::PasswordRule).with("rule", rule.as_str())
            }
            AccessError::WrongKey | AccessError::OtherClinicalKeys => ErrorCode::KeyMissing.into(),
            AccessError::NotSealed | AccessError::Truncated | AccessError::Unreadable => {
                ErrorCode::ProfileUnreadable.into()
            }
            AccessError::Random
            | AccessError::KeyDerivation
            | AccessError::OutOfMemory
            | AccessError::Clock => ErrorCode::Internal.into(),
        }
    }
}

impl From<FactorNotBuilt> for CommandError {
    fn from(not_built: FactorNotBuilt) -> Self {
        CommandError::new(ErrorCode::FactorNotBuilt).with("kind", not_built.kind.as_str())
    }
}

impl From<SignInRefused> for CommandError {
    fn from(refused: SignInRefused) -> Self {
        match refused {
            SignInRefused::WrongCredentials => ErrorCode::WrongCredentials.into(),
            SignInRefused::LockedOut { until } => {
                CommandError::new(ErrorCode::LockedOut).with("until", until)
            }
            SignInRefused::NotYet => ErrorCode::NotSignedIn.into(),
            SignInRefused::RoleNotHeld => ErrorCode::RoleNotHeld.into(),
            SignInRefused::Unreadable => ErrorCode::ProfileUnreadable.into(),
        }
    }
}
