use jiff::Timestamp;
use record::view::{RowKey, SectionContent};
use record::vocabulary::Category;
use serde::{Deserialize, Serialize};
use service::fault::FaultCode;
use ts_rs::TS;

use super::{ConsentSummaryView, Staleness};

/// One section of a patient's screen. A section never lies by silence: `held` says what we hold,
/// `hindrance` why we do not hold it or nothing newer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct SectionView {
    /// Which section.
    pub category: Category,
    /// What we hold and may show.
    pub held: Held,
    /// Why there is nothing, or nothing newer.
    pub hindrance: Option<Hindrance>,
    /// When the service last gave or confirmed what is shown.
    #[ts(type = "string | null")]
    pub as_of: Option<Timestamp>,
    /// Where what is shown comes from.
    pub origin: Option<Origin>,
    /// Names the shown state, for `report_painted`.
    pub version: Option<String>,
    /// What to draw; absent unless `held` is items.
    pub content: Option<SectionContent>,
    /// What changed since this reader last read the section, if it was read before.
    pub changes: Option<ChangeCounts>,
    /// Entries that could not be read whole; each is kept as received.
    #[ts(type = "number")]
    pub unreadable: usize,
    /// 提供対象外の情報: received, never listed; only the count is told.
    #[ts(type = "number")]
    pub undelivered: usize,
    /// What the reader has to know of entries that are read but not plain.
    pub remarks: Vec<RemarkView>,
    /// Sets of which no copy is intact, or only an older one: what is shown may lack them, and its
    /// as-of is the oldest copy that is shown.
    #[ts(type = "number")]
    pub damaged: usize,
    /// How old what is shown is, by the limits of the site.
    pub staleness: Staleness,
    /// From then on it is amber; a screen that stays open judges by its own clock.
    #[ts(type = "string | null")]
    pub amber_at: Option<Timestamp>,
    /// From then on it is red.
    #[ts(type = "string | null")]
    pub red_at: Option<Timestamp>,
    /// Of the withdrawn rows in `content`: those that left the service's own window
    /// (閲覧期間外の保存分). They are never called withdrawn.
    pub beyond_window: Vec<RowKey>,
    /// Sets the newest answer did not carry: their last copy is shown with the rest.
    #[ts(type = "number")]
    pub not_returned: usize,
}

/// How many entries of a section something has to be said about. Each says it itself in 全記載.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RemarkView {
    /// What.
    pub kind: RemarkKind,
    /// How many entries.
    #[ts(type = "number")]
    pub count: usize,
}

/// What is to be said about entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RemarkKind {
    /// They carry a modifier extension we cannot judge.
    Modified,
    /// They were made under rules we do not know (`implicitRules`).
    ImplicitRules,
    /// 否定・誤登録 (refuted, entered-in-error): never in a list.
    NotValid,
    /// 取り消し: sets taken back by their sender.
    Cancelled,
    /// A display that differs from the code table.
    TableDiffers,
    /// A unit whose text and code name two units.
    UnitDiffers,
    /// Something was sent twice and says two things.
    Repeated,
    /// 旧番号: sets registered under an insured number the person had before.
    FormerNumber,
}

impl RemarkKind {
    /// The remark a problem of the reading amounts to.
    pub(crate) fn of(code: &str) -> Option<Self> {
        Some(match code {
            "modifier_extension" => Self::Modified,
            "implicit_rules" => Self::ImplicitRules,
            "not_valid" => Self::NotValid,
            "set_cancelled" | "report_deleted" | "document_deleted" => Self::Cancelled,
            "display_differs" => Self::TableDiffers,
            "unit_differs" => Self::UnitDiffers,
            "repeated_member" => Self::Repeated,
            _ => return None,
        })
    }
}

/// One section anew, with the consent as it stands now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct SectionUpdate {
    /// The section.
    pub section: SectionView,
    /// The consent over all categories now.
    pub consent: ConsentSummaryView,
    /// As in `PatientView`.
    pub complete: bool,
}

/// What we hold for a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Held {
    /// Entries to show.
    Items,
    /// 登録なし: the newest whole answer held no entry.
    NoneRegistered,
    /// Nothing, or nothing that may be shown now.
    Nothing,
    /// 損傷: a copy is there but its checksum does not fit.
    Damaged,
}

/// Why a section is missing or not newer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "reason")]
pub enum Hindrance {
    /// 未取得: not asked for yet.
    NotFetched,
    /// 取得中.
    Fetching,
    /// 取得できません.
    FetchFailed {
        /// The layer that failed.
        fault: FaultCode,
        /// When.
        #[ts(type = "string")]
        at: Timestamp,
    },
    /// 同意なし; an older copy is not shown.
    Refused {
        /// An older copy is held and withheld.
        withheld: bool,
    },
    /// The reader did not ask.
    NotAsked {
        /// An older copy is held and withheld.
        withheld: bool,
    },
    /// 期限切れ.
    Expired {
        /// When it ended.
        #[ts(type = "string | null")]
        at: Option<Timestamp>,
        /// An older copy is held and withheld by the site rule.
        withheld: bool,
    },
    /// 確認できません.
    NotObtainable,
    /// 施設設定により対象外.
    SwitchedOff,
    /// カードなし.
    NoCard,
    /// 権限なし: the category was not granted to the role of the reader. Nothing else is told of it.
    NotGranted,
}

/// Where the shown state comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Given or confirmed by the service since it was last unreachable.
    Live,
    /// Kept from an earlier answer.
    Cache,
    /// Kept from an earlier answer, and read from the second copy (第二の控え): the store itself is
    /// damaged or lacks answers, and may have held something newer.
    SecondCopy,
}

/// How many rows differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ChangeCounts {
    /// Rows that are new.
    #[ts(type = "number")]
    pub added: usize,
    /// Rows that say something else.
    #[ts(type = "number")]
    pub changed: usize,
    /// Rows no longer supplied.
    #[ts(type = "number")]
    pub removed: usize,
}
