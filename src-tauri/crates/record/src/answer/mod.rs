//! Everything one received answer says, whatever its form.
//!
//! [`read`] gives blocks and cards that hold every value sent: a walk visits each member exactly
//! once, the element table (`assets/tables/elements.tsv`) says what it is called, and what the table
//! does not know is listed under その他の項目. The condensed rows of the doctor's sections are
//! another reading of the same bytes (`section`).

mod document;
mod elements;
mod index;
mod kind;
mod leaf;
mod path;
mod pdf;
mod service_xml;
mod summary;
mod view;
mod walk;

pub use path::Pointer;
pub use view::{
    Answer, AnswerKind, Block, Card, CardMark, Counts, Field, Label, Narrative, OtherItem, Piece,
    PieceRole, Values,
};

use crate::error::ReadError;
use crate::fhir::scope::Scope;
use crate::json::{Node, parse_all};
use crate::problem::{Problem, Severity};
use document::Document;
use leaf::Place;
use walk::Walk;

/// Whether a reading notes where each placed value stood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pointers {
    /// Every placed value carries its JSON pointer.
    Kept,
    /// Only other items and problems do: pointers cost more than the values.
    Dropped,
}

/// Reads one answer. Never fails: an answer that cannot be read says why in its problems.
#[must_use]
pub fn read(bytes: &[u8], pointers: Pointers) -> Answer<'_> {
    match form(bytes) {
        Form::Pdf => pdf::read(bytes),
        Form::Xml => service_xml::read(bytes, pointers),
        Form::Zip => unreadable(ReadError::Archive),
        Form::Json => match parse_all(bytes) {
            Ok(roots) => json(&roots, pointers),
            Err(error) => unreadable(error),
        },
    }
}

/// One answer; of several that follow each other in one file, the first says what it is and the
/// others are read behind it.
fn json<'a>(roots: &[Node<'a>], pointers: Pointers) -> Answer<'a> {
    let Some((first, others)) = roots.split_first() else {
        return unreadable(ReadError::NotFhir);
    };
    let mut answer = fhir(first, pointers);
    for other in others {
        answer.append(fhir(other, pointers));
    }
    answer
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Json,
    Xml,
    Pdf,
    Zip,
}

/// By the first bytes; the name of a file and its declared type are not trusted.
fn form(bytes: &[u8]) -> Form {
    let plain = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let utf16 = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
    if plain.starts_with(b"%PDF-") {
        Form::Pdf
    } else if plain.starts_with(b"PK\x03\x04") {
        Form::Zip
    } else if utf16 || plain.trim_ascii_start().starts_with(b"<") {
        Form::Xml
    } else {
        Form::Json
    }
}

fn fhir<'a>(root: &Node<'a>, pointers: Pointers) -> Answer<'a> {
    if root.text("resourceType").is_none() {
        return unreadable(ReadError::NotFhir);
    }
    let mut problems = Vec::new();
    let parts = std::slice::from_ref(root);
    let scope = Scope::read(parts, &mut problems);
    let resources = index::resources(root);
    let kind = kind::kind(root, &scope);
    let summary = summary::summary(root, &scope);
    let mut counts = summary::counts(kind, &resources);
    let places = resources.iter().map(|p| (p.node, p.pointer.clone()));
    let mut walk = Walk::new(&scope, places, pointers == Pointers::Kept);
    let mut document = Document::new(&mut walk, kind);
    let blocks = document.blocks(root, &resources);
    if kind != AnswerKind::Deletion {
        counts.section = document.sections;
        counts.attachment = walk.attachments;
    }
    problems.append(&mut walk.problems);
    Answer {
        kind,
        readable: true,
        patient: summary.patient,
        facility: summary.facility,
        set_key: summary.set_key,
        document_date: summary.document_date,
        counts,
        values: Values {
            sent: leaf::count(root, Place::of("Bundle")),
            placed: walk.placed,
            other: walk.other.len(),
        },
        blocks,
        other: walk.other,
        problems,
    }
}

fn unreadable(error: ReadError) -> Answer<'static> {
    Answer {
        problems: vec![Problem::new(Severity::Error, error.code(), "")],
        ..Answer::empty(AnswerKind::Unknown)
    }
}

impl<'a> Answer<'a> {
    /// Adds what another value of the same file says.
    fn append(&mut self, other: Self) {
        self.readable &= other.readable;
        self.counts = self.counts + other.counts;
        self.values = self.values + other.values;
        self.blocks.extend(other.blocks);
        self.other.extend(other.other);
        self.problems.extend(other.problems);
        self.problems
            .push(Problem::new(Severity::Warning, "several_values", ""));
    }

    fn empty(kind: AnswerKind) -> Self {
        Self {
            kind,
            readable: false,
            patient: None,
            facility: None,
            set_key: None,
            document_date: None,
            counts: Counts::default(),
            values: Values::default(),
            blocks: Vec::new(),
            other: Vec::new(),
            problems: Vec::new(),
        }
    }
}
