//! Opening a cached patient in the core: our stores beside a plain, uncompressed SQLite database
//! that holds the same bytes.

mod answers;
mod audit_row;
mod case;
mod ours;
mod plain;
pub(crate) mod random;
mod same_bytes;
pub(crate) mod searchset;
mod view;

use std::thread;

use anyhow::{Result, ensure};

use crate::arguments::FillArguments;
use crate::report::Report;
use answers::Answers;
use case::{Bench, What};
use ours::Ours;
use plain::Plain;

/// Patients, unless told otherwise.
const PATIENTS: [usize; 2] = [1_000, 10_000];
/// Patients and openings of the quick form.
const QUICK: (usize, usize) = (100, 100);

/// Fills stores of each size and measures every case on them.
pub(crate) fn measure(arguments: &FillArguments) -> Result<Report> {
    let plan = arguments.plan(&PATIENTS, QUICK);
    ensure!(
        plan.runs > 0 && plan.patients.iter().all(|patients| *patients > 0),
        "nothing to open"
    );
    let most = plan.patients.iter().max().copied().unwrap_or_default();
    eprintln!("expanding the sample clinic");
    let mut answers = Answers::load(&plan.clinic, most)?;
    let mut cases = Vec::new();
    for patients in plan.patients {
        let folder = tempfile::Builder::new().prefix("clins-bench").tempdir()?;
        eprintln!("filling with {patients} patients");
        let ours = Ours::fill(folder.path(), &mut answers, patients)?;
        let plain = Plain::fill(folder.path(), &answers, patients)?;
        same_bytes::check(&ours.records, &plain, patients)?;
        let bytes_per_patient = plain.bytes / patients as u64;
        let mut bench = Bench {
            ours,
            plain,
            patients,
            opens: plan.runs,
            bytes_per_patient,
        };
        for what in What::ALL {
            eprintln!("measuring: {}", what.name());
            cases.push(bench.run(what)?);
        }
    }
    Ok(Report {
        cores: thread::available_parallelism().map_or(1, usize::from),
        distinct: answers.distinct(),
        cases,
    })
}
