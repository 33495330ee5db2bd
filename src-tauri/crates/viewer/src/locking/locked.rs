use access::Session;
use jiff::Timestamp;

use super::full_sign_in::FullSignIn;
use super::kept_work::KeptWork;
use super::lock_reason::LockReason;
use crate::confirmed_identity::ConfirmedIdentity;

/// Who sat at a locked screen. Holds no key and nothing readable of a patient.
#[derive(Clone, Debug)]
pub(crate) struct Locked {
    pub(crate) session: Session,
    pub(crate) full: FullSignIn,
    pub(crate) since: Timestamp,
    pub(crate) reason: LockReason,
    /// What they were in the middle of, and others whom this screen waits to give theirs back.
    pub(crate) work: Vec<KeptWork>,
    /// For when the same person goes on.
    pub(crate) identity: ConfirmedIdentity,
}
