use sha2::{Digest, Sha256};

use crate::{Break, Head, HeadFit, Verification};

/// The hash of an entry: SHA-256 over the hash before it and its own text.
pub(crate) fn link(before: &[u8; 32], text: &str) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(before);
    hash.update(text.as_bytes());
    hash.finalize().into()
}

/// Follows a chain row by row, and compares it with heads that were kept elsewhere.
pub(crate) struct Walk<'a> {
    start: Head,
    reached: Head,
    broken: Option<(u64, Break)>,
    known: &'a [Head],
    fits: Vec<Option<HeadFit>>,
    /// What a row has to say before a chain may begin behind removed rows.
    closing: Option<String>,
}

impl<'a> Walk<'a> {
    /// A chain that begins after `start`.
    pub(crate) fn after(start: Head, known: &'a [Head]) -> Self {
        let mut walk = Self {
            start,
            reached: start,
            broken: None,
            known,
            fits: vec![None; known.len()],
            closing: (start != Head::EMPTY).then(|| closing_mark(start)),
        };
        for (fit, head) in walk.fits.iter_mut().zip(known) {
            if *head == start {
                *fit = Some(HeadFit::Fits);
            } else if head.number == start.number {
                *fit = Some(HeadFit::Differs);
            } else if head.number < start.number {
                *fit = Some(HeadFit::BeforeStart);
            }
        }
        walk
    }

    /// The next row as it is stored; false when the chain does not fit and the rest says nothing.
    pub(crate) fn step(&mut self, number: i64, text: &str, hash: &[u8; 32]) -> bool {
        let expected = self.reached.number + 1;
        let here = Head {
            number: expected,
            hash: link(&self.reached.hash, text),
        };
        let broken = if u64::try_from(number) != Ok(expected) {
            Some(Break::Missing)
        } else if own_number(text) != Some(expected) {
            Some(Break::Moved)
        } else if here.hash != *hash {
            Some(Break::Changed)
        } else {
            None
        };
        if let Some(how) = broken {
            self.broken = Some((expected, how));
            return false;
        }
        for (fit, head) in self.fits.iter_mut().zip(self.known) {
            if head.number == expected {
                *fit = Some(if head.hash == here.hash {
                    HeadFit::Fits
                } else {
                    HeadFit::Differs
                });
            }
        }
        let closes = |mark: &String| text.contains(mark) && text.contains(CLOSING_KIND);
        if self.closing.as_ref().is_some_and(closes) {
            self.closing = None;
        }
        self.reached = here;
        true
    }

    /// The next row cannot be read at all.
    pub(crate) fn unreadable(&mut self) {
        self.broken = Some((self.reached.number + 1, Break::Unreadable));
    }

    /// What was found.
    pub(crate) fn finish(mut self) -> Verification {
        if self.broken.is_none() && self.closing.is_some() {
            self.broken = Some((self.start.number, Break::StartUnproven));
        }
        let whole = self.broken.is_none();
        let unread = if whole {
            HeadFit::Beyond
        } else {
            HeadFit::Unread
        };
        let heads: Vec<HeadFit> = self
            .fits
            .into_iter()
            .map(|fit| fit.unwrap_or(unread))
            .collect();
        let places = heads
            .iter()
            .zip(self.known)
            .filter_map(|(fit, head)| match fit {
                HeadFit::Differs => Some((head.number, Break::Rewritten)),
                HeadFit::Beyond => Some((self.reached.number + 1, Break::Cut)),
                HeadFit::Fits | HeadFit::BeforeStart | HeadFit::Unread => None,
            });
        let first = places.chain(self.broken).min_by_key(|(place, _)| *place);
        let fitting = heads.iter().zip(self.known).filter(|(fit, head)| {
            **fit == HeadFit::Fits && first.is_none_or(|(place, _)| head.number < place)
        });
        let sound = fitting.map(|(_, head)| head.number).max();
        Verification {
            start: self.start.number,
            checked: self.reached.number - self.start.number,
            broken_at: first.map(|(place, _)| place),
            how: first.map(|(_, how)| how),
            since: first.map(|(place, how)| match how {
                // Rewritten up to a head: from where is known only from another head.
                Break::Rewritten => sound.unwrap_or(self.start.number) + 1,
                _ => place,
            }),
            heads,
        }
    }
}

/// The kind of the row that closes rows off, as it stands in its text.
const CLOSING_KIND: &str = "\"kind\":\"audit_rolled_over\"";

/// What the row says that closes off everything up to `start`.
fn closing_mark(start: Head) -> String {
    format!("\"reason\":{{\"code\":\"through\",\"text\":\"{start}\"}}")
}

/// The number a row's own text says.
fn own_number(text: &str) -> Option<u64> {
    let rest = text.strip_prefix("{\"format\":")?;
    let (_, rest) = rest.split_once(",\"number\":")?;
    let (number, _) = rest.split_once(',')?;
    number.parse().ok()
}
