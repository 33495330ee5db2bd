use rustc_hash::FxHashSet;

use super::elements::owner;
use super::index::{Placed, each_entry};
use super::leaf::{Place, is_value};
use super::roots::Root;
use super::view::{AnswerKind, Block, Card, CardMark, Field, Label, Piece, PieceRole};
use super::walk::Walk;
use crate::json::{Node, Path};
use crate::tables::{answer, same_system};

/// People, places and covers: told together, unless a section names them.
const PARTIES: [&str; 9] = [
    "Patient",
    "Encounter",
    "Coverage",
    "Organization",
    "Practitioner",
    "PractitionerRole",
    "Location",
    "RelatedPerson",
    "HealthcareService",
];

/// Draws a FHIR answer: head, people, sections in the order sent, and the rest.
pub(super) struct Document<'w, 't, 'a> {
    pub(super) walk: &'w mut Walk<'t, 'a>,
    pub(super) sections: usize,
    /// Marks of the document's header.
    pub(super) marks: Vec<CardMark>,
    /// 取り消し: nothing clinical in it is drawn as a result.
    cancelled: bool,
}

impl<'w, 't, 'a> Document<'w, 't, 'a> {
    pub(super) fn new(walk: &'w mut Walk<'t, 'a>, kind: AnswerKind) -> Self {
        Self {
            walk,
            sections: 0,
            marks: Vec::new(),
            cancelled: kind == AnswerKind::Deletion,
        }
    }

    pub(super) fn blocks(
        &mut self,
        root: &Root<'t, 'a>,
        resources: &[Placed<'t, 'a>],
    ) -> Vec<Block<'a>> {
        let mut head = self.head(root.node, &root.base);
        let composition = resources.iter().find(|p| p.kind == "Composition");
        let mut sections = Vec::new();
        if let Some(placed) = composition.filter(|p| self.walk.take_node(p.node)) {
            let path = Path::At(&placed.pointer);
            let header = self.walk.header_card(placed.node, &path);
            self.marks.clone_from(&header.marks);
            head.cards.push(header);
            sections = self.sections(placed.node, &path);
        }
        let (people, rest) = self.unsectioned(resources);
        let (people, rest) = (group("患者・施設・関係者", people), group("記載", rest));
        // What a reader came for goes first; who, where and the frame around it follow. Only a
        // deletion has nothing but its frame.
        sections
            .into_iter()
            .chain([rest, people, head])
            .filter(|block| !is_empty(block))
            .collect()
    }

    /// What a Bundle says about itself and about its entries.
    fn head(&mut self, root: &'t Node<'a>, base: &str) -> Block<'a> {
        let mut head = group("文書・回答", Vec::new());
        if root.text("resourceType") != Some("Bundle") {
            return head;
        }
        let (root_path, place) = (Path::At(base), Place::of("Bundle"));
        if let Node::Object(members) = root {
            for (key, value) in members {
                let here = Path::Key(&root_path, key);
                match &**key {
                    "entry" => {}
                    "meta" => {
                        let meta =
                            self.walk
                                .members(owner("Meta"), value, place.member(key), &here);
                        head.fields.extend(meta.into_iter().map(Field::last));
                    }
                    _ => self.walk.member(
                        owner("Bundle"),
                        key,
                        value,
                        place,
                        &root_path,
                        &mut head.fields,
                    ),
                }
            }
        }
        let walk = &mut *self.walk;
        each_entry(root, base, |entry, pointer| walk.envelope(entry, &pointer));
        head.fields.sort_by_key(|field| field.order);
        head
    }

    /// The resources no section named: a group's members stay with their group.
    fn unsectioned(&mut self, resources: &[Placed<'t, 'a>]) -> (Vec<Card<'a>>, Vec<Card<'a>>) {
        let members = self
            .walk
            .members_of_groups(resources.iter().map(|p| p.node));
        let (mut people, mut rest) = (Vec::new(), Vec::new());
        // Members without a group that draws them come last: a loop of groups, for one.
        for late in [false, true] {
            for placed in resources {
                let member = members.contains(&std::ptr::from_ref(placed.node).cast());
                if member != late || !self.walk.take_node(placed.node) {
                    continue;
                }
                let path = Path::At(&placed.pointer);
                if PARTIES.contains(&placed.kind) {
                    let card = self.walk.card(placed.node, &path);
                    self.walk.put(card, &mut people);
                } else if self.cancelled {
                    self.walk
                        .unknown(placed.node, Place::of(placed.kind), &path);
                } else {
                    let card = self.walk.card(placed.node, &path);
                    self.walk.put(card, &mut rest);
                }
            }
        }
        people.sort_by_key(|card| PARTIES.iter().position(|kind| **kind == *card.resource));
        (people, rest)
    }

    fn sections(&mut self, holder: &'t Node<'a>, path: &Path<'_>) -> Vec<Block<'a>> {
        let mut blocks = Vec::new();
        let Node::Object(members) = holder else {
            return blocks;
        };
        for (key, value) in members.iter().filter(|(key, _)| key == "section") {
            let here = Path::Key(path, key);
            match value {
                Node::Array(items) => {
                    for (index, item) in items.iter().enumerate() {
                        blocks.push(self.section(item, &Path::Index(&here, index)));
                    }
                }
                single => blocks.push(self.section(single, &here)),
            }
        }
        blocks
    }

    fn section(&mut self, node: &'t Node<'a>, path: &Path<'_>) -> Block<'a> {
        self.sections += 1;
        let mut block = Block::default();
        let place = Place::of("Composition");
        let Node::Object(members) = node else {
            self.walk.unknown(node, place, path);
            return block;
        };
        for (key, value) in members {
            let (inside, here) = (place.member(key), Path::Key(path, key));
            match &**key {
                "title" => {
                    let title = self.walk.title(value, inside, &here);
                    block.title.extend(title);
                }
                "text" if block.narrative.is_none() => {
                    let told = self.walk.narrative(value, inside, &here, &mut block.fields);
                    block.narrative = told;
                }
                "entry" => self
                    .walk
                    .entries_of(value, inside, &here, self.cancelled, &mut block),
                "section" => {}
                _ => self
                    .walk
                    .member(owner("Section"), key, value, place, path, &mut block.fields),
            }
        }
        block.blocks = self.sections(node, path);
        if !self.cancelled && is_empty_section(node) {
            block.fields.push(nothing_sent());
        }
        block.fields.sort_by_key(|field| field.order);
        if block.title.is_empty() {
            block.title.extend(known_title(node));
        }
        block
    }
}

/// Neither text nor entries, and no reason for having none.
fn is_empty_section(section: &Node<'_>) -> bool {
    let told = section.items("text").any(|text| match text {
        Node::Object(_) => text.items("div").any(|div| match div.as_text() {
            Some(markup) => is_value("div", markup) || markup.contains("<img"),
            None => !matches!(div, Node::String(_)),
        }),
        _ => true,
    });
    let else_sent = ["entry", "emptyReason", "section"];
    !told && else_sent.iter().all(|key| section.first(key).is_none())
}

/// A heading alone could be a section that was not drawn.
fn nothing_sent() -> Field<'static> {
    Field {
        label: Label {
            ja: "内容",
            en: "Content",
        },
        pieces: vec![words("本文も項目も、ない理由も送られていません")],
        fields: Vec::new(),
        order: 0,
    }
}

/// The official name of a section sent without a title.
fn known_title(section: &Node<'_>) -> Option<Piece<'static>> {
    const SECTIONS: [&str; 2] = [
        "http://jpfhir.jp/fhir/clins/CodeSystem/document-section",
        "http://jpfhir.jp/fhir/eCheckup/CodeSystem/section-code",
    ];
    let coding = section.at(&["code", "coding"])?;
    let (system, code) = (
        coding.text("system").unwrap_or_default(),
        coding.text("code")?,
    );
    // By the code alone when the system is missing or an old one: the codes do not overlap.
    let systems = [same_system(system)].into_iter().chain(SECTIONS);
    let title = systems.into_iter().find_map(|system| answer(system, code));
    title.map(words)
}

pub(super) fn group<'a>(title: &'static str, cards: Vec<Card<'a>>) -> Block<'a> {
    Block {
        title: vec![words(title)],
        cards,
        ..Block::default()
    }
}

fn words(text: &'static str) -> Piece<'static> {
    Piece {
        text: text.into(),
        role: PieceRole::Words,
        pointer: None,
        of: None,
    }
}

fn is_empty(block: &Block<'_>) -> bool {
    block.fields.is_empty()
        && block.cards.is_empty()
        && block.blocks.is_empty()
        && block.narrative.is_none()
        && block
            .title
            .iter()
            .all(|piece| piece.role == PieceRole::Words)
}

/// Addresses of resources.
pub(super) type Addresses = FxHashSet<*const ()>;
