use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ResultView, RowKey, RowMark};
use crate::vocabulary::PartialDate;

/// 感染症 of one patient over all facilities.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct InfectionContent {
    /// Newest first within the order of the shared list; never folded by age.
    pub items: Vec<InfectionView>,
    /// 提供されなくなった項目.
    pub withdrawn: Vec<InfectionView>,
}

/// One infection item: same FHIR識別文字列 and unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct InfectionView {
    /// Names the row over versions.
    pub key: RowKey,
    /// Set by the viewer from what the reader has read.
    pub mark: RowMark,
    /// Item name as sent.
    pub name: String,
    /// Newest result.
    pub latest: ResultView,
    /// Earlier results of the same item and unit, newest first.
    pub earlier: Vec<ResultView>,
    /// 長期保存.
    pub long_term: bool,
    /// For withdrawn rows: the day of the last set that still held the newest of them.
    pub last_supplied: Option<PartialDate>,
}
