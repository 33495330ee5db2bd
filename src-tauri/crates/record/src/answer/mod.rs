//! Everything one received answer says, whatever its form.
//!
//! [`read`] gives blocks and cards that hold every value sent: a walk visits each member exactly
//! once, the element table (`assets/tables/elements.tsv`) says what it is called, and what the table
//! does not know is listed under その他の項目. The condensed rows of the doctor's sections are
//! another reading of the same bytes (`section`).

mod ambiguous;
mod document;
mod elements;
mod index;
mod kind;
mod leaf;
mod nameless;
mod pdf;
mod people;
mod refusal;
mod repeated;
mod roots;
mod service_xml;
mod shortfall;
mod summary;
mod undelivered;
mod view;
mod walk;
mod whole;
mod whose;

pub use crate::json::Pointer;
pub use undelivered::{holds_undelivered, is_undelivered};
pub use view::{
    Answer, AnswerKind, Block, Card, CardMark, Counts, Field, Held, Label, Narrative, OtherItem,
    Piece, PieceRole, Values,
};
pub use whose::{Whose, whose};

use crate::damaged::damaged;
use crate::error::ReadError;
use crate::fhir::scope::Scope;
use crate::json::{Leading, parse_leading};
use crate::problem::{Problem, Severity};
use crate::section::examined;
use crate::text::encoding::before_markup;
use crate::text::media::BEFORE_PDF;
use ambiguous::ambiguous;
use document::Document;
use index::composition;
use leaf::Place;
use people::several_patients;
use refusal::refusals;
use repeated::repeated;
use roots::{Root, roots};
use shortfall::shortfalls;
use walk::Walk;

/// Whether a reading notes where each placed value stood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pointers {
    /// Every placed value carries its JSON pointer.
    Kept,
    /// Only other items and problems do: pointers cost more than the values.
    Dropped,
}

/// How much of a reading is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wanted {
    /// Everything, with where it stood.
    Pointers,
    /// Everything.
    View,
    /// What is counted and what is wrong.
    Counts,
}

impl From<Pointers> for Wanted {
    fn from(pointers: Pointers) -> Self {
        match pointers {
            Pointers::Kept => Self::Pointers,
            Pointers::Dropped => Self::View,
        }
    }
}

/// Reads one answer. Never fails: an answer that cannot be read says why in its problems.
#[must_use]
pub fn read(bytes: &[u8], pointers: Pointers) -> Answer<'_> {
    wanted(bytes, pointers.into())
}

/// Reads one answer as [`read`] does and drops each part of the view as soon as it is counted:
/// `blocks` and `other` are empty. A view takes many times the room of its answer.
#[must_use]
pub fn tally(bytes: &[u8]) -> Answer<'_> {
    wanted(bytes, Wanted::Counts)
}

fn wanted(bytes: &[u8], wanted: Wanted) -> Answer<'_> {
    match form(bytes) {
        Form::Pdf => pdf::read(bytes),
        Form::Xml => service_xml::read(bytes, wanted),
        Form::Zip => unreadable(ReadError::Archive),
        Form::Wide => unreadable(ReadError::Encoding { at: 0 }),
        Form::Json => match parse_leading(bytes) {
            Ok(leading) => json(&leading, wanted),
            Err(error) => unreadable(error),
        },
    }
}

/// One answer; of several that follow each other in one file, or stand in a list, the first says what
/// it is and the others are read behind it.
fn json<'a>(leading: &Leading<'a>, wanted: Wanted) -> Answer<'a> {
    let roots = roots(&leading.nodes);
    let mut answers = roots
        .iter()
        .filter(|root| root.is_fhir())
        .map(|root| fhir(root, wanted));
    let Some(mut answer) = answers.next() else {
        return unreadable(leading.stopped.unwrap_or(ReadError::NotFhir));
    };
    answers.for_each(|other| answer.append(other));
    answer.problems.extend(of_file(leading, &roots));
    answer
}

/// What is wrong with a file around its answers.
fn of_file(leading: &Leading<'_>, roots: &[Root<'_, '_>]) -> Vec<Problem> {
    let mut problems = Vec::new();
    if roots.len() > 1 {
        problems.push(Problem::new(Severity::Warning, "several_values", ""));
    }
    if let Some(root) = roots.iter().find(|root| !root.is_fhir()) {
        problems.push(Problem::new(Severity::Error, "not_fhir", &root.base));
    }
    problems.extend(several_patients(roots));
    if leading.mended_at.is_some() {
        let damaged = roots.iter().flat_map(|root| damaged(root.node, &root.base));
        problems.extend(damaged);
    }
    if leading.stopped.is_some() {
        problems.push(Problem::new(Severity::Error, "trailing_data", ""));
    }
    problems
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Json,
    Xml,
    Pdf,
    Zip,
    /// UTF-16 that is no XML.
    Wide,
}

/// By the first bytes; the name of a file and its declared type are not trusted.
fn form(bytes: &[u8]) -> Form {
    let plain = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let body = bytes.get(before_markup(bytes)..).unwrap_or_default();
    let utf16 = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
    if behind_blanks(plain).starts_with(b"%PDF-") {
        Form::Pdf
    } else if plain.starts_with(b"PK\x03\x04") {
        Form::Zip
    } else if wide(bytes) {
        Form::Wide
    } else if utf16 || body.starts_with(b"<") {
        Form::Xml
    } else {
        Form::Json
    }
}

/// JSON in UTF-16, with or without its mark; XML without it.
fn wide(bytes: &[u8]) -> bool {
    let (marked, body) = match bytes {
        [0xFF, 0xFE, body @ ..] | [0xFE, 0xFF, body @ ..] => (true, body),
        body => (false, body),
    };
    match body {
        [0, sign, ..] | [sign, 0, ..] => {
            matches!(sign, b'{' | b'[' | b'"') || !marked && *sign == b'<'
        }
        _ => false,
    }
}

/// The bytes without the blanks before them, of which a PDF may have 1,024.
fn behind_blanks(bytes: &[u8]) -> &[u8] {
    let body = bytes.trim_ascii_start();
    if bytes.len() - body.len() > BEFORE_PDF {
        bytes
    } else {
        body
    }
}

fn fhir<'a>(at: &Root<'_, 'a>, wanted: Wanted) -> Answer<'a> {
    let root = at.node;
    let mut problems = Vec::new();
    let parts = std::slice::from_ref(root);
    let scope = Scope::read(parts, &mut problems);
    problems.extend(ambiguous(root, &scope));
    for problem in &mut problems {
        problem.pointer.insert_str(0, &at.base);
    }
    let resources = index::resources(root, &at.base);
    let kind = kind::kind(root, &scope);
    problems.extend(kind::doubtful_deletion(kind, &scope, &at.base));
    let summary = summary::summary(root, &scope);
    let mut counts = summary::counts(kind, &scope, &resources, &mut problems);
    let mut walk = Walk::new(&scope, &resources, wanted);
    let mut document = Document::new(&mut walk, kind);
    let mut blocks = document.blocks(at, &resources);
    if wanted == Wanted::Counts {
        blocks.clear();
    }
    let header = std::mem::take(&mut document.marks);
    if kind != AnswerKind::Deletion {
        counts.section = document.sections;
        counts.attachment = walk.attachments;
    }
    let marks = whole::marks(&header, root, walk.modified);
    problems.extend(whole::problems(&marks, root, &at.base, &resources));
    problems.extend(refusals(root, &resources));
    problems.extend(shortfalls(root, kind, &at.base));
    problems.append(&mut walk.problems);
    problems.append(&mut repeated(root, &at.base, &problems));
    Answer {
        kind,
        readable: true,
        patient: summary.patient,
        facility: summary.facility,
        set_key: summary.set_key,
        document_date: summary.document_date,
        examined: (kind == AnswerKind::CheckupReport)
            .then(|| examined(&scope, composition(&scope)))
            .flatten()
            .map(|date| date.date_text().to_owned()),
        marks,
        counts,
        values: Values {
            sent: leaf::count(root, Place::of("Bundle")),
            placed: walk.placed,
            other: walk.listed,
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
        self.counts = self.counts + other.counts;
        self.values = self.values + other.values;
        let known = &self.marks;
        let further = other.marks.iter().filter(|mark| !known.contains(mark));
        self.marks = known.iter().chain(further).copied().collect();
        self.blocks.extend(other.blocks);
        self.other.extend(other.other);
        self.problems.extend(other.problems);
    }

    fn empty(kind: AnswerKind) -> Self {
        Self {
            kind,
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
            problems: Vec::new(),
        }
    }
}
