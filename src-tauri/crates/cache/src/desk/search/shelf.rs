use memchr::memmem::{Finder, find};
use zeroize::Zeroizing;

/// Stands before and after each key; in no key.
const EDGE: u8 = b'\n';

/// A piece of the shelf never grows, so that no copy of names is left behind where it lay before.
const PIECE: usize = 1 << 20;

/// Keys of many people one after the other, for looking through. People are numbers, given out in
/// order.
#[derive(Default)]
pub(super) struct Shelf {
    pieces: Vec<Piece>,
    /// Where each person's keys lie.
    places: Vec<Place>,
}

struct Piece {
    text: Zeroizing<Vec<u8>>,
    /// Where the keys of each person begin, ascending, with their number.
    starts: Vec<(usize, usize)>,
}

#[derive(Clone, Copy)]
struct Place {
    piece: usize,
    start: usize,
    end: usize,
}

/// How a key must fit.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    /// It is the text.
    Whole,
    /// It begins with the text.
    Start,
    /// It holds the text.
    Anywhere,
}

impl Fit {
    pub(super) const BEST_FIRST: [Self; 3] = [Self::Whole, Self::Start, Self::Anywhere];

    fn needle(self, text: &str) -> Zeroizing<Vec<u8>> {
        let mut needle = Zeroizing::new(Vec::with_capacity(text.len() + 2));
        if self != Self::Anywhere {
            needle.push(EDGE);
        }
        needle.extend_from_slice(text.as_bytes());
        if self == Self::Whole {
            needle.push(EDGE);
        }
        needle
    }
}

impl Shelf {
    /// Adds the next person.
    pub(super) fn push<'a>(&mut self, keys: impl Iterator<Item = &'a str> + Clone) {
        let person = self.places.len();
        let needed = 1 + keys.clone().map(|key| key.len() + 1).sum::<usize>();
        let fits = |piece: &Piece| piece.text.len() + needed <= piece.text.capacity();
        if !self.pieces.last().is_some_and(fits) {
            self.pieces.push(Piece {
                text: Zeroizing::new(Vec::with_capacity(needed.max(PIECE))),
                starts: Vec::new(),
            });
        }
        let piece_number = self.pieces.len() - 1;
        let Some(piece) = self.pieces.last_mut() else {
            return;
        };
        let start = piece.text.len();
        piece.starts.push((start, person));
        piece.text.push(EDGE);
        for key in keys {
            piece.text.extend_from_slice(key.as_bytes());
            piece.text.push(EDGE);
        }
        self.places.push(Place {
            piece: piece_number,
            start,
            end: piece.text.len(),
        });
    }

    /// Overwrites a person's keys.
    pub(super) fn wipe(&mut self, person: usize) {
        let Some(place) = self.places.get(person).copied() else {
            return;
        };
        let piece = self.pieces.get_mut(place.piece);
        if let Some(keys) = piece.and_then(|piece| piece.text.get_mut(place.start..place.end)) {
            keys.fill(0);
        }
    }

    /// Whether any key of this person holds the text.
    pub(super) fn holds(&self, person: usize, text: &str) -> bool {
        let keys = self.places.get(person).and_then(|place| {
            let piece = self.pieces.get(place.piece)?;
            piece.text.get(place.start..place.end)
        });
        keys.is_some_and(|keys| find(keys, text.as_bytes()).is_some())
    }

    /// Names the people one of whose keys fits, the last one added first, until told to stop.
    pub(super) fn each(&self, text: &str, fit: Fit, mut name: impl FnMut(usize) -> bool) {
        let needle = fit.needle(text);
        let finder = Finder::new(needle.as_slice());
        for piece in self.pieces.iter().rev() {
            let mut people = piece.people(&finder);
            people.reverse();
            if !people.into_iter().all(&mut name) {
                return;
            }
        }
    }
}

impl Piece {
    /// Who fits, each once, in the order they were added.
    fn people(&self, finder: &Finder<'_>) -> Vec<usize> {
        let mut people = Vec::new();
        let mut from = 0;
        while let Some(rest) = self.text.get(from..) {
            let Some(hit) = finder.find(rest) else {
                break;
            };
            let after = self
                .starts
                .partition_point(|(start, _)| *start <= from + hit);
            if let Some((_, person)) = after.checked_sub(1).and_then(|at| self.starts.get(at)) {
                people.push(*person);
            }
            // On to the next person.
            from = match self.starts.get(after) {
                Some((start, _)) => *start,
                None => break,
            };
        }
        people
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(shelf: &Shelf, text: &str, fit: Fit) -> Vec<usize> {
        let mut people = Vec::new();
        shelf.each(text, fit, |person| {
            people.push(person);
            true
        });
        people
    }

    #[test]
    fn keys_fit_whole_from_their_start_or_anywhere_and_never_across_two() {
        let mut shelf = Shelf::default();
        for keys in [vec!["ab", "cd"], vec!["abc"], vec![], vec!["xab"]] {
            shelf.push(keys.into_iter());
        }
        assert_eq!(found(&shelf, "ab", Fit::Whole), [0]);
        assert_eq!(found(&shelf, "ab", Fit::Start), [1, 0]);
        assert_eq!(found(&shelf, "ab", Fit::Anywhere), [3, 1, 0]);
        assert!(found(&shelf, "bcd", Fit::Anywhere).is_empty());
        assert!(shelf.holds(3, "ab") && !shelf.holds(2, "ab"));
    }

    #[test]
    fn what_was_wiped_is_gone_from_memory() {
        let mut shelf = Shelf::default();
        shelf.push(["secret"].into_iter());
        shelf.push(["other"].into_iter());
        shelf.wipe(0);
        assert!(found(&shelf, "secret", Fit::Anywhere).is_empty());
        assert_eq!(found(&shelf, "other", Fit::Whole), [1]);
        assert!(find(&shelf.pieces[0].text, b"secret").is_none());
    }

    #[test]
    fn a_full_piece_is_followed_by_another_and_moves_nothing() {
        let mut shelf = Shelf::default();
        let long = "x".repeat(PIECE / 3);
        for _ in 0..4 {
            shelf.push([long.as_str()].into_iter());
        }
        assert_eq!(shelf.pieces.len(), 2);
        assert_eq!(shelf.pieces[0].text.capacity(), PIECE);
        assert_eq!(found(&shelf, "xxx", Fit::Start), [3, 2, 1, 0]);
    }
}
