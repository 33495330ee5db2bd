use super::coded::{ours, words};
use super::resource::label_of;
use super::{Drawn, Walk, address, at, each};
use crate::answer::document::Addresses;
use crate::answer::elements::{Datatype, owner};
use crate::answer::leaf::Place;
use crate::answer::view::{Block, Card, Field, Label, Piece, PieceRole};
use crate::fhir::reference::Target;
use crate::json::{Node, Path};

/// What a section calls a resource it holds.
const IN_SECTION: Label = Label {
    ja: "節での表示",
    en: "Shown in the section as",
};

impl<'t, 'a> Walk<'t, 'a> {
    /// The Composition without its sections, which are blocks of their own.
    pub(in crate::answer) fn header_card(
        &mut self,
        node: &'t Node<'a>,
        path: &Path<'_>,
    ) -> Card<'a> {
        self.composition = Some(address(node));
        self.card(node, path)
    }

    /// A section's title.
    pub(in crate::answer) fn title(
        &mut self,
        node: &'t Node<'a>,
        place: Place<'_>,
        path: &Path<'_>,
    ) -> Vec<Piece<'a>> {
        let mut pieces = Vec::new();
        self.sent(node, place, path, PieceRole::Sent, &mut pieces);
        pieces
    }

    /// The entries of a section: each resource once, where it is named first.
    pub(in crate::answer) fn entries_of(
        &mut self,
        node: &'t Node<'a>,
        place: Place<'_>,
        path: &Path<'_>,
        cancelled: bool,
        block: &mut Block<'a>,
    ) {
        let Some((element, _)) = owner("Section").and_then(|o| o.child("entry")) else {
            return self.unknown(node, place, path);
        };
        for (index, reference) in each(node) {
            let path = at(path, index);
            // The name of a result that was taken back reads as a result.
            if cancelled {
                self.unknown(reference, place, &path);
                continue;
            }
            let mut drawn = self.datatype(element, Datatype::Reference, reference, place, &path);
            let Some(resource) = self.take(reference) else {
                self.drawn_before(reference, &mut drawn);
                block
                    .fields
                    .extend(drawn.field(element.label, element.order));
                continue;
            };
            let mut card = self.card(resource.node, &Path::At(&resource.pointer));
            // The card says what it is; what the section calls it stands in it, not once more before
            // all cards.
            let said = drawn.pieces.iter().any(|p| {
                let role = p.role;
                matches!(
                    role,
                    PieceRole::Sent | PieceRole::Aside | PieceRole::Withheld
                )
            });
            if said || !drawn.fields.is_empty() {
                let field = drawn.field(IN_SECTION, element.order);
                card.fields.extend(field.map(Field::last));
            }
            self.put(card, &mut block.cards);
        }
    }

    /// Of a resource that has its card further up: of which kind it is, for its name may be missing or
    /// only a class, and that there is more of it.
    fn drawn_before(&mut self, reference: &Node<'_>, drawn: &mut Drawn<'a>) {
        let entry = self.scope.entry(&Target::read(reference));
        let Some(placed) = entry.and_then(|entry| self.places.get(&address(entry.resource))) else {
            return;
        };
        let kind = placed.kind;
        let about = self.about(reference);
        if about.undelivered {
            return;
        }
        let before = match label_of(kind, about.category).ja {
            "" => ours(kind.to_owned()),
            label => words(label),
        };
        let between = (!drawn.pieces.is_empty()).then(|| words("　"));
        let mut added: Vec<_> = [before].into_iter().chain(between).collect();
        added.push(words("（前に記載）"));
        for piece in &mut added {
            piece.of = about.category;
        }
        let behind = added.pop();
        drawn.pieces.splice(0..0, added);
        drawn.pieces.extend(behind);
    }

    /// The resources that are members of a group.
    pub(in crate::answer) fn members_of_groups(
        &self,
        resources: impl Iterator<Item = &'t Node<'a>>,
    ) -> Addresses {
        resources
            .flat_map(|node| {
                ["hasMember", "result"]
                    .into_iter()
                    .flat_map(|key| node.items(key))
            })
            .filter_map(|reference| self.scope.entry(&Target::read(reference)))
            .map(|entry| address(entry.resource))
            .collect()
    }

    /// Whatever an entry of a Bundle says beside its resource.
    pub(in crate::answer) fn envelope(&mut self, entry: &'t Node<'a>, pointer: &str) {
        let (path, place) = (Path::At(pointer), Place::of("Bundle"));
        let Node::Object(members) = entry else {
            self.unknown(entry, place, &path);
            return;
        };
        for (key, value) in members {
            let resource = key == "resource" && value.text("resourceType").is_some();
            if !resource {
                self.unknown(value, place.member(key), &Path::Key(&path, key));
            }
        }
    }
}
