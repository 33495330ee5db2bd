use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Category;

/// What the card reader recorded for one category (同意フラグ), before any clock is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ConsentFlag {
    /// 同意あり.
    Given,
    /// 同意なし: asked and refused.
    Refused,
    /// The reader did not ask.
    NotAsked,
    /// 期限切れ, as said by the service itself (home-visit and online care only).
    Expired,
    /// Could not be obtained (emergencies).
    NotObtainable,
    /// The facility has switched this category off (施設設定).
    SwitchedOff,
}

/// A consent for one category as received: flag, time given, end of validity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// What may be read.
    pub category: Category,
    /// What the reader recorded.
    pub flag: ConsentFlag,
    /// When the patient chose.
    pub given_at: Option<Timestamp>,
    /// End of validity (AvailableTime). The end decides, never the flag.
    pub until: Option<Timestamp>,
}

/// What a consent means at a given moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum ConsentState {
    /// 同意あり until this moment.
    Given {
        /// End of validity.
        #[ts(type = "string")]
        until: Timestamp,
    },
    /// 同意なし.
    Refused,
    /// Not asked at the reader.
    NotAsked,
    /// 期限切れ since this moment, if known.
    Expired {
        /// When it ended.
        #[ts(type = "string | null")]
        at: Option<Timestamp>,
    },
    /// 確認できません.
    NotObtainable,
    /// Switched off by the facility (施設設定).
    SwitchedOff,
    /// カードなし: nothing can be fetched without a card.
    NoCard,
}

impl Consent {
    /// The state at `now`. A given consent without an end is treated as ended: nothing is fetched
    /// on a permission whose limit is unknown.
    #[must_use]
    pub fn state_at(&self, now: Timestamp) -> ConsentState {
        match self.flag {
            ConsentFlag::Given => match self.until {
                Some(until) if now < until => ConsentState::Given { until },
                at => ConsentState::Expired { at },
            },
            ConsentFlag::Refused => ConsentState::Refused,
            ConsentFlag::NotAsked => ConsentState::NotAsked,
            ConsentFlag::Expired => ConsentState::Expired { at: self.until },
            ConsentFlag::NotObtainable => ConsentState::NotObtainable,
            ConsentFlag::SwitchedOff => ConsentState::SwitchedOff,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(until: Option<&str>) -> Consent {
        Consent {
            category: Category::Condition,
            flag: ConsentFlag::Given,
            given_at: None,
            until: until.map(|t| t.parse().unwrap()),
        }
    }

    #[test]
    fn the_end_time_decides_not_the_flag() {
        let consent = given(Some("2026-11-22T08:45:00+09:00"));
        let until = "2026-11-22T08:45:00+09:00".parse().unwrap();
        assert_eq!(
            consent.state_at("2026-11-22T08:44:59+09:00".parse().unwrap()),
            ConsentState::Given { until }
        );
        assert_eq!(
            consent.state_at(until),
            ConsentState::Expired { at: Some(until) }
        );
    }

    #[test]
    fn a_consent_without_an_end_is_not_used() {
        let now = "2026-11-21T10:00:00+09:00".parse().unwrap();
        assert_eq!(
            given(None).state_at(now),
            ConsentState::Expired { at: None }
        );
    }
}
