use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How this PC stands to the site file (施設ファイル). A PC on its own needs none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SiteFileView {
    /// What this PC does with it.
    pub part: SitePart,
    /// Version of the file made or taken in last; none before the first.
    #[ts(type = "number | null")]
    pub version: Option<u64>,
    /// When that version was made.
    #[ts(type = "string | null")]
    pub made_at: Option<Timestamp>,
    /// The folder it lies in.
    pub folder: Option<String>,
    /// What the other PCs are asked for the first time (施設の鍵); only on the PC that makes the file.
    pub site_key: Option<String>,
    /// How long the folder has not been read.
    pub grace: Option<GraceView>,
}

/// What a PC does with the site file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SitePart {
    /// 単独: neither.
    Alone,
    /// 作成: makes it; accounts are kept here.
    Makes,
    /// 取り込み: takes it in.
    TakesIn,
}

/// Since when a PC has not seen the site file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct GraceView {
    /// When the folder was read last.
    #[ts(type = "string")]
    pub seen_at: Timestamp,
    /// 72 hours after that.
    #[ts(type = "string")]
    pub ends_at: Timestamp,
    /// That has passed: an account that was disabled meanwhile would not be known here.
    pub over: bool,
}
