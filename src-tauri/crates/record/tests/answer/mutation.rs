//! The comparison itself is put to the test: a value dropped, swapped or told twice in the view must
//! be caught, wherever it stands.

use faults::{Leaf, Said, Told, differences, samples, sent, told};
use record::{Answer, Block, Card, Field, Pointers, read};

/// Samples small enough for a mutation at every place.
fn chosen() -> Vec<samples::Sample> {
    let mut all = samples::small();
    all.retain(|sample| sample.name.ends_with(".json"));
    let whole = samples::whole().into_iter();
    let wanted = [
        "whole/allergies.json",
        "whole/conditions.json",
        "whole/prescriptions.json",
    ];
    all.extend(whole.filter(|sample| wanted.contains(&&*sample.name)));
    all
}

fn both(bytes: &[u8]) -> (Vec<Leaf>, Vec<Told>) {
    let answer = read(bytes, Pointers::Kept);
    (sent(bytes).unwrap(), told(&answer))
}

#[test]
fn a_dropped_value_is_caught_at_every_place() {
    for sample in chosen() {
        let (sent, told) = both(&sample.bytes);
        assert!(differences(&sent, &told).is_empty(), "{}", sample.name);
        for at in 0..told.len() {
            let mut mutated = told.clone();
            mutated.remove(at);
            assert!(
                !differences(&sent, &mutated).is_empty(),
                "{} {at}",
                sample.name
            );
        }
    }
}

#[test]
fn a_value_told_twice_is_caught_at_every_place() {
    for sample in chosen() {
        let (sent, told) = both(&sample.bytes);
        for one in &told {
            let mut mutated = told.clone();
            mutated.push(one.clone());
            assert!(
                !differences(&sent, &mutated).is_empty(),
                "{} {one:?}",
                sample.name
            );
        }
    }
}

#[test]
fn swapped_values_are_caught_at_every_place() {
    let mut swaps = 0;
    for sample in chosen() {
        let (sent, told) = both(&sample.bytes);
        // Attachments are described, not printed: two of them may change places unseen.
        let free: Vec<&str> = sent
            .iter()
            .filter(|leaf| leaf.said == Said::Data)
            .map(|leaf| &*leaf.pointer)
            .collect();
        let told: Vec<_> = told
            .into_iter()
            .filter(|one| !free.contains(&&*one.pointer))
            .collect();
        let sent: Vec<_> = sent
            .into_iter()
            .filter(|leaf| leaf.said != Said::Data)
            .collect();
        for first in 0..told.len() {
            let second =
                (first + 1..told.len()).find(|other| told[*other].text != told[first].text);
            let Some(second) = second else { continue };
            let mut mutated = told.clone();
            mutated[first].text.clone_from(&told[second].text);
            mutated[second].text.clone_from(&told[first].text);
            assert!(
                !differences(&sent, &mutated).is_empty(),
                "{} {first}",
                sample.name
            );
            swaps += 1;
        }
    }
    assert!(swaps > 500, "{swaps}");
}

#[test]
fn a_changed_character_is_caught_at_every_place() {
    for sample in chosen() {
        let (sent, told) = both(&sample.bytes);
        for at in 0..told.len() {
            let mut mutated = told.clone();
            let text = &mut mutated[at].text;
            let last = text.pop();
            let caught = !differences(&sent, &mutated).is_empty();
            let described = sent.iter().any(|leaf| {
                leaf.pointer == told[at].pointer && !matches!(leaf.said, Said::Text(_))
            });
            assert!(caught || described, "{} {at} {last:?}", sample.name);
        }
    }
}

#[test]
fn a_field_missing_from_the_view_is_caught() {
    for sample in chosen() {
        let sent = sent(&sample.bytes).unwrap();
        let whole = read(&sample.bytes, Pointers::Kept);
        let mut removed = 0;
        for number in 0.. {
            let mut answer = whole.clone();
            let mut left = number;
            let Some(field) = remove(&mut answer, &mut left) else {
                break;
            };
            if says(&field) {
                let told = told(&answer);
                assert!(
                    !differences(&sent, &told).is_empty(),
                    "{} {number}",
                    sample.name
                );
                removed += 1;
            }
        }
        assert!(removed > 3, "{}: {removed}", sample.name);
    }
}

#[test]
fn a_missing_narrative_or_card_is_caught() {
    let sample = &samples::small()[0];
    let sent = sent(&sample.bytes).unwrap();
    let whole = read(&sample.bytes, Pointers::Kept);
    let section = whole
        .blocks
        .iter()
        .position(|b| b.narrative.is_some())
        .unwrap();
    let mut answer = whole.clone();
    answer.blocks[section].narrative = None;
    assert_eq!(differences(&sent, &told(&answer)).len(), 1);
    let mut answer = whole.clone();
    answer.blocks[section].cards.clear();
    assert!(differences(&sent, &told(&answer)).len() > 5);
}

/// Whether a field tells a value as sent.
fn says(field: &Field<'_>) -> bool {
    field.pieces.iter().any(|piece| piece.pointer.is_some()) || field.fields.iter().any(says)
}

/// Takes field number `left` out of an answer, counted in reading order.
fn remove<'a>(answer: &mut Answer<'a>, left: &mut usize) -> Option<Field<'a>> {
    answer
        .blocks
        .iter_mut()
        .find_map(|block| of_block(block, left))
}

fn of_block<'a>(block: &mut Block<'a>, left: &mut usize) -> Option<Field<'a>> {
    of_fields(&mut block.fields, left)
        .or_else(|| block.cards.iter_mut().find_map(|card| of_card(card, left)))
        .or_else(|| {
            block
                .blocks
                .iter_mut()
                .find_map(|inner| of_block(inner, left))
        })
}

fn of_card<'a>(card: &mut Card<'a>, left: &mut usize) -> Option<Field<'a>> {
    of_fields(&mut card.fields, left)
        .or_else(|| card.cards.iter_mut().find_map(|inner| of_card(inner, left)))
}

fn of_fields<'a>(fields: &mut Vec<Field<'a>>, left: &mut usize) -> Option<Field<'a>> {
    for at in 0..fields.len() {
        if *left == 0 {
            return Some(fields.remove(at));
        }
        *left -= 1;
        if let Some(found) = of_fields(&mut fields[at].fields, left) {
            return Some(found);
        }
    }
    None
}
