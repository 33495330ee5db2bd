//! Two states of a section side by side: which rows differ, and what each of them says in words.

mod line;
mod lines;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use line::Line;

use crate::changes::mark_changes;
use crate::view::{RowKey, RowMark, SectionContent};

/// One row that differs between two states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowDifference {
    /// Names the row.
    pub key: RowKey,
    /// How it differs.
    pub kind: RowDifferenceKind,
    /// What it is called, as sent; empty when it was taken back.
    pub name: String,
    /// What it said; for a changed row only what it no longer says.
    pub before: Option<String>,
    /// What it says now; for a changed row only what is new.
    pub after: Option<String>,
}

/// How a row differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RowDifferenceKind {
    /// 追加.
    Added,
    /// 変更.
    Changed,
    /// 提供されなくなった.
    Withdrawn,
    /// 取り消し, or no longer to be shown: told without its words.
    TakenBack,
}

/// The rows that differ between `before` and `after`: added, changed, withdrawn, taken back.
///
/// `newest` is the section as it is shown now. What it no longer shows at all (取り消し, 誤登録,
/// 提供対象外) is told as [`RowDifferenceKind::TakenBack`] without any word of it, whichever state held it.
#[must_use]
pub fn differences(
    before: &SectionContent,
    after: &SectionContent,
    newest: &SectionContent,
) -> Vec<RowDifference> {
    let mut marked = after.clone();
    mark_changes(&mut marked, before);
    let shown = Shown::by(newest);
    let then: BTreeMap<RowKey, Line> = by_key(lines::live(before));
    let now: BTreeMap<RowKey, Line> = by_key(lines::live(&marked));
    let mut found = Vec::new();
    for line in now.values() {
        let old = then.get(&line.key);
        let difference = match (line.mark, old) {
            (RowMark::New, _) => Some(added(line)),
            (RowMark::Changed, Some(old)) => changed(old, line),
            _ => None,
        };
        found.extend(difference.map(|difference| shown.allow(difference)));
    }
    for line in then.values().filter(|line| !now.contains_key(&line.key)) {
        found.push(shown.allow(withdrawn(line)));
    }
    found.sort_by(|a, b| (a.kind, &a.name).cmp(&(b.kind, &b.name)));
    found
}

fn by_key(lines: Vec<Line>) -> BTreeMap<RowKey, Line> {
    lines
        .into_iter()
        .map(|line| (line.key.clone(), line))
        .collect()
}

fn added(line: &Line) -> RowDifference {
    RowDifference {
        key: line.key.clone(),
        kind: RowDifferenceKind::Added,
        name: line.name.clone(),
        before: None,
        after: Some(line.in_short()),
    }
}

fn withdrawn(line: &Line) -> RowDifference {
    RowDifference {
        key: line.key.clone(),
        kind: RowDifferenceKind::Withdrawn,
        name: line.name.clone(),
        before: Some(line.in_short()),
        after: None,
    }
}

/// Only what differs; none when the order of things alone does.
fn changed(old: &Line, line: &Line) -> Option<RowDifference> {
    let (before, after) = (old.without(line), line.without(old));
    if before.is_empty() && after.is_empty() && !line.elsewhere {
        return None;
    }
    let told = |facts: Vec<&str>| match facts.is_empty() {
        true if line.elsewhere => String::from(words::ELSEWHERE),
        true => String::from(words::NOTHING),
        false => facts.join(words::BETWEEN),
    };
    Some(RowDifference {
        key: line.key.clone(),
        kind: RowDifferenceKind::Changed,
        name: line.name.clone(),
        before: Some(told(before)),
        after: Some(told(after)),
    })
}

/// What the newest state shows, as rows of it or as withdrawn ones.
struct Shown(BTreeSet<RowKey>);

impl Shown {
    fn by(newest: &SectionContent) -> Self {
        let live = lines::live(newest)
            .into_iter()
            .filter(|line| !line.taken_back);
        let keys = live.chain(lines::withdrawn(newest)).map(|line| line.key);
        Self(keys.collect())
    }

    fn allow(&self, difference: RowDifference) -> RowDifference {
        if self.0.contains(&difference.key) {
            return difference;
        }
        RowDifference {
            kind: RowDifferenceKind::TakenBack,
            name: String::new(),
            before: None,
            after: None,
            ..difference
        }
    }
}
