use super::super::{Drawn, Walk};
use super::{Told, label};
use crate::answer::leaf::Place;
use crate::answer::service_xml::{Names, text_of};
use crate::answer::view::PieceRole;
use crate::fhir::concept::same_words;
use crate::json::{Node, Path};
use crate::problem::{Problem, Severity};
use crate::tables::{answer, checkup_item, same_system};

/// The elements of an item that are told in its one line.
const LINE: [&str; 7] = [
    "ItemName",
    "DataValue",
    "Unit",
    "DataValueName",
    "ItemCode",
    "DataType",
    "Oid",
];

impl<'t, 'a> Walk<'t, 'a> {
    /// One result of a checkup as one line: name, value, unit, meaning, and the codes behind them.
    pub(super) fn item(
        &mut self,
        node: &'t Node<'a>,
        done: &[&str],
        place: Place<'_>,
        path: &Path<'_>,
        told: &mut Told<'a>,
    ) {
        let mut drawn = Drawn::default();
        self.part_of_line(node, "ItemName", PieceRole::Sent, place, path, &mut drawn);
        let official = said(node, "ItemCode").and_then(checkup_item);
        if let Some(official) = official.filter(|_| drawn.pieces.is_empty()) {
            drawn.words(official.name);
        }
        self.result(node, place, path, &mut drawn);
        for code in ["ItemCode", "DataType", "Oid"] {
            self.part_of_line(node, code, PieceRole::Code, place, path, &mut drawn);
        }
        let done: Vec<&str> = done.iter().copied().chain(LINE).collect();
        let mut inner = Told::default();
        self.below(node, &done, place, path, &mut inner);
        drawn.fields.append(&mut inner.fields);
        told.blocks.append(&mut inner.blocks);
        told.fields.extend(drawn.field(label("Item"), 0));
    }

    /// Value, unit and meaning. Of a coded value the meaning is what is read: the code follows in
    /// brackets.
    fn result(
        &mut self,
        node: &'t Node<'a>,
        place: Place<'_>,
        path: &Path<'_>,
        drawn: &mut Drawn<'a>,
    ) {
        let named = said(node, "DataValueName").is_some();
        let coded = said(node, "Oid").is_some()
            || said(node, "DataType").is_some_and(|kind| Names::get().is_coded(kind));
        if named && coded {
            self.part_of_line(node, "DataValueName", PieceRole::Sent, place, path, drawn);
            self.compared(node, path, drawn);
            let mut codes = Drawn::default();
            self.part_of_line(node, "DataValue", PieceRole::Aside, place, path, &mut codes);
            if !codes.pieces.is_empty() {
                drawn.words("〔");
                drawn.pieces.append(&mut codes.pieces);
                drawn.words("〕");
            }
        } else {
            self.values(node, place, path, drawn);
        }
        self.part_of_line(node, "Unit", PieceRole::Sent, place, path, drawn);
        if !(named && coded) {
            self.part_of_line(node, "DataValueName", PieceRole::Sent, place, path, drawn);
        }
    }

    /// The values, each decoded when its code table is known.
    fn values(
        &mut self,
        node: &'t Node<'a>,
        place: Place<'_>,
        path: &Path<'_>,
        drawn: &mut Drawn<'a>,
    ) {
        self.each_text(node, "DataValue", place, path, |walk, item, place, path| {
            let mut one = Drawn::default();
            match text_of(item).and_then(|code| meaning(node, code)) {
                None => walk.own_text(item, place, path, PieceRole::Sent, &mut one.pieces),
                Some(meaning) => {
                    one.words(meaning);
                    one.words("〔");
                    walk.own_text(item, place, path, PieceRole::Aside, &mut one.pieces);
                    one.words("〕");
                }
            }
            drawn.spaced(one.pieces);
        });
    }

    /// What the code table says, where the name sent differs.
    fn compared(&mut self, node: &Node<'a>, path: &Path<'_>, drawn: &mut Drawn<'a>) {
        let lone = |key| node.items(key).count() == 1;
        if !lone("DataValue") || !lone("DataValueName") {
            return;
        }
        let official = said(node, "DataValue").and_then(|code| meaning(node, code));
        let (Some(official), Some(name)) = (official, said(node, "DataValueName")) else {
            return;
        };
        if !same_words(name, official) && !super::super::coded::same_degree(name, official) {
            self.problems.push(Problem::new(
                Severity::Warning,
                "display_differs",
                path.pointer(),
            ));
            drawn.words("（コード表では「");
            drawn.words(official);
            drawn.words("」）");
        }
    }

    fn part_of_line(
        &mut self,
        node: &'t Node<'a>,
        name: &str,
        role: PieceRole,
        place: Place<'_>,
        path: &Path<'_>,
        drawn: &mut Drawn<'a>,
    ) {
        self.each_text(node, name, place, path, |walk, item, place, path| {
            let mut one = Vec::new();
            walk.own_text(item, place, path, role, &mut one);
            drawn.spaced(one);
        });
    }
}

/// The text of the first element of this name.
fn said<'n>(node: &'n Node<'_>, name: &str) -> Option<&'n str> {
    text_of(node.first(name)?)
}

/// The meaning of a code by the table its item names, with or without `urn:oid:`.
fn meaning(item: &Node<'_>, code: &str) -> Option<&'static str> {
    let oid = said(item, "Oid")?;
    let bare = oid
        .get(..8)
        .filter(|scheme| scheme.eq_ignore_ascii_case("urn:oid:"))
        .and_then(|scheme| oid.get(scheme.len()..))
        .unwrap_or(oid);
    answer(same_system(&format!("urn:oid:{bare}")), code)
}
