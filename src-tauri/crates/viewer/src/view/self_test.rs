use jiff::Timestamp;
use record::vocabulary::Category;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// 自己点検: whether one record of each kind was opened, decrypted and read. Names no patient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SelfTestView {
    /// When it ran.
    #[ts(type = "string")]
    pub at: Timestamp,
    /// One per category, in screen order.
    pub kinds: Vec<SelfTestKindView>,
    /// 記録メモ, all of them; none in a test of before there were any.
    #[serde(default)]
    pub notes: Option<SelfTestResult>,
}

/// One kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SelfTestKindView {
    /// Which.
    pub category: Category,
    /// How it went.
    pub result: SelfTestResult,
}

/// How one kind went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SelfTestResult {
    /// 正常.
    Ok,
    /// 保存なし: nothing of this kind is held, so nothing could be tried.
    NoneHeld,
    /// 開けません: the store does not give it.
    StoreFails,
    /// 損傷: its bytes are not those that were received.
    Damaged,
    /// 以前の控えから復元済み: all that is there is sound, and what was noted last before an older store
    /// took its place is missing for ever. Of 記録メモ alone.
    Behind,
    /// 表示できません: it opens, but nothing can be drawn of it.
    Unreadable,
}
