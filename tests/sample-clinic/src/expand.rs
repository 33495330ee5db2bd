use std::{collections::BTreeMap, path::Path};

use jiff::civil::Date;
use serde_json::Value;

use crate::{
    Arrival, Clinic, ClinicPatient, Records, Resource, SampleClinicError, checkup, consent, fhir,
    json,
    letter::{self, letters},
    personal,
    rules::{self, Chart, CheckupRule, LetterKind, LetterRule, PatientRule, Rules},
    scale,
    scene::Scene,
};

/// The rules and patients as written; expand them for a day.
#[derive(Debug)]
pub struct SampleClinic {
    rules: Rules,
    patients: Vec<PatientRule>,
}

impl SampleClinic {
    /// Reads `assets/sample-clinic`.
    ///
    /// # Errors
    /// When a file is missing or not in the expected shape.
    pub fn load(dir: &Path) -> Result<Self, SampleClinicError> {
        let rules = Rules::load(dir)?;
        let mut patients: Vec<PatientRule> = rules::read(dir, "patients-1.json")?;
        patients.extend(rules::read::<Vec<PatientRule>>(dir, "patients-2.json")?);
        Ok(Self { rules, patients })
    }

    /// Everybody, for this day. The same day gives the same bytes.
    ///
    /// # Errors
    /// When a patient names something that the rules do not define.
    pub fn expand(&self, today: Date) -> Result<Clinic, SampleClinicError> {
        let patients = self.patients.iter().map(|rule| self.patient(rule, today));
        Ok(Clinic {
            today,
            own_facility: self.rules.facility(&self.rules.clinic.own)?.number.clone(),
            patients: patients.collect::<Result<_, _>>()?,
        })
    }

    /// `n` varied patients, one at a time so that ten thousand need not fit into memory; the
    /// first ones are those of [`expand`](Self::expand), the others variations of them under
    /// other names and numbers.
    pub fn scaled(
        &self,
        n: usize,
        today: Date,
    ) -> impl Iterator<Item = Result<ClinicPatient, SampleClinicError>> {
        (0..n).map(move |at| {
            let rule = scale::variation(&self.rules, &self.patients, at)?;
            self.patient(&rule, today)
        })
    }

    /// What a facility newly registers about this patient: one report, entry or document of the
    /// category, dated yesterday: nothing lies in the future, at whatever hour it is asked for.
    /// `edition` tells several of them apart. [`DOCUMENT`](crate::DOCUMENT) is another letter to
    /// somebody who has one.
    ///
    /// # Errors
    /// When there is no such patient or category, or no letter that another could follow.
    pub fn revision(
        &self,
        patient_id: &str,
        category: &str,
        today: Date,
        edition: usize,
    ) -> Result<Records, SampleClinicError> {
        let patient = self.patients.iter().find(|p| p.id == patient_id);
        let patient = patient.ok_or(SampleClinicError::Missing("such patient"))?;
        let scene = Scene {
            rules: &self.rules,
            patient,
            today,
            edition: format!("-r{edition}"),
        };
        if category == consent::DOCUMENT {
            return another_letter(&scene);
        }
        let chart = rules::find(&self.rules.revisions, "revision for the category", category)?;
        let whole = self.chart(&scene)?;
        records(&scene, chart, &whole)
    }

    fn patient(&self, rule: &PatientRule, today: Date) -> Result<ClinicPatient, SampleClinicError> {
        let scene = Scene {
            rules: &self.rules,
            patient: rule,
            today,
            edition: String::new(),
        };
        let chart = self.chart(&scene)?;
        let mut records = records(&scene, &chart, &chart)?;
        records.referrals = letters(&scene, &rule.letters)?;
        let stated = rule.clinical_name.as_ref().unwrap_or(&rule.name);
        let arrival = rule.arrival.map(|minutes_ago| Arrival {
            minutes_ago,
            card: rule.card,
        });
        let consents = match &arrival {
            Some(arrival) if arrival.card => {
                let documents = !records.referrals.is_empty();
                consent::plans(&rule.consent, arrival.minutes_ago, documents)
            }
            _ => Vec::new(),
        };
        Ok(ClinicPatient {
            id: rule.id.clone(),
            chart_number: rule.chart.clone(),
            member_id: rule.member.clone(),
            former_member_id: rule.former_member.clone(),
            reception: finish(
                "Patient",
                rule.id.clone(),
                &fhir::patient(&scene, &rule.name)?,
            )?,
            stated: finish("Patient", rule.id.clone(), &fhir::patient(&scene, stated)?)?,
            arrival,
            consents,
            records,
            withdraws: rule.withdraws,
        })
    }

    /// Own entries first, then the stories and the yearly checkups.
    fn chart(&self, scene: &Scene<'_>) -> Result<Chart, SampleClinicError> {
        let rule = scene.patient;
        let mut chart = rule.own.clone();
        let mut told = BTreeMap::new();
        for story in &rule.stories {
            let story = rules::find(&self.rules.stories, "story", story)?.clone();
            chart.conditions.extend(story.conditions);
            chart.allergies.extend(story.allergies);
            chart.infections.extend(story.infections);
            chart
                .labs
                .extend(personal::series(scene, story.labs, &mut told)?);
            chart.prescriptions.extend(story.prescriptions);
            chart.checkups.extend(story.checkups);
            chart.bmi += story.bmi;
        }
        let mut random = scene.random("routine");
        let newest = 30 + random.below(300) as i32;
        chart.checkups.extend(
            (0_i32..)
                .zip(&rule.routine)
                .map(|(year, program)| CheckupRule {
                    at: "kagami".to_owned(),
                    on: -newest - 365 * year,
                    program: program.clone(),
                    values: scale::unusual(&mut random),
                    questions: Default::default(),
                    deleted: false,
                }),
        );
        // Newest first, as servers list them.
        chart
            .checkups
            .sort_by_key(|rule| std::cmp::Reverse(rule.on));
        Ok(chart)
    }
}

/// Every resource of a chart; `whole` is all there is about the person.
fn records(scene: &Scene<'_>, chart: &Chart, whole: &Chart) -> Result<Records, SampleClinicError> {
    let mut records = Records::default();
    for (number, rule) in (1..).zip(&chart.conditions) {
        let id = scene.id("cond", number);
        let made = fhir::condition(scene, rule, &id)?;
        records.conditions.push(finish("Condition", id, &made)?);
    }
    for (number, rule) in (1..).zip(&chart.allergies) {
        let id = scene.id("alg", number);
        let (made, is_drug) = fhir::allergy(scene, rule, &id)?;
        let kind = if is_drug {
            &mut records.drug_allergies
        } else {
            &mut records.other_allergies
        };
        kind.push(finish("AllergyIntolerance", id, &made)?);
    }
    for rule in &chart.infections {
        for (id, made) in fhir::infections(scene, rule, records.infections.len() + 1)? {
            records.infections.push(finish("Observation", id, &made)?);
        }
    }
    for rule in &chart.labs {
        for (id, made) in fhir::laboratory(scene, rule, records.laboratory.len() + 1)? {
            records.laboratory.push(finish("Observation", id, &made)?);
        }
    }
    for rule in &chart.prescriptions {
        for (id, made) in fhir::prescriptions(scene, rule, records.prescriptions.len() + 1)? {
            records
                .prescriptions
                .push(finish("MedicationRequest", id, &made)?);
        }
    }
    for (number, rule) in (1..).zip(&chart.checkups) {
        let person = checkup::Person {
            scene,
            chart: whole,
            rule,
        };
        records.checkups.push(checkup::checkup(&person, number)?);
    }
    Ok(records)
}

/// The letter alone: the summary of the stay and the plan are not written twice.
fn another_letter(scene: &Scene<'_>) -> Result<Records, SampleClinicError> {
    let missing = SampleClinicError::Missing("letter to follow");
    let mut rules = scene.patient.letters.iter();
    let is_letter = |rule: &&LetterRule| letter::kind(scene, rule) == Some(LetterKind::Referral);
    let rule = rules.find(is_letter).cloned().ok_or(missing)?;
    Ok(Records {
        referrals: letters(scene, &[LetterRule { on: -1, ..rule }])?,
        ..Records::default()
    })
}

fn finish(kind: &'static str, id: String, made: &Value) -> Result<Resource, SampleClinicError> {
    Ok(Resource {
        kind,
        id,
        json: json::from_value(made)?,
    })
}
