use serde::{Deserialize, Serialize};

/// The second factor of an account (二要素認証). Only its place for now: whatever is added here makes
/// [`crate::Verified::into_session`] stop compiling until it asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecondFactor {
    /// None: the password alone carries the account and must be longer.
    NotEnrolled,
}

impl SecondFactor {
    /// Least number of characters of the password beside it (厚労省ガイドライン: 13 without one).
    #[must_use]
    pub const fn least_password(self) -> usize {
        match self {
            Self::NotEnrolled => 13,
        }
    }
}
