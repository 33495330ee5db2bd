use std::cmp::Reverse;
use std::path::Path;

use anyhow::Result;
use jiff::civil::{Date, date};
use sample_clinic::{Resource, SampleClinic};

use super::checkup::joined;

/// The day the sample clinic is expanded for: any day, but always the same bytes.
const TODAY: Date = date(2026, 11, 21);
/// Bytes of a small set of 6情報.
const SMALL: usize = 20_000;
/// Bytes of a 健診 document with as many items as one can have.
const CHECKUP: usize = 90_000;
/// Enough patients for the largest answer.
const PATIENTS: usize = 500;

/// An answer to read.
pub(crate) struct Sample {
    pub(crate) name: &'static str,
    pub(crate) bytes: Vec<u8>,
}

/// A small set, a checkup, and a Bundle of the size of the largest upload.
pub(crate) fn load(clinic: &Path, largest: usize) -> Result<Vec<Sample>> {
    let clinic = SampleClinic::load(clinic)?;
    let mut checkups: Vec<Vec<u8>> = Vec::new();
    let (mut resources, mut length) = (Vec::new(), 0);
    for patient in clinic.scaled(PATIENTS, TODAY) {
        if length >= largest {
            break;
        }
        let patient = patient?;
        let documents = patient.records.checkups.iter();
        checkups.extend(documents.map(|document| document.json.get().as_bytes().to_vec()));
        for resource in patient.records.resources() {
            length += resource.json.get().len();
            resources.push(resource.clone());
        }
    }
    checkups.sort_by_key(|document| Reverse(document.len()));
    Ok(vec![
        Sample {
            name: "small",
            bytes: bundle(&resources, SMALL),
        },
        Sample {
            name: "checkup",
            bytes: joined(&checkups, CHECKUP)?,
        },
        Sample {
            name: "largest",
            bytes: bundle(&resources, largest),
        },
    ])
}

/// A collection of the first resources that together have about so many bytes.
fn bundle(resources: &[Resource], length: usize) -> Vec<u8> {
    let mut json = br#"{"resourceType":"Bundle","type":"collection","entry":["#.to_vec();
    for (at, resource) in resources.iter().enumerate() {
        if json.len() >= length {
            break;
        }
        if at > 0 {
            json.push(b',');
        }
        json.extend(format!(r#"{{"resource":{}}}"#, resource.json).into_bytes());
    }
    json.extend(b"]}");
    json
}
