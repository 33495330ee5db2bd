use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::answer::{
    Answer, Block, Card, CardMark, Field, Label, Narrative, OtherItem, Piece, PieceRole,
};
use crate::view::withheld::{hold_undelivered, lies_in, withheld_in};
use crate::vocabulary::Category;

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
    /// Narratives left out, because the answer they stand in holds something 未提供 that they may
    /// name.
    #[ts(type = "number")]
    pub silenced: usize,
    /// Answers that could not be read; they are kept as received.
    #[ts(type = "number")]
    pub unreadable: usize,
}

/// A part of an answer under one heading.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct BlockView {
    /// The heading.
    pub title: String,
    /// What holds for everything of the answer this part is of (誤登録, …): said beside the heading
    /// of each of its outermost parts. None on parts inside a part.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<CardMark>>")]
    pub marks: Vec<CardMark>,
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
    /// It tells of a file that can be opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub attachment: Option<AttachmentPlace>,
}

/// Where a file (添付) lies, for opening it: good as long as the document is in the same version.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
pub struct AttachmentPlace {
    /// The version of the set the document lies in.
    #[ts(type = "number")]
    pub version: i64,
    /// Which of the parts of the document.
    #[ts(type = "number")]
    pub part: usize,
    /// JSON pointer of its data in that part.
    pub pointer: String,
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
    /// Adds an answer, without its 未提供 cards and without the cards of categories that `shown`
    /// leaves out. What such a card has among the other items stays out with it.
    pub fn add(&mut self, answer: &Answer<'_>, shown: impl Fn(Category) -> bool) {
        self.add_with_files(answer, shown, |_| None);
    }

    /// The same, with the places of the files that can be opened: `file` is asked with the pointer
    /// of each value as sent. If the answer holds something 未提供, its files are not offered and
    /// their words are left out like narratives: they may name it.
    pub fn add_with_files(
        &mut self,
        answer: &Answer<'_>,
        shown: impl Fn(Category) -> bool,
        file: impl Fn(&str) -> Option<AttachmentPlace>,
    ) {
        let silent = hold_undelivered(&answer.blocks);
        self.take(
            answer,
            Rules {
                shown: &shown,
                file: &file,
                silent,
                opened: false,
            },
        );
    }

    /// Adds an answer with its 未提供 cards, each under its mark, and with every word that may name
    /// them: for a reader who opened them on purpose, which is written down.
    pub fn add_with_undelivered(&mut self, answer: &Answer<'_>, shown: impl Fn(Category) -> bool) {
        self.take(
            answer,
            Rules {
                shown: &shown,
                file: &|_| None,
                silent: false,
                opened: true,
            },
        );
    }

    fn take(&mut self, answer: &Answer<'_>, rules: Rules<'_>) {
        self.unreadable += usize::from(!answer.readable);
        let mut blocks = self.blocks_of(&answer.blocks, rules);
        for block in &mut blocks {
            block.marks.clone_from(&answer.marks);
        }
        self.blocks.extend(blocks);
        let mut withheld = HashSet::new();
        let leaves_out = |card: &Card<'_>| rules.leaves_out(card);
        withheld_in(&answer.blocks, &leaves_out, &mut withheld);
        let told = answer.other.iter();
        let told = told.filter(|item| !lies_in(&item.pointer, &withheld));
        self.other.extend(told.map(OtherView::from));
    }

    fn blocks_of(&mut self, blocks: &[Block<'_>], rules: Rules<'_>) -> Vec<BlockView> {
        blocks
            .iter()
            .filter_map(|block| {
                let view = BlockView {
                    title: block.title.iter().map(|piece| &*piece.text).collect(),
                    marks: Vec::new(),
                    fields: rules.fields(&block.fields),
                    narrative: self.narrative_of(block.narrative.as_ref(), rules.silent),
                    cards: self.cards_of(&block.cards, rules),
                    blocks: self.blocks_of(&block.blocks, rules),
                };
                let empty = view.fields.is_empty()
                    && view.cards.is_empty()
                    && view.blocks.is_empty()
                    && block.narrative.is_none();
                (!empty).then_some(view)
            })
            .collect()
    }

    fn narrative_of(&mut self, narrative: Option<&Narrative<'_>>, silent: bool) -> Option<String> {
        let told = narrative.filter(|n| !n.text().is_empty())?;
        if silent {
            self.silenced += 1;
            return None;
        }
        Some(told.html().to_owned())
    }

    fn cards_of(&mut self, cards: &[Card<'_>], rules: Rules<'_>) -> Vec<CardView> {
        let mut views = Vec::with_capacity(cards.len());
        let shown = |card: &&Card<'_>| card.category.is_none_or(rules.shown);
        for card in cards.iter().filter(shown) {
            if rules.holds_back(card) {
                self.undelivered += 1;
                continue;
            }
            views.push(CardView {
                resource: card.resource.clone().into_owned(),
                kind: card.kind,
                marks: card.marks.clone(),
                fields: rules.fields(&card.fields),
                narrative: self.narrative_of(card.narrative.as_ref(), rules.silent),
                cards: self.cards_of(&card.cards, rules),
            });
        }
        views
    }
}

/// What of an answer goes into a sheet.
#[derive(Clone, Copy)]
struct Rules<'r> {
    shown: &'r dyn Fn(Category) -> bool,
    file: &'r dyn Fn(&str) -> Option<AttachmentPlace>,
    /// The answer holds something 未提供: free words may name it.
    silent: bool,
    /// 未提供 was opened on purpose.
    opened: bool,
}

impl Rules<'_> {
    fn holds_back(self, card: &Card<'_>) -> bool {
        !self.opened && card.marks.contains(&CardMark::Undelivered)
    }

    fn leaves_out(self, card: &Card<'_>) -> bool {
        self.holds_back(card) || !card.category.is_none_or(self.shown)
    }

    fn fields(self, fields: &[Field<'_>]) -> Vec<FieldView> {
        let view = |field: &Field<'_>| {
            let told = field.pieces.iter();
            let told = told.filter(|piece| self.opened || piece.role != PieceRole::Withheld);
            FieldView {
                label: field.label,
                pieces: self.pieces(told),
                fields: self.fields(&field.fields),
            }
        };
        fields.iter().map(view).collect()
    }

    /// The runs of a statement; a name that is kept back is one, of however many it was made.
    fn pieces<'v>(self, told: impl Iterator<Item = &'v Piece<'v>>) -> Vec<PieceView> {
        let mut before = false;
        let told = told.filter(|piece| {
            let kept_back = self.keeps_back(piece);
            !(std::mem::replace(&mut before, kept_back) && kept_back)
        });
        told.map(|piece| self.piece(piece)).collect()
    }

    fn keeps_back(self, piece: &Piece<'_>) -> bool {
        !piece.of.is_none_or(self.shown)
    }

    fn piece(self, piece: &Piece<'_>) -> PieceView {
        let attachment = piece.pointer.as_deref().and_then(self.file);
        let text = if self.keeps_back(piece) {
            // What it names is another section's, and its consent is not given.
            "（他の情報種別）"
        } else if attachment.is_some() && self.silent {
            // Its kind and size stand in the first line, its words behind it.
            piece.text.lines().next().unwrap_or_default()
        } else {
            &piece.text
        };
        PieceView {
            text: text.to_owned(),
            role: piece.role,
            attachment: attachment.filter(|_| !self.silent),
        }
    }
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
        sheet.add(&answer, |of| of == Category::DrugAllergy);
        let told = serde_json::to_string(&sheet).unwrap();
        assert!(told.contains("セファゾリン") && told.contains("drug aside"));
        for word in ["そば", "food", "ペニシリン", "undelivered aside"] {
            assert!(!told.contains(word), "{word}: {told}");
        }
        assert_eq!((sheet.other.len(), sheet.undelivered), (1, 1));
    }

    #[test]
    fn what_is_not_to_be_supplied_stands_under_its_mark_when_it_is_opened() {
        let answer = read(ALLERGIES.as_bytes(), Pointers::Dropped);
        let mut sheet = SheetView::default();
        sheet.add_with_undelivered(&answer, |of| of == Category::DrugAllergy);
        let told = serde_json::to_string(&sheet).unwrap();
        for word in ["ペニシリン", "undelivered aside", r#""undelivered"]"#] {
            assert!(told.contains(word), "{word}: {told}");
        }
        assert!(!told.contains("そば") && !told.contains("food"), "{told}");
        assert_eq!((sheet.undelivered, sheet.silenced), (0, 0));
    }

    #[test]
    fn no_narrative_and_no_reference_names_what_is_not_to_be_supplied() {
        let letter = r##"{"resourceType":"Bundle","type":"document","entry":[
            {"resource":{"resourceType":"Composition","title":"紹介状",
                "section":[{"title":"傷病名","text":{"div":"<div>胃癌の治療中</div>"},
                    "entry":[{"reference":"urn:uuid:c","display":"胃癌"}]},
                    {"title":"目的","text":{"div":"<div>胃癌の精査</div>"}}]}},
            {"fullUrl":"urn:uuid:c","resource":{"resourceType":"Condition",
                "meta":{"tag":[{"code":"UNDELIVERED"}]},"code":{"text":"胃癌"}}},
            {"resource":{"resourceType":"Encounter","diagnosis":[
                {"condition":{"reference":"urn:uuid:c"}}]}}]}"##;
        let answer = read(letter.as_bytes(), Pointers::Dropped);
        let mut sheet = SheetView::default();
        sheet.add(&answer, |_| true);
        let told = serde_json::to_string(&sheet).unwrap();
        assert!(!told.contains("胃癌"), "{told}");
        assert!(told.contains("紹介状") && told.contains("目的"));
        assert_eq!((sheet.undelivered, sheet.silenced), (1, 2));
    }

    #[test]
    fn files_are_offered_unless_they_may_name_what_is_not_to_be_supplied() {
        let letter = |tag: &str| {
            format!(
                r#"{{"resourceType":"Bundle","type":"document","entry":[
                {{"resource":{{"resourceType":"Condition"{tag},"code":{{"text":"胃癌"}}}}}},
                {{"resource":{{"resourceType":"DocumentReference","content":[{{"attachment":
                    {{"title":"経過","data":"6IOD55mM44Gu57WM6YGO"}}}}]}}}}]}}"#
            )
        };
        let told = |json: &str| {
            let answer = read(json.as_bytes(), Pointers::Kept);
            let files = crate::attachments(json.as_bytes());
            let mut sheet = SheetView::default();
            sheet.add_with_files(
                &answer,
                |_| true,
                |pointer| {
                    files.contains(pointer).then(|| AttachmentPlace {
                        version: 7,
                        part: 0,
                        pointer: pointer.to_owned(),
                    })
                },
            );
            serde_json::to_string(&sheet).unwrap()
        };
        let open = told(&letter(""));
        assert!(open.contains("胃癌の経過") && open.contains(r#""attachment":{"version":7"#));
        let silent = told(&letter(r#","meta":{"tag":[{"code":"UNDELIVERED"}]}"#));
        assert!(
            !silent.contains("胃癌") && !silent.contains(r#""attachment""#),
            "{silent}"
        );
        assert!(silent.contains("15 バイト"), "{silent}");
    }
}
