use record::vocabulary::Category;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{LockRulesView, LongTerm, RetentionLimits, SignInRulesView};
use crate::rules::ReadingAfterEnd;

/// How old what is shown is, by the limits of the site. Told in words, never by colour alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Staleness {
    /// Nothing is shown whose age could be told.
    None,
    /// Within the limits.
    Fresh,
    /// 注意: older than the first limit.
    Amber,
    /// 古い: older than the second limit.
    Red,
    /// 時計要確認: by this PC's clock it comes from the future, so its age is not known.
    ClockInDoubt,
}

/// The limits of one category, counted from the as-of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StalenessLimits {
    /// Which.
    pub category: Category,
    /// Amber from so many hours on.
    #[ts(type = "number")]
    pub amber_hours: u32,
    /// Red from so many hours on; never less than `amber_hours`.
    #[ts(type = "number")]
    pub red_hours: u32,
}

/// What the site has decided (施設の規則).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SiteRulesView {
    /// May a held copy be read after its consent has ended?
    pub reading_after_end: ReadingAfterEnd,
    /// When screens lock by themselves.
    pub lock: LockRulesView,
    /// How people sign in.
    pub sign_in: SignInRulesView,
    /// One per category, in screen order.
    pub staleness: Vec<StalenessLimits>,
    /// One per category, in screen order.
    pub retention: Vec<RetentionLimits>,
    /// How long 長期保存 is kept.
    pub long_term: LongTerm,
    /// Categories that are fetched as soon as a consent is there; the others when somebody opens the
    /// patient. Each fetch appears to the patient as a viewing by the facility.
    pub fetched_ahead: Vec<Category>,
    /// The desk's board shows the categories of the focused row.
    pub board_shows_categories: bool,
    /// 時刻サーバー (NTP): `host` or `host:port`; none when the site has named none.
    pub time_server: Option<String>,
}
