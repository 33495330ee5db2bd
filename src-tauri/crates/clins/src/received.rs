use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use record::{Answer, AnswerKind, Counts, Pointers, Problem, Severity, Values};

/// Largest file that is read: the same limit as an answer's.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// A received answer in a file: its bytes, or the code that says why there are none.
pub(crate) struct Received(Result<Vec<u8>, &'static str>);

impl Received {
    /// Reads a file whole, but never more than the limit.
    pub(crate) fn from(path: &Path) -> Self {
        Self(match bounded(path) {
            Ok(bytes) if u64::try_from(bytes.len()).is_ok_and(|n| n <= MAX_BYTES) => Ok(bytes),
            Ok(_) => Err("too_large"),
            Err(_) => Err("io_error"),
        })
    }

    /// What the answer says; an answer without bytes says why.
    pub(crate) fn answer(&self) -> Answer<'_> {
        match &self.0 {
            Ok(bytes) => record::read(bytes, Pointers::Dropped),
            Err(code) => unread(code),
        }
    }

    /// How the answer reads, without what it says.
    pub(crate) fn tally(&self) -> Answer<'_> {
        match &self.0 {
            Ok(bytes) => record::tally(bytes),
            Err(code) => unread(code),
        }
    }
}

/// The bytes of a file, cut off one byte behind the limit.
fn bounded(path: &Path) -> io::Result<Vec<u8>> {
    let file = File::open(path)?;
    let length = file.metadata()?.len().min(MAX_BYTES);
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn unread(code: &'static str) -> Answer<'static> {
    Answer {
        kind: AnswerKind::Unknown,
        readable: false,
        patient: None,
        facility: None,
        set_key: None,
        document_date: None,
        examined: None,
        marks: Vec::new(),
        counts: Counts::default(),
        values: Values::default(),
        blocks: Vec::new(),
        other: Vec::new(),
        problems: vec![Problem {
            severity: Severity::Error,
            code,
            pointer: String::new(),
        }],
    }
}
