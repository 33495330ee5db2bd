use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use access::{OsKeyring, PasswordCost, SecretStore};
use serde::{Deserialize, Serialize};
use service::Limits;

use crate::clock::Clock;

/// How a viewer is opened.
#[derive(Clone)]
pub struct ViewerOptions {
    /// Folder of the profile.
    pub profile: PathBuf,
    /// What kind of profile set-up makes when there is none yet.
    pub new_kind: ProfileKind,
    /// The keyring of the operating system.
    pub keyring: Arc<dyn SecretStore + Send + Sync>,
    /// Where "now" comes from.
    pub clock: Clock,
    /// What set-up makes new passwords cost; a site keeps what it was set up with.
    pub password_cost: PasswordCost,
}

impl ViewerOptions {
    /// Options for the profile in `profile`, with its secret in the keyring of this system.
    #[must_use]
    pub fn new(profile: PathBuf, new_kind: ProfileKind) -> Self {
        Self {
            profile,
            new_kind,
            keyring: Arc::new(OsKeyring::new()),
            clock: Clock::default(),
            password_cost: PasswordCost::STANDARD,
        }
    }
}

/// What a profile is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProfileKind {
    /// A real site.
    Site,
    /// Invented patients only: marked as such, and refuses a service that is not on loopback.
    Demo,
}

/// How often and how patiently the service is asked. Frequent polling could bring the national
/// service down, so the site's pace is slow; a demo asks a simulator on the same machine.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pace {
    /// Between two looks at today's card checks.
    pub(crate) reception_every: Duration,
    /// First wait after a failure; doubles up to `longest_wait`.
    pub(crate) first_wait: Duration,
    /// Longest wait between two tries.
    pub(crate) longest_wait: Duration,
    /// A section confirmed more recently than this is not asked for again on opening.
    pub(crate) fresh_for: Duration,
    /// A section that failed for a reason of its own is not fetched ahead again before this.
    pub(crate) failed_again_after: Duration,
    /// Between two beats of the desk's board.
    pub(crate) board_every: Duration,
    /// No fetching is shown as ended on the board sooner than this after it began.
    pub(crate) board_least: Duration,
}

impl Pace {
    pub(crate) const fn of(kind: ProfileKind) -> Self {
        match kind {
            ProfileKind::Site => Self {
                reception_every: Duration::from_secs(15),
                first_wait: Duration::from_secs(2),
                longest_wait: Duration::from_secs(60),
                fresh_for: Duration::from_secs(60),
                failed_again_after: Duration::from_secs(300),
                board_every: Duration::from_secs(5),
                board_least: Duration::from_secs(10),
            },
            ProfileKind::Demo => Self {
                reception_every: Duration::from_secs(2),
                first_wait: Duration::from_secs(1),
                longest_wait: Duration::from_secs(4),
                fresh_for: Duration::from_secs(2),
                failed_again_after: Duration::from_secs(10),
                board_every: Duration::from_secs(1),
                board_least: Duration::from_secs(3),
            },
        }
    }
}

/// How long the service may take. The demo's simulator runs on the same machine, where a silence of
/// seconds already is the fault being shown.
pub(crate) fn limits(kind: ProfileKind) -> Limits {
    match kind {
        ProfileKind::Site => Limits::default(),
        ProfileKind::Demo => Limits {
            connect: Duration::from_secs(2),
            idle: Duration::from_secs(4),
            answer: Duration::from_secs(12),
            ..Limits::default()
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_set_up_with_what_a_password_is_to_cost() {
        let options = ViewerOptions::new(PathBuf::new(), ProfileKind::Site);
        assert_eq!(options.password_cost, PasswordCost::STANDARD);
    }
}
