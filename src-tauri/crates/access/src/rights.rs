use serde::{Deserialize, Serialize};

use crate::{AccessError, Role};

/// What an account may be and do (権限).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rights {
    /// Its roles, at least one.
    pub roles: Vec<Role>,
    /// May read in an emergency (緊急閲覧).
    pub emergency: bool,
    /// May confirm what was written on a doctor's behalf (代行確定).
    pub deputy: bool,
    /// Its person has left (利用停止).
    pub disabled: bool,
}

/// Roles in their order, each once.
pub(crate) fn sorted(roles: &[Role]) -> Result<Vec<Role>, AccessError> {
    let mut roles = roles.to_vec();
    roles.sort_unstable();
    roles.dedup();
    if roles.is_empty() {
        return Err(AccessError::NoRole);
    }
    Ok(roles)
}
