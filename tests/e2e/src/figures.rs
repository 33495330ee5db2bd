use std::path::Path;

use anyhow::{Context, Result};
use serde::Serialize;

/// The nearest rank: the smallest figure that at least `percent` of all do not exceed, so always one
/// that was measured.
pub(crate) fn percentile(figures: &[f64], percent: usize) -> Result<f64> {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    let figure = sorted.get(rank - 1).copied();
    figure.context("nothing was measured")
}

/// Writes a report as JSON.
pub(crate) fn write(report: &impl Serialize, file: &Path) -> Result<()> {
    let text = serde_json::to_string_pretty(report).context("writing the figures")?;
    std::fs::write(file, text + "\n")
        .with_context(|| format!("writing the figures to {}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_figures_that_were_measured() {
        let figures: Vec<f64> = (1..=200).rev().map(f64::from).collect();
        assert_eq!(percentile(&figures, 50).unwrap(), 100.0);
        assert_eq!(percentile(&figures, 99).unwrap(), 198.0);
        assert_eq!(percentile(&[7.0], 50).unwrap(), 7.0);
        assert!(percentile(&[], 50).is_err());
    }
}
