use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::{Value, json};

use super::{entry::Writer, pdf::pdf};
use crate::{
    date,
    rules::{AttachmentRule, FileKind},
};

/// A file that goes with a document, or the words in its place.
pub(super) fn attachment(writer: &Writer<'_>, rule: &AttachmentRule) -> Value {
    let stamp = date::at(writer.written, "09:40");
    let file = |kind: &str, bytes: &[u8]| {
        json!({
            "contentType": kind,
            "language": "ja",
            "data": BASE64_STANDARD.encode(bytes),
            "size": bytes.len(),
            "title": rule.title,
            "creation": stamp,
        })
    };
    let (words, file) = match rule.file {
        FileKind::Words => (Some(rule.lines.join("\n")), json!({"title": rule.title})),
        FileKind::Text => {
            let text = rule.lines.join("\n");
            (None, file("text/plain; charset=UTF-8", text.as_bytes()))
        }
        FileKind::Pdf => (None, file("application/pdf", &pdf(&rule.lines))),
    };
    json!({
        "resourceType": "DocumentReference",
        "meta": {"profile": [
            "http://jpfhir.jp/fhir/eReferral/StructureDefinition/JP_DocumentReference_eReferral",
        ]},
        "status": "current",
        "type": {"text": rule.title},
        "subject": {"reference": writer.patient},
        "date": stamp,
        "author": [{"reference": writer.practitioner}],
        "description": words,
        "content": [{"attachment": file}],
    })
}
