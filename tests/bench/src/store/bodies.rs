use std::path::Path;

use anyhow::{Context, Result};
use cache::{FetchedSets, NewSet, Part, SetKind};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use record::vocabulary::{Category, PersonId};
use sample_clinic::{ClinicPatient, Document, Resource, SampleClinic};

use super::variation::Variation;
use crate::opening::random::Random;
use crate::opening::searchset;

/// The day the sample clinic is expanded for: any day, but always the same bytes.
const TODAY: Date = date(2026, 11, 21);
/// Resources are drawn from those of so many patients; what is drawn is then varied.
const POOL: usize = 200;
/// Bytes of a full patient.
const FULL: usize = 183_000;
/// Checkup documents of a full patient. With the resources below they are 40.
const CHECKUPS: usize = 2;
/// Bytes that each of them has at least: withdrawals are documents too, but short.
const CHECKUP: usize = 20_000;

/// What the service answers: a full patient (40 resources, 183 kB) or one with a single small set.
/// Everybody's bytes are their own: other resources, other numbers, times and ids.
pub(crate) struct Bodies {
    patients: Vec<ClinicPatient>,
    drug_allergies: Vec<Resource>,
    other_allergies: Vec<Resource>,
    conditions: Vec<Resource>,
    infections: Vec<Resource>,
    laboratory: Vec<Resource>,
    prescriptions: Vec<Resource>,
    /// Shortest first.
    checkups: Vec<Document>,
}

impl Bodies {
    pub(crate) fn load(clinic: &Path) -> Result<Self> {
        let clinic = SampleClinic::load(clinic)?;
        let patients = clinic
            .scaled(POOL, TODAY)
            .collect::<Result<Vec<ClinicPatient>, _>>()?;
        let all = |of: fn(&ClinicPatient) -> &Vec<Resource>| {
            patients.iter().flat_map(of).cloned().collect()
        };
        let documents = patients.iter().flat_map(|known| &known.records.checkups);
        let long = documents.filter(|document| document.json.get().len() >= CHECKUP);
        let mut checkups: Vec<Document> = long.cloned().collect();
        checkups.sort_by_key(|document| document.json.get().len());
        Ok(Self {
            drug_allergies: all(|known| &known.records.drug_allergies),
            other_allergies: all(|known| &known.records.other_allergies),
            conditions: all(|known| &known.records.conditions),
            infections: all(|known| &known.records.infections),
            laboratory: all(|known| &known.records.laboratory),
            prescriptions: all(|known| &known.records.prescriptions),
            checkups,
            patients,
        })
    }

    /// The seven answers for a patient with everything. Another `edition` has the same sets with
    /// other bytes.
    pub(crate) fn full(&self, person: PersonId, edition: u64) -> Result<Vec<FetchedSets>> {
        let mut random = Random::new(seed(person, edition));
        let mut variation = Variation::of(person, edition);
        let stated = self.stated(person)?;
        let mut length = 0;
        let mut answers = Vec::new();
        for (category, pool, count) in [
            (Category::DrugAllergy, &self.drug_allergies, 1),
            (Category::OtherAllergy, &self.other_allergies, 1),
            (Category::Condition, &self.conditions, 5),
            (Category::Infection, &self.infections, 2),
            (Category::Laboratory, &self.laboratory, 24),
            (Category::Prescription, &self.prescriptions, 5),
            (Category::Document, &self.conditions, 0),
        ] {
            let found = neighbours(pool, count, &mut random);
            let set = scope(category, stated, &found, &mut variation)?;
            length += bytes(&set);
            answers.push(answer(person, category, vec![set]));
        }
        let sets = (1..=CHECKUPS)
            .map(|number| {
                let left = FULL.saturating_sub(length) / (CHECKUPS + 1 - number);
                let document = self.checkup(left, &mut random)?;
                length += document.json.get().len();
                let key = format!("{}-{number}", person.0);
                let bytes = variation.vary(document.json.get().as_bytes());
                Ok(set(key, SetKind::Document, bytes))
            })
            .collect::<Result<_>>()?;
        answers.push(answer(person, Category::Checkup, sets));
        Ok(answers)
    }

    /// The answer for a patient with one small set.
    pub(crate) fn small(&self, person: PersonId) -> Result<Vec<FetchedSets>> {
        let mut random = Random::new(seed(person, 0));
        let mut variation = Variation::of(person, 0);
        let found = neighbours(&self.conditions, 1, &mut random);
        let stated = self.stated(person)?;
        let set = scope(Category::Condition, stated, &found, &mut variation)?;
        Ok(vec![answer(person, Category::Condition, vec![set])])
    }

    fn stated(&self, person: PersonId) -> Result<&ClinicPatient> {
        let at = usize::try_from(person.0)? % self.patients.len().max(1);
        self.patients.get(at).context("the clinic has no patient")
    }

    /// One of those nearest to this length.
    fn checkup(&self, length: usize, random: &mut Random) -> Result<&Document> {
        let shorter = |document: &Document| document.json.get().len() < length;
        let at = self.checkups.partition_point(shorter) + random.below(8);
        let last = self.checkups.len().saturating_sub(1);
        let found = self.checkups.get(at.saturating_sub(4).min(last));
        found.context("the clinic has no checkup")
    }
}

/// Every number of a person and edition draws its own.
fn seed(person: PersonId, edition: u64) -> u64 {
    (person.0.unsigned_abs() << 8) | edition
}

/// So many that follow each other: mostly of one patient, facility and day, as in a real answer.
fn neighbours(pool: &[Resource], count: usize, random: &mut Random) -> Vec<Resource> {
    let start = random.below(pool.len().max(1));
    let circle = pool.iter().cycle().skip(start);
    circle.take(count.min(pool.len())).cloned().collect()
}

fn scope(
    category: Category,
    stated: &ClinicPatient,
    found: &[Resource],
    variation: &mut Variation,
) -> Result<NewSet> {
    let page = searchset::pages(stated, found)?.concat();
    let bytes = variation.vary(&page);
    Ok(set(category.as_str().to_owned(), SetKind::Scope, bytes))
}

fn set(key: String, kind: SetKind, bytes: Vec<u8>) -> NewSet {
    let content_type = "application/fhir+json".to_owned();
    NewSet {
        key,
        kind,
        parts: vec![Part {
            content_type,
            bytes,
        }],
    }
}

fn answer(person: PersonId, category: Category, sets: Vec<NewSet>) -> FetchedSets {
    FetchedSets {
        person,
        category,
        origin: "fhir_rest".to_owned(),
        profile: "bench".to_owned(),
        fetched_at: Timestamp::UNIX_EPOCH,
        sets,
        complete_list: true,
    }
}

fn bytes(set: &NewSet) -> usize {
    set.parts.iter().map(|part| part.bytes.len()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    #[test]
    fn a_full_patient_has_40_resources_and_183_kb_of_their_own() {
        let clinic = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/sample-clinic");
        let bodies = Bodies::load(&clinic).unwrap();
        let mut before = Vec::new();
        for number in [0, 1, 200, 9_999] {
            let answers = bodies.full(PersonId(number), 0).unwrap();
            let sets: Vec<_> = answers.iter().flat_map(|answer| &answer.sets).collect();
            let length: usize = sets.iter().map(|set| bytes(set)).sum();
            assert!(length.abs_diff(FULL) < 12_000, "{number}: {length}");
            let mut resources = 0;
            for set in &sets {
                let whole: Value = serde_json::from_slice(&set.parts[0].bytes).unwrap();
                let entries = whole["entry"].as_array().unwrap();
                let found = |entry: &&Value| entry["search"]["mode"] == "match";
                resources += match set.kind {
                    SetKind::Scope => entries.iter().filter(found).count(),
                    _ => 1,
                };
            }
            assert_eq!(resources, 40);
            assert!(!before.contains(&answers));
            assert_eq!(bodies.full(PersonId(number), 0).unwrap(), answers);
            assert_ne!(bodies.full(PersonId(number), 1).unwrap(), answers);
            before.push(answers);
        }
    }
}
