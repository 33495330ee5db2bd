use std::collections::{BTreeMap, BTreeSet, HashSet};

use jiff::civil::Date;
use record::vocabulary::Category;

use crate::Part;

/// One entry that a version holds, as far as deleting needs to know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What it is a result or an entry of: results of one series are counted together (直近3回).
    pub series: String,
    /// Names this entry within its series: the same in every version that holds it.
    pub id: String,
    /// Its own day; none counts as the newest.
    pub day: Option<Date>,
    /// An allergy, infection or disease without an end date: never deleted by age.
    pub lasting: bool,
    /// 長期保存.
    pub long_term: bool,
}

/// Reads the items of a version from its parts; none when it cannot be read, then it stays. This
/// room reads no content itself.
pub type ItemsOf<'a> = dyn FnMut(Category, &[Part]) -> Option<Vec<Item>> + 'a;

type Name = (String, String);

/// What has to stay, and what of it stays already.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    newest: HashSet<Name>,
    covered: HashSet<Name>,
}

impl Wanted {
    /// The newest `last` items of each series, over everything a section holds.
    pub(super) fn newest<'a>(items: impl Iterator<Item = &'a Item>, last: usize) -> Self {
        let mut series: BTreeMap<&str, BTreeSet<(Newness, &str)>> = BTreeMap::new();
        for item in items {
            let known = series.entry(&item.series).or_default();
            known.insert((Newness::of(item.day), &item.id));
        }
        let mut wanted = Self::default();
        for (series, known) in series {
            let mut ids = HashSet::new();
            for (_, id) in known.into_iter().rev() {
                if ids.len() == last && !ids.contains(id) {
                    break;
                }
                if ids.insert(id) {
                    wanted.newest.insert((series.to_owned(), id.to_owned()));
                }
            }
        }
        wanted
    }

    /// Whether a version with these items has to stay: it holds something wanted that nothing
    /// staying holds.
    pub(super) fn needs(&self, items: &[Item], long_term: bool) -> bool {
        items.iter().any(|item| {
            let name = name(item);
            let wanted =
                item.lasting || (item.long_term && long_term) || self.newest.contains(&name);
            wanted && !self.covered.contains(&name)
        })
    }

    /// These items stay.
    pub(super) fn cover(&mut self, items: &[Item]) {
        self.covered.extend(items.iter().map(name));
    }
}

fn name(item: &Item) -> Name {
    (item.series.clone(), item.id.clone())
}

/// An item without a day is in doubt: it counts as newer than any.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Newness {
    Day(Date),
    Unknown,
}

impl Newness {
    fn of(day: Option<Date>) -> Self {
        day.map_or(Self::Unknown, Self::Day)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn item(id: &str, year: i16) -> Item {
        Item {
            series: "HbA1c".to_owned(),
            id: id.to_owned(),
            day: Some(date(year, 4, 1)),
            lasting: false,
            long_term: false,
        }
    }

    #[test]
    fn the_last_three_of_a_series_are_wanted_until_they_stay_elsewhere() {
        let all = [
            item("a", 2010),
            item("b", 2011),
            item("c", 2012),
            item("d", 2013),
        ];
        let mut wanted = Wanted::newest(all.iter(), 3);
        assert!(!wanted.needs(&all[..1], true));
        assert!(wanted.needs(&all[..2], true));
        wanted.cover(&all[1..2]);
        assert!(!wanted.needs(&all[..2], true));
    }

    #[test]
    fn the_same_result_in_two_versions_counts_once() {
        let all = [
            item("a", 2010),
            item("b", 2011),
            item("b", 2011),
            item("c", 2012),
        ];
        assert!(Wanted::newest(all.iter(), 3).needs(&all[..1], true));
    }

    #[test]
    fn a_lasting_or_long_term_item_is_wanted_however_old() {
        let mut old = item("a", 1999);
        let wanted = Wanted::newest(std::iter::empty(), 0);
        assert!(!wanted.needs(&[old.clone()], true));
        old.long_term = true;
        assert!(wanted.needs(&[old.clone()], true));
        assert!(!wanted.needs(&[old.clone()], false));
        old.lasting = true;
        assert!(wanted.needs(&[old], false));
    }
}
