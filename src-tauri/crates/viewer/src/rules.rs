use std::collections::{BTreeMap, BTreeSet};

use access::Role;
use jiff::{SignedDuration, Timestamp};
use record::vocabulary::Category;
use serde::{Deserialize, Serialize};
use service::TimeServer;
use ts_rs::TS;

use crate::audit_rules::AuditRules;
use crate::emergency::EmergencyRules;
use crate::locking::LockRules;
use crate::retention_rules::RetentionRules;
use crate::sign_in_rules::SignInRules;
use crate::view::Staleness;

/// What a site has decided (施設の規則). Kept in the desk store as one versioned blob.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SiteRules {
    /// Version of this shape: 2 since it holds limits of age, 3 since how long things are kept;
    /// the older ones are still read.
    pub(crate) format: u32,
    /// May a held copy be read after its consent has ended?
    pub(crate) reading_after_end: ReadingAfterEnd,
    /// Minutes until every screen locks itself, in rules of earlier formats; in later ones `lock` says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) auto_lock_minutes: Option<u32>,
    /// When screens lock by themselves.
    #[serde(default)]
    pub(crate) lock: LockRules,
    /// How people sign in.
    #[serde(default)]
    pub(crate) sign_in: SignInRules,
    /// Limits of age the site has set; a category without one has the shipped one.
    #[serde(default)]
    pub(crate) staleness: BTreeMap<Category, AgeLimits>,
    /// How long things are kept, where the site has set it.
    #[serde(default)]
    pub(crate) retention: RetentionRules,
    /// How the audit log is kept.
    #[serde(default)]
    pub(crate) audit: AuditRules,
    /// What holds in emergencies.
    #[serde(default)]
    pub(crate) emergency: EmergencyRules,
    /// Categories that are not fetched before somebody opens the patient. Each fetch appears to the
    /// patient on マイナポータル as a viewing.
    #[serde(default)]
    pub(crate) not_ahead: BTreeSet<Category>,
    /// The desk's board shows no categories, not even on the focused row.
    #[serde(default)]
    pub(crate) board_hides_categories: bool,
    /// 時刻サーバー (NTP), as it was typed; the whole site has the same.
    #[serde(default)]
    pub(crate) time_server: Option<String>,
}

/// From when on what is shown counts as old.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AgeLimits {
    pub(crate) amber_hours: u32,
    pub(crate) red_hours: u32,
}

impl SiteRules {
    /// The name of the blob in the desk store.
    pub(crate) const BLOB: &'static str = "site_rules";
    /// The shape this version writes.
    pub(crate) const FORMAT: u32 = 3;

    /// The rules as first-run set-up asks for them.
    pub(crate) fn new(reading_after_end: ReadingAfterEnd) -> Self {
        Self {
            format: Self::FORMAT,
            reading_after_end,
            auto_lock_minutes: None,
            lock: LockRules::default(),
            sign_in: SignInRules::default(),
            staleness: BTreeMap::new(),
            retention: RetentionRules::default(),
            audit: AuditRules::default(),
            emergency: EmergencyRules::default(),
            not_ahead: BTreeSet::new(),
            board_hides_categories: false,
            time_server: None,
        }
    }

    /// Whether this category is fetched as soon as a consent is there, before anybody opens the
    /// patient.
    pub(crate) fn fetches_ahead(&self, category: Category) -> bool {
        !self.not_ahead.contains(&category)
    }

    /// Who is asked for the time. A site file made elsewhere may hold a text that names nobody.
    pub(crate) fn time_server(&self) -> Option<TimeServer> {
        self.time_server.as_deref()?.parse().ok()
    }

    /// Minutes without input until a screen of this role locks itself.
    pub(crate) fn auto_lock_minutes(&self, role: Role) -> u32 {
        self.lock.minutes(role, self.auto_lock_minutes)
    }

    /// The limits of a category: the site's, or else the shipped ones.
    pub(crate) fn limits(&self, category: Category) -> AgeLimits {
        let set = self.staleness.get(&category).copied();
        set.unwrap_or_else(|| shipped(category))
    }

    /// How old what is shown is. `in_doubt`: `now` itself is not to be believed.
    pub(crate) fn age(
        &self,
        category: Category,
        as_of: Timestamp,
        now: Timestamp,
        in_doubt: bool,
    ) -> Age {
        let limits = self.limits(category);
        let after = |hours: u32| {
            let hours = SignedDuration::from_hours(i64::from(hours));
            as_of.checked_add(hours).ok()
        };
        let (amber_at, red_at) = (after(limits.amber_hours), after(limits.red_hours));
        let reached = |at: Option<Timestamp>| at.is_some_and(|at| now >= at);
        let staleness = if in_doubt || now.duration_since(as_of) < -CLOCKS_DIFFER {
            Staleness::ClockInDoubt
        } else if reached(red_at) {
            Staleness::Red
        } else if reached(amber_at) {
            Staleness::Amber
        } else {
            Staleness::Fresh
        };
        Age {
            staleness,
            amber_at,
            red_at,
        }
    }
}

/// How old something is by the limits of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Age {
    /// Now.
    pub(crate) staleness: Staleness,
    /// From then on it is amber; none beyond the end of time.
    pub(crate) amber_at: Option<Timestamp>,
    /// From then on it is red.
    pub(crate) red_at: Option<Timestamp>,
}

/// Clocks further apart than this are not explained by one that is a little fast: 時計要確認.
pub(crate) const CLOCKS_DIFFER: SignedDuration = SignedDuration::from_secs(60);

/// As if asked for daily, where the shipped table does not say.
const UNNAMED: AgeLimits = AgeLimits {
    amber_hours: 24,
    red_hours: 168,
};

fn shipped(category: Category) -> AgeLimits {
    let table: Result<BTreeMap<Category, AgeLimits>, _> =
        serde_json::from_str(include_str!("../../../../assets/rules/staleness.json"));
    let limits = table.ok().and_then(|table| table.get(&category).copied());
    limits.unwrap_or(UNNAMED)
}

/// Reading a held copy after the end of its consent: asked at first run, never set silently.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReadingAfterEnd {
    /// 不可.
    Never,
    /// 緊急時のみ: only under a declared emergency.
    EmergencyOnly,
    /// 施設の記録として可.
    AsFacilityRecord,
}

impl ReadingAfterEnd {
    /// What the audit says when the site decides for it.
    pub(crate) const fn changed_to(self) -> &'static str {
        match self {
            Self::Never => "reading_after_end_never",
            Self::EmergencyOnly => "reading_after_end_emergency_only",
            Self::AsFacilityRecord => "reading_after_end_as_facility_record",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hours: i64) -> Timestamp {
        Timestamp::from_second(1_795_000_000 + hours * 3600).unwrap()
    }

    #[test]
    fn the_shipped_limits_name_every_category_and_red_never_comes_before_amber() {
        let table: BTreeMap<Category, AgeLimits> =
            serde_json::from_str(include_str!("../../../../assets/rules/staleness.json")).unwrap();
        for category in Category::WITH_DOCUMENTS {
            let limits = table[&category];
            assert!(0 < limits.amber_hours && limits.amber_hours <= limits.red_hours);
            assert_eq!(shipped(category), limits);
        }
    }

    #[test]
    fn age_is_told_by_the_limits_of_the_site() {
        let mut rules = SiteRules::new(ReadingAfterEnd::Never);
        let limits = AgeLimits {
            amber_hours: 2,
            red_hours: 4,
        };
        rules.staleness.insert(Category::Laboratory, limits);
        let age = |hours| rules.age(Category::Laboratory, at(0), at(hours), false);
        assert_eq!(
            (age(1).amber_at, age(1).red_at),
            (Some(at(2)), Some(at(4))),
            "known in advance"
        );
        let told = |hours| age(hours).staleness;
        assert_eq!(told(1), Staleness::Fresh);
        assert_eq!(told(2), Staleness::Amber);
        assert_eq!(told(3), Staleness::Amber);
        assert_eq!(told(4), Staleness::Red);
        assert_eq!(told(-1), Staleness::ClockInDoubt);
        let other = |doubt| {
            let age = rules.age(Category::Condition, at(0), at(4), doubt);
            age.staleness
        };
        assert_eq!(other(false), Staleness::Fresh);
        assert_eq!(other(true), Staleness::ClockInDoubt);
    }

    #[test]
    fn rules_of_earlier_formats_are_read() {
        let first = r#"{"format":1,"reading_after_end":"never","auto_lock_minutes":7}"#;
        let rules: SiteRules = serde_json::from_str(first).unwrap();
        assert_eq!(rules.auto_lock_minutes(Role::Desk), 7);
        assert_eq!(
            rules.limits(Category::Condition),
            shipped(Category::Condition)
        );
        let second = r#"{"format":2,"reading_after_end":"never","auto_lock_minutes":7,
            "staleness":{"condition":{"amber_hours":1,"red_hours":2}}}"#;
        let rules: SiteRules = serde_json::from_str(second).unwrap();
        assert_eq!(rules.limits(Category::Condition).red_hours, 2);
        assert_eq!(rules.retention, RetentionRules::default());
    }
}
