use record::vocabulary::{PartialDate, PersonId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Opens a patient.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct OpenPatientRequest {
    /// Who.
    pub person: PersonId,
    /// The two items by which somebody made sure who it is; written down as such. Without them only
    /// somebody of today's list is opened, or whoever is open here already.
    #[serde(default)]
    #[ts(optional)]
    pub confirmed: Option<TwoItems>,
}

/// 氏名 and 生年月日 as they were confirmed: as `IdentityView` says them.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TwoItems {
    /// 氏名.
    pub name: String,
    /// 生年月日; none where it is not known.
    pub birth_date: Option<PartialDate>,
}
