use std::collections::BTreeMap;

/// The categories consented to at the card reader, by the names the viewer uses for them.
pub const CATEGORIES: [&str; 7] = [
    "drug_allergy",
    "other_allergy",
    "condition",
    "infection",
    "laboratory",
    "prescription",
    "checkup",
];

/// 文書: not asked about at the card reader. A consent stands for each letter that is addressed to us
/// and may be read (閲覧可).
pub const DOCUMENT: &str = "document";

/// What the card reader recorded (同意フラグ).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConsentFlag {
    /// 同意あり, whether still running or ended.
    Given,
    /// 同意なし.
    Refused,
    /// The reader did not ask: no Consent resource at all.
    NotAsked,
    /// 施設設定: the facility switched the category off.
    SwitchedOff,
    /// Could not be obtained.
    NotObtainable,
    /// 期限切れ, as the service itself says it (訪問診療・オンライン診療 only).
    Expired,
}

impl ConsentFlag {
    /// The flag with this name (`given`, `refused`, `not_asked`, `switched_off`,
    /// `not_obtainable`, `ended`).
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "given" => Self::Given,
            "refused" => Self::Refused,
            "not_asked" => Self::NotAsked,
            "switched_off" => Self::SwitchedOff,
            "not_obtainable" => Self::NotObtainable,
            "ended" => Self::Expired,
            _ => return None,
        })
    }
}

/// One category's consent, counted back from the same moment as the arrival.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentPlan {
    /// One of [`CATEGORIES`], or [`DOCUMENT`].
    pub category: &'static str,
    /// What was recorded.
    pub flag: ConsentFlag,
    /// Minutes before the start at which the patient chose.
    pub minutes_ago: i64,
    /// How long a given consent is valid.
    pub hours: i64,
}

/// A consent of the day before that ended an hour ago.
const EXPIRED_MINUTES_AGO: i64 = 25 * 60;

/// The plans for an arrival; `written` maps `all` and single categories to flags. Who has
/// `documents` may have them read while any consent of theirs runs.
pub(crate) fn plans(
    written: &BTreeMap<String, String>,
    arrived: i64,
    documents: bool,
) -> Vec<ConsentPlan> {
    let all = written.get("all").map_or("given", String::as_str);
    let plan = |category: &'static str| {
        let name = written.get(category).map_or(all, String::as_str);
        let (flag, minutes_ago) = if name == "expired" {
            (ConsentFlag::Given, EXPIRED_MINUTES_AGO)
        } else {
            let flag = ConsentFlag::from_name(name).unwrap_or(ConsentFlag::NotAsked);
            (flag, arrived)
        };
        ConsentPlan {
            category,
            flag,
            minutes_ago,
            hours: 24,
        }
    };
    let mut plans: Vec<_> = CATEGORIES.into_iter().map(plan).collect();
    let running = plans.iter().find(|plan| plan.runs());
    if let Some(running) = running.filter(|_| documents) {
        plans.push(ConsentPlan {
            category: DOCUMENT,
            ..running.clone()
        });
    }
    plans
}

impl ConsentPlan {
    /// Given, and not yet ended at the start.
    fn runs(&self) -> bool {
        self.flag == ConsentFlag::Given && self.minutes_ago < self.hours * 60
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_category_may_differ_from_the_rest() {
        let written = BTreeMap::from([
            ("all".to_owned(), "refused".to_owned()),
            ("condition".to_owned(), "given".to_owned()),
            ("checkup".to_owned(), "expired".to_owned()),
        ]);
        let plans = plans(&written, 10, false);
        let find = |name: &str| plans.iter().find(|p| p.category == name).unwrap();
        assert_eq!(find("laboratory").flag, ConsentFlag::Refused);
        assert_eq!(find("condition").minutes_ago, 10);
        assert!(find("checkup").minutes_ago > find("checkup").hours * 60);
    }

    #[test]
    fn documents_need_a_running_consent_and_somebody_who_has_some() {
        let documents = |all: &str, documents| {
            let written = BTreeMap::from([("all".to_owned(), all.to_owned())]);
            let plans = plans(&written, 10, documents);
            plans.iter().any(|plan| plan.category == DOCUMENT)
        };
        assert!(documents("given", true));
        for (all, some) in [("given", false), ("refused", true), ("expired", true)] {
            assert!(!documents(all, some), "{all}");
        }
    }
}
