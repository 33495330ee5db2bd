use serde::{Deserialize, Serialize};

/// How the site keeps its audit log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AuditRules {
    /// The folder that signed heads are kept in, best on another machine; none: nowhere.
    pub(crate) folder: Option<String>,
    /// Years that rows are kept for at least.
    pub(crate) keep_years: u16,
}

impl AuditRules {
    /// Shorter is not possible at all.
    pub(crate) const LEAST_YEARS: u16 = 1;
    /// Longer than anybody asks for.
    pub(crate) const MOST_YEARS: u16 = 30;
    /// A design value: the guideline names none.
    pub(crate) const USUAL_YEARS: u16 = 5;
}

impl Default for AuditRules {
    fn default() -> Self {
        Self {
            folder: None,
            keep_years: Self::USUAL_YEARS,
        }
    }
}
