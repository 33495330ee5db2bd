use jiff::Timestamp;
use record::vocabulary::{Category, PersonId};
use vault::StoreError;

use super::held::answered_at;
use super::outline::section;
use super::{Records, glance};
use crate::moment;

/// The state a section is in, without its content: cheap enough to ask before reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionState {
    /// Names the state, as [`Held::version`](super::Held::version) does.
    pub version: String,
    /// When the service last gave or confirmed it.
    pub as_of: Timestamp,
}

impl Records {
    /// The newest state of a section; none when nothing was ever stored.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn state(
        &self,
        person: PersonId,
        category: Category,
    ) -> Result<Option<SectionState>, StoreError> {
        match self
            .store
            .read(|store| glance::state(store, person, category))
        {
            Ok(Some((state, Some(as_of)))) => {
                return Ok(Some(SectionState {
                    version: state.to_string(),
                    as_of: moment::from_stored(as_of)?,
                }));
            }
            Ok(_) | Err(StoreError::Damaged) => {}
            Err(error) => return Err(error),
        }
        self.store.read(|store| {
            let Some(outline) = section(store, person, category, None)? else {
                return Ok(None);
            };
            let newest = outline.sets.iter().filter_map(|set| set.versions.first());
            let as_of = match answered_at(store, person, category)? {
                Some(at) => at,
                None => match newest.map(|version| version.confirmed_at).max() {
                    Some(at) => at,
                    None => return Ok(None),
                },
            };
            Ok(Some(SectionState {
                version: outline.state.to_string(),
                as_of,
            }))
        })
    }
}
