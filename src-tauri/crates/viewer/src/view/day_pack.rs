use jiff::Timestamp;
use jiff::civil::Date;
use record::vocabulary::PersonId;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{IdentityView, SectionView};
use crate::error::ErrorCode;

/// The paper of today's patients (本日の患者の印刷), for an outage of this PC itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct DayPackView {
    /// The day.
    #[ts(type = "string")]
    pub date: Date,
    /// When it was made: every page says so.
    #[ts(type = "string")]
    pub made_at: Timestamp,
    /// 時計要確認: neither that moment nor any age on the paper can be relied on.
    pub clock_in_doubt: bool,
    /// 氏名 of whoever prints it: every page says so.
    pub by: String,
    /// In the order of today's list.
    pub patients: Vec<PaperPatientView>,
    /// Patients of today's list who are not in it: no record of their print could be written, or who
    /// they are could not be read.
    pub left_out: Vec<PersonId>,
}

/// One patient on paper.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct PaperPatientView {
    /// Who.
    pub identity: IdentityView,
    /// The earliest end among the running consents of what is printed.
    #[ts(type = "string | null")]
    pub consent_until: Option<Timestamp>,
    /// Both halves of the allergies, 傷病名, 処方; each with its own state. Nothing 未提供 or taken back,
    /// no notes, no marks of one reader.
    pub sections: Vec<SectionView>,
    /// Why there are no sections: their store could not be read.
    pub failure: Option<ErrorCode>,
}
