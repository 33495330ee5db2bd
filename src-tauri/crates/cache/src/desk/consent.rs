use jiff::Timestamp;
use jiff::civil::Date;
use record::vocabulary::{Category, Consent, ConsentFlag, PersonId};
use rusqlite::OptionalExtension;
use vault::StoreError;

use super::Desk;
use super::arrival::COUNTS_FIRST;
use super::joining::FAMILY;
use crate::{moment, text};

/// A consent with the card check that carried it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatedConsent {
    /// The moment of the card check.
    pub checked_at: Timestamp,
    /// What was recorded.
    pub consent: Consent,
}

impl Desk {
    /// The consents of the check of a day that counts, see [`Desk::arrivals`]; empty without one.
    ///
    /// # Errors
    /// When the store fails.
    pub fn consents(&self, person: PersonId, day: Date) -> Result<Vec<Consent>, StoreError> {
        self.store.read(|store| {
            let kept: Option<String> = store
                .prepare_cached(&format!(
                    "SELECT consents FROM arrival WHERE person IN {FAMILY} AND day = ?2
                     ORDER BY {COUNTS_FIRST} LIMIT 1"
                ))?
                .query_row((person.0, day.to_string()), |row| row.get(0))
                .optional()?;
            kept.map_or(Ok(Vec::new()), |kept| text::from_stored(&kept))
        })
    }

    /// For each category the person's newest own choice (同意あり or 同意なし), whatever day it was
    /// made on; where they never chose, the newest thing recorded. For deciding about held copies
    /// after a consent has ended: a refusal stands until the person chooses again.
    ///
    /// # Errors
    /// When the store fails.
    pub fn latest_consents(&self, person: PersonId) -> Result<Vec<DatedConsent>, StoreError> {
        let newest_first = self.all_consents(person)?;
        let newest = |category, chosen: bool| {
            newest_first.iter().find(|dated| {
                dated.consent.category == category && (!chosen || is_own_choice(dated.consent.flag))
            })
        };
        Ok(Category::WITH_DOCUMENTS
            .into_iter()
            .filter_map(|category| newest(category, true).or_else(|| newest(category, false)))
            .cloned()
            .collect())
    }

    fn all_consents(&self, person: PersonId) -> Result<Vec<DatedConsent>, StoreError> {
        self.store.read(|store| {
            let mut query = store.prepare_cached(&format!(
                "SELECT checked_at, consents FROM arrival WHERE person IN {FAMILY}
                 ORDER BY checked_at DESC"
            ))?;
            let mut rows = query.query([person.0])?;
            let mut all = Vec::new();
            while let Some(row) = rows.next()? {
                let checked_at = moment::from_stored(row.get(0)?)?;
                let consents: Vec<Consent> = text::from_stored(&row.get::<_, String>(1)?)?;
                let dated = |consent| DatedConsent {
                    checked_at,
                    consent,
                };
                all.extend(consents.into_iter().map(dated));
            }
            Ok(all)
        })
    }
}

/// Adds to what a later check of the day recorded each refusal of which that check says nothing: not
/// being asked again does not lift it.
pub(super) fn with_standing_refusals(
    mut later: Vec<Consent>,
    earlier: Vec<Consent>,
) -> Vec<Consent> {
    for refused in earlier {
        let chosen = later
            .iter()
            .any(|consent| consent.category == refused.category && is_own_choice(consent.flag));
        if refused.flag == ConsentFlag::Refused && !chosen {
            later.retain(|consent| consent.category != refused.category);
            later.push(refused);
        }
    }
    later
}

/// 期限切れ as sent by the service was given once; the other flags are not the person's word.
const fn is_own_choice(flag: ConsentFlag) -> bool {
    matches!(
        flag,
        ConsentFlag::Given | ConsentFlag::Refused | ConsentFlag::Expired
    )
}
