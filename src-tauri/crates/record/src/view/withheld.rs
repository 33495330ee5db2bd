//! What a sheet leaves out, and where it stood.

use std::collections::HashSet;

use crate::answer::{Block, Card, CardMark};

/// Whether anything in these parts is 未提供.
pub(super) fn hold_undelivered(blocks: &[Block<'_>]) -> bool {
    fn among(cards: &[Card<'_>]) -> bool {
        cards
            .iter()
            .any(|card| card.marks.contains(&CardMark::Undelivered) || among(&card.cards))
    }
    blocks
        .iter()
        .any(|block| among(&block.cards) || hold_undelivered(&block.blocks))
}

/// The places of the cards that `leaves_out` picks, with all inside them.
pub(super) fn withheld_in<'v>(
    blocks: &'v [Block<'_>],
    leaves_out: &impl Fn(&Card<'_>) -> bool,
    places: &mut HashSet<&'v str>,
) {
    for block in blocks {
        withheld_among(&block.cards, leaves_out, false, places);
        withheld_in(&block.blocks, leaves_out, places);
    }
}

fn withheld_among<'v>(
    cards: &'v [Card<'_>],
    leaves_out: &impl Fn(&Card<'_>) -> bool,
    around: bool,
    places: &mut HashSet<&'v str>,
) {
    for card in cards {
        let withheld = around || leaves_out(card);
        if withheld {
            // What stands beside the resource in its entry goes with it.
            let entry = card.pointer.strip_suffix("/resource");
            places.insert(entry.unwrap_or(&card.pointer));
        }
        withheld_among(&card.cards, leaves_out, withheld, places);
    }
}

/// Whether a value stands in one of these places.
pub(super) fn lies_in(pointer: &str, places: &HashSet<&str>) -> bool {
    let mut above = pointer.match_indices('/').map(|(at, _)| pointer.get(..at));
    places.contains(pointer) || above.any(|place| place.is_some_and(|p| places.contains(p)))
}
