use super::document::group;
use super::elements::resource_label;
use super::view::{Answer, AnswerKind, Card, Field, Label, Piece, PieceRole, Values};
use crate::problem::{Problem, Severity};

/// A PDF answer: one attachment. Its words are for a PDF reader; nothing is taken out of it.
pub(super) fn read(bytes: &[u8]) -> Answer<'static> {
    let mut answer = Answer::empty(AnswerKind::Pdf);
    answer.readable = true;
    answer.counts.attachment = 1;
    answer.values = Values {
        sent: 1,
        placed: 1,
        other: 0,
    };
    let told = Piece {
        text: format!("PDF（{} バイト）", bytes.len()).into(),
        role: PieceRole::Sent,
        pointer: Some("".into()),
        of: None,
    };
    let field = Field {
        label: Label {
            ja: "本体",
            en: "Body",
        },
        pieces: vec![told],
        fields: Vec::new(),
        order: 0,
    };
    let card = Card {
        resource: "Binary".into(),
        pointer: "".into(),
        kind: resource_label("Binary"),
        marks: Vec::new(),
        category: None,
        fields: vec![field],
        narrative: None,
        cards: Vec::new(),
    };
    answer.blocks = vec![group("PDF", vec![card])];
    if !ends(bytes) {
        let cut = Problem::new(Severity::Warning, "pdf_cut", "");
        answer.problems.push(cut);
    }
    answer
}

/// Where a whole PDF has its end mark: readers look for it in the last kilobyte, and senders append.
const TAIL: usize = 2048;

fn ends(bytes: &[u8]) -> bool {
    let start = bytes.len().saturating_sub(TAIL);
    let tail = bytes.get(start..).unwrap_or_default();
    tail.windows(5).any(|part| part == b"%%EOF")
}
