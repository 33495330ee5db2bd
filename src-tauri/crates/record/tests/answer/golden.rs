//! The readings of the shared examples, compared by hand with their JSON once and held to it since.
//!
//! Official examples may not be copied, and neither may what they say: only a digest of each reading
//! is kept. After a change that is meant, compare the readings again (`clins render FILE`) and write
//! the digests anew: `CLINS_WRITE_GOLDENS=1 cargo test -p record --test answer golden`.

use std::fs;

use faults::samples;
use record::{Answer, Block, Card, Field, Piece, Pointers, read};
use sha2::{Digest as _, Sha256};

const GOLDENS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/answer/goldens.tsv");

#[test]
fn every_shared_example_reads_as_it_was_compared_by_hand() {
    let published = samples::published().unwrap();
    if published.is_empty() {
        return;
    }
    let lines: Vec<String> = published.iter().map(golden).collect();
    let told = format!("{}\n", lines.join("\n"));
    if std::env::var_os("CLINS_WRITE_GOLDENS").is_some() {
        fs::write(GOLDENS, told).unwrap();
        return;
    }
    let kept = fs::read_to_string(GOLDENS).unwrap();
    for (kept, now) in kept.lines().zip(told.lines()) {
        assert_eq!(kept, now);
    }
    assert_eq!(kept.lines().count(), lines.len());
}

/// Name, kind, accounting and a digest of everything drawn.
fn golden(samples::Sample { name, bytes }: &samples::Sample) -> String {
    let answer = read(bytes, Pointers::Kept);
    assert!(answer.readable, "{name}");
    let errors = answer
        .problems
        .iter()
        .filter(|p| p.severity == record::Severity::Error)
        .count();
    assert_eq!(errors, 0, "{name}: {:?}", answer.problems);
    if name.contains("hostile") {
        let warned = answer.problems.iter();
        let warned = warned.filter(|p| p.severity == record::Severity::Warning);
        assert!(warned.count() > 0, "{name} is read without a warning");
    }
    let mut told = Vec::new();
    outline(&answer, &mut told);
    let digest: String = Sha256::digest(told.join("\n").as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!(
        "{name}\t{:?}\t{}\t{}\t{}\t{}",
        answer.kind,
        answer.values.sent,
        answer.values.placed,
        answer.values.other,
        digest.get(..16).unwrap()
    )
}

fn outline(answer: &Answer<'_>, told: &mut Vec<String>) {
    told.push(format!(
        "{:?} {:?} {:?} {:?} {:?}",
        answer.patient, answer.facility, answer.set_key, answer.document_date, answer.counts
    ));
    told.push(format!("marks {:?}", answer.marks));
    for problem in &answer.problems {
        told.push(format!(
            "problem {:?} {} {}",
            problem.severity, problem.code, problem.pointer
        ));
    }
    answer.blocks.iter().for_each(|b| block(b, told));
    for item in &answer.other {
        told.push(format!("other {} {}", item.pointer, item.text));
    }
}

fn block(block: &Block<'_>, told: &mut Vec<String>) {
    told.push(format!("block {}", line(&block.title)));
    block.fields.iter().for_each(|f| field(f, told));
    told.extend(block.narrative.iter().map(|n| n.html().to_owned()));
    block.cards.iter().for_each(|c| card(c, told));
    block.blocks.iter().for_each(|b| self::block(b, told));
    told.push("end".to_owned());
}

fn card(card: &Card<'_>, told: &mut Vec<String>) {
    told.push(format!("card {} {:?}", card.kind.ja, card.marks));
    card.fields.iter().for_each(|f| field(f, told));
    told.extend(card.narrative.iter().map(|n| n.html().to_owned()));
    card.cards.iter().for_each(|c| self::card(c, told));
    told.push("end".to_owned());
}

fn field(field: &Field<'_>, told: &mut Vec<String>) {
    told.push(format!("{}: {}", field.label.ja, line(&field.pieces)));
    field.fields.iter().for_each(|f| self::field(f, told));
    told.push("end".to_owned());
}

fn line(pieces: &[Piece<'_>]) -> String {
    pieces
        .iter()
        .map(|piece| format!("{:?}|{}|", piece.role, piece.text))
        .collect()
}
