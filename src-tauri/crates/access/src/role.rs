use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a person is signed in as (役割). An account may hold several; one is active at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 医師等: reads clinical content.
    Doctor,
    /// 薬剤師: reads the categories that were granted.
    Pharmacist,
    /// 看護師等: reads the categories that were granted.
    Nurse,
    /// 医師事務作業補助者: reads the categories that were granted.
    Clerk,
    /// 受付: consent and identity only.
    Desk,
    /// 管理: accounts and settings, no clinical content.
    Admin,
    /// 監査: the log only.
    Auditor,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 7] = [
        Self::Doctor,
        Self::Pharmacist,
        Self::Nurse,
        Self::Clerk,
        Self::Desk,
        Self::Admin,
        Self::Auditor,
    ];
    /// Those that may read clinical content.
    pub const CLINICAL: [Self; 4] = [Self::Doctor, Self::Pharmacist, Self::Nurse, Self::Clerk];
    /// Those of them that read nothing before the site has granted it, category by category.
    pub const GRANTABLE: [Self; 3] = [Self::Pharmacist, Self::Nurse, Self::Clerk];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Doctor => "doctor",
            Self::Pharmacist => "pharmacist",
            Self::Nurse => "nurse",
            Self::Clerk => "clerk",
            Self::Desk => "desk",
            Self::Admin => "admin",
            Self::Auditor => "auditor",
        }
    }

    /// Whether accounts of this role hold a wrap of the clinical key.
    #[must_use]
    pub const fn opens_clinical(self) -> bool {
        match self {
            Self::Doctor | Self::Pharmacist | Self::Nurse | Self::Clerk => true,
            Self::Desk | Self::Admin | Self::Auditor => false,
        }
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
