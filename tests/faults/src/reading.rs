use std::time::{Duration, Instant};

use faults::hostile::{
    Case, blows, every_byte, ill_encoded, marked, retyped, seeded, structural, xml_blows,
};
use faults::{complaints, samples};

use crate::Tally;

/// No answer may take longer, in whatever build: the limits of depth and size are there for this.
const LONGEST: Duration = Duration::from_mins(1);
/// Failures of one group that are told; more of them say nothing new.
const TOLD: usize = 10;

/// Every group of cases, one after the other.
pub(crate) fn run(quick: bool) -> Tally {
    let (small, whole) = (samples::small(), samples::whole());
    let step = if quick { 10 } else { 1 };
    let places = 2_000 / step as u64;
    let mut sum = Tally::default();
    let mut group = |name: &str, cases: &mut dyn Iterator<Item = Case>| {
        let found = run_group(name, cases);
        sum.passed += found.passed;
        sum.failed += found.failed;
    };
    let both = || small.iter().chain(&whole);
    group(
        "as they are",
        &mut both().map(|s| faults::hostile::cut_at(s, s.bytes.len())),
    );
    group(
        "cut at every byte",
        &mut small.iter().flat_map(every_byte).step_by(step),
    );
    group(
        "cut at signs of structure",
        &mut whole.iter().flat_map(structural).step_by(step),
    );
    group(
        "cut at scattered places",
        &mut whole.iter().flat_map(|s| seeded(s, places)),
    );
    group(
        "values of another type",
        &mut small
            .iter()
            .flat_map(retyped)
            .step_by(step)
            // A step that is prime to the number of types, so that each comes to every kind of place.
            .chain(whole.iter().flat_map(retyped).step_by(7 * (step | 1))),
    );
    group(
        "harmful texts",
        &mut small.iter().flat_map(marked).step_by(step),
    );
    group(
        "bytes that are no text",
        &mut small.iter().flat_map(ill_encoded).step_by(step),
    );
    group("blows", &mut blows());
    group("blows in XML", &mut xml_blows());
    sum
}

fn run_group(name: &str, cases: &mut dyn Iterator<Item = Case>) -> Tally {
    let mut tally = Tally::default();
    let started = Instant::now();
    let mut said = Instant::now();
    let mut slowest = Duration::ZERO;
    println!("\n{name}");
    for case in cases {
        let begun = Instant::now();
        let mut wrong = complaints(&case.bytes);
        let taken = begun.elapsed();
        slowest = slowest.max(taken);
        if taken > LONGEST {
            wrong.push(format!("took {:.1} s", taken.as_secs_f64()));
        }
        if wrong.is_empty() {
            tally.passed += 1;
        } else {
            tally.failed += 1;
            if tally.failed <= TOLD {
                println!("   FAILED: {}: {}", case.name, wrong.join("; "));
            }
        }
        if said.elapsed() > Duration::from_secs(10) {
            println!("   {} cases", tally.passed + tally.failed);
            said = Instant::now();
        }
    }
    println!(
        "   {} passed, {} failed in {:.1} s; the slowest took {:.2} s",
        tally.passed,
        tally.failed,
        started.elapsed().as_secs_f64(),
        slowest.as_secs_f64()
    );
    tally
}
