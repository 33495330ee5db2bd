use access::Session;
use jiff::Timestamp;
use record::vocabulary::PersonId;
use serde::{Deserialize, Serialize};

use super::{EmergencyKind, EmergencyReason, Ended};
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
            until: None,
            ended: None,
            review: None,
        }
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
