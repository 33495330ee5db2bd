use serde::{Deserialize, Serialize};

/// Somebody who wrote or confirmed, as the account stood at that moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct By {
    /// Account name.
    pub account: String,
    /// The person's name.
    pub name: String,
    /// The stable name of the role they acted in.
    pub role: String,
}
