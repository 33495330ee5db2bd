use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Asks for the paper of today's patients (本日の患者の印刷).
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, TS)]
pub struct DayPackRequest {
    /// 未告知 is to be on this one print as well; said anew for each.
    #[serde(default)]
    pub with_undisclosed: bool,
}
