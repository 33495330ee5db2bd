//! The stores by themselves: reading, storing and opening at 1,000 to 100,000 patients, beside plain
//! SQLite and SQLCipher as it comes, one after another in the same run on the same bytes.

mod bodies;
mod engine;
mod fill;
mod keys;
mod memory;
mod people;
mod report;
mod rows;
mod search;
mod tables;
mod timed;
mod variation;

use std::fs;
use std::path::Path;
use std::thread;

use anyhow::{Result, ensure};

pub(crate) use memory::MemoryArguments;
pub(crate) use memory::print as print_memory;

use crate::arguments::{FillArguments, FillPlan};
use bodies::Bodies;
use engine::Engine;
use fill::Crowd;
use report::{Report, Size};

/// Patients, unless told otherwise.
const PATIENTS: [usize; 3] = [1_000, 10_000, 100_000];
/// Patients and readings of the quick form.
const QUICK: (usize, usize) = (1_000, 200);

/// Measures every engine at every number of patients.
pub(crate) fn measure(arguments: &FillArguments) -> Result<Report> {
    let plan = arguments.plan(&PATIENTS, QUICK);
    ensure!(
        plan.runs > 0 && plan.patients.iter().all(|patients| *patients > 0),
        "nothing to measure"
    );
    eprintln!("expanding the sample clinic");
    let bodies = Bodies::load(&plan.clinic)?;
    let mut report = Report::new(thread::available_parallelism().map_or(1, usize::from));
    for patients in &plan.patients {
        let crowd = Crowd::of(*patients);
        for engine in Engine::ALL {
            measure_engine(engine, crowd, &bodies, &plan, &mut report)?;
        }
        eprintln!("{patients} people: search");
        report.search.push(search::measure(*patients, &plan)?);
    }
    eprintln!("keys");
    report.keys = keys::measure(plan.runs)?;
    report.compare();
    Ok(report)
}

/// Fills, measures and deletes one store.
fn measure_engine(
    engine: Engine,
    crowd: Crowd,
    bodies: &Bodies,
    plan: &FillPlan,
    report: &mut Report,
) -> Result<()> {
    eprintln!("{} patients: filling {}", crowd.patients, engine.name());
    let folder = tempfile::Builder::new().prefix("clins-bench").tempdir()?;
    let path = folder.path().join("store.db");
    let received = fill::fill(engine, &path, crowd, bodies)?;
    let file = size(&path)?;
    fill::check(engine, &path, crowd, bodies)?;
    eprintln!("{} patients: measuring {}", crowd.patients, engine.name());
    let memory = memory::of_reading(engine, &path, crowd)?;
    report
        .cases
        .extend(timed::cases(engine, &path, crowd, bodies, plan.runs)?);
    report.sizes.push(Size {
        patients: crowd.patients,
        engine: engine.name(),
        received,
        file,
        memory,
    });
    Ok(())
}

fn size(path: &Path) -> Result<u64> {
    Ok(fs::metadata(path)?.len())
}
