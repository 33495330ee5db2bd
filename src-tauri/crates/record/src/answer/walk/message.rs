use super::{Drawn, Walk, at, each};
use crate::answer::elements::{Element, resource_label};
use crate::answer::leaf::Place;
use crate::answer::path::Path;
use crate::answer::view::{Field, Piece, PieceRole};
use crate::json::Node;

impl<'t, 'a> Walk<'t, 'a> {
    /// The elements of a service message. They are looked up by name wherever they stand: the names
    /// are known, the nesting around them is not public.
    pub(in crate::answer) fn message(
        &mut self,
        names: Option<&'static Element>,
        node: &'t Node<'a>,
        place: Place<'_>,
        path: &Path<'_>,
    ) -> Vec<Field<'a>> {
        let mut fields = Vec::new();
        let Node::Object(members) = node else {
            self.unknown(node, place, path);
            return fields;
        };
        for (key, value) in members {
            let known = names.and_then(|names| names.anywhere(key));
            for (index, item) in each(value) {
                let (here, inside) = (Path::Key(path, key), place.member(key));
                let here = at(&here, index);
                let drawn = match (item, known) {
                    (Node::Object(_), _) => Drawn {
                        pieces: known.is_none().then(|| called(key)).into_iter().collect(),
                        fields: self.message(names, item, inside, &here),
                    },
                    (_, Some(_)) => {
                        let mut drawn = Drawn::default();
                        self.sent(item, inside, &here, PieceRole::Sent, &mut drawn.pieces);
                        drawn
                    }
                    (_, None) => {
                        self.unknown(item, inside, &here);
                        continue;
                    }
                };
                let label = known.map_or_else(|| resource_label("Basic"), |e| e.label);
                fields.extend(drawn.field(label, 0));
            }
        }
        fields
    }
}

/// An element without a row, by its own name.
fn called(key: &str) -> Piece<'static> {
    Piece {
        text: key.to_owned().into(),
        role: PieceRole::Words,
        pointer: None,
        of: None,
    }
}
