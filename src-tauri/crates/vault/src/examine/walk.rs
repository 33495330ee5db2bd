use std::collections::{BTreeMap, HashSet};

use zeroize::Zeroizing;

use super::cells::{links, long};
use super::pages::Pages;
use super::{BadPage, PageClass, Root};

/// A walk over everything that leads to a page, past the bad ones.
pub(super) struct Walk<'a> {
    pages: &'a Pages<'a>,
    bad: BTreeMap<u32, PageClass>,
    /// A damaged page may lead anywhere: no page is entered twice.
    seen: HashSet<u32>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(pages: &'a Pages<'a>, bad: Vec<u32>) -> Self {
        let class = |number| (number, PageClass::Unreached);
        Self {
            pages,
            bad: bad.into_iter().map(class).collect(),
            seen: HashSet::new(),
        }
    }

    /// What each bad page was; `roots` are all tables and indexes.
    pub(super) fn classify(mut self, roots: &[Root]) -> Vec<BadPage> {
        self.tree(1, &|_| PageClass::Schema);
        self.mark(1, PageClass::First);
        for root in roots {
            if root.is_index {
                self.tree(root.page, &|_| PageClass::Index);
            } else {
                self.tree(root.page, &in_table);
            }
        }
        self.unused();
        let page = |(number, class)| BadPage { number, class };
        self.bad.into_iter().map(page).collect()
    }

    /// Level by level: all leaves of a tree lie on the same one, so the good pages of a level tell
    /// what the bad ones were.
    fn tree(&mut self, root: u32, class: &dyn Fn(Level) -> PageClass) {
        let mut level = vec![root];
        while !level.is_empty() {
            let (mut below, mut lost) = (Vec::new(), Vec::new());
            let mut is = Level::Unknown;
            for number in level {
                let Some(found) = self.enter(number).and_then(|page| links(&page, number)) else {
                    lost.push(number);
                    continue;
                };
                is = if found.children.is_empty() {
                    Level::Leaves
                } else {
                    Level::Interior
                };
                below.extend(found.children);
                found.values.into_iter().for_each(|first| self.value(first));
            }
            lost.into_iter()
                .for_each(|number| self.mark(number, class(is)));
            level = below;
        }
    }

    /// The chain of pages that hold the rest of a long value.
    fn value(&mut self, first: u32) {
        let mut next = first;
        while next != 0 {
            self.mark(next, PageClass::Overflow);
            next = self
                .enter(next)
                .and_then(|page| long(&page, 0))
                .unwrap_or(0);
        }
    }

    /// The pages that are not in use: a chain of lists of them.
    fn unused(&mut self) {
        let Ok(Some(first)) = self.pages.read(1) else {
            return;
        };
        let mut list = long(&first, 32).unwrap_or(0);
        while list != 0 {
            self.mark(list, PageClass::Free);
            let Some(page) = self.enter(list) else { return };
            let count = long(&page, 4).unwrap_or(0);
            for place in (8..).step_by(4).take(usize::try_from(count).unwrap_or(0)) {
                let Some(number) = long(&page, place) else {
                    break;
                };
                self.mark(number, PageClass::Free);
            }
            list = long(&page, 0).unwrap_or(0);
        }
    }

    fn enter(&mut self, number: u32) -> Option<Zeroizing<Vec<u8>>> {
        if !self.seen.insert(number) {
            return None;
        }
        self.pages.read(number).ok().flatten()
    }

    fn mark(&mut self, number: u32, class: PageClass) {
        if let Some(marked) = self.bad.get_mut(&number) {
            *marked = class;
        }
    }
}

/// What the good pages of one level of a tree are.
#[derive(Clone, Copy)]
enum Level {
    Interior,
    Leaves,
    /// There is no good one.
    Unknown,
}

/// Where nothing tells it is the worse of the two.
fn in_table(level: Level) -> PageClass {
    match level {
        Level::Leaves => PageClass::Leaf,
        Level::Interior | Level::Unknown => PageClass::Interior,
    }
}
