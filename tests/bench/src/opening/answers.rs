use std::path::Path;

use anyhow::Result;
use cache::{FetchedSets, NewSet, Part, SetKind};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use record::vocabulary::{Category, PersonId};
use sample_clinic::{ClinicPatient, Resource, SampleClinic};

use super::searchset;

/// The day the sample clinic is expanded for: any day, but always the same bytes.
pub(crate) const TODAY: Date = date(2026, 11, 21);

/// More patients than this get the bytes of one of these under a number of their own. Expanding and
/// holding ten thousand would take longer than measuring them.
const DISTINCT: usize = 500;

/// What the service answered for each patient, as the viewer hands it to the records.
pub(crate) struct Answers(Vec<Vec<FetchedSets>>);

impl Answers {
    /// Enough for so many patients.
    pub(crate) fn load(clinic: &Path, patients: usize) -> Result<Self> {
        let clinic = SampleClinic::load(clinic)?;
        let answers = clinic
            .scaled(patients.min(DISTINCT), TODAY)
            .map(|patient| {
                let patient = patient?;
                Category::ALL
                    .into_iter()
                    .map(|category| answer(&patient, category))
                    .collect()
            })
            .collect::<Result<_>>()?;
        Ok(Self(answers))
    }

    /// How many patients have bytes of their own.
    pub(crate) fn distinct(&self) -> usize {
        self.0.len()
    }

    /// The seven answers for patient number `at`.
    pub(crate) fn of(&self, at: usize) -> &[FetchedSets] {
        self.0
            .get(at % self.0.len().max(1))
            .map_or(&[], Vec::as_slice)
    }

    /// The seven answers, made out to `person`.
    pub(crate) fn made_out(&mut self, at: usize, person: PersonId) -> &[FetchedSets] {
        let distinct = self.0.len().max(1);
        let Some(answers) = self.0.get_mut(at % distinct) else {
            return &[];
        };
        for answer in answers.iter_mut() {
            answer.person = person;
        }
        answers
    }
}

/// Scope and resources are those of the viewer's questions: one question serves both kinds of
/// allergy, and the one for 検査 brings 感染症 as well.
fn answer(patient: &ClinicPatient, category: Category) -> Result<FetchedSets> {
    let records = &patient.records;
    let both = |first: &[Resource], second: &[Resource]| [first, second].concat();
    let (scope, found) = match category {
        Category::DrugAllergy | Category::OtherAllergy => (
            "AllergyIntolerance",
            both(&records.drug_allergies, &records.other_allergies),
        ),
        Category::Condition => ("Condition", records.conditions.clone()),
        Category::Infection => ("Observation?code=InfectionLabo", records.infections.clone()),
        Category::Laboratory => (
            "Observation?category=laboratory",
            both(&records.laboratory, &records.infections),
        ),
        Category::Prescription => ("MedicationRequest", records.prescriptions.clone()),
        Category::Checkup => (
            "DocumentReference?type=53576-5",
            searchset::listing(patient)?,
        ),
        Category::Document => ("DocumentReference?type=57133-1,18842-5,56447-6", Vec::new()),
    };
    let pages = searchset::pages(patient, &found)?;
    let mut sets = vec![NewSet {
        key: scope.to_owned(),
        kind: SetKind::Scope,
        parts: pages.into_iter().map(part).collect(),
    }];
    if category == Category::Checkup {
        sets.extend(records.checkups.iter().map(|document| NewSet {
            key: document.identifier.clone(),
            kind: SetKind::Document,
            parts: vec![part(document.json.get().as_bytes().to_vec())],
        }));
    }
    Ok(FetchedSets {
        person: PersonId(0),
        category,
        origin: "fhir_rest".to_owned(),
        profile: "bench".to_owned(),
        fetched_at: Timestamp::UNIX_EPOCH,
        sets,
        complete_list: true,
    })
}

fn part(bytes: Vec<u8>) -> Part {
    Part {
        content_type: "application/fhir+json".to_owned(),
        bytes,
    }
}
