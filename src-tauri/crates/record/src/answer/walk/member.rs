use super::coded::{ours, words};
use super::{Drawn, Walk, at, each, named};
use crate::absent::absent_words;
use crate::answer::elements::{Datatype, Element};
use crate::answer::leaf::Place;
use crate::answer::view::{Field, Piece, PieceRole};
use crate::json::{Node, Path};
use crate::problem::{Problem, Severity};

impl<'t, 'a> Walk<'t, 'a> {
    /// The fields of an object whose members the table `of` names.
    pub(in crate::answer) fn members(
        &mut self,
        of: Option<&'static Element>,
        node: &'t Node<'a>,
        place: Place<'_>,
        path: &Path<'_>,
    ) -> Vec<Field<'a>> {
        let Node::Object(members) = node else {
            self.unknown(node, place, path);
            return Vec::new();
        };
        let mut fields = Vec::with_capacity(members.len());
        let around = self.enter_part(of, node);
        for (key, value) in members {
            self.member(of, key, value, place, path, &mut fields);
        }
        self.limit_of_part = around;
        fields.sort_by_key(|field| field.order);
        fields
    }

    /// One member of an object; `path` is the object's.
    pub(in crate::answer) fn member(
        &mut self,
        of: Option<&'static Element>,
        key: &str,
        value: &'t Node<'a>,
        place: Place<'_>,
        path: &Path<'_>,
        fields: &mut Vec<Field<'a>>,
    ) {
        let (here, inside) = (Path::Key(path, key), place.member(key));
        match of.and_then(|of| of.child(key)) {
            Some((element, _)) if key == "source" && element.name == "Meta.source" => {
                self.origin(element, value, inside, &here, fields);
            }
            Some((element, datatype)) => {
                self.elements(element, datatype, value, inside, &here, fields);
            }
            None => self.rest(of, key, value, place, path, fields),
        }
    }

    /// Adds the values under `key` as sent, and why there is none.
    pub(super) fn add(
        &mut self,
        node: &'t Node<'a>,
        key: &'static str,
        place: Place<'_>,
        path: &Path<'_>,
        role: PieceRole,
        pieces: &mut Vec<Piece<'a>>,
    ) {
        for (again, value) in named(node, key).enumerate() {
            if again > 0 {
                pieces.push(words(" ／ "));
                self.problems.push(Problem::new(
                    Severity::Warning,
                    "repeated_member",
                    Path::Key(path, key).pointer(),
                ));
            }
            self.sent(
                value,
                place.member(key),
                &Path::Key(path, key),
                role,
                pieces,
            );
        }
        // Where codings say it, the words are missed by nobody.
        let coded = match key {
            "text" => node.get("coding").is_some(),
            "display" => node.get("code").is_some(),
            _ => false,
        };
        if !coded {
            pieces.extend(absent_words(node, key).map(ours));
        }
    }

    /// The members of a datatype besides the `known` ones. Codes, systems and links count for
    /// nothing; but what a sender hides in their place does.
    pub(super) fn others(
        &mut self,
        node: &'t Node<'a>,
        known: &[&str],
        place: Place<'_>,
        path: &Path<'_>,
        fields: &mut Vec<Field<'a>>,
    ) {
        if let Node::Object(members) = node {
            for (key, value) in members.iter().filter(|(key, _)| !known.contains(&&**key)) {
                self.rest(None, key, value, place, path, fields);
            }
        }
    }

    /// What every object may hold beside its own members: ids, extensions, extensions of a
    /// primitive (`_birthDate`); all else has no place.
    pub(super) fn rest(
        &mut self,
        of: Option<&'static Element>,
        key: &str,
        value: &'t Node<'a>,
        place: Place<'_>,
        path: &Path<'_>,
        fields: &mut Vec<Field<'a>>,
    ) {
        let (here, inside) = (Path::Key(path, key), place.member(key));
        match key {
            "extension" | "modifierExtension" => {
                self.modified |= key == "modifierExtension";
                for (index, item) in each(value) {
                    self.extension(item, inside, &at(&here, index), fields);
                }
            }
            _ => match key.strip_prefix('_').and_then(|name| of?.child(name)) {
                Some((element, _)) => {
                    for (index, item) in each(value).filter(|(_, item)| !item.is_null()) {
                        let path = at(&here, index);
                        let drawn = Drawn {
                            pieces: Vec::new(),
                            fields: self.members(None, item, inside, &path),
                        };
                        fields.extend(drawn.field(element.label, element.order));
                    }
                }
                None => self.unknown(value, inside, &here),
            },
        }
    }

    fn elements(
        &mut self,
        element: &'static Element,
        datatype: Datatype,
        value: &'t Node<'a>,
        place: Place<'_>,
        path: &Path<'_>,
        fields: &mut Vec<Field<'a>>,
    ) {
        if matches!(datatype, Datatype::Primitive | Datatype::Code) {
            let drawn = self.datatype(element, datatype, value, place, path);
            if self.keeps() {
                fields.extend(drawn.field(element.label, element.order));
            }
            return;
        }
        for (index, item) in each(value) {
            let mut drawn = self.datatype(element, datatype, item, place, &at(path, index));
            self.limit(element, datatype, item, &mut drawn);
            if self.keeps() {
                fields.extend(drawn.field(element.label, element.order));
            }
        }
    }
}
