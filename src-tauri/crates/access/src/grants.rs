use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::accounts::check_format;
use crate::{AccessError, Role};

const FORMAT: u32 = 1;

/// Which categories each role may read (役割×区分). Doctors read all; pharmacists, nurses and clerks
/// nothing but what is named here; nobody else ever reads any. Categories are plain names: this room
/// knows no clinical content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grants {
    format: u32,
    granted: BTreeMap<Role, BTreeSet<String>>,
}

impl Default for Grants {
    fn default() -> Self {
        Self {
            format: FORMAT,
            granted: BTreeMap::new(),
        }
    }
}

impl Grants {
    /// Reads what [`Self::to_bytes`] wrote. A grant for a role that cannot have one is none.
    ///
    /// # Errors
    /// `TooNew` when a newer version wrote it, `Unreadable` when it is none of ours.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, AccessError> {
        check_format(bytes, FORMAT)?;
        let mut grants: Self =
            serde_json::from_slice(bytes).map_err(|_| AccessError::Unreadable)?;
        grants
            .granted
            .retain(|role, _| Role::GRANTABLE.contains(role));
        Ok(grants)
    }

    /// As JSON.
    ///
    /// # Errors
    /// `Unreadable` when it cannot be written as JSON.
    pub fn to_bytes(&self) -> Result<Vec<u8>, AccessError> {
        serde_json::to_vec(self).map_err(|_| AccessError::Unreadable)
    }

    /// Whether the role may read the category.
    #[must_use]
    pub fn allows(&self, role: Role, category: &str) -> bool {
        match role {
            Role::Doctor => true,
            Role::Pharmacist | Role::Nurse | Role::Clerk => {
                let granted = self.granted.get(&role);
                granted.is_some_and(|granted| granted.contains(category))
            }
            Role::Desk | Role::Admin | Role::Auditor => false,
        }
    }

    /// The categories that were granted to a role, in the order of their names.
    pub fn granted(&self, role: Role) -> impl Iterator<Item = &str> {
        self.granted
            .get(&role)
            .into_iter()
            .flatten()
            .map(String::as_str)
    }

    /// Grants a role exactly these categories; whether that changes anything.
    ///
    /// # Errors
    /// `NotGrantable` for a role that reads all or must never read any.
    pub fn set(
        &mut self,
        role: Role,
        categories: impl IntoIterator<Item = String>,
    ) -> Result<bool, AccessError> {
        if !Role::GRANTABLE.contains(&role) {
            return Err(AccessError::NotGrantable);
        }
        let categories: BTreeSet<String> = categories.into_iter().collect();
        let before = self.granted.get(&role).cloned().unwrap_or_default();
        let changed = before != categories;
        self.granted.insert(role, categories);
        Ok(changed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_itself_only_a_doctor_reads() {
        let grants = Grants::default();
        for role in Role::ALL {
            assert_eq!(grants.allows(role, "laboratory"), role == Role::Doctor);
        }
    }

    #[test]
    fn a_grant_is_for_one_role_and_one_category() {
        let mut grants = Grants::default();
        let changed = grants.set(Role::Nurse, ["drug_allergy".to_owned()]);
        assert_eq!(changed, Ok(true));
        assert!(grants.allows(Role::Nurse, "drug_allergy"));
        assert!(!grants.allows(Role::Nurse, "laboratory"));
        assert!(!grants.allows(Role::Clerk, "drug_allergy"));
        assert_eq!(
            grants.set(Role::Nurse, ["drug_allergy".to_owned()]),
            Ok(false)
        );
        assert_eq!(
            grants.granted(Role::Nurse).collect::<Vec<_>>(),
            ["drug_allergy"]
        );
        assert_eq!(grants.set(Role::Nurse, []), Ok(true));
        assert!(!grants.allows(Role::Nurse, "drug_allergy"));
        assert!(grants.allows(Role::Doctor, "laboratory"));
    }

    #[test]
    fn a_role_that_must_not_read_cannot_be_granted_anything_not_even_by_a_changed_file() {
        let mut grants = Grants::default();
        for role in [Role::Doctor, Role::Desk, Role::Admin, Role::Auditor] {
            let set = grants.set(role, ["laboratory".to_owned()]);
            assert_eq!(set, Err(AccessError::NotGrantable));
        }
        let file = br#"{"format":1,"granted":{"desk":["laboratory"],"nurse":["laboratory"]}}"#;
        let grants = Grants::from_bytes(file).unwrap();
        assert!(!grants.allows(Role::Desk, "laboratory"));
        assert!(grants.allows(Role::Nurse, "laboratory"));
        assert_eq!(Grants::from_bytes(&grants.to_bytes().unwrap()), Ok(grants));
        let newer = br#"{"format":2,"granted":{},"more":1}"#;
        assert_eq!(
            Grants::from_bytes(newer),
            Err(AccessError::TooNew { found: 2 })
        );
        assert_eq!(Grants::from_bytes(b"{}"), Err(AccessError::Unreadable));
    }
}
