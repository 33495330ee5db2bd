use std::collections::BTreeMap;

use jiff::tz::{TimeZone, offset};
use jiff::{Timestamp, ToSpan as _};
use record::vocabulary::Category;
use serde::{Deserialize, Serialize};

use super::RetentionError;

/// How long each kind of information can be viewed in the service and stays here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Windows {
    /// By category. One without a rule is never deleted.
    categories: BTreeMap<Category, Rule>,
    /// How long 長期保存 stays; without a length it is never deleted by age. The service says only
    /// that it is longer.
    long_term: Option<Span>,
}

/// The rule of one category.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// How long the service gives it (閲覧期間); none when that is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<Span>,
    /// How many of the newest results of each item are given however old they are (直近3回).
    #[serde(default)]
    pub last: usize,
    /// How long it stays here; never shorter than the window.
    pub keep: Span,
}

/// A length of time of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    /// Days (日).
    Days(u16),
    /// Years (年).
    Years(u8),
}

impl Windows {
    /// The rules that the program comes with.
    ///
    /// # Errors
    /// Never: they are tested.
    pub fn shipped() -> Result<Self, RetentionError> {
        Self::from_json(include_bytes!(
            "../../../../../../assets/rules/retention.json"
        ))
    }

    /// Reads rules in the form of `assets/rules/retention.json`.
    ///
    /// # Errors
    /// [`RetentionError::Rules`] when they have another form, or a length of nothing.
    pub fn from_json(bytes: &[u8]) -> Result<Self, RetentionError> {
        let rules: Self = serde_json::from_slice(bytes).map_err(|_| RetentionError::Rules)?;
        let mut spans: Vec<Span> = rules.long_term.into_iter().collect();
        for rule in rules.categories.values() {
            spans.extend(rule.window);
            spans.push(rule.keep);
        }
        let nothing = |span: &Span| matches!(span, Span::Days(0) | Span::Years(0));
        if spans.iter().any(nothing) {
            return Err(RetentionError::Rules);
        }
        Ok(rules)
    }

    /// The same rules with another one for a category.
    #[must_use]
    pub fn with_rule(mut self, category: Category, rule: Rule) -> Self {
        self.categories.insert(category, rule);
        self
    }

    /// The same rules with another length for 長期保存; none: never deleted by age.
    #[must_use]
    pub const fn with_long_term(mut self, keep: Option<Span>) -> Self {
        self.long_term = keep;
        self
    }

    /// How long 長期保存 stays; none when it is never deleted by age.
    #[must_use]
    pub const fn long_term(&self) -> Option<Span> {
        self.long_term
    }

    /// The rule of a category.
    #[must_use]
    pub fn rule(&self, category: Category) -> Option<Rule> {
        self.categories.get(&category).copied()
    }

    /// Whether the service still gives what a fetch carried last at this moment; none when its
    /// window is not known. Outside it, what is held is 閲覧期間外の保存分, never withdrawn.
    #[must_use]
    pub fn within(&self, category: Category, carried: Timestamp, now: Timestamp) -> Option<bool> {
        let window = self.rule(category)?.window?;
        Some(carried >= window.before(now))
    }

    /// What was last carried before this moment may be deleted; none when nothing may.
    pub(super) fn kept_since(&self, category: Category, now: Timestamp) -> Option<Timestamp> {
        let rule = self.rule(category)?;
        let kept = rule.keep.before(now);
        let given = rule.window.map(|window| window.before(now));
        Some(given.map_or(kept, |given| kept.min(given)))
    }

    /// As `kept_since`, for 長期保存.
    pub(super) fn long_term_since(&self, now: Timestamp) -> Timestamp {
        self.long_term
            .map_or(Timestamp::MIN, |span| span.before(now))
    }
}

impl Span {
    /// The same hour in Japan that long ago. Beyond the calendar it is the beginning of it, so that
    /// nothing is too old.
    #[must_use]
    pub fn before(self, now: Timestamp) -> Timestamp {
        let length = match self {
            Self::Days(days) => i64::from(days).days(),
            Self::Years(years) => i64::from(years).years(),
        };
        now.to_zoned(TimeZone::fixed(offset(9)))
            .checked_sub(length)
            .map_or(Timestamp::MIN, |then| then.timestamp())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn the_shipped_rules_name_every_category_and_keep_no_shorter_than_given() {
        let rules = Windows::shipped().unwrap();
        let now = moment("2026-11-22T10:00:00+09:00");
        for category in Category::WITH_DOCUMENTS {
            let rule = rules.rule(category).unwrap();
            assert!(rules.kept_since(category, now).unwrap() <= rule.keep.before(now));
        }
        assert_eq!(rules.long_term_since(now), Timestamp::MIN);
        assert_eq!(rules.rule(Category::Laboratory).unwrap().last, 3);
    }

    #[test]
    fn lengths_are_those_of_the_calendar_in_japan() {
        let now = moment("2024-02-29T08:00:00+09:00");
        assert_eq!(
            Span::Years(5).before(now),
            moment("2019-02-28T08:00:00+09:00")
        );
        assert_eq!(
            Span::Days(100).before(now),
            moment("2023-11-21T08:00:00+09:00")
        );
    }

    #[test]
    fn the_wider_of_window_and_keeping_counts() {
        let rules = |keep: &str| {
            let text = format!(
                r#"{{"categories":{{"condition":{{"window":{{"years":5}},"keep":{keep}}}}},"long_term":null}}"#
            );
            Windows::from_json(text.as_bytes())
        };
        let now = moment("2026-11-22T10:00:00+09:00");
        let since = |keep| {
            rules(keep)
                .unwrap()
                .kept_since(Category::Condition, now)
                .unwrap()
        };
        assert_eq!(since(r#"{"days":1}"#), Span::Years(5).before(now));
        assert_eq!(since(r#"{"years":9}"#), Span::Years(9).before(now));
        assert_eq!(rules(r#"{"days":0}"#), Err(RetentionError::Rules));
        assert_eq!(rules("5"), Err(RetentionError::Rules));
    }

    #[test]
    fn outside_the_window_is_not_inside_it_and_unknown_is_neither() {
        let rules = Windows::shipped().unwrap();
        let now = moment("2026-11-22T10:00:00+09:00");
        let within = |category, carried| rules.within(category, moment(carried), now);
        assert_eq!(
            within(Category::Laboratory, "2025-11-22T10:00:00+09:00"),
            Some(true)
        );
        assert_eq!(
            within(Category::Laboratory, "2025-11-22T09:59:59+09:00"),
            Some(false)
        );
        assert_eq!(
            within(Category::Document, "2026-11-22T09:00:00+09:00"),
            None
        );
    }
}
