use std::collections::BTreeMap;

use record::{AnswerKind, Pointers, read};

use crate::leaf::{Leaf, Said, sent};
use crate::view::{Told, told};

/// Reads an answer and accounts for every value of it. Answers what does not add up; nothing for an
/// answer that says it cannot be read.
#[must_use]
pub fn account(bytes: &[u8]) -> Vec<String> {
    let answer = read(bytes, Pointers::Kept);
    let values = answer.values;
    let mut wrong = Vec::new();
    if values.sent != values.placed + values.other {
        wrong.push(format!("it says itself that {values:?}"));
    }
    let told = told(&answer);
    if told.len() != values.placed + values.other {
        wrong.push(format!("{} values are in the view, {values:?}", told.len()));
    }
    if !answer.readable || matches!(answer.kind, AnswerKind::Pdf | AnswerKind::ServiceXml) {
        return wrong;
    }
    match sent(bytes) {
        Some(sent) => wrong.extend(differences(&sent, &told)),
        None => wrong.push("read, although it is not JSON".to_owned()),
    }
    wrong
}

/// What of `sent` is not in `told`, and the other way round: as multisets of pointer and text.
#[must_use]
pub fn differences(sent: &[Leaf], told: &[Told]) -> Vec<String> {
    let mut by_pointer: BTreeMap<&str, (Vec<&Said>, Vec<&str>)> = BTreeMap::new();
    for leaf in sent {
        by_pointer
            .entry(&leaf.pointer)
            .or_default()
            .0
            .push(&leaf.said);
    }
    for one in told {
        by_pointer
            .entry(&one.pointer)
            .or_default()
            .1
            .push(&one.text);
    }
    let mut wrong = Vec::new();
    for (pointer, (mut said, mut texts)) in by_pointer {
        // What must match exactly chooses first.
        said.sort_by_key(|said| match said {
            Said::Text(_) => 0,
            Said::Narrative { .. } => 1,
            Said::Data => 2,
        });
        for said in said {
            match texts.iter().position(|text| is(said, text)) {
                Some(at) => drop(texts.remove(at)),
                None if matches!(said, Said::Narrative { words, .. } if words.is_empty()) => {}
                None => wrong.push(format!("{pointer}: not told: {said:?}")),
            }
        }
        wrong.extend(
            texts
                .iter()
                .map(|text| format!("{pointer}: told, not sent: {text:?}")),
        );
    }
    wrong
}

fn is(said: &Said, text: &str) -> bool {
    match said {
        Said::Text(sent) => sent == text,
        // The sanitiser adds signs (`^` of a superscript) but may not lose a character.
        Said::Narrative { markup, words } => markup == text || follows(words, text),
        Said::Data => !text.is_empty(),
    }
}

/// Whether the characters of `words` occur in `text` in this order.
fn follows(words: &str, text: &str) -> bool {
    let mut rest = text.chars();
    words.chars().all(|wanted| rest.any(|c| c == wanted))
}
