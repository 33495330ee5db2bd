use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::ErrorCode;

/// Whether what is shown comes from the newest state of the records store (控えの状態).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum CopyStanding {
    /// It does, as far as is known.
    Whole,
    /// The store opened, but the answers stored last are missing from it.
    Behind {
        /// How many.
        #[ts(type = "number")]
        lost: i64,
    },
    /// The store is damaged: the second copy on this PC (第二の控え) is read instead.
    SecondCopy {
        /// The newest answer in it; none when it holds nothing.
        #[ts(type = "string | null")]
        as_of: Option<Timestamp>,
        /// Why the store itself is not read.
        why: ErrorCode,
        /// How many answers are missing, when that is known.
        #[ts(type = "number | null")]
        lost: Option<i64>,
    },
}

/// How writing to the disk goes. Reading goes on in every case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DiskState {
    /// As it should.
    #[default]
    Ok,
    /// 空き容量なし: nothing new is stored until there is space.
    Full,
    /// The disk refused a write for another reason.
    Failing,
}

/// Changes of the records store's key (鍵の更新).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct KeyRotationView {
    /// One is planned, and the next clinical session carries it out.
    pub planned: bool,
    /// When the last one was done.
    #[ts(type = "string | null")]
    pub last_at: Option<Timestamp>,
    /// Why the planned one failed; it is tried again when it is planned again.
    pub fault: Option<ErrorCode>,
}

/// What the program does for its own stores, and how they are (保守の状態).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct UpkeepView {
    /// When the second copy of the records store was last made and verified.
    #[ts(type = "string | null")]
    pub last_copy_at: Option<Timestamp>,
    /// Why the last try to make it, or the second copy of another store, failed; none when all went
    /// well.
    pub copy_fault: Option<ErrorCode>,
    /// How writing to the disk goes.
    pub disk: DiskState,
    /// How the records store stands; none while nobody with the clinical key is signed in.
    pub standing: Option<CopyStanding>,
    /// Changes of the records store's key.
    pub rotation: KeyRotationView,
    /// Sections found damaged in this session, which are fetched again where a consent runs.
    #[ts(type = "number")]
    pub damaged_sections: usize,
}
