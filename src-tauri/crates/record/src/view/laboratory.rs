use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{FacilityView, Limit, RangeView, ResultView, RowKey, RowMark};
use crate::vocabulary::PartialDate;

/// 検査 of one patient over all facilities.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct LaboratoryContent {
    /// Series in the order of the shared list, then the rest by newest date.
    pub series: Vec<SeriesView>,
    /// What a short view (the first `shown` series) leaves out.
    pub fold: LaboratoryFold,
    /// 提供されなくなった項目: results no longer in the newest set, joined into series.
    pub withdrawn: Vec<SeriesView>,
}

/// What a fold hides (ほか41項目（H/L付き0、判定の送付なし12）).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LaboratoryFold {
    /// How many series are in front of the fold. A flagged newest result is never behind it.
    #[ts(type = "number")]
    pub shown: usize,
    /// Series behind the fold.
    #[ts(type = "number")]
    pub hidden: usize,
    /// Of these: newest result flagged. Always 0, told so that the reader knows.
    #[ts(type = "number")]
    pub hidden_flagged: usize,
    /// Of these: no interpretation was sent.
    #[ts(type = "number")]
    pub hidden_without_flag: usize,
}

/// One series: the same FHIR識別文字列 and the same unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct SeriesView {
    /// Names the series over versions.
    pub key: RowKey,
    /// Set by the viewer from what the reader has read.
    pub mark: RowMark,
    /// Item name as sent with the newest result.
    pub name: String,
    /// FHIR識別文字列 when the item is on the shared list.
    pub item: Option<String>,
    /// The unit all results of the series share.
    pub unit: Option<String>,
    /// Newest result.
    pub latest: ResultView,
    /// The one before it in the same series, with its own date.
    pub previous: Option<ResultView>,
    /// Points to draw, each segment joined, segments never joined to each other:
    /// one facility, one method, one reference range.
    pub segments: Vec<SegmentView>,
    /// 閲覧期間外の保存分: older points of this series that the service no longer gives because of their
    /// age. Set by the viewer, which knows the windows; never joined to `segments`, never the newest.
    #[serde(default)]
    pub beyond_window: Vec<SegmentView>,
    /// For withdrawn rows: the day of the last set that still held the newest of them.
    pub last_supplied: Option<PartialDate>,
}

/// Points of one facility that may be joined by a line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct SegmentView {
    /// Who measured.
    pub facility: FacilityView,
    /// The reference range that held for all of its points.
    pub range: Option<RangeView>,
    /// Oldest first.
    pub points: Vec<PointView>,
}

/// One point.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct PointView {
    /// Sampling date.
    pub date: PartialDate,
    /// Days since 1970-01-01 of the earliest day the date can mean: the x of a true time axis.
    pub day: i32,
    /// The y, for drawing only.
    pub y: f64,
    /// The value as sent.
    pub value: String,
    /// Drawn as a limit, not as a value.
    pub limit: Option<Limit>,
    /// The flag as sent.
    pub flag: Option<String>,
}
