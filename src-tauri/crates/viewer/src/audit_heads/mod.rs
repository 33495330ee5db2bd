//! Heads of the audit log, kept where its own file does not reach: in the records store, in the keyring
//! of the operating system, and in a folder the site names. What each can find is in `docs/audit.md`.

mod folder;
mod keeping;
mod kept;
mod keyring;
mod verifying;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use access::{MachineSecret, SecretStore};
use audit::{AuditError, Head, Signer};
use tokio::sync::Notify;

use crate::view::HeadPlace;

pub(crate) use keeping::{begin_anew, keep};
pub(crate) use keyring::name as keyring_name;
pub(crate) use verifying::verify;

/// The key that signs, the keyring, and what is known of the places.
pub(crate) struct Heads {
    pub(crate) signer: Signer,
    secrets: Arc<dyn SecretStore + Send + Sync>,
    /// Wakes whoever keeps heads before the time: a sitting ended.
    pub(crate) now: Notify,
    known: Mutex<Known>,
}

/// What is known of the places since the start.
#[derive(Default)]
struct Known {
    /// What was kept last, so that it is not kept again.
    kept: BTreeMap<HeadPlace, Head>,
    /// Places of which it was written down that they do not fit.
    told: BTreeSet<HeadPlace>,
}

impl Heads {
    pub(crate) fn new(
        machine: &MachineSecret,
        secrets: Arc<dyn SecretStore + Send + Sync>,
    ) -> Result<Self, AuditError> {
        Ok(Self {
            signer: Signer::from_seed(machine.audit_signing_seed())?,
            secrets,
            now: Notify::new(),
            known: Mutex::default(),
        })
    }
}
