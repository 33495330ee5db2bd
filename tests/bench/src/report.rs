use std::fmt;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Serialize;

use crate::figures::Figures;

/// Everything a run found; its text is the table.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    /// Processor threads of the machine.
    pub(crate) cores: usize,
    /// Patients with bytes of their own; beyond them the same bytes lie under other numbers.
    pub(crate) distinct: usize,
    pub(crate) cases: Vec<Case>,
}

/// One row of the table.
#[derive(Debug, Serialize)]
pub(crate) struct Case {
    /// How many patients the stores held.
    pub(crate) patients: usize,
    pub(crate) opens: usize,
    /// Mean size of a patient as received.
    pub(crate) bytes_per_patient: u64,
    pub(crate) what: &'static str,
    #[serde(flatten)]
    pub(crate) figures: Figures,
}

impl Report {
    pub(crate) fn write(&self, file: &Path) -> Result<()> {
        let text = serde_json::to_string_pretty(self)?;
        std::fs::write(file, text + "\n")
            .with_context(|| format!("writing the figures to {}", file.display()))
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (cores, distinct) = (self.cores, self.distinct);
        writeln!(
            f,
            "Opening a cached patient, all seven categories, {cores} cores."
        )?;
        writeln!(
            f,
            "At most {distinct} patients have bytes of their own; the rest repeat them under other numbers."
        )?;
        writeln!(
            f,
            "{:>8} {:>6} {:>8}  {:<15} {:>10} {:>10} {:>6} {:>10} {:>10} {:>6}",
            "patients",
            "opens",
            "kB each",
            "what",
            "ours p50",
            "plain p50",
            "ratio",
            "ours p99",
            "plain p99",
            "ratio"
        )?;
        self.cases.iter().try_for_each(|case| writeln!(f, "{case}"))
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let figures = &self.figures;
        write!(
            f,
            "{:>8} {:>6} {:>8}  {:<15} {:>7.0} us {:>7.0} us {:>6.2} {:>7.0} us {:>7.0} us {:>6.2}",
            self.patients,
            self.opens,
            self.bytes_per_patient / 1000,
            self.what,
            figures.ours_p50_us,
            figures.plain_p50_us,
            figures.ratio_p50,
            figures.ours_p99_us,
            figures.plain_p99_us,
            figures.ratio_p99,
        )
    }
}
