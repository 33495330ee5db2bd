//! How long a consent holds that came without an end, by the kind of care it is for.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use record::vocabulary::{CareSetting, Consent, ConsentFlag};

/// The consent with its end. One that is sent always decides; a consent for home visits goes on until
/// it is cancelled and is sent without one: it holds for a while from the check that told of it, and
/// the next check, which needs no card, tells anew.
pub(crate) fn with_end(consent: Consent, setting: CareSetting, checked_at: Timestamp) -> Consent {
    if consent.flag != ConsentFlag::Given || consent.until.is_some() {
        return consent;
    }
    let until = hours(setting).and_then(|hours| {
        let hours = SignedDuration::from_hours(i64::from(hours));
        checked_at.checked_add(hours).ok()
    });
    Consent { until, ..consent }
}

/// None: without an end it is no permission.
fn hours(setting: CareSetting) -> Option<u32> {
    let table: Result<BTreeMap<CareSetting, Option<u32>>, _> =
        serde_json::from_str(include_str!("../../../../assets/rules/consent-ends.json"));
    table.ok()?.get(&setting).copied().flatten()
}

#[cfg(test)]
mod tests {
    use record::vocabulary::Category;

    use super::*;

    fn at(hours: i64) -> Timestamp {
        Timestamp::from_second(1_795_000_000 + hours * 3600).unwrap()
    }

    #[test]
    fn an_end_that_was_sent_decides_and_only_a_home_visit_holds_without_one() {
        let consent = |until| Consent {
            category: Category::Condition,
            flag: ConsentFlag::Given,
            given_at: None,
            until,
        };
        let until = |sent, setting| with_end(consent(sent), setting, at(0)).until;
        for setting in CareSetting::ALL {
            assert_eq!(until(Some(at(90)), setting), Some(at(90)), "{setting:?}");
        }
        assert_eq!(until(None, CareSetting::HomeVisit), Some(at(24)));
        assert_eq!(until(None, CareSetting::Online), None);
        assert_eq!(until(None, CareSetting::Outpatient), None);
        let refused = Consent {
            flag: ConsentFlag::Refused,
            ..consent(None)
        };
        let kept = with_end(refused.clone(), CareSetting::HomeVisit, at(0));
        assert_eq!(kept, refused);
    }

    #[test]
    fn the_table_names_every_setting() {
        let table: BTreeMap<CareSetting, Option<u32>> =
            serde_json::from_str(include_str!("../../../../assets/rules/consent-ends.json"))
                .unwrap();
        assert_eq!(table.len(), CareSetting::ALL.len());
    }
}
