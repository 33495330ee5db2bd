use std::collections::BTreeMap;

use access::Role;
use serde::{Deserialize, Serialize};

/// Longer than this no screen may stand open, in minutes.
pub(crate) const LONGEST_LOCK: u32 = 15;
/// After so many hours at the latest a full sign-in is asked for again.
pub(crate) const LONGEST_UNLOCK: u32 = 24;

/// A working day.
const UNLOCK_HOURS: u32 = 8;

/// When screens lock by themselves, and how long the password alone opens them again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LockRules {
    /// Minutes without input, where the site has set them.
    #[serde(default)]
    pub(crate) minutes: BTreeMap<Role, u32>,
    /// Hours after a full sign-in.
    #[serde(default = "unlock_hours")]
    pub(crate) unlock_hours: u32,
}

impl Default for LockRules {
    fn default() -> Self {
        Self {
            minutes: BTreeMap::new(),
            unlock_hours: UNLOCK_HOURS,
        }
    }
}

impl LockRules {
    /// Minutes without input until a screen of this role locks itself. `former` is the one number
    /// that rules of earlier formats have for everybody.
    pub(crate) fn minutes(&self, role: Role, former: Option<u32>) -> u32 {
        let set = self.minutes.get(&role).copied().or(former);
        set.unwrap_or_else(|| shipped(role)).clamp(1, LONGEST_LOCK)
    }
}

const fn unlock_hours() -> u32 {
    UNLOCK_HOURS
}

/// A screen at the counter stands where strangers pass.
const fn shipped(role: Role) -> u32 {
    match role {
        Role::Desk => 2,
        _ => 5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_desk_locks_sooner_and_nothing_stands_open_for_long() {
        let mut rules = LockRules::default();
        assert_eq!(rules.minutes(Role::Doctor, None), 5);
        assert_eq!(rules.minutes(Role::Desk, None), 2);
        assert_eq!(
            rules.minutes(Role::Desk, Some(7)),
            7,
            "of an earlier format"
        );
        assert_eq!(rules.minutes(Role::Doctor, Some(60)), LONGEST_LOCK);
        rules.minutes.insert(Role::Doctor, 3);
        assert_eq!(rules.minutes(Role::Doctor, Some(7)), 3);
        let kept = serde_json::to_string(&rules).unwrap();
        assert_eq!(serde_json::from_str::<LockRules>(&kept).unwrap(), rules);
        assert_eq!(
            serde_json::from_str::<LockRules>("{}").unwrap(),
            LockRules::default()
        );
    }
}
