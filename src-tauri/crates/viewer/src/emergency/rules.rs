use std::collections::BTreeSet;

use jiff::SignedDuration;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use service::ServiceMode;
use ts_rs::TS;

/// Hours an outage reading may be declared or extended for, at most.
pub(crate) const LONGEST_OUTAGE_READING: u32 = 24;
/// Minutes of an emergency reading, at least and at most.
pub(crate) const PERSON_READING_MINUTES: std::ops::RangeInclusive<u32> = 10..=240;

/// What the site has decided for emergencies. Part of the site's rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct EmergencyRules {
    /// 障害時閲覧: hours unless said otherwise, 1 to 24.
    pub(crate) outage_hours: u32,
    /// 緊急閲覧: minutes, 10 to 240.
    pub(crate) reading_minutes: u32,
    /// What the service counts this facility as.
    #[serde(default)]
    pub(crate) facility_kind: FacilityKind,
    /// 医療機関コード, as the call centre asks for it.
    #[serde(default)]
    pub(crate) facility_number: String,
    /// The telephone number of the call centre.
    #[serde(default)]
    pub(crate) call_centre: String,
    /// Modes of the service the facility has applied for or was opened for.
    #[serde(default)]
    pub(crate) service_modes: BTreeSet<ServiceMode>,
    /// 災害時: where and when, as the ministry has announced it.
    #[serde(default)]
    pub(crate) disaster: Option<DisasterPeriod>,
}

/// What kind of facility it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FacilityKind {
    /// 診療所.
    #[default]
    Clinic,
    /// 病院.
    Hospital,
    /// 救急告示病院.
    EmergencyHospital,
    /// 薬局.
    Pharmacy,
}

/// 対象地域・期間.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DisasterPeriod {
    /// The announced area that this facility lies in.
    pub area: String,
    /// First day.
    #[ts(type = "string")]
    pub from: Date,
    /// Last day.
    #[ts(type = "string")]
    pub until: Date,
}

impl Default for EmergencyRules {
    fn default() -> Self {
        Self {
            outage_hours: 8,
            reading_minutes: 60,
            facility_kind: FacilityKind::default(),
            facility_number: String::new(),
            call_centre: String::new(),
            service_modes: BTreeSet::new(),
            disaster: None,
        }
    }
}

/// Why a mode of the service cannot be begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ModeHindrance {
    /// Not for this kind of facility.
    FacilityKind,
    /// The site has not set that it may be used.
    NotSet,
    /// No area and period are announced, or today is outside them.
    OutsidePeriod,
    /// The number of the facility or of the call centre is not entered.
    NumberMissing,
}

impl EmergencyRules {
    pub(crate) fn reading_time(&self) -> SignedDuration {
        SignedDuration::from_mins(i64::from(self.reading_minutes))
    }

    /// Why the mode cannot be used on `today`; none when it can.
    pub(crate) fn hindrance(&self, mode: ServiceMode, today: Date) -> Option<ModeHindrance> {
        let fits = match mode {
            ServiceMode::Emergency => self.facility_kind == FacilityKind::EmergencyHospital,
            ServiceMode::Disaster | ServiceMode::SystemFault => true,
        };
        if !fits {
            return Some(ModeHindrance::FacilityKind);
        }
        if !self.service_modes.contains(&mode) {
            return Some(ModeHindrance::NotSet);
        }
        match mode {
            ServiceMode::Emergency => None,
            ServiceMode::Disaster => {
                let period = self.disaster.as_ref();
                let within = period.is_some_and(|p| (p.from..=p.until).contains(&today));
                (!within).then_some(ModeHindrance::OutsidePeriod)
            }
            ServiceMode::SystemFault => {
                let missing = self.facility_number.is_empty() || self.call_centre.is_empty();
                missing.then_some(ModeHindrance::NumberMissing)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_mode_of_the_service_needs_the_kind_of_facility_and_the_setting() {
        let today = date(2026, 11, 22);
        let mut rules = EmergencyRules::default();
        let of = |rules: &EmergencyRules, mode| rules.hindrance(mode, today);
        let kind = Some(ModeHindrance::FacilityKind);
        assert_eq!(of(&rules, ServiceMode::Emergency), kind);
        rules.service_modes = ServiceMode::ALL.into_iter().collect();
        assert_eq!(of(&rules, ServiceMode::Emergency), kind, "not for a clinic");
        rules.facility_kind = FacilityKind::EmergencyHospital;
        assert_eq!(of(&rules, ServiceMode::Emergency), None);
        rules.service_modes.remove(&ServiceMode::Emergency);
        let not_set = Some(ModeHindrance::NotSet);
        assert_eq!(of(&rules, ServiceMode::Emergency), not_set);
    }

    #[test]
    fn a_disaster_is_announced_for_an_area_and_days_and_a_system_fault_needs_the_numbers() {
        let period = DisasterPeriod {
            area: "石川県".into(),
            from: date(2026, 11, 20),
            until: date(2026, 11, 22),
        };
        let mut rules = EmergencyRules {
            service_modes: ServiceMode::ALL.into_iter().collect(),
            disaster: Some(period),
            ..EmergencyRules::default()
        };
        let on = |rules: &EmergencyRules, day| {
            rules.hindrance(ServiceMode::Disaster, date(2026, 11, day))
        };
        assert_eq!(on(&rules, 19), Some(ModeHindrance::OutsidePeriod));
        assert_eq!((on(&rules, 20), on(&rules, 22)), (None, None));
        assert_eq!(on(&rules, 23), Some(ModeHindrance::OutsidePeriod));
        let fault =
            |rules: &EmergencyRules| rules.hindrance(ServiceMode::SystemFault, date(2026, 11, 20));
        assert_eq!(fault(&rules), Some(ModeHindrance::NumberMissing));
        rules.facility_number = "1318814790".into();
        rules.call_centre = "0120-000-000".into();
        assert_eq!(fault(&rules), None);
    }
}
