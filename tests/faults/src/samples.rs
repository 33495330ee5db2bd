//! Synthetic answers of every kind, and those of the sample clinic. All people are invented.

use std::path::Path;

use anyhow::Result;
use jiff::civil::{Date, date};
use sample_clinic::SampleClinic;

/// One answer to start from.
#[derive(Clone, Debug)]
pub struct Sample {
    /// For messages.
    pub name: String,
    /// As received.
    pub bytes: Vec<u8>,
}

/// The day the sample clinic is expanded for: any day, but always the same bytes.
pub const TODAY: Date = date(2026, 11, 21);

macro_rules! samples {
    ($folder:literal, $($name:literal),+) => {
        [$(($name, include_bytes!(concat!("../documents/", $folder, "/", $name)).as_slice())),+]
            .into_iter()
            .map(|(name, bytes)| Sample {
                name: format!("{}/{name}", $folder),
                bytes: bytes.to_vec(),
            })
            .collect()
    };
}

/// One small answer of each kind, under 8 kB: these are cut at every byte.
#[must_use]
pub fn small() -> Vec<Sample> {
    samples!(
        "small",
        "checkup.json",
        "conditions.json",
        "allergies.json",
        "observations.json",
        "prescriptions.json",
        "referral.json",
        "discharge.json",
        "patient-summary.json",
        "deletion.json",
        "single.json",
        "searchset.json",
        "service.xml",
        "service-sjis.xml",
        "answer.pdf"
    )
}

/// Answers that hold every element of their specification.
#[must_use]
pub fn whole() -> Vec<Sample> {
    samples!(
        "whole",
        "checkup.json",
        "conditions.json",
        "allergies.json",
        "observations.json",
        "prescriptions.json",
        "referral.json",
        "discharge.json",
        "patient-summary.json"
    )
}

/// Every document of the sample clinic, and a searchset of the resources of each patient.
///
/// # Errors
/// When the clinic cannot be expanded.
pub fn clinic() -> Result<Vec<Sample>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/sample-clinic");
    let clinic = SampleClinic::load(&folder)?.expand(TODAY)?;
    let mut samples = Vec::new();
    for patient in &clinic.patients {
        for document in patient.records.documents() {
            samples.push(Sample {
                name: document.id.clone(),
                bytes: document.json.get().as_bytes().to_vec(),
            });
        }
        let mut entries: Vec<String> = patient
            .records
            .resources()
            .map(|resource| format!(r#"{{"resource":{}}}"#, resource.json))
            .collect();
        entries.push(format!(r#"{{"resource":{}}}"#, patient.stated.json));
        let bundle = format!(
            r#"{{"resourceType":"Bundle","type":"searchset","entry":[{}]}}"#,
            entries.join(",")
        );
        samples.push(Sample {
            name: format!("searchset of {}", patient.id),
            bytes: bundle.into_bytes(),
        });
    }
    Ok(samples)
}
