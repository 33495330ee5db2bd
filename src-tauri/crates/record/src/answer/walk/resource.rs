use std::borrow::Cow;

use super::around::Around;
use super::{Walk, at, each, marks};
use crate::answer::elements::{owner, resource_label};
use crate::answer::leaf::{Place, is_value};
use crate::answer::view::{Card, CardMark, Field, Label, Narrative};
use crate::json::{Node, Path};
use crate::vocabulary::Category;

/// References of which the target is a part of the resource itself (一連検査グループ and the like).
const PARTS: [&str; 2] = ["hasMember", "result"];

/// Groups within groups that are drawn inside each other.
const MAX_GROUPS: usize = 16;

impl<'t, 'a> Walk<'t, 'a> {
    /// One resource with everything in it.
    pub(in crate::answer) fn card(&mut self, node: &'t Node<'a>, path: &Path<'_>) -> Card<'a> {
        let kind = node.text("resourceType").unwrap_or_default();
        let table = owner(kind);
        let place = Place::of(kind);
        let category = marks::category(node);
        let mut card = Card {
            resource: name(node),
            pointer: path.pointer(),
            kind: label_of(kind, category),
            marks: marks::marks(node, self.scope.undelivered() && category.is_some()),
            category,
            fields: Vec::new(),
            narrative: None,
            cards: Vec::new(),
        };
        let Node::Object(members) = node else {
            self.unknown(node, place, path);
            return card;
        };
        card.fields.reserve_exact(members.len());
        self.around.push(Around::of(node));
        let modified = std::mem::take(&mut self.modified);
        for (key, value) in members {
            let here = Path::Key(path, key);
            match &**key {
                "resourceType" | "id" | "implicitRules" | "language" => {
                    self.unknown(value, place.member(key), &here);
                }
                "text" if card.narrative.is_none() => self.text(value, place, &here, &mut card),
                "contained" => {
                    for (index, item) in each(value) {
                        let inner = self.card(item, &at(&here, index));
                        self.put(inner, &mut card.cards);
                    }
                }
                "meta" => {
                    let meta = self.members(owner("Meta"), value, place.member(key), &here);
                    card.fields.extend(meta.into_iter().map(Field::last));
                }
                "entry" if kind == "Bundle" => self.enclosed(value, place, &here, &mut card),
                "section" if self.composition == Some(super::address(node)) => {}
                _ => self.member(table, key, value, place, path, &mut card.fields),
            }
        }
        self.around.pop();
        if std::mem::replace(&mut self.modified, modified)
            && !card.marks.contains(&CardMark::Modified)
        {
            card.marks.push(CardMark::Modified);
        }
        // What holds for a whole document is told of the document.
        if self.composition != Some(super::address(node)) {
            self.problems.extend(marks::doubts(&card));
        }
        card.fields.sort_by_key(|field| field.order);
        card.fields.shrink_to_fit();
        self.parts(node, &mut card);
        if !self.keeps() {
            (card.fields, card.narrative) = (Vec::new(), None);
        }
        card
    }

    /// Members of a group are drawn inside it, each once.
    ///
    /// A chain of groups longer than any real one is drawn flat, behind the others: each of its
    /// members costs room on the stack.
    fn parts(&mut self, node: &'t Node<'a>, card: &mut Card<'a>) {
        if self.depth > MAX_GROUPS {
            return;
        }
        self.depth += 1;
        for reference in PARTS.iter().flat_map(|key| node.items(key)) {
            if let Some(member) = self.take(reference) {
                let inner = self.card(member.node, &Path::At(&member.pointer));
                self.put(inner, &mut card.cards);
            }
        }
        self.depth -= 1;
    }

    /// The entries of a Bundle inside an answer.
    fn enclosed(
        &mut self,
        node: &'t Node<'a>,
        place: Place<'_>,
        path: &Path<'_>,
        card: &mut Card<'a>,
    ) {
        for (index, entry) in each(node) {
            let path = at(path, index);
            let Node::Object(members) = entry else {
                self.unknown(entry, place, &path);
                continue;
            };
            for (key, value) in members {
                let here = Path::Key(&path, key);
                let resource = key == "resource" && value.text("resourceType").is_some();
                if resource && !self.take_node(value) {
                    continue;
                }
                if resource {
                    let inner = self.card(value, &here);
                    self.put(inner, &mut card.cards);
                } else {
                    self.unknown(value, place.member(key), &here);
                }
            }
        }
    }

    fn text(&mut self, node: &'t Node<'a>, place: Place<'_>, path: &Path<'_>, card: &mut Card<'a>) {
        let place = place.member("text");
        card.narrative = self.narrative(node, place, path, &mut card.fields);
    }

    /// A Narrative: its `div`, made harmless. Whatever else stands beside it has its place like
    /// anything else.
    pub(in crate::answer) fn narrative(
        &mut self,
        node: &'t Node<'a>,
        place: Place<'_>,
        path: &Path<'_>,
        fields: &mut Vec<crate::answer::view::Field<'a>>,
    ) -> Option<Narrative<'a>> {
        let mut found = None;
        let Node::Object(members) = node else {
            self.unknown(node, place, path);
            return None;
        };
        for (key, value) in members {
            let here = Path::Key(path, key);
            match (&**key, value) {
                ("div", Node::String(xhtml)) if found.is_none() => {
                    found = Some(self.told(xhtml.into(), &here));
                }
                _ => self.rest(None, key, value, place, path, fields),
            }
        }
        found
    }

    fn told(&mut self, xhtml: Cow<'a, str>, path: &Path<'_>) -> Narrative<'a> {
        let counts = is_value("div", &xhtml);
        self.placed += usize::from(counts);
        Narrative::new(xhtml, (counts && self.points()).then(|| path.pointer()))
    }
}

/// What a resource of this type is called.
pub(super) fn label_of(kind: &str, category: Option<Category>) -> Label {
    resource_label(match category {
        Some(Category::DrugAllergy) => "AllergyIntolerance.drug",
        _ => kind,
    })
}

/// `resourceType` as sent.
fn name<'a>(node: &Node<'a>) -> Cow<'a, str> {
    match node.first("resourceType") {
        Some(Node::String(name)) => name.into(),
        _ => Cow::Borrowed(""),
    }
}
