//! Damaged and hostile answers, the short form; `cargo xtask faults reading` runs the full one. No
//! door of the reader may panic, and what is readable must add up.

use faults::hostile::{
    Case, blows, every_byte, ill_encoded, marked, retyped, seeded, structural, xml_blows,
};
use faults::{complaints, samples};
use record::{Pointers, Severity, read};

fn endure(cases: impl Iterator<Item = Case>, at_least: usize) {
    let mut count = 0;
    let mut wrong = Vec::new();
    for case in cases {
        count += 1;
        let found = complaints(&case.bytes);
        if !found.is_empty() {
            wrong.push(format!("{}: {}", case.name, found.join("; ")));
        }
    }
    let told = wrong.iter().take(5).cloned().collect::<Vec<_>>().join("\n");
    assert!(wrong.is_empty(), "{} of {count}:\n{told}", wrong.len());
    assert!(count >= at_least, "only {count} cases");
}

#[test]
fn cut_at_every_byte() {
    endure(samples::small().iter().flat_map(every_byte), 10_000);
}

#[test]
fn cut_at_signs_of_structure() {
    let (small, whole) = (samples::small(), samples::whole());
    let of_small = small.iter().flat_map(structural).step_by(5);
    let of_whole = whole.iter().flat_map(structural).step_by(181);
    endure(of_small.chain(of_whole), 1_000);
}

#[test]
fn cut_at_scattered_places() {
    endure(
        samples::whole()
            .iter()
            .flat_map(|sample| seeded(sample, 200)),
        1_600,
    );
}

#[test]
fn values_of_another_type() {
    endure(samples::small().iter().flat_map(retyped).step_by(3), 2_000);
}

#[test]
fn harmful_texts() {
    endure(samples::small().iter().flat_map(marked), 500);
}

#[test]
fn bytes_that_are_no_text() {
    endure(samples::small().iter().flat_map(ill_encoded), 300);
}

#[test]
fn blows_in_json() {
    // The slowest are left to the full form: in a build for development each takes seconds.
    endure(blows().filter(|case| case.bytes.len() < 2_000_000), 20);
}

#[test]
fn blows_in_xml() {
    endure(xml_blows().filter(|case| case.bytes.len() < 2_000_000), 15);
}

#[test]
fn ten_megabytes_in_one_text_are_read() {
    let case = blows()
        .find(|case| case.name == "10 MB in one text")
        .unwrap();
    assert!(read(&case.bytes, Pointers::Dropped).readable);
    assert_eq!(faults::account(&case.bytes), [""; 0]);
}

#[test]
fn what_cannot_be_read_says_so_and_shows_nothing() {
    for sample in samples::small()
        .iter()
        .filter(|s| s.name.ends_with(".json"))
    {
        let end = sample.bytes.trim_ascii_end().len();
        for at in 0..end {
            let answer = read(&sample.bytes[..at], Pointers::Kept);
            assert!(
                !answer.readable && answer.blocks.is_empty(),
                "{} {at}",
                sample.name
            );
            assert!(
                answer.other.is_empty() && answer.values.sent == 0,
                "{} {at}",
                sample.name
            );
            let error = answer
                .problems
                .iter()
                .any(|p| p.severity == Severity::Error);
            assert!(error, "{} {at}", sample.name);
        }
    }
}

#[test]
fn entities_are_neither_expanded_nor_fetched() {
    for case in xml_blows().filter(|case| case.bytes.windows(9).any(|w| w == b"<!DOCTYPE")) {
        let answer = read(&case.bytes, Pointers::Kept);
        let codes: Vec<_> = answer.problems.iter().map(|p| p.code).collect();
        assert_eq!(codes, ["xml_doctype"], "{}", case.name);
        assert!(!answer.readable, "{}", case.name);
    }
}

#[test]
fn no_narrative_keeps_anything_that_acts() {
    for case in samples::small().iter().flat_map(marked) {
        let answer = read(&case.bytes, Pointers::Dropped);
        let mut narratives = Vec::new();
        collect(&answer.blocks, &mut narratives);
        for html in narratives {
            let html = html.to_ascii_lowercase();
            for bad in [
                "<script", "<img", "<svg", "<iframe", "<form", "<object", "<meta", "href=", "src=",
                "style=",
            ] {
                assert!(!html.contains(bad), "{}: {html}", case.name);
            }
        }
    }
}

fn collect(blocks: &[record::Block<'_>], found: &mut Vec<String>) {
    for block in blocks {
        found.extend(block.narrative.iter().map(|n| n.html().to_owned()));
        found.extend(
            block
                .cards
                .iter()
                .filter_map(|c| c.narrative.as_ref())
                .map(|n| n.html().to_owned()),
        );
        collect(&block.blocks, found);
    }
}
