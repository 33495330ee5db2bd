use std::collections::HashSet;

use serde::Serialize;
use ts_rs::TS;

use crate::answer::{Answer, Block, Card, CardMark, Field, Label, OtherItem, PieceRole};

/// 全記載: everything received answers say, for a screen. Owned twin of [`Answer`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct SheetView {
    /// What is drawn, in reading order.
    pub blocks: Vec<BlockView>,
    /// その他の項目: values without a place, with the path they stood at.
    pub other: Vec<OtherView>,
    /// 未提供: cards that are not in it; only their number is told.
    #[ts(type = "number")]
    pub undelivered: usize,
    /// Answers that could not be read; they are kept as received.
    #[ts(type = "number")]
    pub unreadable: usize,
}

/// A part of an answer under one heading.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct BlockView {
    /// The heading.
    pub title: String,
    /// What is said about the part itself.
    pub fields: Vec<FieldView>,
    /// The narrative as allow-listed HTML.
    pub narrative: Option<String>,
    /// The resources of the part.
    pub cards: Vec<CardView>,
    /// Parts inside it.
    pub blocks: Vec<BlockView>,
}

/// One resource with everything it says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct CardView {
    /// `resourceType` as sent.
    pub resource: String,
    /// What such a resource is called.
    pub kind: Label,
    /// What must not be overlooked.
    pub marks: Vec<CardMark>,
    /// Its fields.
    pub fields: Vec<FieldView>,
    /// Its narrative as allow-listed HTML.
    pub narrative: Option<String>,
    /// Resources inside it.
    pub cards: Vec<CardView>,
}

/// One labelled statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct FieldView {
    /// What is stated.
    pub label: Label,
    /// The statement, run by run.
    pub pieces: Vec<PieceView>,
    /// Parts with labels of their own.
    pub fields: Vec<FieldView>,
}

/// A run of text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct PieceView {
    /// What to draw.
    pub text: String,
    /// Whose words it is.
    pub role: PieceRole,
}

/// A value without a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct OtherView {
    /// Where it stood.
    pub pointer: String,
    /// The value.
    pub text: String,
}

impl SheetView {
    /// Adds an answer, without its 未提供 cards and without the cards `shown` leaves out. What such a
    /// card has among the other items stays out with it.
    pub fn add(&mut self, answer: &Answer<'_>, shown: impl Fn(&Card<'_>) -> bool) {
        self.unreadable += usize::from(!answer.readable);
        let blocks = self.blocks_of(&answer.blocks, &shown);
        self.blocks.extend(blocks);
        let mut withheld = HashSet::new();
        withheld_in(&answer.blocks, &shown, &mut withheld);
        let told = answer.other.iter();
        let told = told.filter(|item| !lies_in(&item.pointer, &withheld));
        self.other.extend(told.map(OtherView::from));
    }

    fn blocks_of(
        &mut self,
        blocks: &[Block<'_>],
        shown: &impl Fn(&Card<'_>) -> bool,
    ) -> Vec<BlockView> {
        blocks
            .iter()
            .map(|block| BlockView {
                title: block.title.iter().map(|piece| &*piece.text).collect(),
                fields: fields(&block.fields),
                narrative: block.narrative.as_ref().map(|n| n.html().to_owned()),
                cards: self.cards_of(&block.cards, shown),
                blocks: self.blocks_of(&block.blocks, shown),
            })
            .filter(|block| {
                *block
                    != BlockView {
                        title: block.title.clone(),
                        ..BlockView::default()
                    }
            })
            .collect()
    }

    fn cards_of(
        &mut self,
        cards: &[Card<'_>],
        shown: &impl Fn(&Card<'_>) -> bool,
    ) -> Vec<CardView> {
        let mut views = Vec::with_capacity(cards.len());
        for card in cards.iter().filter(|card| shown(card)) {
            if card.marks.contains(&CardMark::Undelivered) {
                self.undelivered += 1;
                continue;
            }
            views.push(CardView {
                resource: card.resource.clone().into_owned(),
                kind: card.kind,
                marks: card.marks.clone(),
                fields: fields(&card.fields),
                narrative: card.narrative.as_ref().map(|n| n.html().to_owned()),
                cards: self.cards_of(&card.cards, shown),
            });
        }
        views
    }
}

/// The places of the cards that are left out.
fn withheld_in<'v>(
    blocks: &'v [Block<'_>],
    shown: &impl Fn(&Card<'_>) -> bool,
    places: &mut HashSet<&'v str>,
) {
    for block in blocks {
        withheld_among(&block.cards, shown, false, places);
        withheld_in(&block.blocks, shown, places);
    }
}

fn withheld_among<'v>(
    cards: &'v [Card<'_>],
    shown: &impl Fn(&Card<'_>) -> bool,
    around: bool,
    places: &mut HashSet<&'v str>,
) {
    for card in cards {
        let withheld = around || card.marks.contains(&CardMark::Undelivered) || !shown(card);
        if withheld {
            // What stands beside the resource in its entry goes with it.
            let entry = card.pointer.strip_suffix("/resource");
            places.insert(entry.unwrap_or(&card.pointer));
        }
        withheld_among(&card.cards, shown, withheld, places);
    }
}

fn lies_in(pointer: &str, places: &HashSet<&str>) -> bool {
    let mut above = pointer.match_indices('/').map(|(at, _)| pointer.get(..at));
    places.contains(pointer) || above.any(|place| place.is_some_and(|p| places.contains(p)))
}

fn fields(fields: &[Field<'_>]) -> Vec<FieldView> {
    fields
        .iter()
        .map(|field| FieldView {
            label: field.label,
            pieces: field
                .pieces
                .iter()
                .map(|piece| PieceView {
                    text: piece.text.clone().into_owned(),
                    role: piece.role,
                })
                .collect(),
            fields: self::fields(&field.fields),
        })
        .collect()
}

impl From<&OtherItem<'_>> for OtherView {
    fn from(item: &OtherItem<'_>) -> Self {
        Self {
            pointer: item.pointer.to_string(),
            text: item.text.clone().into_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::{Pointers, read};
    use crate::vocabulary::Category;

    const ALLERGIES: &str = r#"{"resourceType":"Bundle","type":"searchset","entry":[
        {"resource":{"resourceType":"AllergyIntolerance","category":["medication"],
            "code":{"text":"セファゾリン"},"unheardOf":"drug aside"}},
        {"resource":{"resourceType":"AllergyIntolerance","category":["food"],
            "code":{"text":"そば"},"unheardOf":"food aside"},"note":"beside the food"},
        {"resource":{"resourceType":"AllergyIntolerance","category":["medication"],
            "meta":{"tag":[{"code":"UNDELIVERED"}]},
            "code":{"text":"ペニシリン"},"unheardOf":"undelivered aside"}}]}"#;

    #[test]
    fn what_is_left_out_leaves_nothing_among_the_other_items() {
        let answer = read(ALLERGIES.as_bytes(), Pointers::Dropped);
        assert_eq!(answer.other.len(), 4, "{:?}", answer.other);
        let mut sheet = SheetView::default();
        sheet.add(&answer, |card| {
            card.category.is_none_or(|of| of == Category::DrugAllergy)
        });
        let told = serde_json::to_string(&sheet).unwrap();
        assert!(told.contains("セファゾリン") && told.contains("drug aside"));
        for word in ["そば", "food", "ペニシリン", "undelivered aside"] {
            assert!(!told.contains(word), "{word}: {told}");
        }
        assert_eq!((sheet.other.len(), sheet.undelivered), (1, 1));
    }
}
