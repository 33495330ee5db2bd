use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The kinds of second factor there is a place for (二要素認証).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FactorKind {
    /// Six digits of an app (RFC 6238).
    Totp,
    /// A security key (FIDO2).
    Fido2,
    /// 職員証などの IC カード.
    IcCard,
}

/// This version cannot ask for such a factor on any PC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a second factor of the kind {} is not built", .kind.as_str())]
pub struct FactorNotBuilt {
    /// Which kind.
    pub kind: FactorKind,
}

impl FactorKind {
    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Totp => "totp",
            Self::Fido2 => "fido2",
            Self::IcCard => "ic_card",
        }
    }

    /// Whether this version can ask for it. A factor that is built gets its own variant beside the
    /// enrolled TOTP, and the compiler names every place that has to ask for it.
    ///
    /// # Errors
    /// Always for FIDO2 and IC cards: no reader is driven, and nothing pretends to.
    pub const fn built(self) -> Result<(), FactorNotBuilt> {
        match self {
            Self::Totp => Ok(()),
            Self::Fido2 | Self::IcCard => Err(FactorNotBuilt { kind: self }),
        }
    }
}

/// What a session was opened with, besides the password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ProvedBy {
    /// The password alone: the account has no second factor.
    Password,
    /// A code of the app.
    Totp,
    /// A printed one-time code.
    OneTimeCode,
    /// The code an administrator issued for a lost second factor.
    FactorCode,
    /// The printed recovery key, in place of an administrator's lost second factor: only on the way to
    /// another factor, never of a session.
    RecoveryKey,
}

impl ProvedBy {
    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Totp => "totp",
            Self::OneTimeCode => "one_time_code",
            Self::FactorCode => "factor_code",
            Self::RecoveryKey => "recovery_key",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_built_says_so() {
        assert_eq!(FactorKind::Totp.built(), Ok(()));
        for kind in [FactorKind::Fido2, FactorKind::IcCard] {
            assert_eq!(kind.built(), Err(FactorNotBuilt { kind }));
        }
    }
}
