use std::collections::HashSet;

use record::vocabulary::PersonId;

/// What of the patient who is open here has been written down already: one opening is one record, a
/// section that is drawn again and the next page of an original are no new ones.
#[derive(Debug, Default)]
pub(crate) struct WrittenDown {
    person: Option<PersonId>,
    what: HashSet<String>,
}

impl WrittenDown {
    /// A patient was opened, and that was written down.
    pub(crate) fn begin(&mut self, person: PersonId) {
        self.person = Some(person);
        self.what.clear();
    }

    /// Something of a patient was written down.
    pub(crate) fn note(&mut self, person: PersonId, what: String) {
        if self.person == Some(person) {
            self.what.insert(what);
        }
    }

    /// Whether all of these were written down since the patient was opened.
    pub(crate) fn holds(&self, person: PersonId, what: impl IntoIterator<Item = String>) -> bool {
        self.person == Some(person) && what.into_iter().all(|what| self.what.contains(&what))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_down_counts_until_another_patient_is_opened() {
        let (one, other) = (PersonId(1), PersonId(2));
        let what = || ["condition/5".to_owned()];
        let mut written = WrittenDown::default();
        assert!(!written.holds(one, []), "nobody is open");
        written.begin(one);
        assert!(written.holds(one, []) && !written.holds(one, what()));
        written.note(one, "condition/5".to_owned());
        written.note(other, "condition/6".to_owned());
        assert!(written.holds(one, what()));
        assert!(!written.holds(other, what()) && !written.holds(other, []));
        written.begin(one);
        assert!(!written.holds(one, what()), "opened anew");
    }
}
