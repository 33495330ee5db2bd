use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::accounts::check_format;
use crate::blob::Blob;
use crate::key::Key;
use crate::{
    AccessError, ClinicalKeys, KeyCheck, MachineSecret, RecoveryKey, Wraps, random, sealed, subkey,
};

const FORMAT: u32 = 2;
/// The first format: the wraps as they were in first-run set-up, which hold the clinical keys only.
const CLINICAL_ONLY: u32 = 1;
const PURPOSE: &str = "recovery-file/v2";

/// What the printed recovery key opens (回復ファイル): the clinical keys and the machine secret of the
/// profile, so that a copied profile folder is readable on another PC and after a keyring was lost.
///
/// A value: the caller keeps [`Self::to_bytes`] in the profile folder, outside the stores. Without
/// the recovery key it gives nothing away, neither to a desk account nor to this PC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecoveryFile(Form);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Form {
    ClinicalOnly(Box<Wraps>),
    Both(Both),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Both {
    format: u32,
    sealing_public: Blob,
    check: KeyCheck,
    salt: Blob,
    /// Machine secret, then the clinical keys.
    sealed: Blob,
}

/// What came out of a recovery file.
#[derive(Debug)]
pub struct Recovered {
    /// The machine secret; `None` when the file is of the first format. [`MachineSecret::adopt`]
    /// puts it into this PC's keyring, and then every password opens its wrap again.
    pub machine: Option<MachineSecret>,
    /// The clinical keys.
    pub clinical: ClinicalKeys,
}

impl RecoveryFile {
    /// The file for these keys.
    ///
    /// # Errors
    /// `Random`.
    pub fn new(
        machine: &MachineSecret,
        clinical: &ClinicalKeys,
        recovery: &RecoveryKey,
    ) -> Result<Self, AccessError> {
        let salt = random::bytes::<16>()?;
        let mut plain = Zeroizing::new(Vec::with_capacity(32 + ClinicalKeys::LEN));
        plain.extend_from_slice(machine.secret());
        clinical.write_to(&mut plain);
        let sealed = sealed::seal(&*key(recovery, salt.as_slice())?, PURPOSE, &plain)?;
        Ok(Self(Form::Both(Both {
            format: FORMAT,
            sealing_public: Blob(clinical.sealing_public().to_vec()),
            check: machine.check(),
            salt: Blob(salt.to_vec()),
            sealed: Blob(sealed),
        })))
    }

    /// Reads a recovery file of this format or the first.
    ///
    /// # Errors
    /// `TooNew` when a newer version wrote it, `Unreadable` when it is none of ours.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, AccessError> {
        let form = match check_format(bytes, FORMAT)? {
            CLINICAL_ONLY => Form::ClinicalOnly(Box::new(Wraps::from_bytes(bytes)?)),
            _ => Form::Both(serde_json::from_slice(bytes).map_err(|_| AccessError::Unreadable)?),
        };
        Ok(Self(form))
    }

    /// As JSON; a file of the first format stays one.
    ///
    /// # Errors
    /// `Unreadable` when it cannot be written as JSON.
    pub fn to_bytes(&self) -> Result<Vec<u8>, AccessError> {
        match &self.0 {
            Form::ClinicalOnly(wraps) => wraps.to_bytes(),
            Form::Both(both) => serde_json::to_vec(both).map_err(|_| AccessError::Unreadable),
        }
    }

    /// What tells this profile's machine secret from another; needs no secret. `None` for a file of
    /// the first format, which cannot bring the machine secret back: write it anew with
    /// [`Self::new`] the next time somebody types the recovery key.
    #[must_use]
    pub const fn check(&self) -> Option<KeyCheck> {
        match &self.0 {
            Form::ClinicalOnly(_) => None,
            Form::Both(both) => Some(both.check),
        }
    }

    /// Opens the file on any PC. Writes nothing anywhere.
    ///
    /// # Errors
    /// `WrongKey` when it is the recovery key of another site or the file is damaged;
    /// `OtherClinicalKeys` or `Unreadable` when its readable part was exchanged.
    pub fn open(&self, recovery: &RecoveryKey) -> Result<Recovered, AccessError> {
        match &self.0 {
            Form::ClinicalOnly(wraps) => Ok(Recovered {
                machine: None,
                clinical: wraps.open_with_recovery(recovery)?,
            }),
            Form::Both(both) => both.open(recovery),
        }
    }
}

impl Both {
    fn open(&self, recovery: &RecoveryKey) -> Result<Recovered, AccessError> {
        let plain = sealed::open(&*key(recovery, &self.salt.0)?, PURPOSE, &self.sealed.0)?;
        let (machine, clinical) = plain.split_at_checked(32).ok_or(AccessError::Unreadable)?;
        let clinical = ClinicalKeys::from_bytes(clinical)?;
        if self.sealing_public.0 != clinical.sealing_public() {
            return Err(AccessError::OtherClinicalKeys);
        }
        let machine = Key::copied(machine).ok_or(AccessError::Unreadable)?;
        let machine = MachineSecret::from_secret(machine)?;
        if self.check != machine.check() {
            return Err(AccessError::Unreadable);
        }
        Ok(Recovered {
            machine: Some(machine),
            clinical,
        })
    }
}

/// Another label than the first format's: neither file can be made to open as the other.
fn key(recovery: &RecoveryKey, salt: &[u8]) -> Result<Key, AccessError> {
    subkey::derive(salt, recovery.secret(), "recovery-file/v2")
}
