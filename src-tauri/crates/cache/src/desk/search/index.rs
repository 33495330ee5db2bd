use std::collections::HashMap;

use record::vocabulary::PersonId;

use super::entry::Entry;
use super::query::{Query, Term, is_number};
use super::shelf::{Fit, Shelf};

/// The keys of everybody. A number is looked for among numbers only, a word among words: half as
/// much to look through.
#[derive(Default)]
pub(super) struct Index {
    words: Shelf,
    numbers: Shelf,
    /// By the number they have on both shelves.
    people: Vec<PersonId>,
    /// The number that counts; older ones are wiped.
    current: HashMap<PersonId, usize>,
}

impl Index {
    pub(super) fn people(&self) -> usize {
        self.current.len()
    }

    /// Adds a person, or puts them in front with what is known of them now.
    pub(super) fn put(&mut self, entry: &Entry) {
        let keys = || entry.keys.iter().map(|key| key.as_str());
        self.words.push(keys().filter(|key| !is_number(key)));
        self.numbers.push(keys().filter(|key| is_number(key)));
        let number = self.people.len();
        self.people.push(entry.person);
        if let Some(before) = self.current.insert(entry.person, number) {
            self.words.wipe(before);
            self.numbers.wipe(before);
        }
    }

    /// At most `limit` people, best first.
    pub(super) fn find(&self, query: &Query, limit: usize) -> Vec<PersonId> {
        let mut found = Vec::new();
        for fit in Fit::BEST_FIRST {
            self.look(&query.whole, fit, limit, &mut found, |_| true);
        }
        if let Some((driver, others)) = rarest(&query.parts) {
            for fit in [Fit::Start, Fit::Anywhere] {
                self.look(driver, fit, limit, &mut found, |person| {
                    others.iter().all(|term| self.fits(person, term))
                });
            }
        }
        let people = found.into_iter().map(|number| self.people.get(number));
        people.flatten().copied().collect()
    }

    fn look(
        &self,
        term: &Term,
        fit: Fit,
        limit: usize,
        found: &mut Vec<usize>,
        wanted: impl Fn(usize) -> bool,
    ) {
        for text in term.writings(fit) {
            self.shelf(text).each(text, fit, |person| {
                if found.len() < limit && !found.contains(&person) && wanted(person) {
                    found.push(person);
                }
                found.len() < limit
            });
        }
    }

    fn fits(&self, person: usize, term: &Term) -> bool {
        term.writings(Fit::Anywhere)
            .any(|text| self.shelf(text).holds(person, text))
    }

    fn shelf(&self, text: &str) -> &Shelf {
        if is_number(text) {
            &self.numbers
        } else {
            &self.words
        }
    }
}

impl Term {
    /// What to look for when it is to fit so.
    fn writings(&self, fit: Fit) -> impl Iterator<Item = &str> {
        let text = Some(&self.text).filter(|text| !text.is_empty());
        // 12 for 0012 is the same number, but 123 does not begin with it.
        let bare = self.bare.as_ref().filter(|_| fit == Fit::Whole);
        let born = self.born.as_ref().filter(|_| fit != Fit::Whole);
        [text, bare, born].into_iter().flatten().map(|t| t.as_str())
    }
}

/// The longest part is the one that fewest people fit; the others are then asked of those.
fn rarest(parts: &[Term]) -> Option<(&Term, Vec<&Term>)> {
    let longest = parts.iter().max_by_key(|term| term.text.len())?;
    let others = parts.iter().filter(|term| !std::ptr::eq(*term, longest));
    Some((longest, others.collect()))
}
