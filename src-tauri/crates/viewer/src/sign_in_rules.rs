use access::Tries;
use serde::{Deserialize, Serialize};

/// How people sign in at this site (サインインの規則).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SignInRules {
    /// Failures in a row that lock an account, 3 to 10.
    pub(crate) tries: u32,
    /// Nobody is let in with a password alone (二要素必須).
    pub(crate) second_factor_required: bool,
    /// A PC that has not seen the site file for 72 hours lets only administrators in, instead of
    /// telling everybody and going on.
    pub(crate) stop_after_grace: bool,
}

impl Default for SignInRules {
    /// As rules of earlier formats have it.
    fn default() -> Self {
        Self {
            tries: Tries::default().get(),
            second_factor_required: false,
            stop_after_grace: false,
        }
    }
}

impl SignInRules {
    /// A number that a changed file may have put outside the range is the usual one.
    pub(crate) fn tries(self) -> Tries {
        Tries::new(self.tries).unwrap_or_default()
    }
}
