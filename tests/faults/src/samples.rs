//! Synthetic answers of every kind, and those of the sample clinic. All people are invented.

use std::path::Path;

use anyhow::{Result, ensure};
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

/// The published examples, named by their paths, where they lie beside the project. They may not be
/// copied into it: without them nothing is answered, and it says so. What they are read for is held by
/// tests on the sample clinic as well.
///
/// # Errors
/// When a file that is there cannot be read.
#[allow(clippy::print_stdout, reason = "a test that skips says so")]
pub fn published() -> Result<Vec<Sample>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/fhir-examples");
    let mut found = Vec::new();
    if root.is_dir() {
        in_folder(&root, &root, &mut found)?;
        found.sort_by(|one: &Sample, other| one.name.cmp(&other.name));
        ensure!(found.len() > 20, "only {} examples", found.len());
    } else {
        println!("skipped: {} is not there", root.display());
    }
    Ok(found)
}

fn in_folder(root: &Path, folder: &Path, found: &mut Vec<Sample>) -> Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            in_folder(root, &path, found)?;
        } else if path.extension().is_some_and(|end| end == "json") {
            found.push(Sample {
                name: path.strip_prefix(root)?.display().to_string(),
                bytes: std::fs::read(&path)?,
            });
        }
    }
    Ok(())
}

/// For each type of resource one with every element that FHIR R4 gives it, each choice in all its
/// forms. No sender sends that; whoever reads it reads whatever one sends.
pub fn every_element() -> impl Iterator<Item = Sample> {
    crate::leaf::every_element().map(|(kind, json)| Sample {
        name: format!("every element of {kind}"),
        bytes: json.into_bytes(),
    })
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
