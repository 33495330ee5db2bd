use super::{Drawn, Walk, named};
use crate::answer::leaf::Place;
use crate::answer::path::Path;
use crate::answer::view::PieceRole;
use crate::json::Node;

impl<'t, 'a> Walk<'t, 'a> {
    /// `<0.10 mg/dL`: comparator, number and unit as sent; the unit's code only when no unit text
    /// was.
    pub(super) fn quantity(
        &mut self,
        node: &'t Node<'a>,
        place: Place<'_>,
        path: &Path<'_>,
    ) -> Drawn<'a> {
        let mut drawn = Drawn::default();
        for key in ["comparator", "value"] {
            self.add(node, key, place, path, PieceRole::Sent, &mut drawn.pieces);
        }
        let before = drawn.pieces.len();
        drawn.words(" ");
        let unit = if named(node, "unit").next().is_some() {
            "unit"
        } else {
            "code"
        };
        self.add(node, unit, place, path, PieceRole::Sent, &mut drawn.pieces);
        if before == 0 || drawn.pieces.len() == before + 1 {
            drawn.pieces.remove(before);
        }
        self.others(
            node,
            &["comparator", "value", unit],
            place,
            path,
            &mut drawn.fields,
        );
        drawn
    }

    /// Two values with a sign between: range, ratio, period.
    pub(super) fn pair(
        &mut self,
        node: &'t Node<'a>,
        place: Place<'_>,
        path: &Path<'_>,
        keys: [&'static str; 2],
        sign: &'static str,
    ) -> Drawn<'a> {
        let mut drawn = Drawn::default();
        let [first, second] = keys;
        self.side(node, first, place, path, &mut drawn);
        drawn.words(sign);
        self.side(node, second, place, path, &mut drawn);
        if drawn.pieces.len() == 1 {
            drawn.pieces.clear();
        }
        self.others(node, &keys, place, path, &mut drawn.fields);
        drawn
    }

    fn side(
        &mut self,
        node: &'t Node<'a>,
        key: &'static str,
        place: Place<'_>,
        path: &Path<'_>,
        drawn: &mut Drawn<'a>,
    ) {
        for part in named(node, key) {
            let (inside, here) = (place.member(key), Path::Key(path, key));
            if matches!(part, Node::Object(_)) {
                let mut quantity = self.quantity(part, inside, &here);
                drawn.pieces.append(&mut quantity.pieces);
                drawn.fields.append(&mut quantity.fields);
            } else {
                self.sent(part, inside, &here, PieceRole::Sent, &mut drawn.pieces);
            }
        }
    }
}
