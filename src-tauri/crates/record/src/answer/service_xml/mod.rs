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
use crate::error::ReadError;
use crate::fhir::scope::Scope;
use crate::json::Path;
use crate::problem::{Problem, Severity};
use crate::xml::read_xml;
use facts::Facts;

pub(super) fn read(bytes: &[u8], wanted: Wanted) -> Answer<'_> {
    let document = match read_xml(bytes) {
        Ok(document) => document,
        Err(error) => return unreadable(error),
    };
    let Some(message) = document.root.first(XML) else {
        return unreadable(ReadError::UnknownXml);
    };
    let (place, path) = (Place::of(XML), Path::At("/XmlMsg"));
    let facts = Facts::read(message, &path);
    let scope = Scope::default();
    let mut walk = Walk::new(&scope, &[], wanted);
    let told = walk.message(message, place, &path);
    let mut block = group("サービスXML", Vec::new());
    (block.fields, block.blocks) = (told.fields, told.blocks);
    let mut answer = Answer::empty(AnswerKind::ServiceXml);
    answer.readable = true;
    if document.encoding_differs {
        let differs = Problem::new(Severity::Warning, "encoding_differs", "");
        answer.problems.push(differs);
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

/// Why a request was refused is what the reader has to know first.
fn reason_first(fields: &mut Vec<Field<'_>>) {
    let reason = owner(XML).and_then(|rows| rows.anywhere("MessageContents"));
    if let Some(reason) = reason {
        let mut first = Vec::new();
        lift(fields, reason.label, &mut first);
        fields.splice(..0, first);
    }
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
