use std::collections::HashMap;

use crate::error::ReadError;
use crate::json::{Member, Node};
use crate::text::visible::visible;

/// Deepest nesting that is read. Real documents stay under 20 levels.
const MAX_DEPTH: usize = 64;

/// What may stand between documents: blanks, and the byte order mark of the next.
const BETWEEN: [char; 5] = [' ', '\t', '\r', '\n', '\u{FEFF}'];

/// The elements that are open, and the roots that are closed.
pub(super) struct Tree {
    open: Vec<Element>,
    roots: Vec<Node<'static>>,
    /// Most elements and attributes, and those that may still come.
    limit: usize,
    left: usize,
}

#[derive(Default)]
struct Element {
    name: String,
    members: Members,
    /// Text since the last child.
    text: String,
}

#[derive(Default)]
struct Members {
    /// Each name with what stands under it, as often as it was sent.
    list: Vec<(String, Vec<Node<'static>>)>,
    /// Where a name stands in `list`: searching it would take quadratic time.
    places: HashMap<String, usize>,
}

impl Members {
    fn add(&mut self, name: String, value: Node<'static>) {
        let place = self.places.get(&name);
        if let Some((_, held)) = place.and_then(|place| self.list.get_mut(*place)) {
            held.push(value);
        } else {
            self.places.insert(name.clone(), self.list.len());
            self.list.push((name, vec![value]));
        }
    }

    fn into_object(self) -> Node<'static> {
        Node::Object(self.list.into_iter().map(member).collect())
    }
}

/// What was sent once stands alone, what was sent again in a list.
fn member((name, mut values): (String, Vec<Node<'static>>)) -> Member<'static> {
    let value = match values.pop() {
        Some(single) if values.is_empty() => single,
        last => {
            values.extend(last);
            Node::Array(values.into())
        }
    };
    (name.into(), value)
}

impl Element {
    /// Ends a run of text beside other content; blank runs are the sender's line breaks.
    fn end_text(&mut self) {
        let text = std::mem::take(&mut self.text);
        if !text.trim().is_empty() {
            let text = visible(&text).into_owned();
            self.members
                .add("#text".to_owned(), Node::String(text.into()));
        }
    }

    fn into_member(mut self) -> (String, Node<'static>) {
        if self.members.list.is_empty() {
            let text = visible(&self.text).into_owned();
            return (self.name, Node::String(text.into()));
        }
        self.end_text();
        (self.name, self.members.into_object())
    }
}

impl Tree {
    pub(super) const fn of_at_most(limit: usize) -> Self {
        Self {
            open: Vec::new(),
            roots: Vec::new(),
            limit,
            left: limit,
        }
    }

    fn count(&mut self) -> Result<(), ReadError> {
        let limit = self.limit;
        self.left = self
            .left
            .checked_sub(1)
            .ok_or(ReadError::TooMany { limit })?;
        Ok(())
    }

    /// Opens an element that begins at byte `at`.
    pub(super) fn open(&mut self, name: &str, at: usize) -> Result<(), ReadError> {
        if name.is_empty() {
            return Err(ReadError::NotXml { at });
        }
        if self.open.len() >= MAX_DEPTH {
            return Err(ReadError::TooDeep { limit: MAX_DEPTH });
        }
        self.count()?;
        if let Some(parent) = self.open.last_mut() {
            parent.end_text();
        }
        self.open.push(Element {
            name: visible(name).into_owned(),
            ..Element::default()
        });
        Ok(())
    }

    pub(super) fn attribute(&mut self, name: &str, value: &str) -> Result<(), ReadError> {
        self.count()?;
        if let Some(element) = self.open.last_mut() {
            let value = visible(value).into_owned();
            let name = format!("@{}", visible(name));
            element.members.add(name, Node::String(value.into()));
        }
        Ok(())
    }

    /// Whether a document is closed and no other one begun.
    pub(super) const fn is_between(&self) -> bool {
        self.open.is_empty() && !self.roots.is_empty()
    }

    /// Adds text; `None` when there is text outside of a root.
    pub(super) fn text(&mut self, text: &str) -> Option<()> {
        match self.open.last_mut() {
            Some(element) => element.text.push_str(text),
            None if text.trim_matches(BETWEEN).is_empty() => {}
            None => return None,
        }
        Some(())
    }

    /// Closes the innermost element; `None` when none is open.
    pub(super) fn close(&mut self) -> Option<()> {
        let (name, value) = self.open.pop()?.into_member();
        match self.open.last_mut() {
            Some(parent) => parent.members.add(name, value),
            None => self.roots.push(Node::Object([(name.into(), value)].into())),
        }
        Some(())
    }

    /// The documents, each an object with one member; `None` when the last is not complete.
    pub(super) fn finish(self) -> Option<Vec<Node<'static>>> {
        let complete = self.open.is_empty() && !self.roots.is_empty();
        complete.then_some(self.roots)
    }
}
