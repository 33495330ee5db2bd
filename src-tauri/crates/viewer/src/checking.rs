//! The audit log checked without a screen and without anybody signed in: tells numbers and moments,
//! never what an entry says.

use audit::EventKind;

use crate::error::{CommandError, ErrorCode};
use crate::opening;
use crate::record_act::Act;
use crate::rooms::blocking;
use crate::use_case::audit_verified;
use crate::view::AuditVerificationView;
use crate::viewer::Viewer;

impl Viewer {
    /// Checks the log of a profile that no program has open, against the heads in the keyring and in
    /// the folder the site named. That it was checked is written down. Asks no service.
    ///
    /// # Errors
    /// `not_set_up`, `profile_in_use`, or why the keyring or a store does not open.
    pub async fn verify_audit(&self) -> Result<AuditVerificationView, CommandError> {
        let opened = opening::open(self.options(), self.news()).await?;
        let rooms = opened.ok_or(ErrorCode::NotSetUp)?;
        blocking(move || {
            let act = Act::new(EventKind::AuditVerified).because("command_line", None);
            audit_verified(&rooms, act)
        })
        .await
    }
}
