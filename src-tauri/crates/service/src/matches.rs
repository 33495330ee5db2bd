use std::collections::HashSet;

use url::Url;

use crate::wire::Entry;

/// What a search found, counted over its pages: each resource once, and only what was asked for.
/// What comes along (`include`, `outcome`) does not count to the total that the service tells.
#[derive(Debug)]
pub(crate) struct Matches {
    /// The kind of resource that was asked for; tells matches where no entry says what it is.
    asked: String,
    named: HashSet<String>,
    nameless: u64,
}

impl Matches {
    /// Of a search at this address.
    pub(crate) fn of(search: &Url) -> Self {
        let mut segments = search.path_segments().into_iter().flatten();
        let asked = segments.rfind(|part| *part != "_search");
        Self {
            asked: asked.unwrap_or_default().to_owned(),
            named: HashSet::new(),
            nameless: 0,
        }
    }

    /// The entries of a further page.
    pub(crate) fn add(&mut self, entries: &[Entry]) {
        for entry in entries {
            let is_match = match entry.mode.as_deref() {
                Some(mode) => mode == "match",
                None => entry.kind == self.asked,
            };
            if !is_match {
                continue;
            }
            match &entry.name {
                Some(name) => {
                    self.named.insert(name.clone());
                }
                None => self.nameless = self.nameless.saturating_add(1),
            }
        }
    }

    /// Whether all came that the service tells it found. More is no fault: some count otherwise.
    pub(crate) fn reach(&self, total: Option<u64>) -> bool {
        let came = (self.named.len() as u64).saturating_add(self.nameless);
        total.is_none_or(|total| came >= total)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(kind: &str, name: Option<&str>, mode: Option<&str>) -> Entry {
        Entry {
            kind: kind.to_owned(),
            name: name.map(str::to_owned),
            mode: mode.map(str::to_owned),
        }
    }

    fn reach(entries: &[Entry], total: u64) -> bool {
        let url = Url::parse("https://service.invalid/fhir/Condition?patient=p1").unwrap();
        let mut matches = Matches::of(&url);
        for page in entries.chunks(2) {
            matches.add(page);
        }
        assert!(matches.reach(None), "nothing was told");
        matches.reach(Some(total))
    }

    #[test]
    fn only_what_was_found_counts_and_each_resource_once() {
        let found = [
            entry("Condition", Some("Condition/1"), Some("match")),
            entry("Patient", Some("Patient/p"), Some("include")),
            entry("Condition", Some("Condition/1"), Some("match")),
            entry("OperationOutcome", None, Some("outcome")),
        ];
        assert!(reach(&found, 1));
        assert!(!reach(&found, 2));
        assert!(reach(&[], 0));
    }

    #[test]
    fn where_no_mode_is_said_the_kind_that_was_asked_for_counts() {
        let found = [
            entry("Condition", Some("Condition/1"), None),
            entry("Patient", Some("Patient/p"), None),
            entry("Condition", None, None),
        ];
        assert!(reach(&found, 2));
        assert!(!reach(&found, 3));
    }

    #[test]
    fn a_search_by_form_asks_for_the_kind_before_it() {
        let url = Url::parse("https://service.invalid/fhir/Patient/_search").unwrap();
        let mut matches = Matches::of(&url);
        matches.add(&[entry("Patient", Some("Patient/p"), None)]);
        assert!(matches.reach(Some(1)));
    }
}
