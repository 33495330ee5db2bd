use crate::forms::forms;

/// Texts in every form in which they are looked for.
#[derive(Clone, Debug)]
pub struct Needles {
    all: Vec<Needle>,
    /// Places in `all` by the first two bytes.
    by_start: Vec<Vec<usize>>,
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
        let mut needles = Self {
            all: Vec::new(),
            by_start: vec![Vec::new(); 1 << 16],
        };
        for (number, text) in texts.into_iter().enumerate() {
            for (form, bytes) in forms(text.as_ref()) {
                let at = needles.all.len();
                if let Some(list) = start(&bytes).and_then(|start| needles.by_start.get_mut(start))
                {
                    list.push(at);
                }
                let hit = Hit { number, form };
                needles.all.push(Needle { hit, bytes });
            }
        }
        needles
    }

    /// Every text that stands in these bytes, once for each of its forms. One pass: what begins like
    /// a needle is compared with those that begin so.
    #[must_use]
    pub fn found_in(&self, bytes: &[u8]) -> Vec<Hit> {
        let mut found = Vec::new();
        for (at, pair) in bytes.windows(2).enumerate() {
            let Some(list) = start(pair).and_then(|start| self.by_start.get(start)) else {
                continue;
            };
            for needle in list.iter().filter_map(|number| self.all.get(*number)) {
                let rest = bytes.get(at..).unwrap_or_default();
                if rest.starts_with(&needle.bytes) && !found.contains(&needle.hit) {
                    found.push(needle.hit);
                }
            }
        }
        found
    }
}

fn start(bytes: &[u8]) -> Option<usize> {
    match bytes {
        [a, b, ..] => Some(usize::from(*a) << 8 | usize::from(*b)),
        _ => None,
    }
}
