use super::{Drawn, Walk};
use crate::answer::elements::{self, Datatype};
use crate::answer::leaf::Place;
use crate::answer::view::Field;
use crate::json::{Node, Path};

impl<'t, 'a> Walk<'t, 'a> {
    /// An extension whose name the table knows becomes a field; the values of any other have no
    /// place.
    pub(super) fn extension(
        &mut self,
        node: &'t Node<'a>,
        place: Place<'_>,
        path: &Path<'_>,
        fields: &mut Vec<Field<'a>>,
    ) {
        let known = node.text("url").and_then(elements::extension);
        let (Some(element), Node::Object(members)) = (known, node) else {
            self.unknown(node, place, path);
            return;
        };
        let mut drawn = Drawn::default();
        for (key, value) in members {
            let (here, inside) = (Path::Key(path, key), place.member(key));
            match key.strip_prefix("value") {
                Some(kind) if !kind.is_empty() => {
                    let value =
                        self.datatype(element, Datatype::named_in_key(kind), value, inside, &here);
                    drawn.then(value);
                }
                _ => self.rest(None, key, value, place, path, &mut drawn.fields),
            }
        }
        fields.extend(drawn.field(element.label, element.order));
    }
}
