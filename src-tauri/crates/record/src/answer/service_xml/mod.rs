//! The older answers of 特定健診 and 薬剤情報: `XmlMsg` with a header and a body.

mod day;
mod facts;
mod identity;
mod names;

pub(super) use day::day;
pub(super) use identity::{numbers, people};
pub(super) use names::{Names, items, text_of};

use super::document::group;
use super::elements::owner;
use super::leaf::{Place, XML, count};
use super::view::{Answer, AnswerKind, Field, Label, Values};
use super::walk::Walk;
use super::{Wanted, unreadable};
use crate::damaged::damaged;
use crate::error::ReadError;
use crate::fhir::scope::Scope;
use crate::json::{Node, Path};
use crate::patient_match::difference;
use crate::problem::{Problem, Severity};
use crate::xml::{Document, read_xml};
use facts::Facts;

/// Reads a message; of several in one file the first says what it is, and the others are read behind it.
pub(super) fn read(bytes: &[u8], wanted: Wanted) -> Answer<'_> {
    let document = match read_xml(bytes) {
        Ok(document) => document,
        Err(error) => return unreadable(error),
    };
    let messages = document.roots.iter().filter_map(|root| root.first(XML));
    let mut answers = messages.map(|message| answer(message, wanted));
    let Some(mut answer) = answers.next() else {
        return unreadable(ReadError::UnknownXml);
    };
    answers.for_each(|other| answer.append(other));
    answer.problems.splice(..0, of_file(&document));
    answer
}

/// What is wrong with a file around its messages.
fn of_file(document: &Document) -> Vec<Problem> {
    let roots = &document.roots;
    let whole = |severity, code| Problem::new(severity, code, "");
    let mut problems = Vec::new();
    if document.encoding_differs {
        problems.push(whole(Severity::Warning, "encoding_differs"));
    }
    if document.loose_ampersand {
        problems.push(whole(Severity::Warning, "loose_ampersand"));
    }
    if document.damaged {
        problems.extend(roots.iter().flat_map(|root| damaged(root, "")));
    }
    if roots.len() > 1 {
        problems.push(whole(Severity::Warning, "several_values"));
    }
    if roots.iter().any(|root| root.first(XML).is_none()) {
        problems.push(whole(Severity::Error, "unknown_xml"));
    }
    let all: Vec<_> = roots.iter().flat_map(people).collect();
    if let [first, others @ ..] = all.as_slice()
        && others
            .iter()
            .any(|other| difference(first, other).is_some())
    {
        problems.push(whole(Severity::Error, "several_patients"));
    }
    problems
}

/// What one message says.
fn answer(message: &Node<'static>, wanted: Wanted) -> Answer<'static> {
    let (place, path) = (Place::of(XML), Path::At("/XmlMsg"));
    let facts = Facts::read(message, &path);
    let scope = Scope::default();
    let mut walk = Walk::new(&scope, &[], wanted);
    let told = walk.message(message, place, &path);
    let mut block = group("サービスXML", Vec::new());
    (block.fields, block.blocks) = (told.fields, told.blocks);
    let mut answer = Answer::empty(AnswerKind::ServiceXml);
    answer.readable = true;
    if let Some(pointer) = &facts.pending {
        let pending = Problem::new(Severity::Warning, "service_pending", &**pointer);
        answer.problems.push(pending);
    }
    if let Some(pointer) = &facts.refused {
        let refused = Problem::new(Severity::Error, "service_refused", &**pointer);
        answer.problems.push(refused);
        reason_first(&mut block.fields);
    }
    answer.patient = people(message).into_iter().next();
    answer.facility = facts.facility().map(str::to_owned);
    answer.values = Values {
        sent: count(message, place),
        placed: walk.placed,
        other: walk.listed,
    };
    answer.other = std::mem::take(&mut walk.other);
    answer.problems.append(&mut walk.problems);
    answer.counts.checkup_item = facts.items;
    answer.counts.prescription = facts.drugs;
    answer.document_date = facts.effective;
    if wanted != Wanted::Counts {
        answer.blocks = vec![block];
    }
    answer
}

/// Why a request was refused is what the reader has to know first: codes and words, as sent.
fn reason_first(fields: &mut Vec<Field<'_>>) {
    let Some(rows) = owner(XML) else {
        return;
    };
    let mut first = Vec::new();
    for name in &Names::get().reasons {
        if let Some(reason) = rows.anywhere(name) {
            lift(fields, reason.label, &mut first);
        }
    }
    fields.splice(..0, first);
}

/// Moves the fields of this label out of their groups; a group left empty goes as well.
fn lift<'a>(fields: &mut Vec<Field<'a>>, label: Label, lifted: &mut Vec<Field<'a>>) {
    for mut field in std::mem::take(fields) {
        if field.label == label {
            lifted.push(field);
            continue;
        }
        let whole = field.fields.len();
        lift(&mut field.fields, label, lifted);
        let emptied = whole > 0 && field.fields.is_empty() && field.pieces.is_empty();
        if !emptied {
            fields.push(field);
        }
    }
}
