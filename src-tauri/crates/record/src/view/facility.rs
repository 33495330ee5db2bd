use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The facility a thing came from (医療機関).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
pub struct FacilityView {
    /// 保険医療機関番号, ten digits, when sent.
    pub number: Option<String>,
    /// Name as sent; a facility without a name is shown by its number.
    pub name: Option<String>,
}
