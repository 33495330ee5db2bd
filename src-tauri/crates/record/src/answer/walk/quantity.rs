use super::coded::ours;
use super::{Drawn, Walk, named};
use crate::absent::{absent_itself, absent_words};
use crate::answer::leaf::Place;
use crate::answer::view::PieceRole;
use crate::fhir::unit::unit_in_doubt;
use crate::json::{Node, Path};
use crate::problem::{Problem, Severity};
use crate::tables::term;

impl<'t, 'a> Walk<'t, 'a> {
    /// `<0.10 mg/dL`: comparator, number and unit as sent; the unit's code only when no unit text
    /// was, or when it contradicts it.
    pub(super) fn quantity(
        &mut self,
        node: &'t Node<'a>,
        place: Place<'_>,
        path: &Path<'_>,
    ) -> Drawn<'a> {
        if !matches!(node, Node::Object(_)) {
            return self.plain(node, place, path);
        }
        let mut drawn = Drawn::default();
        // Neither is a value by itself, but both belong to it and are drawn like it.
        for sign in named(node, "comparator").filter_map(Node::as_text) {
            drawn.pieces.push(ours(sign.to_owned()));
        }
        self.add(
            node,
            "value",
            place,
            path,
            PieceRole::Sent,
            &mut drawn.pieces,
        );
        let before = drawn.pieces.len();
        drawn.words(" ");
        self.add(
            node,
            "unit",
            place,
            path,
            PieceRole::Sent,
            &mut drawn.pieces,
        );
        if drawn.pieces.len() == before + 1
            && let Some(code) = node.text("code")
        {
            let unit = term(UCUM, code).map_or(code, |term| term.ja);
            drawn.pieces.push(ours(unit.to_owned()));
        }
        if before == 0 || drawn.pieces.len() == before + 1 {
            drawn.pieces.remove(before);
        }
        if let Some(code) = node.text("unit").and_then(|unit| unit_in_doubt(node, unit)) {
            drawn.words("（コードは ");
            drawn.pieces.push(ours(code.to_owned()));
            drawn.words("）");
            self.problems.push(unit_differs(path));
        }
        self.others(node, &["value", "unit"], place, path, &mut drawn.fields);
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
        if !matches!(node, Node::Object(_)) {
            return self.plain(node, place, path);
        }
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
        for (again, part) in named(node, key).enumerate() {
            if again > 0 {
                drawn.words(" ／ ");
            }
            let (inside, here) = (place.member(key), Path::Key(path, key));
            if matches!(part, Node::Object(_)) {
                let mut quantity = self.quantity(part, inside, &here);
                drawn.pieces.append(&mut quantity.pieces);
                drawn.fields.append(&mut quantity.fields);
                // An open end would be another range.
                drawn.pieces.extend(absent_itself(part).map(ours));
            } else {
                self.sent(part, inside, &here, PieceRole::Sent, &mut drawn.pieces);
            }
        }
        drawn.pieces.extend(absent_words(node, key).map(ours));
    }
}

pub(super) fn unit_differs(path: &Path<'_>) -> Problem {
    Problem::new(Severity::Warning, "unit_differs", path.pointer())
}

const UCUM: &str = "http://unitsofmeasure.org";
