use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::EmergencyKind;
use crate::error::{CommandError, ErrorCode};

/// Why somebody reads beyond the everyday, from the list (理由). The names are kept: add to them,
/// never change one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum EmergencyReason {
    /// 回線・施設内ネットワークの障害.
    Line,
    /// オンライン資格確認等システムの障害.
    Service,
    /// 災害・停電.
    Disaster,
    /// サイバー攻撃の疑い.
    Cyber,
    /// 意識がない・意思を示せない.
    Unconscious,
    /// 生命・身体に重大な危険.
    LifeAtRisk,
    /// カードがない・読み取れない.
    NoCard,
    /// その他: only with words.
    Other,
}

impl EmergencyReason {
    /// Its stable name.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::Service => "service",
            Self::Disaster => "disaster",
            Self::Cyber => "cyber",
            Self::Unconscious => "unconscious",
            Self::LifeAtRisk => "life_at_risk",
            Self::NoCard => "no_card",
            Self::Other => "other",
        }
    }

    /// Whether it is a reason for that.
    const fn fits(self, kind: EmergencyKind) -> bool {
        match self {
            Self::Other => true,
            Self::Line | Self::Service => matches!(
                kind,
                EmergencyKind::OutageReading | EmergencyKind::ServiceSystemFault
            ),
            Self::Cyber => matches!(
                kind,
                EmergencyKind::OutageReading | EmergencyKind::Isolation
            ),
            Self::Disaster => matches!(
                kind,
                EmergencyKind::OutageReading | EmergencyKind::ServiceDisaster
            ),
            Self::Unconscious | Self::LifeAtRisk => matches!(
                kind,
                EmergencyKind::PersonReading | EmergencyKind::ServiceEmergency
            ),
            Self::NoCard => matches!(kind, EmergencyKind::PersonReading),
        }
    }

    /// The own words that go with it, without what cannot be seen; none when there are none.
    ///
    /// # Errors
    /// `reason_needed` when it is none for that, or その他 without a word.
    pub(crate) fn stated(
        self,
        kind: EmergencyKind,
        text: Option<&str>,
    ) -> Result<Option<String>, CommandError> {
        let text = text.map(|text| record::written_out(text.trim()).into_owned());
        let text = text.filter(|text| !text.is_empty());
        if !self.fits(kind) || (self == Self::Other && text.is_none()) {
            return Err(ErrorCode::ReasonNeeded.into());
        }
        Ok(text.map(|text| text.chars().take(audit::Reason::LONGEST).collect()))
    }
}
