use super::words;
use crate::view::{RowKey, RowMark};

/// One row in words.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    pub(super) key: RowKey,
    pub(super) mark: RowMark,
    /// What the row is called, as sent.
    pub(super) name: String,
    /// What identifies and sums up the row: told when it was added or withdrawn.
    pub(super) head: Vec<String>,
    /// Everything else: told when it differs.
    pub(super) rest: Vec<String>,
    /// A change may lie in what no line tells: the text of a document.
    pub(super) elsewhere: bool,
    /// Its sender took it back: it is listed, but says nothing.
    pub(super) taken_back: bool,
}

impl Line {
    /// A row of which nothing is said yet but what it is called.
    pub(super) fn of(key: &RowKey, mark: RowMark, name: &str) -> Self {
        Self {
            key: key.clone(),
            mark,
            name: name.to_owned(),
            ..Self::default()
        }
    }

    pub(super) fn in_short(&self) -> String {
        if self.head.is_empty() {
            return String::from(words::NOTHING);
        }
        self.head.join(words::BETWEEN)
    }

    /// What this row says and `other` does not.
    pub(super) fn without(&self, other: &Self) -> Vec<&str> {
        let known: Vec<&str> = other.facts().collect();
        let mut facts: Vec<&str> = self.facts().filter(|fact| !known.contains(fact)).collect();
        facts.dedup();
        facts
    }

    fn facts(&self) -> impl Iterator<Item = &str> {
        let facts = self.head.iter().chain(&self.rest).map(String::as_str);
        facts.chain(std::iter::once(self.name.as_str()))
    }
}
