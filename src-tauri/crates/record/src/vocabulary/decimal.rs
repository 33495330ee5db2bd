use std::fmt;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A decimal exactly as sent: "5.0" stays "5.0".
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
pub struct Decimal(String);

impl Decimal {
    /// Keeps the text of a JSON number.
    #[must_use]
    pub fn from_text(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The digits as sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// An approximation for drawing only; never shown, stored or compared for equality.
    #[must_use]
    pub fn to_f64(&self) -> Option<f64> {
        self.0.parse().ok().filter(|v: &f64| v.is_finite())
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
