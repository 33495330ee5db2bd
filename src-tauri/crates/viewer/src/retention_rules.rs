//! 保存期間の規則: how long the service gives each kind, how long it stays here, and what of it a site
//! may set.

use std::collections::BTreeMap;

use cache::retention::{Rule, Span, Windows};
use record::vocabulary::Category;
use serde::{Deserialize, Serialize};

/// What a site has set; where it has set nothing the shipped rule holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RetentionRules {
    #[serde(default)]
    categories: BTreeMap<Category, Rule>,
    /// How long 長期保存 stays; `Some(None)` is for ever.
    #[serde(default)]
    long_term: Option<Keep>,
}

/// A length that may be without end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Keep {
    pub(crate) keep: Option<Span>,
}

/// Nothing is kept by a rule for longer than this: then it had better have no end.
const LONGEST_YEARS: u8 = 100;
/// As many days.
const LONGEST_DAYS: u16 = 36_500;
/// More results of one item than this are no short list.
const MOST_LAST: usize = 100;
/// A kind whose window the service does not tell stays at least this long.
const SHORTEST_KEEP: Span = Span::Years(1);

/// The rule is not one a site may set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OutOfRange;

impl RetentionRules {
    /// The rules that hold: the shipped ones with what the site has set.
    pub(crate) fn windows(&self) -> Option<Windows> {
        let shipped = Windows::shipped().ok()?;
        let windows = self
            .categories
            .iter()
            .fold(shipped, |windows, (category, rule)| {
                windows.with_rule(*category, *rule)
            });
        Some(match self.long_term {
            Some(Keep { keep }) => windows.with_long_term(keep),
            None => windows,
        })
    }

    /// Sets the rule of a category.
    ///
    /// The service's window and its number of results are never set narrower than shipped: what a
    /// facility took back would then be called 閲覧期間外の保存分. Nothing stays shorter than the window.
    pub(crate) fn set(&mut self, category: Category, rule: Rule) -> Result<(), OutOfRange> {
        let windows = Windows::shipped().map_err(|_| OutOfRange)?;
        let shipped = windows.rule(category).ok_or(OutOfRange)?;
        let window = match (rule.window, shipped.window) {
            (Some(window), Some(shipped)) => is_length(window) && !shorter(window, shipped),
            (Some(window), None) => is_length(window),
            (None, shipped) => shipped.is_none(),
        };
        let given = rule.window.or(shipped.window).unwrap_or(SHORTEST_KEEP);
        let keep = is_length(rule.keep) && !shorter(rule.keep, given);
        let last = (shipped.last..=MOST_LAST).contains(&rule.last);
        if !(window && keep && last) {
            return Err(OutOfRange);
        }
        self.categories.insert(category, rule);
        Ok(())
    }

    /// Sets how long 長期保存 stays: never shorter than anything else does.
    pub(crate) fn set_long_term(&mut self, keep: Option<Span>) -> Result<(), OutOfRange> {
        let windows = self.windows().ok_or(OutOfRange)?;
        let rules = Category::WITH_DOCUMENTS
            .into_iter()
            .filter_map(|c| windows.rule(c));
        let too_short = |keep| !is_length(keep) || rules.clone().any(|r| shorter(keep, r.keep));
        if keep.is_some_and(too_short) {
            return Err(OutOfRange);
        }
        self.long_term = Some(Keep { keep });
        Ok(())
    }

    /// Whether 長期保存 still stays at least as long as everything else.
    pub(crate) fn agree(&self) -> bool {
        let keep = self.windows().and_then(|windows| windows.long_term());
        self.clone().set_long_term(keep).is_ok()
    }
}

fn is_length(span: Span) -> bool {
    match span {
        Span::Days(days) => (1..=LONGEST_DAYS).contains(&days),
        Span::Years(years) => (1..=LONGEST_YEARS).contains(&years),
    }
}

/// A year counts its shortest length against days, and its longest the other way: in doubt a length
/// is too short.
fn shorter(one: Span, than: Span) -> bool {
    match (one, than) {
        (Span::Days(one), Span::Days(than)) => one < than,
        (Span::Years(one), Span::Years(than)) => one < than,
        (Span::Years(years), Span::Days(days)) => u32::from(years) * 365 < u32::from(days),
        (Span::Days(days), Span::Years(years)) => u32::from(days) < u32::from(years) * 366,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(window: Option<Span>, last: usize, keep: Span) -> Rule {
        Rule { window, last, keep }
    }

    #[test]
    fn the_shipped_rules_may_be_set_and_change_nothing() {
        let shipped = Windows::shipped().unwrap();
        let mut rules = RetentionRules::default();
        assert_eq!(rules.windows().unwrap(), shipped);
        for category in Category::WITH_DOCUMENTS {
            rules
                .set(category, shipped.rule(category).unwrap())
                .unwrap();
        }
        rules.set_long_term(shipped.long_term()).unwrap();
        assert_eq!(rules.windows().unwrap(), shipped);
        let kept = serde_json::to_vec(&rules).unwrap();
        assert_eq!(
            serde_json::from_slice::<RetentionRules>(&kept).unwrap(),
            rules
        );
    }

    #[test]
    fn nothing_is_set_narrower_than_what_ships_nor_kept_shorter_than_its_window() {
        use Category::{Document, Laboratory, Prescription};
        let year = Some(Span::Years(1));
        let mut rules = RetentionRules::default();
        for (category, window, last, keep) in [
            (Laboratory, Some(Span::Days(365)), 3, Span::Years(5)),
            (Laboratory, year, 2, Span::Years(5)),
            (Laboratory, year, 101, Span::Years(5)),
            (Laboratory, None, 3, Span::Years(5)),
            (Laboratory, year, 3, Span::Days(365)),
            (Laboratory, Some(Span::Years(6)), 3, Span::Years(5)),
            (Laboratory, year, 3, Span::Years(101)),
            (Laboratory, year, 3, Span::Days(36_501)),
            (Prescription, Some(Span::Days(100)), 3, Span::Days(99)),
            (Prescription, Some(Span::Days(0)), 3, Span::Days(0)),
            (Document, None, 0, Span::Days(365)),
        ] {
            let set = rules.set(category, rule(window, last, keep));
            assert_eq!(
                set,
                Err(OutOfRange),
                "{category:?} {window:?} {last} {keep:?}"
            );
        }
        assert_eq!(rules, RetentionRules::default());
        for (category, window, last, keep) in [
            (Laboratory, year, 3, Span::Years(1)),
            (Laboratory, year, 3, Span::Days(366)),
            (Laboratory, Some(Span::Years(2)), 5, Span::Years(2)),
            (Prescription, Some(Span::Days(100)), 3, Span::Days(100)),
            (Document, None, 0, Span::Years(1)),
            (Document, Some(Span::Days(60)), 0, Span::Days(60)),
        ] {
            let set = rules.set(category, rule(window, last, keep));
            assert_eq!(set, Ok(()), "{category:?} {window:?} {last} {keep:?}");
        }
    }

    #[test]
    fn long_term_stays_longest() {
        let mut rules = RetentionRules::default();
        assert_eq!(rules.set_long_term(Some(Span::Years(4))), Err(OutOfRange));
        rules.set_long_term(Some(Span::Years(5))).unwrap();
        assert!(rules.agree());
        let longer = rule(Some(Span::Years(5)), 0, Span::Years(9));
        rules.set(Category::Condition, longer).unwrap();
        assert!(!rules.agree());
        rules.set_long_term(None).unwrap();
        assert!(rules.agree());
        assert_eq!(rules.windows().unwrap().long_term(), None);
    }
}
