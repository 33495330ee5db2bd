use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::one_time_codes::OneTimeCodes;
use crate::totp::EnrolledTotp;
use crate::{AccessError, FactorKind};

/// The second factor of an account (二要素認証), as the account file keeps it. Whatever is added here
/// is named by the compiler wherever it has to be asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum SecondFactor {
    /// None: the password alone carries the account and must be longer.
    NotEnrolled,
    /// An app on a phone, and printed codes for the day it is not at hand.
    Totp {
        /// The app's secret.
        totp: EnrolledTotp,
        /// The printed codes.
        codes: OneTimeCodes,
    },
}

/// Which part of a second factor a code belonged to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Taken {
    Totp,
    OneTimeCode,
}

impl SecondFactor {
    /// Least number of characters of the password beside it (厚労省ガイドライン: 13 without one, 8 with).
    pub(crate) const fn least_password(&self) -> usize {
        match self {
            Self::NotEnrolled => 13,
            Self::Totp { .. } => 8,
        }
    }

    pub(crate) const fn kind(&self) -> Option<FactorKind> {
        match self {
            Self::NotEnrolled => None,
            Self::Totp { .. } => Some(FactorKind::Totp),
        }
    }

    pub(crate) fn codes_left(&self) -> usize {
        match self {
            Self::NotEnrolled => 0,
            Self::Totp { codes, .. } => codes.left(),
        }
    }

    /// Uses a code up, if it is one. `key` opens what is sealed.
    pub(crate) fn take(
        &mut self,
        code: &str,
        key: &[u8; 32],
        now: Timestamp,
    ) -> Result<Option<Taken>, AccessError> {
        match self {
            Self::NotEnrolled => Ok(None),
            Self::Totp { totp, codes } => {
                if totp.take(code, key, now)? {
                    return Ok(Some(Taken::Totp));
                }
                Ok(codes.take(code)?.then_some(Taken::OneTimeCode))
            }
        }
    }

    pub(crate) fn resealed(&self, from: &[u8; 32], to: &[u8; 32]) -> Result<Self, AccessError> {
        Ok(match self {
            Self::NotEnrolled => Self::NotEnrolled,
            Self::Totp { totp, codes } => Self::Totp {
                totp: totp.resealed(from, to)?,
                codes: codes.clone(),
            },
        })
    }

    /// What was used up here stays used up, and a sheet of codes that was made anew here stays the one.
    /// Only of the same enrolment: with a factor that was replaced its sheet has ended.
    pub(crate) fn as_used_in(&mut self, here: &Self) {
        match (self, here) {
            (
                Self::Totp { totp, codes },
                Self::Totp {
                    totp: used,
                    codes: left,
                },
            ) if totp.since() == used.since() => {
                totp.as_used_in(used);
                codes.as_known_in(left);
            }
            (Self::NotEnrolled | Self::Totp { .. }, _) => {}
        }
    }
}
