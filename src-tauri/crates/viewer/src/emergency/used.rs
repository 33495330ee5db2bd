use access::Session;
use cache::ToldBy;
use jiff::{SignedDuration, Timestamp};
use record::vocabulary::PersonId;
use serde::{Deserialize, Serialize};

use super::{EmergencyKind, EmergencyReason, Ended};
use crate::arrived::Arrived;
use crate::rules::CLOCKS_DIFFER;

/// One use, from its beginning until its review. While it runs it is what opens; afterwards, and
/// until somebody has looked at it, it is the task that stays open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct EmergencyUse {
    /// Names it on this PC.
    pub(crate) number: u64,
    pub(crate) kind: EmergencyKind,
    /// Who began it.
    pub(crate) by: Who,
    /// Of whom, where it is one patient's.
    pub(crate) person: Option<PersonId>,
    pub(crate) chart_number: Option<String>,
    pub(crate) reason: Option<EmergencyReason>,
    /// In the own words of who began it.
    pub(crate) text: Option<String>,
    pub(crate) from: Timestamp,
    /// The clock of this PC when it began: rows of the log carry it.
    #[serde(default)]
    pub(crate) own_clock: Option<Timestamp>,
    /// What came from the service since this moment came under it, in the time that answers are stamped
    /// with.
    #[serde(default)]
    pub(crate) answers_from: Option<Timestamp>,
    /// None when only a person ends it.
    pub(crate) until: Option<Timestamp>,
    pub(crate) ended: Option<Ended>,
    pub(crate) review: Option<Review>,
}

/// A person by their account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Who {
    pub(crate) account: String,
    pub(crate) display_name: String,
}

/// That somebody looked at it afterwards (事後確認).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Review {
    pub(crate) by: Who,
    pub(crate) at: Timestamp,
    /// It was in order.
    pub(crate) proper: bool,
    pub(crate) text: Option<String>,
    /// 自己確認: by the person who is reviewed.
    pub(crate) own: bool,
}

impl Who {
    pub(crate) fn of(session: &Session) -> Self {
        Self {
            account: session.account().to_owned(),
            display_name: session.display_name().to_owned(),
        }
    }
}

impl EmergencyUse {
    /// One that begins now; it gets its number when it is kept.
    pub(crate) fn new(kind: EmergencyKind, by: Who, from: Timestamp) -> Self {
        Self {
            number: 0,
            kind,
            by,
            person: None,
            chart_number: None,
            reason: None,
            text: None,
            from,
            own_clock: None,
            answers_from: None,
            until: None,
            ended: None,
            review: None,
        }
    }

    /// Since when rows of the log and answers of the service are of this use, whose clocks are not that
    /// of consents.
    pub(crate) fn began(&mut self, own_clock: Timestamp, arrived: Arrived) {
        self.own_clock = Some(own_clock);
        // The first answer may be stamped by the time that it tells itself.
        let may_turn_back = match arrived.told {
            ToldBy::Trusted => SignedDuration::ZERO,
            ToldBy::OwnClock => CLOCKS_DIFFER,
        };
        self.answers_from = arrived.at.checked_sub(may_turn_back).ok();
    }

    /// Since when rows of the log are of it, by the clock of the PC.
    pub(crate) fn rows_from(&self) -> Timestamp {
        self.own_clock.map_or(self.from, |own| own.min(self.from))
    }

    /// Until when they are, once it has ended. Rows are told apart by the second: that of the end belongs
    /// to it.
    pub(crate) fn rows_until(&self) -> Option<Timestamp> {
        let second = SignedDuration::from_secs(1);
        self.ended?.at.checked_add(second).ok()
    }

    /// Since when answers of the service came under it.
    pub(crate) fn answers_from(&self) -> Timestamp {
        self.answers_from.unwrap_or(self.from)
    }

    /// Whether it is on at `now`. What began by a clock that was ahead is not, once that is set right:
    /// it would last by as much longer.
    pub(crate) fn runs(&self, now: Timestamp) -> bool {
        let within = |until| now < until && !self.begins_after(now);
        self.ended.is_none() && self.until.is_none_or(within)
    }

    /// Whether its beginning is yet to come: the clock it began by was ahead.
    pub(crate) fn begins_after(&self, now: Timestamp) -> bool {
        self.from.duration_since(now) > CLOCKS_DIFFER
    }
}
