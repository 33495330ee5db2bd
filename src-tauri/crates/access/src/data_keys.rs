use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::accounts::check_format;
use crate::blob::Blob;
use crate::key::Key;
use crate::{AccessError, ClinicalKeys, sealed};

const FORMAT: u32 = 1;
const PURPOSE: &str = "data-keys";
/// Bytes of one key in the sealed part: generation (big endian), then the key.
const ENTRY: usize = 36;

/// The keys of the `records` store, by generation: the one it has, and while a rotation is under way
/// the one it had.
///
/// Sealed under the clinical keys, so that the store's key changes without any password being typed
/// and every wrap stays as it is. A value: the caller keeps [`Self::to_bytes`], and keeps it *before*
/// the store gets the new key. Who loses it loses every store of a generation above 1.
pub struct DataKeys {
    seal: Key,
    current: DataKey,
    former: Option<DataKey>,
}

/// A key of one generation.
pub struct DataKey {
    generation: u32,
    key: Key,
}

impl DataKey {
    /// Counted from 1, which is the key derived from the clinical keys.
    #[must_use]
    pub const fn generation(&self) -> u32 {
        self.generation
    }

    /// The raw key of the store.
    #[must_use]
    pub fn key(&self) -> &[u8; 32] {
        &self.key
    }

    fn copy(&self) -> Result<Self, AccessError> {
        Ok(Self {
            generation: self.generation,
            key: Key::copied(self.key.as_slice()).ok_or(AccessError::Unreadable)?,
        })
    }

    fn write_to(&self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(&self.generation.to_be_bytes());
        bytes.extend_from_slice(self.key.as_slice());
    }

    fn from_bytes(bytes: &[u8]) -> Result<Self, AccessError> {
        let (generation, key) = bytes
            .split_first_chunk::<4>()
            .ok_or(AccessError::Unreadable)?;
        Ok(Self {
            generation: u32::from_be_bytes(*generation),
            key: Key::copied(key).ok_or(AccessError::Unreadable)?,
        })
    }
}

impl std::fmt::Debug for DataKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DataKey({})", self.generation)
    }
}

impl std::fmt::Debug for DataKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DataKeys({:?}, {:?})", self.current, self.former)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: u32,
    sealed: Blob,
}

impl DataKeys {
    /// Those of a site that never rotated: the derived key as generation 1. Also what holds where no
    /// file is.
    ///
    /// # Errors
    /// `KeyDerivation`.
    pub fn first(clinical: &ClinicalKeys) -> Result<Self, AccessError> {
        Ok(Self {
            seal: seal_key(clinical)?,
            current: DataKey {
                generation: 1,
                key: Key::copied(clinical.records_key()).ok_or(AccessError::Unreadable)?,
            },
            former: None,
        })
    }

    /// Reads what [`Self::to_bytes`] wrote.
    ///
    /// # Errors
    /// `TooNew` when a newer version wrote it, `Unreadable` when it is none of ours, `WrongKey` when
    /// it belongs to other clinical keys or is damaged.
    pub fn from_bytes(clinical: &ClinicalKeys, bytes: &[u8]) -> Result<Self, AccessError> {
        check_format(bytes, FORMAT)?;
        let file: File = serde_json::from_slice(bytes).map_err(|_| AccessError::Unreadable)?;
        let seal = seal_key(clinical)?;
        let plain = sealed::open(&seal, PURPOSE, &file.sealed.0)?;
        let (current, former) = plain
            .split_at_checked(ENTRY)
            .ok_or(AccessError::Unreadable)?;
        let former = match former {
            [] => None,
            former => Some(DataKey::from_bytes(former)?),
        };
        Ok(Self {
            seal,
            current: DataKey::from_bytes(current)?,
            former,
        })
    }

    /// As JSON, sealed anew.
    ///
    /// # Errors
    /// `Random`; `Unreadable` when it cannot be written as JSON.
    pub fn to_bytes(&self) -> Result<Vec<u8>, AccessError> {
        let mut plain = Zeroizing::new(Vec::with_capacity(2 * ENTRY));
        for key in self.candidates() {
            key.write_to(&mut plain);
        }
        let file = File {
            format: FORMAT,
            sealed: Blob(sealed::seal(&self.seal, PURPOSE, &plain)?),
        };
        serde_json::to_vec(&file).map_err(|_| AccessError::Unreadable)
    }

    /// With a new random key as the current one and today's as the former. A rotation that is under
    /// way already is gone on with: its keys come back, never a third one.
    ///
    /// # Errors
    /// `Random`.
    pub fn begin_rotation(&self) -> Result<Self, AccessError> {
        let (current, former) = match &self.former {
            Some(former) => (self.current.copy()?, former.copy()?),
            None => {
                let next = DataKey {
                    generation: self.current.generation.saturating_add(1),
                    key: Key::random()?,
                };
                (next, self.current.copy()?)
            }
        };
        self.with(current, Some(former))
    }

    /// Without the former key: the store opens with the current one, and the file under the former
    /// key is gone.
    ///
    /// # Errors
    /// None in practice.
    pub fn finish_rotation(&self) -> Result<Self, AccessError> {
        self.with(self.current.copy()?, None)
    }

    /// Back to the former key: the store was left under it, and no file under the new key remains.
    /// Without a rotation under way nothing changes.
    ///
    /// # Errors
    /// None in practice.
    pub fn give_up_rotation(&self) -> Result<Self, AccessError> {
        self.with(self.former.as_ref().unwrap_or(&self.current).copy()?, None)
    }

    /// The key the store has, or is getting.
    #[must_use]
    pub const fn current(&self) -> &DataKey {
        &self.current
    }

    /// The key the store had, while a rotation is under way.
    #[must_use]
    pub const fn former(&self) -> Option<&DataKey> {
        self.former.as_ref()
    }

    /// Every key the store may open with, newest first.
    pub fn candidates(&self) -> impl Iterator<Item = &DataKey> {
        std::iter::once(&self.current).chain(&self.former)
    }

    fn with(&self, current: DataKey, former: Option<DataKey>) -> Result<Self, AccessError> {
        Ok(Self {
            seal: Key::copied(self.seal.as_slice()).ok_or(AccessError::Unreadable)?,
            current,
            former,
        })
    }
}

fn seal_key(clinical: &ClinicalKeys) -> Result<Key, AccessError> {
    clinical.derive("data-keys/v1")
}
