//! What is written of an answer may not grow faster than the answer.

use faults::hostile::{blows, xml_blows};
use faults::samples;
use record::{Answer, Block, Card, Field, Pointers, read, tally};

/// Text and pointers of a reading, in bytes.
fn written(answer: &Answer<'_>) -> usize {
    let other = answer.other.iter().map(|o| o.pointer.len() + o.text.len());
    let problems = answer.problems.iter().map(|p| p.pointer.len());
    other.chain(problems).sum::<usize>() + answer.blocks.iter().map(of_block).sum::<usize>()
}

fn of_block(block: &Block<'_>) -> usize {
    block.fields.iter().map(of_field).sum::<usize>()
        + block.cards.iter().map(of_card).sum::<usize>()
        + block.blocks.iter().map(of_block).sum::<usize>()
}

fn of_card(card: &Card<'_>) -> usize {
    card.pointer.len()
        + card.fields.iter().map(of_field).sum::<usize>()
        + card.cards.iter().map(of_card).sum::<usize>()
}

fn of_field(field: &Field<'_>) -> usize {
    let pieces = field.pieces.iter();
    pieces
        .map(|piece| piece.text.len() + piece.pointer.as_ref().map_or(0, |p| p.len()))
        .chain(field.fields.iter().map(of_field))
        .sum()
}

/// A name that every value or reference below it would repeat, twice as long and with twice as many.
fn twice(answer: impl Fn(usize) -> String) -> (usize, usize) {
    let size = |scale| written(&read(answer(scale).as_bytes(), Pointers::Kept));
    (size(1), size(2))
}

#[test]
fn a_long_key_is_not_repeated_for_each_value_below_it() {
    let (once, again) = twice(|scale| {
        let (key, values) = ("k".repeat(2_000 * scale), "1,".repeat(500 * scale));
        format!(r#"{{"resourceType":"Observation","{key}":[{values}0],"{key}x":1}}"#)
    });
    assert!(again < once * 5 / 2, "{once} {again}");
}

#[test]
fn a_long_name_is_not_repeated_for_each_reference_to_it() {
    let (once, again) = twice(|scale| {
        let name = "長".repeat(1_000 * scale);
        let reference =
            r#"{"resource":{"resourceType":"Condition","subject":{"reference":"Patient/p"}}},"#;
        let references = reference.repeat(300 * scale);
        format!(
            r#"{{"resourceType":"Bundle","type":"collection","entry":[{references}{{"resource":{{"resourceType":"Patient","id":"p","name":[{{"text":"{name}"}}]}}}}]}}"#
        )
    });
    assert!(again < once * 5 / 2, "{once} {again}");
}

#[test]
fn a_reading_that_keeps_no_view_counts_the_same() {
    let samples = samples::small().into_iter().chain(samples::whole());
    let mut answers: Vec<_> = samples.map(|sample| sample.bytes).collect();
    let blows = blows().chain(xml_blows()).map(|case| case.bytes);
    answers.extend(blows.filter(|bytes| bytes.len() < 1_000_000));
    assert!(answers.len() > 50);
    for bytes in answers {
        let (whole, counted) = (read(&bytes, Pointers::Dropped), tally(&bytes));
        assert_eq!(whole.counts, counted.counts);
        assert_eq!(whole.values, counted.values);
        assert_eq!(whole.problems, counted.problems);
        assert_eq!(
            (whole.kind, whole.readable),
            (counted.kind, counted.readable)
        );
        assert_eq!(whole.marks, counted.marks);
        assert_eq!(whole.document_date, counted.document_date);
        assert!(counted.other.is_empty());
    }
}

#[test]
fn a_pdf_without_its_end_is_told() {
    let codes = |bytes: &[u8]| -> Vec<_> {
        let answer = read(bytes, Pointers::Dropped);
        assert!(answer.readable);
        answer.problems.iter().map(|p| p.code).collect()
    };
    assert_eq!(codes(b"%PDF-1.7 cut"), ["pdf_cut"]);
    assert!(codes(b"%PDF-1.7 x %%EOF\n").is_empty());
    let far = [b"%PDF-1.7 %%EOF".as_slice(), &[b' '; 4_000]].concat();
    assert_eq!(codes(&far), ["pdf_cut"]);
}

#[test]
fn text_in_another_encoding_is_told_as_such() {
    let wide = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let json = r#"{"resourceType":"Patient","gender":"male"}"#;
    let marked = [b"\xFF\xFE".as_slice(), &wide(json)].concat();
    let big: Vec<u8> = json.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let (sjis, _, _) =
        encoding_rs::SHIFT_JIS.encode("{\"resourceType\":\"Patient\",\"name\":\"見本\"}");
    let ill = sjis.into_owned();
    for bytes in [
        wide(json),
        marked,
        big,
        ill,
        wide("<?xml version=\"1.0\"?><XmlMsg/>"),
    ] {
        let answer = read(&bytes, Pointers::Dropped);
        let codes: Vec<_> = answer.problems.iter().map(|p| p.code).collect();
        assert!(!answer.readable);
        assert_eq!(codes, ["encoding"]);
    }
}
