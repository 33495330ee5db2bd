use cache::desk::Arrival;
use jiff::Timestamp;
use record::vocabulary::{Category, Consent, ConsentState};

use crate::view::{ConsentCategoryView, ConsentSummaryView};

/// What one person has consented to, as far as we know at a moment.
#[derive(Clone, Debug)]
pub struct PersonConsents {
    card: bool,
    consents: Vec<Consent>,
    /// Categories whose newest own choice, on whatever day, is a refusal.
    refused: Vec<Category>,
    now: Timestamp,
}

impl PersonConsents {
    /// From today's arrival and the consents that count with it: those of the day's newest card check,
    /// or the newest on file when there was none. Held against `now`; their own end decides.
    #[must_use]
    pub fn new(arrival: Option<&Arrival>, consents: Vec<Consent>, now: Timestamp) -> Self {
        Self {
            // Of who was only announced nobody can say whether they bring the card.
            card: arrival.is_none_or(|arrival| arrival.card || !arrival.came()),
            consents,
            refused: Vec::new(),
            now,
        }
    }

    /// A refusal stands until the person chooses again: coming without a card, or not being asked,
    /// does not lift it.
    #[must_use]
    pub fn after_refusing(mut self, categories: impl IntoIterator<Item = Category>) -> Self {
        self.refused = categories.into_iter().collect();
        self
    }

    /// The state of one category. What was given at an earlier visit runs until its end, also when
    /// the person comes without the card now.
    #[must_use]
    pub fn state(&self, category: Category) -> ConsentState {
        let recorded = self.consents.iter().find(|one| one.category == category);
        let state = recorded.map_or(ConsentState::NotAsked, |one| one.state_at(self.now));
        match state {
            ConsentState::Given { .. } => state,
            _ if !self.card => ConsentState::NoCard,
            _ => state,
        }
    }

    /// The person's newest own choice is a refusal.
    #[must_use]
    pub fn is_refused(&self, category: Category) -> bool {
        match self.state(category) {
            ConsentState::Given { .. } => false,
            ConsentState::Refused => true,
            _ => self.refused.contains(&category),
        }
    }

    /// End of the running consent of one category.
    pub(crate) fn running_until(&self, category: Category) -> Option<Timestamp> {
        match self.state(category) {
            ConsentState::Given { until } => Some(until),
            _ => None,
        }
    }

    /// What may be fetched now, 文書 under their own consent among it.
    pub fn may_fetch(&self) -> impl Iterator<Item = Category> + '_ {
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
    fn a_refusal_stands_when_the_person_comes_without_a_card() {
        let today = PersonConsents::new(None, Vec::new(), "2026-11-21T00:00:00Z".parse().unwrap());
        assert!(!today.is_refused(Category::Condition));
        let today = today.after_refusing([Category::Condition]);
        assert!(today.is_refused(Category::Condition));
        assert!(!today.is_refused(Category::Laboratory));
    }

    #[test]
    fn what_was_given_before_runs_until_its_end_when_the_person_comes_without_the_card() {
        let (until, ended) = ("2026-11-21T12:00:00Z", "2026-11-21T08:00:00Z");
        let consent = |category, until: &str| Consent {
            category,
            flag: ConsentFlag::Given,
            given_at: None,
            until: Some(until.parse().unwrap()),
        };
        let now = "2026-11-21T09:00:00Z".parse().unwrap();
        let before = vec![
            consent(Category::Condition, until),
            consent(Category::Laboratory, ended),
        ];
        let mut without = PersonConsents::new(None, before, now);
        without.card = false;
        let state = |category| without.state(category);
        let until = until.parse().unwrap();
        assert_eq!(state(Category::Condition), ConsentState::Given { until });
        assert_eq!(state(Category::Laboratory), ConsentState::NoCard);
        assert_eq!(state(Category::Checkup), ConsentState::NoCard);
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
