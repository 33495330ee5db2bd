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
    /// Only finding where each resource begins and ends (`RawValue`).
    pub(crate) split_mb_s: f64,
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
            "| what | bytes | values | ours | `Value` | ratio | parse | split |"
        )?;
        writeln!(f, "|---|---:|---:|---:|---:|---:|---:|---:|")?;
        self.cases.iter().try_for_each(|case| writeln!(f, "{case}"))
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "| {} | {} | {} | {:.0} MB/s | {:.0} MB/s | {:.2} | {:.0} MB/s | {:.0} MB/s |",
            self.what,
            grouped(self.bytes),
            grouped(self.values),
            self.ours_mb_s,
            self.plain_mb_s,
            self.ratio,
            self.parse_mb_s,
            self.split_mb_s,
        )
    }
}

/// With a comma before each three digits.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut told = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            told.push(',');
        }
        told.push(digit);
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_one_of_the_table_in_the_documentation() {
        let case = Case {
            what: "largest",
            bytes: 10_002_657,
            values: 371,
            runs: 20,
            ours_mb_s: 46.4,
            plain_mb_s: 85.0,
            ratio: 0.546,
            parse_mb_s: 100.0,
            split_mb_s: 512.0,
        };
        assert_eq!(
            case.to_string(),
            "| largest | 10,002,657 | 371 | 46 MB/s | 85 MB/s | 0.55 | 100 MB/s | 512 MB/s |"
        );
    }
}
