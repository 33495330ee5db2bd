use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::{Arrival, ConsentPlan, Records, Resource, strings};

/// The clinic on one day.
#[derive(Clone, Debug)]
pub struct Clinic {
    /// The day it was expanded for.
    pub today: Date,
    /// 保険医療機関番号 (ten digits) of the clinic that uses the viewer.
    pub own_facility: String,
    /// Everybody, arrived today or not.
    pub patients: Vec<ClinicPatient>,
}

/// One invented patient.
#[derive(Clone, Debug)]
pub struct ClinicPatient {
    /// Logical id of the Patient resource.
    pub id: String,
    /// 患者番号 in our own clinic.
    pub chart_number: String,
    /// 被保険者番号 in force.
    pub member_id: String,
    /// The number before the insurer changed (旧番号).
    pub former_member_id: Option<String>,
    /// Patient as the card check states it.
    pub reception: Resource,
    /// Patient as clinical answers state it; the name may hold 「●」 for characters that the
    /// service cannot carry.
    pub stated: Resource,
    /// When the patient came today, if so.
    pub arrival: Option<Arrival>,
    /// What was consented to at the reader; empty without a card.
    pub consents: Vec<ConsentPlan>,
    /// What the facilities have registered.
    pub records: Records,
    /// The facility takes everything back (取り消し): `records` is the state before that.
    pub withdraws: bool,
}

impl Clinic {
    /// The patient with this chart number.
    #[must_use]
    pub fn by_chart_number(&self, chart_number: &str) -> Option<&ClinicPatient> {
        self.patients
            .iter()
            .find(|p| p.chart_number == chart_number)
    }

    /// Every clinical text of every patient: names of diseases, drugs, allergens and items,
    /// findings, doses, free text. What the desk's screens must never contain.
    ///
    /// Left out are texts so short that they stand in any page by chance: under three characters,
    /// or under five when all are ASCII ("AST", "はい").
    #[must_use]
    pub fn clinical_strings(&self) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for patient in &self.patients {
            for resource in patient.records.resources() {
                strings::collect(resource.json.get(), &mut found);
            }
            for document in patient.records.documents() {
                strings::collect(document.json.get(), &mut found);
            }
        }
        found
    }
}
