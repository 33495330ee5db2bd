use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use serde::Serialize;

use super::engine::Engine;
use crate::figures::percentile;

/// Everything a run found; its text is the tables.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    /// Processor threads of the machine.
    pub(crate) cores: usize,
    pub(crate) cases: Vec<Case>,
    pub(crate) sizes: Vec<Size>,
    pub(crate) search: Vec<Search>,
    pub(crate) keys: Keys,
    pub(crate) ratios: Vec<Ratio>,
}

/// Times of one thing on one engine.
#[derive(Debug, Serialize)]
pub(crate) struct Case {
    pub(crate) patients: usize,
    pub(crate) engine: &'static str,
    pub(crate) what: &'static str,
    /// `warm`, `any` or `cold`; empty where it makes no difference.
    pub(crate) state: &'static str,
    #[serde(flatten)]
    pub(crate) times: Times,
}

/// In microseconds.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Times {
    pub(crate) runs: usize,
    pub(crate) p50_us: f64,
    pub(crate) p99_us: f64,
}

/// Bytes of one store.
#[derive(Debug, Serialize)]
pub(crate) struct Size {
    pub(crate) patients: usize,
    pub(crate) engine: &'static str,
    /// As the service sent them.
    pub(crate) received: u64,
    /// The file, its log folded in.
    pub(crate) file: u64,
    /// Growth of a process that opens it and reads patients.
    pub(crate) memory: Option<u64>,
}

/// The search at one number of people.
#[derive(Debug, Serialize)]
pub(crate) struct Search {
    pub(crate) people: usize,
    pub(crate) load: Load,
    /// Growth of a process that opens the desk and makes the index.
    pub(crate) memory: Option<u64>,
    pub(crate) looked: Vec<Looked>,
}

/// Of the index in memory, in milliseconds; medians.
#[derive(Debug, Serialize)]
pub(crate) struct Load {
    pub(crate) made_ms: f64,
    pub(crate) cleared_ms: f64,
}

/// One kind of query on one engine.
#[derive(Debug, Serialize)]
pub(crate) struct Looked {
    pub(crate) people: usize,
    pub(crate) engine: &'static str,
    pub(crate) what: &'static str,
    #[serde(flatten)]
    pub(crate) times: Times,
}

/// What comes before a store is opened, in milliseconds; medians.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Keys {
    /// A password checked.
    pub(crate) argon2id_ms: f64,
    /// None where there is no keyring.
    pub(crate) keyring_ms: Option<f64>,
}

/// One case beside plain SQLite of the same run.
#[derive(Debug, Serialize)]
pub(crate) struct Ratio {
    pub(crate) patients: usize,
    pub(crate) engine: &'static str,
    pub(crate) what: &'static str,
    pub(crate) state: &'static str,
    pub(crate) p50: f64,
    pub(crate) p99: f64,
}

impl Times {
    /// None without a single run.
    pub(crate) fn of(mut times: Vec<Duration>) -> Option<Self> {
        times.sort_unstable();
        Some(Self {
            runs: times.len(),
            p50_us: percentile(&times, 50)?,
            p99_us: percentile(&times, 99)?,
        })
    }
}

/// In microseconds; none of nothing.
pub(crate) fn median(times: Vec<Duration>) -> Option<f64> {
    Times::of(times).map(|times| times.p50_us)
}

impl Report {
    pub(crate) fn new(cores: usize) -> Self {
        Self {
            cores,
            cases: Vec::new(),
            sizes: Vec::new(),
            search: Vec::new(),
            keys: Keys::default(),
            ratios: Vec::new(),
        }
    }

    /// Works out the ratios, once every case is there.
    pub(crate) fn compare(&mut self) {
        let floor = Engine::Plain.name();
        let ratio = |case: &Case| {
            let same = |other: &&Case| {
                (other.patients, other.what, other.state) == (case.patients, case.what, case.state)
                    && other.engine == floor
            };
            let plain = self.cases.iter().find(same)?;
            Some(Ratio {
                patients: case.patients,
                engine: case.engine,
                what: case.what,
                state: case.state,
                p50: case.times.p50_us / plain.times.p50_us,
                p99: case.times.p99_us / plain.times.p99_us,
            })
        };
        self.ratios = self.cases.iter().filter_map(ratio).collect();
    }

    pub(crate) fn write(&self, file: &Path) -> Result<()> {
        let text = serde_json::to_string_pretty(self)?;
        std::fs::write(file, text + "\n")
            .with_context(|| format!("writing the figures to {}", file.display()))
    }
}
