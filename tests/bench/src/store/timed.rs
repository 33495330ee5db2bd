use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use record::vocabulary::{Category, PersonId};

use super::bodies::Bodies;
use super::engine::{Brought, Engine, Opened};
use super::fill::Crowd;
use super::report::{Case, Times};
use crate::opening::random::Random;

/// Patients that every engine's page cache holds (183 kB each; the smallest cache has 2 MB).
const NEAR: usize = 8;

/// How near the pages are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pages {
    /// In the page cache of the connection.
    Warm,
    /// Any patient: some pages of the tree are in the cache, those of the bodies hardly.
    Any,
    /// A new connection with nothing in its cache; the file is in the system's.
    Cold,
}

impl Pages {
    const ALL: [Self; 3] = [Self::Warm, Self::Any, Self::Cold];

    const fn name(self) -> &'static str {
        match self {
            Self::Warm => "warm",
            Self::Any => "any",
            Self::Cold => "cold",
        }
    }
}

/// Every case of one engine, storing last.
pub(crate) fn cases(
    engine: Engine,
    path: &Path,
    crowd: Crowd,
    bodies: &Bodies,
    runs: usize,
) -> Result<Vec<Case>> {
    let few = runs.div_ceil(10);
    let case = |what, state, times| -> Result<Case> {
        Ok(Case {
            patients: crowd.patients,
            engine: engine.name(),
            what,
            state,
            times: Times::of(times).context("nothing was measured")?,
        })
    };
    let mut cases = vec![case("open", "", openings(engine, path, few)?)?];
    for pages in Pages::ALL {
        let runs = if pages == Pages::Cold { few } else { runs };
        let mut random = Random::new(2);
        let times = readings(engine, path, crowd, pages, runs, |store, person| {
            let category = Category::ALL.get(random.below(Category::ALL.len()));
            store.get(person, *category.context("no category")?)
        })?;
        cases.push(case("one section", pages.name(), times)?);
    }
    for pages in Pages::ALL {
        let runs = if pages == Pages::Cold { few } else { runs };
        let times = readings(engine, path, crowd, pages, runs, Opened::whole)?;
        cases.push(case("whole patient", pages.name(), times)?);
    }
    let times = storings(engine, path, crowd, bodies, few)?;
    cases.push(case("store patient", "", times)?);
    Ok(cases)
}

fn openings(engine: Engine, path: &Path, runs: usize) -> Result<Vec<Duration>> {
    (0..runs).map(|_| time(|| engine.open(path))).collect()
}

fn readings(
    engine: Engine,
    path: &Path,
    crowd: Crowd,
    pages: Pages,
    runs: usize,
    mut read: impl FnMut(&Opened, PersonId) -> Result<Brought>,
) -> Result<Vec<Duration>> {
    let mut random = Random::new(1);
    let mut store = engine.open(path)?;
    let first = random.below(crowd.full);
    let warm_up = if pages == Pages::Cold { 0 } else { runs / 10 };
    if pages == Pages::Warm {
        for near in 0..NEAR {
            store.whole(crowd.full((first + near) % crowd.full)?)?;
        }
    }
    let mut times = Vec::with_capacity(runs);
    for run in 0..warm_up + runs {
        let at = match pages {
            Pages::Warm => (first + random.below(NEAR)) % crowd.full,
            Pages::Any => random.below(crowd.full),
            Pages::Cold => {
                drop(store);
                store = engine.open(path)?;
                random.below(crowd.full)
            }
        };
        let person = crowd.full(at)?;
        let taken = time(|| read(&store, person))?;
        if run >= warm_up {
            times.push(taken);
        }
    }
    Ok(times)
}

/// New patients with everything, each answer on the disk before the next is taken in.
fn storings(
    engine: Engine,
    path: &Path,
    crowd: Crowd,
    bodies: &Bodies,
    runs: usize,
) -> Result<Vec<Duration>> {
    let mut store = engine.open(path)?;
    (0..runs)
        .map(|run| {
            let person = PersonId(i64::try_from(crowd.patients + run)?);
            let answers = bodies.full(person, 0)?;
            time(|| store.store(&answers))
        })
        .collect()
}

/// Until the answer is in hand; giving its memory back is not counted.
pub(crate) fn time<T>(work: impl FnOnce() -> Result<T>) -> Result<Duration> {
    let start = Instant::now();
    let answer = black_box(work()?);
    let taken = start.elapsed();
    drop(answer);
    Ok(taken)
}
