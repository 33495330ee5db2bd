use std::collections::BTreeMap;

use jiff::Timestamp;
use record::vocabulary::{Category, PersonId};
use vault::StoreError;

use super::Windows;
use crate::records::Records;
use crate::records::outline::{SectionOutline, section};

/// What of one person exists nowhere else, as far as we know: it is lost when this store is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Irreplaceable {
    /// Sets that the newest answer no longer held.
    pub not_returned: usize,
    /// Sets that the service gave last, but longer ago than it gives them, or nobody knows how long
    /// it does.
    pub beyond_window: usize,
    /// Older versions: the service gives the newest only.
    pub earlier: usize,
    /// Bytes of all of these, as received.
    pub size: u64,
}

impl Records {
    /// What exists nowhere else, by person; people of whom everything can be fetched again are not
    /// among them. To be exported before this PC is retired. `now` need not be trusted: nothing is
    /// deleted by it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn exists_nowhere_else(
        &self,
        windows: &Windows,
        now: Timestamp,
    ) -> Result<BTreeMap<PersonId, Irreplaceable>, StoreError> {
        let mut people: BTreeMap<PersonId, Irreplaceable> = BTreeMap::new();
        for (person, category) in self.sections()? {
            let outline = self
                .store
                .read(|store| section(store, person, category, None))?;
            if let Some(outline) = outline {
                let mine = people.entry(person).or_default();
                count(&outline, mine, |carried| {
                    windows.within(category, carried, now) == Some(true)
                });
            }
        }
        people.retain(|_, mine| *mine != Irreplaceable::default());
        Ok(people)
    }

    /// Every section something was ever stored in.
    pub(in crate::records) fn sections(&self) -> Result<Vec<(PersonId, Category)>, StoreError> {
        let rows: Vec<(i64, String)> = self.store.read(|store| {
            let mut query = store.prepare_cached(
                "SELECT DISTINCT person, category FROM received_set ORDER BY person, category",
            )?;
            let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })?;
        rows.into_iter()
            .map(|(person, category)| {
                let category = Category::from_name(&category).ok_or(StoreError::Damaged)?;
                Ok((PersonId(person), category))
            })
            .collect()
    }
}

fn count(outline: &SectionOutline, mine: &mut Irreplaceable, given: impl Fn(Timestamp) -> bool) {
    for set in &outline.sets {
        for (age, version) in set.versions.iter().enumerate() {
            let counted = match age {
                0 if !set.returned => &mut mine.not_returned,
                0 if given(version.confirmed_at) => continue,
                0 => &mut mine.beyond_window,
                _ => &mut mine.earlier,
            };
            *counted += 1;
            mine.size = mine.size.saturating_add(version.size());
        }
    }
}
