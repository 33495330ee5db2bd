use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a person is signed in as (役割). One at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 医師等: reads clinical content.
    Doctor,
    /// 受付: consent and identity only.
    Desk,
    /// 管理: accounts and settings, no clinical content.
    Admin,
    /// 監査: the log only.
    Auditor,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 4] = [Self::Doctor, Self::Desk, Self::Admin, Self::Auditor];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Doctor => "doctor",
            Self::Desk => "desk",
            Self::Admin => "admin",
            Self::Auditor => "auditor",
        }
    }

    /// Whether accounts of this role hold a wrap of the clinical key.
    #[must_use]
    pub const fn opens_clinical(self) -> bool {
        matches!(self, Self::Doctor)
    }
}

/// A set of roles, as a command names those that may call it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Roles(&'static [Role]);

impl Roles {
    /// Every signed-in person.
    pub const ANY: Self = Self(&Role::ALL);

    /// Exactly these.
    #[must_use]
    pub const fn of(roles: &'static [Role]) -> Self {
        Self(roles)
    }

    /// Whether `role` is among them.
    #[must_use]
    pub fn contains(self, role: Role) -> bool {
        self.0.contains(&role)
    }
}
