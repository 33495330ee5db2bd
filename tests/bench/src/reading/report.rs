use std::fmt;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Serialize;

/// Everything a run found; its text is the table.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    /// Processor threads of the machine.
    pub(crate) cores: usize,
    pub(crate) cases: Vec<Case>,
}

/// One row of the table. Speeds are of the median run.
#[derive(Debug, Serialize)]
pub(crate) struct Case {
    pub(crate) what: &'static str,
    pub(crate) bytes: usize,
    /// Values the answer holds, all of which are in the view.
    pub(crate) values: usize,
    pub(crate) runs: usize,
    /// From bytes to the view.
    pub(crate) ours_mb_s: f64,
    /// From bytes to a `serde_json::Value`.
    pub(crate) plain_mb_s: f64,
    /// Ours to plain: above 1 is faster.
    pub(crate) ratio: f64,
    /// Our parser alone, as `document_key` is little else.
    pub(crate) parse_mb_s: f64,
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
        writeln!(
            f,
            "Reading an answer to its view, beside serde_json::Value of the same bytes, {} cores.",
            self.cores
        )?;
        writeln!(
            f,
            "\"parse\" is our parser alone; what ours takes beyond it is spent on the view."
        )?;
        writeln!(
            f,
            "{:<10} {:>10} {:>8} {:>6} {:>11} {:>11} {:>6} {:>11} {:>14}",
            "what", "bytes", "values", "runs", "ours", "plain", "ratio", "parse", "parse of ours"
        )?;
        self.cases.iter().try_for_each(|case| writeln!(f, "{case}"))
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:<10} {:>10} {:>8} {:>6} {:>6.0} MB/s {:>6.0} MB/s {:>6.2} {:>6.0} MB/s {:>12.0} %",
            self.what,
            self.bytes,
            self.values,
            self.runs,
            self.ours_mb_s,
            self.plain_mb_s,
            self.ratio,
            self.parse_mb_s,
            100.0 * self.ours_mb_s / self.parse_mb_s,
        )
    }
}
