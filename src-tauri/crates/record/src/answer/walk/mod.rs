//! The walk: visits every member of a resource exactly once and gives it the place the element table
//! names, or lists it under その他の項目. Nothing can be lost on the way, because nothing is picked.

mod around;
mod coded;
mod datatype;
mod extension;
mod limit;
mod marks;
mod member;
mod message;
mod named;
mod origin;
mod other;
mod party;
mod quantity;
mod reference;
mod resource;
mod section;
mod sent;

pub(super) use marks::is_laboratory;

use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Wanted;
use super::index::Placed;
use super::view::{Card, Field, Label, OtherItem, Piece};
use crate::fhir::reference::Target;
use crate::fhir::scope::Scope;
use crate::json::{Node, Path};
use crate::problem::Problem;
use crate::view::Limit;
use around::Around;
use named::Named;
use origin::Fills;

/// One reading of one answer.
pub(super) struct Walk<'t, 'a> {
    scope: &'t Scope<'t>,
    places: FxHashMap<*const (), &'t Placed<'t, 'a>>,
    taken: FxHashSet<*const ()>,
    /// The resources around what is being read, the outermost first: `#id` points into them.
    around: Vec<Around<'t>>,
    /// What is known of resources that references name: most name the same few.
    named: FxHashMap<*const (), Rc<Named>>,
    /// Of the component being read: its number is the end of what can be entered.
    limit_of_part: Option<Limit>,
    /// Fills reported by several origins, sought when the first origin is met.
    fills: Option<Fills>,
    /// How many groups are being drawn inside each other.
    depth: usize,
    /// A modifier extension was met in the resource being read, at any depth; outside of one, in the
    /// frame of the answer.
    pub(super) modified: bool,
    /// The Composition of which the sections are drawn as blocks.
    composition: Option<*const ()>,
    /// Pointers of placed values cost more than the values, and a view more than both.
    wanted: Wanted,
    pub(super) placed: usize,
    /// Values under その他の項目.
    pub(super) listed: usize,
    pub(super) attachments: usize,
    pub(super) other: Vec<OtherItem<'a>>,
    pub(super) problems: Vec<Problem>,
}

impl<'t, 'a> Walk<'t, 'a> {
    /// `resources` are those that references may point to.
    pub(super) fn new(
        scope: &'t Scope<'t>,
        resources: &'t [Placed<'t, 'a>],
        wanted: Wanted,
    ) -> Self {
        Self {
            scope,
            places: resources.iter().map(|p| (address(p.node), p)).collect(),
            taken: FxHashSet::default(),
            around: Vec::new(),
            named: FxHashMap::default(),
            limit_of_part: None,
            fills: None,
            depth: 0,
            modified: false,
            composition: None,
            wanted,
            placed: 0,
            listed: 0,
            attachments: 0,
            other: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// Pointers of placed values are wanted.
    fn points(&self) -> bool {
        self.wanted == Wanted::Pointers
    }

    /// What is read is kept, and not only counted.
    fn keeps(&self) -> bool {
        self.wanted != Wanted::Counts
    }

    /// Puts a card among others, if anybody wants to see it.
    pub(super) fn put(&self, card: Card<'a>, cards: &mut Vec<Card<'a>>) {
        if self.keeps() {
            cards.push(card);
        }
    }

    /// The entry a reference points to, unless it was drawn before; from now on it is drawn.
    pub(super) fn take(&mut self, reference: &Node<'_>) -> Option<&'t Placed<'t, 'a>> {
        let entry = self.scope.entry(&Target::read(reference))?;
        let address = address(entry.resource);
        let found = self.places.get(&address)?;
        self.taken.insert(address).then_some(found)
    }

    /// Whether this resource still has to be drawn; from now on it is.
    pub(super) fn take_node(&mut self, node: &Node<'_>) -> bool {
        self.taken.insert(address(node))
    }
}

fn address(node: &Node<'_>) -> *const () {
    std::ptr::from_ref(node).cast()
}

/// What a value becomes: text and labelled parts.
#[derive(Default)]
struct Drawn<'a> {
    pieces: Vec<Piece<'a>>,
    fields: Vec<Field<'a>>,
}

impl<'a> Drawn<'a> {
    fn words(&mut self, text: &'static str) {
        self.pieces.push(coded::words(text));
    }

    /// Adds another value behind this one, with a blank between.
    fn then(&mut self, mut other: Self) {
        if self.is_empty() {
            *self = other;
            return;
        }
        if !self.pieces.is_empty() && !other.pieces.is_empty() {
            self.words("　");
        }
        self.pieces.append(&mut other.pieces);
        self.fields.append(&mut other.fields);
    }

    fn is_empty(&self) -> bool {
        self.pieces.is_empty() && self.fields.is_empty()
    }

    /// Exactly as large as it is: most fields hold one piece, for which a list takes room for four.
    fn field(mut self, label: Label, order: u32) -> Option<Field<'a>> {
        self.pieces.shrink_to_fit();
        self.fields.shrink_to_fit();
        (!self.is_empty()).then_some(Field {
            label,
            pieces: self.pieces,
            fields: self.fields,
            order,
        })
    }
}

/// The values under `key`, as often as it was sent.
fn named<'t, 'a>(node: &'t Node<'a>, key: &'static str) -> impl Iterator<Item = &'t Node<'a>> {
    node.members()
        .iter()
        .filter(move |(name, value)| name == key && !value.is_null())
        .map(|(_, value)| value)
}

/// The elements of a list with their places, or the single value sent instead of one.
fn each<'v, 'a>(node: &'v Node<'a>) -> impl Iterator<Item = (Option<usize>, &'v Node<'a>)> {
    let (items, single): (&[Node<'a>], _) = match node {
        Node::Array(items) => (items, None),
        single => (&[], Some((None, single))),
    };
    items
        .iter()
        .enumerate()
        .map(|(index, item)| (Some(index), item))
        .chain(single)
}

/// The path of one of [`each`].
fn at<'p>(path: &'p Path<'p>, index: Option<usize>) -> Path<'p> {
    index.map_or(*path, |index| Path::Index(path, index))
}
