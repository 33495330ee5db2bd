use record::vocabulary::{Category, PersonId};
use vault::StoreError;

use crate::records::Records;
use crate::records::outline::section;

/// A set to be fetched again, because its newest copy is damaged (損傷).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DamagedSet {
    /// Whose.
    pub person: PersonId,
    /// Of which section.
    pub category: Category,
    /// The set's key; none when what is damaged is the list of the section's sets.
    pub key: Option<String>,
}

impl Records {
    /// Everything whose newest copy is damaged, person by person. Reads every newest body, so it
    /// takes a while: `keep_going` is asked before each section, and what was found until it says
    /// no is answered.
    ///
    /// # Errors
    /// When the store fails, or the list of what is held is itself damaged: then the second copy is
    /// needed.
    pub fn damaged(
        &self,
        keep_going: &mut dyn FnMut() -> bool,
    ) -> Result<Vec<DamagedSet>, StoreError> {
        let mut damaged = Vec::new();
        for (person, category) in self.sections()? {
            if !keep_going() {
                break;
            }
            let found = self.damaged_keys(person, category)?;
            damaged.extend(found.into_iter().map(|key| DamagedSet {
                person,
                category,
                key,
            }));
        }
        Ok(damaged)
    }

    fn damaged_keys(
        &self,
        person: PersonId,
        category: Category,
    ) -> Result<Vec<Option<String>>, StoreError> {
        let read = self
            .store
            .read(|store| section(store, person, category, None));
        let outline = match read {
            Ok(outline) => outline,
            Err(StoreError::Damaged) => return Ok(vec![None]),
            Err(error) => return Err(error),
        };
        let mut keys = Vec::new();
        for set in outline.into_iter().flat_map(|outline| outline.sets) {
            if let Some(newest) = set.versions.first()
                && !self.is_intact(newest)?
            {
                keys.push(Some(set.key));
            }
        }
        Ok(keys)
    }
}
