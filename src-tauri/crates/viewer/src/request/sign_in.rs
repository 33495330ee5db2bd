//! What the steps of a sign-in and a person's own factors are asked with.

use access::{FactorKind, Role};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The first step: account and password. Ends any sitting at this seat.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct SignInRequest {
    /// Account name.
    pub account: String,
    /// Password.
    pub password: String,
    /// As what; the account's first role without it.
    #[serde(default)]
    #[ts(optional)]
    pub role: Option<Role>,
}

/// A code of the app, a printed one-time code, or the one an administrator issued.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct GiveSecondFactorRequest {
    /// As typed.
    pub code: String,
    /// The printed recovery key in its place: of an administrator who has lost the factor, and goes
    /// on to enrolling another. The code is not looked at then.
    #[serde(default)]
    #[ts(optional)]
    pub recovery_key: Option<String>,
}

/// The own password in place of the issued one.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct SetFirstPasswordRequest {
    /// The new password.
    pub password: String,
}

/// Hands the clinical key over to an account that holds none on this PC. One of the three is needed:
/// an administrator has no such key to give.
#[derive(Clone, Default, Serialize, Deserialize, TS)]
pub struct GiveClinicalKeyRequest {
    /// The printed recovery key.
    #[serde(default)]
    #[ts(optional)]
    pub recovery_key: Option<String>,
    /// The own former password, under which this PC still keeps the key.
    #[serde(default)]
    #[ts(optional)]
    pub former_password: Option<String>,
    /// A colleague who holds the key and stands beside (立ち会い).
    #[serde(default)]
    #[ts(optional)]
    pub colleague: Option<ColleagueRequest>,
}

/// A colleague's own proof.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct ColleagueRequest {
    /// Account name.
    pub account: String,
    /// Password.
    pub password: String,
    /// A code, when the colleague has a second factor.
    #[serde(default)]
    #[ts(optional)]
    pub code: Option<String>,
}

/// Another own password.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct ChangePasswordRequest {
    /// The one in use.
    pub password: String,
    /// The new one.
    pub new_password: String,
}

/// Begins to enrol a second factor.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct BeginSecondFactorRequest {
    /// The own password, once more.
    pub password: String,
    /// A code of the factor that is replaced.
    #[serde(default)]
    #[ts(optional)]
    pub code: Option<String>,
    /// Which kind; TOTP without it.
    #[serde(default)]
    #[ts(optional)]
    pub kind: Option<FactorKind>,
}

/// A first code of the second factor that is being enrolled.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct ConfirmSecondFactorRequest {
    /// As the app shows it.
    pub code: String,
}

/// Another sheet of printed one-time codes.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct NewOneTimeCodesRequest {
    /// The own password, once more.
    pub password: String,
    /// A code of the second factor.
    #[serde(default)]
    #[ts(optional)]
    pub code: Option<String>,
}

/// Another of the account's roles (役割の切替).
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct SwitchRoleRequest {
    /// Which.
    pub role: Role,
    /// The own password: needed for a role that reads clinical content, because it opens the key.
    #[serde(default)]
    #[ts(optional)]
    pub password: Option<String>,
}
