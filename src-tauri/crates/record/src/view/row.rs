use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Names one row over several versions of a set: stable while the facility sends the same thing.
#[derive(
    Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS,
)]
pub struct RowKey(pub String);

/// How a row stands to what this reader has already read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RowMark {
    /// Nothing to say.
    #[default]
    None,
    /// 新: not there when this reader last read the section.
    New,
    /// 変: the same row said something else then.
    Changed,
}
