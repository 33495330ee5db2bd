use cache::desk::Arrival;
use jiff::Timestamp;
use record::vocabulary::{Category, Consent, ConsentState};

use crate::rules::ReadingAfterEnd;
use crate::view::{ConsentCategoryView, ConsentSummaryView};

/// What one person has consented to, as far as we know at a moment.
#[derive(Clone, Debug)]
pub(crate) struct PersonConsents {
    card: bool,
    consents: Vec<Consent>,
    /// Categories whose newest own choice, on whatever day, is a refusal.
    refused: Vec<Category>,
    now: Timestamp,
}

impl PersonConsents {
    /// From today's arrival and the newest consents on file. Without an arrival today the newest
    /// consents are from an earlier day: their own end decides.
    pub(crate) fn new(arrival: Option<&Arrival>, consents: Vec<Consent>, now: Timestamp) -> Self {
        Self {
            card: arrival.is_none_or(|arrival| arrival.card),
            consents,
            refused: Vec::new(),
            now,
        }
    }

    /// A refusal stands until the person chooses again: coming without a card, or not being asked,
    /// does not lift it.
    pub(crate) fn after_refusing(mut self, categories: impl IntoIterator<Item = Category>) -> Self {
        self.refused = categories.into_iter().collect();
        self
    }

    /// The state of one category.
    pub(crate) fn state(&self, category: Category) -> ConsentState {
        if !self.card {
            return ConsentState::NoCard;
        }
        self.consents
            .iter()
            .find(|consent| consent.category == category)
            .map_or(ConsentState::NotAsked, |consent| consent.state_at(self.now))
    }

    /// End of the running consent of one category.
    pub(crate) fn running_until(&self, category: Category) -> Option<Timestamp> {
        match self.state(category) {
            ConsentState::Given { until } => Some(until),
            _ => None,
        }
    }

    /// Whether a held copy may be read now: under a running consent, or after its end when the
    /// site's rule says so. A refusal blocks the older copy whatever the rule.
    pub(crate) fn may_read(&self, category: Category, rule: ReadingAfterEnd) -> bool {
        match self.state(category) {
            ConsentState::Given { .. } => true,
            ConsentState::Refused => false,
            _ if self.refused.contains(&category) => false,
            ConsentState::NotAsked
            | ConsentState::Expired { .. }
            | ConsentState::NotObtainable
            | ConsentState::SwitchedOff
            | ConsentState::NoCard => rule == ReadingAfterEnd::AsFacilityRecord,
        }
    }

    /// What may be fetched now, 文書 under their own consent among it.
    pub(crate) fn may_fetch(&self) -> impl Iterator<Item = Category> + '_ {
        Category::WITH_DOCUMENTS
            .into_iter()
            .filter(|category| self.running_until(*category).is_some())
    }

    /// Categories the patient has consented to at the reader and whose consent runs.
    pub(crate) fn given(&self) -> impl Iterator<Item = Category> + '_ {
        Category::ALL
            .into_iter()
            .filter(|category| self.running_until(*category).is_some())
    }

    /// The state of each category asked about at the reader, in screen order.
    pub(crate) fn categories(&self) -> Vec<ConsentCategoryView> {
        let view = |category| ConsentCategoryView {
            category,
            consent: self.state(category),
        };
        Category::ALL.into_iter().map(view).collect()
    }

    /// The earliest end among the running ones.
    pub(crate) fn earliest_end(&self) -> Option<Timestamp> {
        self.given()
            .filter_map(|category| self.running_until(category))
            .min()
    }

    /// The summary of the identity bar; `fetched` counts given categories fetched under it.
    pub(crate) fn summary(&self, fetched: usize) -> ConsentSummaryView {
        ConsentSummaryView {
            categories: self.categories(),
            until: self.earliest_end(),
            given: self.given().count(),
            of: Category::ALL.len(),
            fetched,
        }
    }
}

#[cfg(test)]
mod tests {
    use record::vocabulary::ConsentFlag;

    use super::*;

    fn consents(flag: ConsentFlag, until: &str, now: &str) -> PersonConsents {
        let consent = Consent {
            category: Category::Condition,
            flag,
            given_at: None,
            until: Some(until.parse().unwrap()),
        };
        PersonConsents::new(None, vec![consent], now.parse().unwrap())
    }

    #[test]
    fn after_the_end_the_site_rule_decides_and_a_refusal_always_blocks() {
        let ended = consents(
            ConsentFlag::Given,
            "2026-11-21T00:00:00Z",
            "2026-11-21T00:00:00Z",
        );
        assert!(!ended.may_read(Category::Condition, ReadingAfterEnd::Never));
        assert!(!ended.may_read(Category::Condition, ReadingAfterEnd::EmergencyOnly));
        assert!(ended.may_read(Category::Condition, ReadingAfterEnd::AsFacilityRecord));
        let refused = consents(
            ConsentFlag::Refused,
            "2026-11-22T00:00:00Z",
            "2026-11-21T00:00:00Z",
        );
        assert!(!refused.may_read(Category::Condition, ReadingAfterEnd::AsFacilityRecord));
    }

    #[test]
    fn a_refusal_stands_when_the_person_comes_without_a_card() {
        let rule = ReadingAfterEnd::AsFacilityRecord;
        let today = PersonConsents::new(None, Vec::new(), "2026-11-21T00:00:00Z".parse().unwrap());
        assert!(today.may_read(Category::Condition, rule));
        let today = today.after_refusing([Category::Condition]);
        assert!(!today.may_read(Category::Condition, rule));
        assert!(today.may_read(Category::Laboratory, rule));
    }

    #[test]
    fn what_was_not_asked_is_not_refused() {
        let given = consents(
            ConsentFlag::Given,
            "2026-11-22T00:00:00Z",
            "2026-11-21T00:00:00Z",
        );
        assert_eq!(given.state(Category::Checkup), ConsentState::NotAsked);
        assert_eq!(given.given().collect::<Vec<_>>(), [Category::Condition]);
    }

    #[test]
    fn documents_are_fetched_under_their_own_consent_and_counted_nowhere() {
        let consent = |category| Consent {
            category,
            flag: ConsentFlag::Given,
            given_at: None,
            until: Some("2026-11-22T00:00:00Z".parse().unwrap()),
        };
        let all = [Category::Condition, Category::Document].map(consent);
        let now = "2026-11-21T00:00:00Z".parse().unwrap();
        let both = PersonConsents::new(None, all.to_vec(), now);
        assert_eq!(
            both.may_fetch().collect::<Vec<_>>(),
            [Category::Condition, Category::Document]
        );
        let summary = both.summary(1);
        assert_eq!(
            (summary.given, summary.of, summary.categories.len()),
            (1, 7, 7)
        );
        let without = PersonConsents::new(None, all[..1].to_vec(), now);
        assert_eq!(without.state(Category::Document), ConsentState::NotAsked);
    }
}
