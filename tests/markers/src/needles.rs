use std::collections::BTreeMap;

use crate::forms::forms;

/// Texts in every form in which they are looked for.
#[derive(Clone, Debug)]
pub struct Needles {
    all: Vec<Needle>,
    /// Places in `all` by the first two bytes.
    by_start: Vec<Vec<usize>>,
    /// Whether one begins with these two bytes: small enough to be asked of every byte of a gigabyte.
    begins: Vec<bool>,
}

#[derive(Clone, Debug)]
struct Needle {
    hit: Hit,
    bytes: Vec<u8>,
}

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// Which of the texts, counted from 0.
    pub number: usize,
    /// As which form of text.
    pub form: &'static str,
}

impl Needles {
    /// Each text must have at least two characters.
    pub fn of<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> Self {
        let mut needles = Self::none();
        for (number, text) in texts.into_iter().enumerate() {
            for (form, bytes) in forms(text.as_ref()) {
                needles.add(number, form, bytes);
            }
        }
        needles
    }

    /// Bytes as they are, each with the number of what they are a form of. Each must have at least two
    /// bytes.
    pub fn of_bytes(forms: impl IntoIterator<Item = (usize, Vec<u8>)>) -> Self {
        let mut needles = Self::none();
        for (number, bytes) in forms {
            needles.add(number, "bytes", bytes);
        }
        needles
    }

    fn none() -> Self {
        Self {
            all: Vec::new(),
            by_start: vec![Vec::new(); 1 << 16],
            begins: vec![false; 1 << 16],
        }
    }

    fn add(&mut self, number: usize, form: &'static str, bytes: Vec<u8>) {
        let at = self.all.len();
        if let Some(start) = start(&bytes)
            && let Some(list) = self.by_start.get_mut(start)
            && let Some(begins) = self.begins.get_mut(start)
        {
            list.push(at);
            *begins = true;
        }
        let hit = Hit { number, form };
        self.all.push(Needle { hit, bytes });
    }

    /// The longest of them, in bytes.
    #[must_use]
    pub fn longest(&self) -> usize {
        let lengths = self.all.iter().map(|needle| needle.bytes.len());
        lengths.max().unwrap_or_default()
    }

    /// How often each text stands in these bytes. What ends within the first `known` bytes was counted
    /// before.
    #[must_use]
    pub fn counted_in(&self, bytes: &[u8], known: usize) -> BTreeMap<usize, usize> {
        let mut counted = BTreeMap::new();
        self.each_in(bytes, |at, needle| {
            if at + needle.bytes.len() > known {
                *counted.entry(needle.hit.number).or_default() += 1;
            }
        });
        counted
    }

    /// Every text that stands in these bytes, once for each of its forms.
    #[must_use]
    pub fn found_in(&self, bytes: &[u8]) -> Vec<Hit> {
        let mut found = Vec::new();
        self.each_in(bytes, |_, needle| {
            if !found.contains(&needle.hit) {
                found.push(needle.hit);
            }
        });
        found
    }

    /// One pass: what begins like a needle is compared with those that begin so.
    fn each_in(&self, bytes: &[u8], mut found: impl FnMut(usize, &Needle)) {
        for (at, pair) in bytes.windows(2).enumerate() {
            let Some(start) = start(pair).filter(|start| self.begins.get(*start) == Some(&true))
            else {
                continue;
            };
            let list = self.by_start.get(start).into_iter().flatten();
            for needle in list.filter_map(|number| self.all.get(*number)) {
                let rest = bytes.get(at..).unwrap_or_default();
                if rest.starts_with(&needle.bytes) {
                    found(at, needle);
                }
            }
        }
    }
}

fn start(bytes: &[u8]) -> Option<usize> {
    match bytes {
        [a, b, ..] => Some(usize::from(*a) << 8 | usize::from(*b)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_are_counted_and_none_twice_across_a_border() {
        let needles = Needles::of_bytes([
            (0, b"abc".to_vec()),
            (0, b"xyz".to_vec()),
            (1, b"ab".to_vec()),
        ]);
        assert_eq!(needles.longest(), 3);
        let counted = needles.counted_in(b"abcabc xyz ab", 0);
        assert_eq!(counted, BTreeMap::from([(0, 3), (1, 3)]));
        let counted = needles.counted_in(b"abcab", 3);
        assert_eq!(
            counted,
            BTreeMap::from([(1, 1)]),
            "what ended before the border is known"
        );
    }
}
