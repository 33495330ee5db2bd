//! How failures of the rooms below become codes for the screen.

use access::{AccessError, SecretError, SignInRefused};
use audit::AuditError;
use cache::{InboxError, OpenError, StoreError};

use crate::error::{CommandError, ErrorCode};

/// An error of opening a store, with the store's name.
pub(crate) fn store_open(store: &'static str) -> impl Fn(OpenError) -> CommandError {
    move |error| {
        let code = match error {
            OpenError::Missing | OpenError::WrongKey | OpenError::Io(_) => {
                ErrorCode::StoreUnreadable
            }
            OpenError::PlainSqlite | OpenError::NotAStore => ErrorCode::StoreForeign,
            OpenError::TooNew { .. } => ErrorCode::ProfileTooNew,
            OpenError::Damaged => ErrorCode::StoreDamaged,
            OpenError::Exists => ErrorCode::AlreadySetUp,
        };
        CommandError::new(code).with("store", store)
    }
}

impl From<StoreError> for CommandError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Damaged => ErrorCode::StoreDamaged,
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

impl From<SecretError> for CommandError {
    fn from(error: SecretError) -> Self {
        match error {
            SecretError::Locked => ErrorCode::KeyringLocked,
            SecretError::Foreign | SecretError::OpenToOthers { .. } => ErrorCode::KeyMissing,
            _ => ErrorCode::KeyringUnavailable,
        }
        .into()
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
            AccessError::AccountName => {
                CommandError::new(ErrorCode::BadRequest).with("detail", "account")
            }
            AccessError::PasswordRule(rule) => {
                CommandError::new(ErrorCode::PasswordRule).with("rule", rule.as_str())
            }
            AccessError::WrongKey | AccessError::OtherClinicalKeys => ErrorCode::KeyMissing.into(),
            AccessError::NotSealed | AccessError::Truncated | AccessError::Unreadable => {
                ErrorCode::ProfileUnreadable.into()
            }
            AccessError::Random | AccessError::KeyDerivation | AccessError::OutOfMemory => {
                ErrorCode::Internal.into()
            }
        }
    }
}

impl From<SignInRefused> for CommandError {
    fn from(refused: SignInRefused) -> Self {
        match refused {
            SignInRefused::WrongCredentials => ErrorCode::WrongCredentials.into(),
            SignInRefused::LockedOut { until } => {
                CommandError::new(ErrorCode::LockedOut).with("until", until)
            }
            SignInRefused::Unreadable => ErrorCode::ProfileUnreadable.into(),
        }
    }
}
