use std::collections::BTreeSet;

use anyhow::{Context, Result};
use markers::Needles;
use sample_clinic::{ClinicPatient, Document};
use serde_json::{Value, json};

use crate::window::Window;

/// Sections as commands name them.
const CATEGORIES: [&str; 7] = [
    "condition",
    "drug_allergy",
    "other_allergy",
    "infection",
    "laboratory",
    "prescription",
    "checkup",
];

/// Which markers came through the program: what it never had, it could not leave behind.
pub(super) struct Seen<'a> {
    needles: &'a Needles,
    pub(super) painted: BTreeSet<usize>,
    pub(super) received: BTreeSet<usize>,
}

impl<'a> Seen<'a> {
    pub(super) const fn new(needles: &'a Needles) -> Self {
        Self {
            needles,
            painted: BTreeSet::new(),
            received: BTreeSet::new(),
        }
    }

    /// What stands on the screen now.
    pub(super) async fn screen(&mut self, window: &Window) -> Result<()> {
        let found = self.in_text(&window.document().await?);
        self.painted.extend(&found);
        self.received.extend(found);
        Ok(())
    }

    /// Everything the program holds of a patient: the sheets of all sections, and its documents as
    /// they came, asked of the core as the screen does.
    pub(super) async fn all_of(&mut self, window: &Window, patient: &ClinicPatient) -> Result<()> {
        let name = name_of(patient)?;
        let (_, person) = window.row_of(&name).await?;
        let person: i64 = person.parse().context("reading the person's number")?;
        for category in CATEGORIES {
            let asked = json!({ "person": person, "category": category });
            if let Ok(sheet) = window.invoke("section_sheet", asked).await? {
                let found = self.in_text(&sheet.to_string());
                self.received.extend(found);
            }
        }
        let records = &patient.records;
        for (category, documents) in [
            ("checkup", &records.checkups),
            ("document", &records.referrals),
        ] {
            for document in documents {
                self.original(window, person, category, document).await?;
            }
        }
        Ok(())
    }

    async fn original(
        &mut self,
        window: &Window,
        person: i64,
        category: &str,
        document: &Document,
    ) -> Result<()> {
        let mut whole = String::new();
        let mut from = Some(0);
        while let Some(start) = from {
            let asked = json!({
                "person": person, "category": category, "key": document.identifier,
                "part": 0, "from": start,
            });
            // One for which there is no consent is not there.
            let Ok(page) = window.invoke("document_source", asked).await? else {
                break;
            };
            whole.push_str(page.get("text").and_then(Value::as_str).unwrap_or_default());
            from = page.get("next").and_then(Value::as_u64);
        }
        let found = self.in_text(&whole);
        self.received.extend(found);
        Ok(())
    }

    fn in_text(&self, text: &str) -> BTreeSet<usize> {
        let found = self.needles.found_in(text.as_bytes());
        found.into_iter().map(|hit| hit.number).collect()
    }
}

/// A patient's name as it stands in today's list.
pub(crate) fn name_of(patient: &ClinicPatient) -> Result<String> {
    let stated: Value =
        serde_json::from_str(patient.reception.json.get()).context("reading a patient")?;
    let name = stated.pointer("/name/0/text").and_then(Value::as_str);
    Ok(name.context("a patient without a name")?.to_owned())
}
