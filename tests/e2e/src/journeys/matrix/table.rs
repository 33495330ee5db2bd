//! The written matrix, read from the documentation as a person would.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};

/// What is to be answered.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::journeys) enum Cell {
    /// The gate lets it through.
    Yes,
    /// `not_permitted`.
    NotPermitted,
    /// `not_signed_in`.
    NotSignedIn,
}

/// Who may call what.
pub(in crate::journeys) struct Matrix {
    /// Each command with its cell for every caller, in the order of the list.
    pub(in crate::journeys) rows: Vec<(String, BTreeMap<String, Cell>)>,
}

impl Matrix {
    pub(in crate::journeys) fn read(file: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(file).context("reading the matrix")?;
        let mut lines = text.lines().filter(|line| line.starts_with('|'));
        let callers = cells(lines.next().context("no matrix")?);
        let mut rows = Vec::new();
        for line in lines.filter(|line| !line.starts_with("|---")) {
            let row = cells(line);
            ensure!(
                row.len() == callers.len(),
                "a row that does not fit: {line}"
            );
            let mut named = callers.iter().zip(&row);
            let (_, command) = named.next().context("an empty row")?;
            let cells = named.map(|(caller, cell)| Ok((caller.clone(), meant(cell)?)));
            rows.push((
                command.trim_matches('`').to_owned(),
                cells.collect::<Result<_>>()?,
            ));
        }
        ensure!(rows.len() > 50, "the matrix has only {} rows", rows.len());
        Ok(Self { rows })
    }

    /// Everybody who has a column.
    pub(super) fn callers(&self) -> Vec<String> {
        self.rows
            .first()
            .map(|(_, cells)| cells.keys().cloned().collect())
            .unwrap_or_default()
    }
}

fn cells(line: &str) -> Vec<String> {
    line.trim_matches('|')
        .split('|')
        .map(|cell| cell.trim().to_owned())
        .collect()
}

fn meant(cell: &str) -> Result<Cell> {
    Ok(match cell {
        "yes" => Cell::Yes,
        "no" => Cell::NotPermitted,
        "-" => Cell::NotSignedIn,
        other => bail!("a cell that says {other}"),
    })
}
