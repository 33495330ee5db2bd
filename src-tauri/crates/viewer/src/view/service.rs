use access::Role;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use service::fault::FaultCode;
use ts_rs::TS;

/// How the line to the service stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ServiceStatusView {
    /// Up, down or not known yet.
    pub link: LinkState,
    /// Since when it has been so.
    #[ts(type = "string | null")]
    pub since: Option<Timestamp>,
    /// Why it is down.
    pub fault: Option<FaultCode>,
    /// The status or code the service gave, verbatim, for the call centre. Never patient data.
    pub detail: Option<String>,
    /// When we try again.
    #[ts(type = "string | null")]
    pub next_try: Option<Timestamp>,
    /// Last good answer.
    #[ts(type = "string | null")]
    pub last_success: Option<Timestamp>,
    /// Sections waiting to be fetched.
    #[ts(type = "number")]
    pub waiting: usize,
    /// 時計要確認: this PC's clock is minutes or more from what the service told last. No age that is
    /// told can be relied on.
    pub clock_in_doubt: bool,
}

impl ServiceStatusView {
    /// The desk reads our own words per code, never what the service said; and not how many sections
    /// wait or when the last one came, which would tell how large each was.
    #[must_use]
    pub fn for_role(self, role: Role) -> Self {
        match role {
            Role::Desk => Self {
                detail: None,
                waiting: 0,
                last_success: self.last_success.filter(|_| self.link != LinkState::Up),
                ..self
            },
            Role::Doctor
            | Role::Pharmacist
            | Role::Nurse
            | Role::Clerk
            | Role::Admin
            | Role::Auditor => self,
        }
    }
}

/// The state of the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LinkState {
    /// Not asked yet.
    Unknown,
    /// 接続.
    Up,
    /// つながりません.
    Down,
    /// No service profile has been set.
    NotConfigured,
}

/// The service profile as an administrator sees it; no key is ever shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ServiceProfileView {
    /// Base URL (https).
    pub base_url: String,
    /// TLS 1.2 with ECDHE + AEAD is allowed besides 1.3.
    pub allow_tls12: bool,
    /// Subject of our client certificate.
    pub certificate_subject: String,
    /// Its issuer.
    pub certificate_issuer: String,
    /// End of its validity.
    #[ts(type = "string")]
    pub certificate_until: Timestamp,
    /// Days left, negative when expired.
    #[ts(type = "number")]
    pub certificate_days_left: i64,
}

/// What a connection test found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ConnectionTestView {
    /// The layer that failed, none when all went well.
    pub fault: Option<FaultCode>,
    /// The status or code given, verbatim.
    pub detail: Option<String>,
    /// How long it took.
    #[ts(type = "number")]
    pub milliseconds: u64,
}
