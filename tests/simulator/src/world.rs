use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp, civil::Date, tz};
use sample_clinic::{
    CATEGORIES, Clinic, ClinicPatient, ConsentFlag, ConsentPlan, DOCUMENT, Records, SampleClinic,
};
use serde_json::value::RawValue;

use crate::{Options, SimulatorError, start_clock::StartClock};

/// What the service knows at this moment.
pub(crate) struct World {
    clinic: Arc<SampleClinic>,
    pub(crate) today: Date,
    pub(crate) patients: Vec<Registered>,
    revisions: usize,
}

/// A clinic as its folder says, and everybody of it on one day.
#[derive(Clone)]
struct Expanded {
    folder: PathBuf,
    clinic: Arc<SampleClinic>,
    day: Arc<Clinic>,
}

/// What was expanded last: a test that starts one service after another waits for it once.
static LAST: Mutex<Option<Expanded>> = Mutex::new(None);

impl Expanded {
    fn of(options: &Options, today: Date) -> Result<Self, SimulatorError> {
        let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
        let same = |one: &&Self| one.folder == options.clinic_dir && one.day.today == today;
        if let Some(same) = last.as_ref().filter(same) {
            return Ok(same.clone());
        }
        let clinic = SampleClinic::load(&options.clinic_dir)?;
        let expanded = Self {
            folder: options.clinic_dir.clone(),
            day: Arc::new(clinic.expand(today)?),
            clinic: Arc::new(clinic),
        };
        *last = Some(expanded.clone());
        Ok(expanded)
    }
}

/// A patient with what has happened since the start.
#[derive(Clone, Debug)]
pub(crate) struct Registered {
    pub(crate) patient: ClinicPatient,
    pub(crate) arrival: Option<Arrived>,
    pub(crate) consents: BTreeMap<&'static str, Consented>,
}

/// What kind of care somebody comes for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Setting {
    /// 外来.
    #[default]
    Outpatient,
    /// 在宅: no card is read, the consent goes on until it is cancelled.
    HomeVisit,
    /// オンライン診療.
    Online,
}

/// A card check.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Arrived {
    pub(crate) at: Timestamp,
    pub(crate) card: bool,
    pub(crate) setting: Setting,
    /// When we learnt of it: an arrival "two hours ago" still belongs to the day of the start.
    pub(crate) noticed: Timestamp,
}

/// A consent as recorded.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Consented {
    pub(crate) flag: ConsentFlag,
    pub(crate) given: Timestamp,
    pub(crate) until: Timestamp,
    /// Sent without an end, and given out as long as it stands.
    pub(crate) until_cancelled: bool,
}

/// Why the service gives nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    NoConsent,
    Expired,
}

/// What a revision did.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Revised {
    pub(crate) added: usize,
    pub(crate) removed: usize,
}

impl World {
    pub(crate) fn new(options: &Options, now: Timestamp) -> Result<Self, SimulatorError> {
        let japan = tz::TimeZone::fixed(tz::offset(9));
        let today = options.today.unwrap_or_else(|| now.to_zoned(japan).date());
        let Expanded { clinic, day, .. } = Expanded::of(options, today)?;
        let clock = StartClock::new(&day.patients, now);
        let patients = day.patients.iter().cloned();
        let patients = patients
            .map(|patient| Registered::new(patient, &clock))
            .collect();
        Ok(Self {
            clinic,
            today,
            patients,
            revisions: 0,
        })
    }

    pub(crate) fn by_id(&self, id: &str) -> Option<&Registered> {
        self.patients.iter().find(|r| r.patient.id == id)
    }

    /// Somebody else who has records, for answers about the wrong patient.
    pub(crate) fn somebody_else(&self, id: &str) -> Option<&Registered> {
        self.patients
            .iter()
            .find(|r| r.patient.id != id && !r.patient.records.is_empty())
    }

    fn by_chart_number(&mut self, chart_number: &str) -> Result<&mut Registered, SimulatorError> {
        let found = self
            .patients
            .iter_mut()
            .find(|r| r.patient.chart_number == chart_number);
        found.ok_or(SimulatorError::NotFound("chart number"))
    }

    /// A facility registers something new, or takes everything back.
    pub(crate) fn revise(
        &mut self,
        chart_number: &str,
        category: &str,
    ) -> Result<Revised, SimulatorError> {
        self.revisions += 1;
        let (edition, today) = (self.revisions, self.today);
        let registered = self.by_chart_number(chart_number)?;
        let count = |records: &Records| records.resources().count() + records.documents().count();
        if registered.patient.withdraws {
            let removed = count(&registered.patient.records);
            registered.patient.records = Records::default();
            return Ok(Revised { added: 0, removed });
        }
        let id = registered.patient.id.clone();
        let more = self.clinic.revision(&id, category, today, edition)?;
        let added = count(&more);
        self.by_chart_number(chart_number)?
            .patient
            .records
            .add(more);
        Ok(Revised { added, removed: 0 })
    }

    /// The patient comes now; a card brings consent to everything, and documents there are may be
    /// read.
    pub(crate) fn arrive(
        &mut self,
        chart_number: &str,
        card: bool,
        setting: Setting,
        now: Timestamp,
    ) -> Result<(), SimulatorError> {
        let registered = self.by_chart_number(chart_number)?;
        registered.arrival = Some(Arrived {
            at: now,
            card,
            setting,
            noticed: now,
        });
        registered.consents.clear();
        if card {
            let documents = (!registered.patient.records.referrals.is_empty()).then_some(DOCUMENT);
            let all = CATEGORIES.into_iter().chain(documents);
            registered.consents.extend(all.map(|category| {
                let consented = Consented {
                    until_cancelled: setting == Setting::HomeVisit,
                    ..given(now, 24.0)
                };
                (category, consented)
            }));
        }
        Ok(())
    }

    /// The insured number changes; what is registered stays.
    pub(crate) fn renumber(
        &mut self,
        chart_number: &str,
        member_id: &str,
    ) -> Result<(), SimulatorError> {
        let patient = &mut self.by_chart_number(chart_number)?.patient;
        let former = std::mem::replace(&mut patient.member_id, member_id.to_owned());
        for stated in [&mut patient.reception, &mut patient.stated] {
            let text = stated.json.get().replace(&former, member_id);
            stated.json = RawValue::from_string(text)?;
        }
        Ok(())
    }

    /// Replaces the consent for one category, or for `all` that the reader asks about and, where
    /// there is one, for documents.
    pub(crate) fn consent(
        &mut self,
        chart_number: &str,
        category: &str,
        consented: Consented,
    ) -> Result<(), SimulatorError> {
        let registered = self.by_chart_number(chart_number)?;
        let has_documents = registered.consents.contains_key(DOCUMENT);
        let is_meant = |named: &&str| match category {
            "all" => *named != DOCUMENT || has_documents,
            one => *named == one,
        };
        let named: Vec<_> = CATEGORIES
            .into_iter()
            .chain([DOCUMENT])
            .filter(is_meant)
            .collect();
        if named.is_empty() {
            return Err(SimulatorError::NotFound("category"));
        }
        registered
            .consents
            .extend(named.into_iter().map(|category| (category, consented)));
        Ok(())
    }
}

impl Registered {
    fn new(patient: ClinicPatient, clock: &StartClock) -> Self {
        let arrival = patient.arrival.as_ref().map(|arrival| Arrived {
            at: clock.before(arrival.minutes_ago),
            card: arrival.card,
            setting: Setting::Outpatient,
            noticed: clock.now,
        });
        let recorded = |plan: &ConsentPlan| {
            let given = clock.before(plan.minutes_ago);
            let until = given + SignedDuration::from_hours(plan.hours);
            (
                plan.category,
                Consented {
                    flag: plan.flag,
                    given,
                    until,
                    until_cancelled: false,
                },
            )
        };
        let consents = patient.consents.iter().map(recorded).collect();
        Self {
            patient,
            arrival,
            consents,
        }
    }

    /// Whether this category may be given out now.
    pub(crate) fn permits(&self, category: &str, now: Timestamp) -> Result<(), Refusal> {
        match self.consents.get(category) {
            Some(consent) if consent.flag == ConsentFlag::Given => {
                if now < consent.until || consent.until_cancelled {
                    Ok(())
                } else {
                    Err(Refusal::Expired)
                }
            }
            _ => Err(Refusal::NoConsent),
        }
    }
}

/// A consent given now for so many hours; negative hours: one that has ended.
pub(crate) fn given(now: Timestamp, hours: f64) -> Consented {
    let hours = SignedDuration::try_from_secs_f64(hours * 3600.0).unwrap_or_default();
    let until = now.saturating_add(hours).unwrap_or(now);
    Consented {
        flag: ConsentFlag::Given,
        given: now.min(until),
        until,
        until_cancelled: false,
    }
}
