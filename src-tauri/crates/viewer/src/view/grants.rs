use access::Role;
use record::vocabulary::Category;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which role may read which category (役割×区分).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct GrantsView {
    /// 薬剤師, 看護師等 and 医師事務作業補助者. 医師等 read all; others never read any.
    pub roles: Vec<RoleGrants>,
}

/// What one role may read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RoleGrants {
    /// Which role.
    pub role: Role,
    /// Its categories.
    pub categories: Vec<Category>,
    /// 記録メモ: a note may repeat what stands in any category, so it is granted by itself.
    #[serde(default)]
    pub notes: bool,
}
