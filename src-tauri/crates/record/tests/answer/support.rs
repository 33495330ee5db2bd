use record::view::SectionContent;
use record::vocabulary::Category;
use record::{
    Answer, Block, Card, CardMark, Field, HeldSet, Piece, PieceRole, Pointers, read, section,
};

/// A Bundle of these resources; each entry's fullUrl is `urn:uuid:` and its number.
pub(crate) fn bundle(kind: &str, resources: &[&str]) -> String {
    let entries: Vec<_> = resources
        .iter()
        .enumerate()
        .map(|(at, resource)| format!(r#"{{"fullUrl":"urn:uuid:{at}","resource":{resource}}}"#))
        .collect();
    format!(
        r#"{{"resourceType":"Bundle","type":"{kind}","identifier":{{"value":"1311234567^2026^1"}},"entry":[{}]}}"#,
        entries.join(",")
    )
}

/// The reading, after checking that every value of it adds up.
pub(crate) fn reading(json: &str) -> Answer<'_> {
    let answer = read(json.as_bytes(), Pointers::Kept);
    assert!(answer.readable, "{:?}", answer.problems);
    assert_eq!(faults::account(json.as_bytes()), [""; 0]);
    answer
}

/// Everything that would be drawn, a line for each field.
pub(crate) fn drawn(answer: &Answer<'_>) -> String {
    let mut out = String::new();
    answer
        .blocks
        .iter()
        .for_each(|block| of_block(block, &mut out));
    out
}

fn of_block(block: &Block<'_>, out: &mut String) {
    line("=", &block.title, out);
    block.fields.iter().for_each(|field| of_field(field, out));
    out.extend(block.narrative.iter().map(|n| format!("{}\n", n.text())));
    block.cards.iter().for_each(|card| of_card(card, out));
    block.blocks.iter().for_each(|inner| of_block(inner, out));
}

fn of_card(card: &Card<'_>, out: &mut String) {
    card.fields.iter().for_each(|field| of_field(field, out));
    out.extend(card.narrative.iter().map(|n| format!("{}\n", n.text())));
    card.cards.iter().for_each(|inner| of_card(inner, out));
}

fn of_field(field: &Field<'_>, out: &mut String) {
    line(field.label.ja, &field.pieces, out);
    field.fields.iter().for_each(|inner| of_field(inner, out));
}

fn line(label: &str, pieces: &[Piece<'_>], out: &mut String) {
    let text: String = pieces.iter().map(|piece| &*piece.text).collect();
    out.push_str(&format!("{label}: {text}\n"));
}

/// Draws `json` and checks that all of `expected` is there and none of `banned`.
pub(crate) fn says(json: &str, expected: &[&str], banned: &[&str]) {
    let answer = reading(json);
    let drawn = drawn(&answer);
    for text in expected {
        assert!(drawn.contains(text), "{text} is missing:\n{drawn}");
    }
    for text in banned {
        assert!(!drawn.contains(text), "{text} is drawn:\n{drawn}");
    }
    assert!(answer.other.is_empty(), "{:?}", answer.other);
}

/// Every card of this type, members and contained ones included.
pub(crate) fn cards<'t, 'a>(answer: &'t Answer<'a>, kind: &str) -> Vec<&'t Card<'a>> {
    let mut found = Vec::new();
    answer
        .blocks
        .iter()
        .for_each(|block| in_block(block, kind, &mut found));
    found
}

fn in_block<'t, 'a>(block: &'t Block<'a>, kind: &str, found: &mut Vec<&'t Card<'a>>) {
    block
        .cards
        .iter()
        .for_each(|card| in_card(card, kind, found));
    block
        .blocks
        .iter()
        .for_each(|inner| in_block(inner, kind, found));
}

fn in_card<'t, 'a>(card: &'t Card<'a>, kind: &str, found: &mut Vec<&'t Card<'a>>) {
    if card.resource == kind {
        found.push(card);
    }
    card.cards
        .iter()
        .for_each(|inner| in_card(inner, kind, found));
}

/// The marks of the only resource in `json`.
pub(crate) fn marks(json: &str) -> Vec<CardMark> {
    let answer = reading(json);
    let all: Vec<_> = answer
        .blocks
        .iter()
        .flat_map(|block| &block.cards)
        .collect();
    assert_eq!(all.len(), 1);
    all[0].marks.clone()
}

/// The text of the first piece of this role in the field with this label.
pub(crate) fn piece(card: &Card<'_>, label: &str, role: PieceRole) -> Option<String> {
    let field = card.fields.iter().find(|field| field.label.ja == label)?;
    let found = field.pieces.iter().find(|piece| piece.role == role)?;
    Some(found.text.to_string())
}

/// A doctor's section made of this answer alone.
pub(crate) fn content(category: Category, json: &str) -> SectionContent {
    let day = faults::samples::TODAY;
    let set = HeldSet {
        key: "k",
        fetched_on: day,
        returned: true,
        parts: vec![json.as_bytes()],
        earlier: Vec::new(),
    };
    section(category, &[set], day).content
}

/// A checkup of report category `category` with these items in its one section.
pub(crate) fn checkup(category: &str, items: &[&str]) -> String {
    let references: Vec<_> = (1..=items.len())
        .map(|at| format!(r#"{{"reference":"urn:uuid:{at}"}}"#))
        .collect();
    let composition = format!(
        r#"{{"resourceType":"Composition","title":"健診結果報告書","date":"2026-05-01","type":{{"coding":[{{"code":"53576-5"}}]}},
        "category":[{{"coding":[{{"system":"urn:oid:1.2.392.200119.6.1001","code":"{category}"}}]}}],
        "section":[{{"title":"検査","code":{{"coding":[{{"code":"01011"}}]}},"entry":[{}]}}]}}"#,
        references.join(",")
    );
    let mut all = vec![&*composition];
    all.extend_from_slice(items);
    bundle("document", &all)
}

/// An Observation with this code text and further members.
pub(crate) fn observation(text: &str, rest: &str) -> String {
    format!(
        r#"{{"resourceType":"Observation","status":"final","code":{{"text":"{text}"}},"effectiveDateTime":"2026-04-04"{rest}}}"#
    )
}
