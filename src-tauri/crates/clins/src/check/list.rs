use std::io::{self, Write};

use super::report::Report;

/// The JSON array, written file by file: however many there are, only one is held.
pub(super) struct List<W> {
    out: W,
    started: bool,
}

impl<W: Write> List<W> {
    pub(super) const fn new(out: W) -> Self {
        Self {
            out,
            started: false,
        }
    }

    pub(super) fn add(&mut self, report: &Report<'_>) -> io::Result<()> {
        self.out
            .write_all(if self.started { b",\n" } else { b"[\n" })?;
        self.started = true;
        serde_json::to_writer(&mut self.out, report).map_err(io::Error::from)
    }

    pub(super) fn finish(mut self) -> io::Result<()> {
        self.out
            .write_all(if self.started { b"\n]\n" } else { b"[]\n" })?;
        self.out.flush()
    }
}
