//! The elements of a service message. They are looked up by name wherever they stand: the names are
//! known from programs that read such messages, the nesting around them is not public.

mod item;
mod value;

use super::{Drawn, Walk, at, each};
use crate::answer::elements::{Element, NO_LABEL, owner, resource_label};
use crate::answer::leaf::{Place, XML};
use crate::answer::service_xml::{Names, items};
use crate::answer::view::{Block, Field, Label, Piece};
use crate::json::{Node, Path};
use value::is_told_with_text;

/// What elements of a message become: those of a part with a heading of its own stand apart.
#[derive(Default)]
pub(in crate::answer) struct Told<'a> {
    pub(in crate::answer) fields: Vec<Field<'a>>,
    pub(in crate::answer) blocks: Vec<Block<'a>>,
}

impl<'t, 'a> Walk<'t, 'a> {
    /// Everything in a message.
    pub(in crate::answer) fn message(
        &mut self,
        node: &'t Node<'a>,
        place: Place<'_>,
        path: &Path<'_>,
    ) -> Told<'a> {
        let mut told = Told::default();
        self.below(node, &[], place, path, &mut told);
        told
    }

    /// The elements right below `node`, without those `done` already.
    fn below(
        &mut self,
        node: &'t Node<'a>,
        done: &[&str],
        place: Place<'_>,
        path: &Path<'_>,
        told: &mut Told<'a>,
    ) {
        let Node::Object(members) = node else {
            self.unknown(node, place, path);
            return;
        };
        for (key, value) in members.iter().filter(|(key, _)| !done.contains(&&**key)) {
            let (here, inside) = (Path::Key(path, key), place.member(key));
            for (index, item) in each(value) {
                self.element(key, item, inside, &at(&here, index), told);
                if !self.keeps() {
                    *told = Told::default();
                }
            }
        }
    }

    fn element(
        &mut self,
        key: &str,
        node: &'t Node<'a>,
        place: Place<'_>,
        path: &Path<'_>,
        told: &mut Told<'a>,
    ) {
        let holds_elements = matches!(node, Node::Object(_));
        match row(key) {
            None if !holds_elements => self.unknown(node, place, path),
            _ if holds_elements && Names::get().head_of(key).is_some() => {
                self.part(key, node, place, path, told);
            }
            _ if holds_elements && items(node) == 1 => self.item(node, &[], place, path, told),
            _ if holds_elements && Names::get().drugs(node) == 1 => {
                self.drug(node, place, path, told);
            }
            Some(row) => {
                let mut drawn = Drawn::default();
                self.explained(key, node, place, path, &mut drawn);
                self.beside(node, place, path, &mut drawn.fields, told);
                told.fields.extend(drawn.field(row.label, 0));
            }
            None => self.unnamed(key, node, place, path, told),
        }
    }

    /// A part of a message under a heading: one 健診 with its day, one month of drugs.
    fn part(
        &mut self,
        key: &str,
        node: &'t Node<'a>,
        place: Place<'_>,
        path: &Path<'_>,
        told: &mut Told<'a>,
    ) {
        let mut title = Drawn::default();
        title.words(label(key).ja);
        let head = Names::get().head_of(key).unwrap_or_default();
        let as_attribute = format!("@{head}");
        let done = [head, as_attribute.as_str()];
        for name in done {
            self.spaced_text(node, (head, name), place, path, &mut title);
        }
        let mut inner = Told::default();
        if items(node) == 1 {
            self.item(node, &done, place, path, &mut inner);
        } else {
            self.below(node, &done, place, path, &mut inner);
        }
        told.blocks.push(Block {
            title: title.pieces,
            fields: inner.fields,
            blocks: inner.blocks,
            ..Block::default()
        });
    }

    /// A drug: its name, and below it whatever else is said of it.
    fn drug(&mut self, node: &'t Node<'a>, place: Place<'_>, path: &Path<'_>, told: &mut Told<'a>) {
        let mut drawn = Drawn::default();
        let mut done = Vec::new();
        if let Node::Object(members) = node {
            let names = members.iter().map(|(key, _)| &**key);
            done.extend(names.filter(|key| Names::get().names_drug(key)));
        }
        for name in &done {
            self.spaced_text(node, (name, name), place, path, &mut drawn);
        }
        let mut inner = Told::default();
        self.below(node, &done, place, path, &mut inner);
        drawn.fields.append(&mut inner.fields);
        told.blocks.append(&mut inner.blocks);
        told.fields.extend(drawn.field(label("DrugInf"), 0));
    }

    /// An element without a row: under its own name, unless it only holds a list of others.
    fn unnamed(
        &mut self,
        key: &str,
        node: &'t Node<'a>,
        place: Place<'_>,
        path: &Path<'_>,
        told: &mut Told<'a>,
    ) {
        let mut inner = Told::default();
        self.below(node, &[], place, path, &mut inner);
        told.blocks.append(&mut inner.blocks);
        if inner.fields.is_empty() || only_lists(node) {
            told.fields.append(&mut inner.fields);
            return;
        }
        let drawn = Drawn {
            pieces: vec![Piece {
                text: key.to_owned().into(),
                ..super::coded::words("")
            }],
            fields: inner.fields,
        };
        told.fields.extend(drawn.field(resource_label("Basic"), 0));
    }

    /// What stands beside the text of an element.
    fn beside(
        &mut self,
        node: &'t Node<'a>,
        place: Place<'_>,
        path: &Path<'_>,
        fields: &mut Vec<Field<'a>>,
        told: &mut Told<'a>,
    ) {
        if matches!(node, Node::Object(_)) {
            let mut inner = Told::default();
            let told_with_text = node.members().iter();
            let told_with_text = told_with_text.filter(|member| is_told_with_text(node, member));
            let done: Vec<&str> = told_with_text.map(|(key, _)| &**key).collect();
            self.below(node, &done, place, path, &mut inner);
            fields.append(&mut inner.fields);
            told.blocks.append(&mut inner.blocks);
        }
    }
}

fn row(name: &str) -> Option<&'static Element> {
    owner(XML)?.anywhere(name)
}

fn label(name: &str) -> Label {
    row(name).map_or(NO_LABEL, |row| row.label)
}

/// Nothing but elements that hold others: a name for such a list adds nothing.
fn only_lists(node: &Node<'_>) -> bool {
    let Node::Object(members) = node else {
        return false;
    };
    members
        .iter()
        .filter(|(key, _)| !key.starts_with('@'))
        .all(|(_, value)| each(value).all(|(_, item)| matches!(item, Node::Object(_))))
}
