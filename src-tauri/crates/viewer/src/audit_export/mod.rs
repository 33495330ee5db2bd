//! The audit log written out, row by row, in the forms others read.

mod csv;
mod fhir;
mod patterns;

use std::io::{self, Write};

use audit::{AuditError, ChainFileError, Filter, Stored};

use crate::rooms::Rooms;

/// Rows read from the store at once.
const PAGE: u32 = 500;

/// Why a file was not written.
#[derive(Debug)]
pub(crate) enum ExportError {
    /// The file or its folder refused.
    Io(io::Error),
    /// The log did.
    Audit(AuditError),
    /// The chain was not written.
    Chain,
}

impl From<io::Error> for ExportError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<AuditError> for ExportError {
    fn from(error: AuditError) -> Self {
        Self::Audit(error)
    }
}

impl From<ChainFileError> for ExportError {
    fn from(error: ChainFileError) -> Self {
        match error {
            ChainFileError::Io(error) => Self::Io(error),
            ChainFileError::Audit(error) => Self::Audit(error),
            ChainFileError::NotAChain => Self::Chain,
        }
    }
}

/// A table of the rows that fit, oldest first; answers how many.
pub(crate) fn write_csv(
    rooms: &Rooms,
    filter: &Filter,
    out: &mut dyn Write,
) -> Result<u64, ExportError> {
    csv::begin(out)?;
    each(rooms, filter, &mut |row| csv::row(out, row))
}

/// One FHIR R4 AuditEvent for each row that fits, oldest first, in one Bundle; answers how many.
pub(crate) fn write_fhir(
    rooms: &Rooms,
    filter: &Filter,
    out: &mut dyn Write,
) -> Result<u64, ExportError> {
    write!(
        out,
        r#"{{"resourceType":"Bundle","type":"collection","timestamp":"{}","entry":["#,
        fhir::instant(rooms.clock.now())
    )?;
    let mut separator = "";
    let written = each(rooms, filter, &mut |row| {
        write!(out, "{separator}\n{}", fhir::entry(row))?;
        separator = ",";
        Ok(())
    })?;
    writeln!(out, "\n]}}")?;
    Ok(written)
}

fn each(
    rooms: &Rooms,
    filter: &Filter,
    visit: &mut dyn FnMut(&Stored) -> io::Result<()>,
) -> Result<u64, ExportError> {
    let filter = Filter {
        limit: PAGE,
        ..filter.clone()
    };
    let (mut written, mut after) = (0, 0);
    // Rows that come while the file is written belong to the next one.
    let last = rooms.audit.head()?.number;
    loop {
        let page = rooms.audit.entries_after(after, &filter)?;
        let Some(end) = page.last() else {
            return Ok(written);
        };
        after = end.head.number;
        for row in page.iter().filter(|row| row.head.number <= last) {
            visit(row)?;
            written += 1;
        }
        if after >= last {
            return Ok(written);
        }
    }
}
