use audit::Purpose;
use jiff::Timestamp;
use record::vocabulary::{Category, ConsentState};
use service::ServiceMode;

use super::{PersonConsents, ReadingAfterEnd};

/// On what ground a section may be read now, or why not. Goes into the audit with every opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadingGround {
    /// A consent runs (同意あり).
    Consent {
        /// Its end.
        until: Timestamp,
    },
    /// The consent has ended or was never asked for; the site lets a held copy be read as its own
    /// record (施設の記録として可).
    FacilityRecord {
        /// When the consent ended, if one is known.
        ended: Option<Timestamp>,
    },
    /// 障害時閲覧 was declared: held copies are read past the end of their consent.
    OutageReading {
        /// When the consent ended, if one is known.
        ended: Option<Timestamp>,
    },
    /// 緊急閲覧（院内保存分） of this one patient.
    Emergency {
        /// When the consent ended, if one is known.
        ended: Option<Timestamp>,
        /// The patient has refused: only this mode reads it.
        refused: bool,
    },
    /// A mode of the service runs, and the copy came under it.
    ServiceMode(ServiceMode),
    /// It may not be read.
    Withheld(Withheld),
}

/// Why a held copy may not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Withheld {
    /// 同意なし: the person's newest own choice.
    Refused,
    /// The rule of the site: 不可.
    Never,
    /// The rule of the site: 緊急時のみ, and no emergency is on.
    EmergencyOnly,
}

/// Which modes beyond the ordinary one are on, for one patient and one session.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OpenModes {
    /// 障害時閲覧 is declared and runs.
    pub outage_reading: bool,
    /// 緊急閲覧（院内保存分） of this patient runs.
    pub emergency: bool,
    /// A mode of the service runs, and the copy came under it.
    pub service: Option<ServiceMode>,
}

/// Whether a held copy of a section may be read now, and on what ground. Neither mode asks the
/// service, and neither lifts 不可; a refusal gives way to 緊急閲覧 of the one patient alone.
#[must_use]
pub fn reading_ground(
    consents: &PersonConsents,
    category: Category,
    rule: ReadingAfterEnd,
    modes: OpenModes,
) -> ReadingGround {
    let state = consents.state(category);
    if let ConsentState::Given { until } = state {
        return ReadingGround::Consent { until };
    }
    let ended = match state {
        ConsentState::Expired { at } => at,
        _ => None,
    };
    let refused = consents.is_refused(category);
    // What the service gave under its own mode is read under it, whatever our rule for older copies.
    // Of a person who can be asked, a refusal still holds.
    let mode = modes.service;
    if let Some(mode) = mode.filter(|mode| !refused || *mode == ServiceMode::Emergency) {
        return ReadingGround::ServiceMode(mode);
    }
    if rule == ReadingAfterEnd::AsFacilityRecord && !refused {
        return ReadingGround::FacilityRecord { ended };
    }
    if rule != ReadingAfterEnd::Never {
        if modes.outage_reading && !refused {
            return ReadingGround::OutageReading { ended };
        }
        if modes.emergency {
            return ReadingGround::Emergency { ended, refused };
        }
    }
    ReadingGround::Withheld(match rule {
        _ if refused => Withheld::Refused,
        ReadingAfterEnd::Never => Withheld::Never,
        ReadingAfterEnd::EmergencyOnly | ReadingAfterEnd::AsFacilityRecord => {
            Withheld::EmergencyOnly
        }
    })
}

impl ReadingGround {
    /// It may be read.
    #[must_use]
    pub const fn permits(self) -> bool {
        !matches!(self, Self::Withheld(_))
    }

    /// Its stable name, for the audit.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Consent { .. } => "consent",
            Self::FacilityRecord { .. } => "facility_record",
            Self::OutageReading { .. } => "outage_reading",
            Self::Emergency { .. } => "emergency",
            Self::ServiceMode(ServiceMode::Emergency) => "service_emergency",
            Self::ServiceMode(ServiceMode::Disaster) => "service_disaster",
            Self::ServiceMode(ServiceMode::SystemFault) => "service_system_fault",
            Self::Withheld(Withheld::Refused) => "withheld_refused",
            Self::Withheld(Withheld::Never) => "withheld_never",
            Self::Withheld(Withheld::EmergencyOnly) => "withheld_emergency_only",
        }
    }

    /// The purpose of an opening on this ground.
    #[must_use]
    pub const fn purpose(self) -> Purpose {
        match self {
            Self::OutageReading { .. } => Purpose::OutageReading,
            Self::Emergency { .. } => Purpose::Emergency,
            Self::ServiceMode(_) => Purpose::ServiceEmergency,
            Self::Consent { .. } | Self::FacilityRecord { .. } | Self::Withheld(_) => {
                Purpose::Normal
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use record::vocabulary::{Consent, ConsentFlag};

    use super::*;

    const NORMAL: OpenModes = OpenModes {
        outage_reading: false,
        emergency: false,
        service: None,
    };
    const OUTAGE: OpenModes = OpenModes {
        outage_reading: true,
        emergency: false,
        service: None,
    };
    const EMERGENCY: OpenModes = OpenModes {
        outage_reading: false,
        emergency: true,
        service: None,
    };
    use ReadingAfterEnd::{AsFacilityRecord, EmergencyOnly, Never};

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_795_000_000 + seconds).unwrap()
    }

    fn ground(flag: ConsentFlag, rule: ReadingAfterEnd, modes: OpenModes) -> ReadingGround {
        let consent = Consent {
            category: Category::Condition,
            flag,
            given_at: None,
            until: Some(at(0)),
        };
        let consents = PersonConsents::new(None, vec![consent], at(0));
        reading_ground(&consents, Category::Condition, rule, modes)
    }

    #[test]
    fn a_running_consent_is_the_ground_whatever_the_rule() {
        let consent = Consent {
            category: Category::Condition,
            flag: ConsentFlag::Given,
            given_at: None,
            until: Some(at(1)),
        };
        let consents = PersonConsents::new(None, vec![consent], at(0));
        for rule in [Never, EmergencyOnly, AsFacilityRecord] {
            let ground = reading_ground(&consents, Category::Condition, rule, EMERGENCY);
            assert_eq!(ground, ReadingGround::Consent { until: at(1) });
        }
    }

    #[test]
    fn after_the_end_the_rule_of_the_site_decides_and_modes_open_what_it_leaves_to_them() {
        use ReadingGround as G;
        let ended = Some(at(0));
        let withheld = |why| G::Withheld(why);
        for (rule, modes, expected) in [
            (Never, NORMAL, withheld(Withheld::Never)),
            (Never, OUTAGE, withheld(Withheld::Never)),
            (Never, EMERGENCY, withheld(Withheld::Never)),
            (EmergencyOnly, NORMAL, withheld(Withheld::EmergencyOnly)),
            (EmergencyOnly, OUTAGE, G::OutageReading { ended }),
            (
                EmergencyOnly,
                EMERGENCY,
                G::Emergency {
                    ended,
                    refused: false,
                },
            ),
            (AsFacilityRecord, NORMAL, G::FacilityRecord { ended }),
            (AsFacilityRecord, OUTAGE, G::FacilityRecord { ended }),
        ] {
            assert_eq!(
                ground(ConsentFlag::Given, rule, modes),
                expected,
                "{rule:?} {modes:?}"
            );
        }
    }

    #[test]
    fn a_refusal_gives_way_to_the_emergency_of_the_one_patient_alone() {
        for rule in [EmergencyOnly, AsFacilityRecord] {
            for modes in [NORMAL, OUTAGE] {
                let ground = ground(ConsentFlag::Refused, rule, modes);
                assert_eq!(ground, ReadingGround::Withheld(Withheld::Refused));
            }
            let opened = ground(ConsentFlag::Refused, rule, EMERGENCY);
            assert_eq!(opened.purpose(), Purpose::Emergency);
        }
        assert!(!ground(ConsentFlag::Refused, Never, EMERGENCY).permits());
    }

    #[test]
    fn what_the_service_gave_under_its_own_mode_is_read_under_it() {
        let under = |mode| OpenModes {
            service: Some(mode),
            ..NORMAL
        };
        for mode in ServiceMode::ALL {
            let opened = ground(ConsentFlag::Given, Never, under(mode));
            assert_eq!(opened, ReadingGround::ServiceMode(mode));
            assert_eq!(opened.purpose(), Purpose::ServiceEmergency);
            let refused = ground(ConsentFlag::Refused, EmergencyOnly, under(mode));
            assert_eq!(refused.permits(), mode == ServiceMode::Emergency);
        }
    }
}
