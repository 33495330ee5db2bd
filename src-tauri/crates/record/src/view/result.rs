use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::FacilityView;
use crate::vocabulary::{Decimal, PartialDate};

/// One result as sent: number, coded or text value with its unit, flag, range and date.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
pub struct ResultView {
    /// The value as it is to be read, comparator included: `<0.10`, `5.9`, `（＋）`.
    /// Empty when absent.
    pub value: String,
    /// The number alone, as sent, when the value is a quantity.
    pub number: Option<Decimal>,
    /// The value is a limit, not a measurement (comparator, LX, HX).
    pub limit: Option<Limit>,
    /// Unit text as sent.
    pub unit: Option<String>,
    /// interpretation as sent: H, L, HH, LL, A, POS … Never computed here.
    pub flag: Option<String>,
    /// Ranges as sent; empty means 基準範囲の送付なし.
    pub ranges: Vec<RangeView>,
    /// Why there is no value.
    pub absence: Option<Absence>,
    /// What the sender says about the state of the result; none for a final one. A 未実施 item
    /// is sent as cancelled: it has its `absence` as well.
    pub status_note: Option<ResultStatus>,
    /// 採取日 / 実施日 as sent.
    pub date: Option<PartialDate>,
    /// Who sent it.
    pub facility: FacilityView,
    /// Notes and method as sent.
    pub notes: Vec<String>,
}

/// A state of a result other than final (`Observation.status`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ResultStatus {
    /// 仮報告 (`registered`, `preliminary`).
    Preliminary,
    /// 訂正 (`corrected`, `amended`).
    Corrected,
    /// 中止 (`cancelled`).
    Cancelled,
    /// 状態不明 (`unknown`, and any state FHIR does not define).
    Unknown,
}

/// A value that says "beyond here", not "exactly this".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// The true value lies below (`<`, `<=`, LX).
    Below,
    /// The true value lies above (`>`, `>=`, HX).
    Above,
}

/// 基準範囲 as sent.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
pub struct RangeView {
    /// Lower end.
    pub low: Option<Decimal>,
    /// Upper end.
    pub high: Option<Decimal>,
    /// Text, when the facility sent one.
    pub text: Option<String>,
}

/// Why a result has no value (dataAbsentReason).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Absence {
    /// 未実施.
    NotPerformed {
        /// The reason as sent.
        reason: Option<String>,
    },
    /// 測定不能.
    Unmeasurable {
        /// The reason as sent.
        reason: Option<String>,
    },
    /// Any other reason, or none given.
    Other {
        /// The reason as sent.
        reason: Option<String>,
    },
}
