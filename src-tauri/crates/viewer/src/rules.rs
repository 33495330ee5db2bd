use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a site has decided (施設の規則). Kept in the desk store as one versioned blob.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SiteRules {
    /// Version of this shape.
    pub(crate) format: u32,
    /// May a held copy be read after its consent has ended?
    pub(crate) reading_after_end: ReadingAfterEnd,
    /// Minutes without input until the screen locks itself.
    pub(crate) auto_lock_minutes: u32,
}

impl SiteRules {
    /// The name of the blob in the desk store.
    pub(crate) const BLOB: &'static str = "site_rules";

    /// The rules as first-run set-up asks for them.
    pub(crate) const fn new(reading_after_end: ReadingAfterEnd) -> Self {
        Self {
            format: 1,
            reading_after_end,
            auto_lock_minutes: 5,
        }
    }
}

/// Reading a held copy after the end of its consent: asked at first run, never set silently.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReadingAfterEnd {
    /// 不可.
    Never,
    /// 緊急時のみ: only under a declared emergency.
    EmergencyOnly,
    /// 施設の記録として可.
    AsFacilityRecord,
}
