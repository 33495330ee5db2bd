//! Reading an answer to everything it says, beside `serde_json::Value` of the same bytes in the same
//! run: the plainest thing that looks at every byte.

mod arguments;
mod checkup;
mod report;
mod samples;

use std::hint::black_box;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use record::{Pointers, read};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

pub(crate) use arguments::ReadingArguments;

use report::{Case, Report};
use samples::Sample;

/// Measures every sample.
pub(crate) fn measure(arguments: &ReadingArguments) -> Result<Report> {
    let plan = arguments.plan();
    ensure!(plan.megabytes > 0, "nothing to read");
    eprintln!("expanding the sample clinic");
    let mut cases = Vec::new();
    for sample in samples::load(&plan.clinic, plan.largest)? {
        eprintln!("measuring: {}", sample.name);
        cases.push(case(&sample, plan.megabytes)?);
    }
    Ok(Report {
        cores: thread::available_parallelism().map_or(1, usize::from),
        cases,
    })
}

/// Ours, plain, the parse alone and the mere splitting right after each other, the first of them changing from run to
/// run: what else the machine does hits all.
fn case(sample: &Sample, megabytes: usize) -> Result<Case> {
    let bytes = sample.bytes.as_slice();
    let answer = read(bytes, Pointers::Dropped);
    ensure!(
        answer.readable && answer.values.sent > 0,
        "{} cannot be read",
        sample.name
    );
    let runs = (megabytes * 1_000_000 / bytes.len().max(1)).clamp(9, 20_000);
    let warm_up = runs / 10 + 1;
    let mut times: [Vec<Duration>; 4] = Default::default();
    for run in 0..warm_up + runs {
        for step in 0..times.len() {
            let what = (run + step) % times.len();
            let taken = match what {
                0 => time(|| Ok(read(bytes, Pointers::Dropped)))?,
                1 => time(|| Ok(serde_json::from_slice::<Value>(bytes)?))?,
                2 => time(|| Ok(record::document_key(bytes)?))?,
                _ => time(|| Ok(serde_json::from_slice::<Split<'_>>(bytes)?))?,
            };
            if run >= warm_up
                && let Some(times) = times.get_mut(what)
            {
                times.push(taken);
            }
        }
    }
    let [ours, plain, parse, split] = times;
    let (ours, plain) = (speed(bytes, ours)?, speed(bytes, plain)?);
    Ok(Case {
        what: sample.name,
        bytes: bytes.len(),
        values: answer.values.sent,
        runs,
        ours_mb_s: ours,
        plain_mb_s: plain,
        ratio: ours / plain,
        parse_mb_s: speed(bytes, parse)?,
        split_mb_s: speed(bytes, split)?,
    })
}

/// A Bundle whose resources are found, but not read.
#[derive(Deserialize)]
struct Split<'a> {
    #[serde(borrow, rename = "entry")]
    _entry: Vec<SplitEntry<'a>>,
}

#[derive(Deserialize)]
struct SplitEntry<'a> {
    #[serde(borrow, rename = "resource")]
    _resource: &'a RawValue,
}

/// Megabytes a second at the median.
fn speed(bytes: &[u8], mut times: Vec<Duration>) -> Result<f64> {
    times.sort_unstable();
    let median = times.get(times.len() / 2).context("nothing was read")?;
    Ok(bytes.len() as f64 / 1e6 / median.as_secs_f64())
}

/// Until the answer is in hand; giving its memory back is not counted.
fn time<T>(work: impl FnOnce() -> Result<T>) -> Result<Duration> {
    let start = Instant::now();
    let answer = black_box(work()?);
    let taken = start.elapsed();
    drop(answer);
    Ok(taken)
}
