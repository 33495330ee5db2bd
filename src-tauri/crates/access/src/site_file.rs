use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::accounts::check_format;
use crate::blob::Blob;
use crate::{AccessError, Accounts, Grants, MachineSecret, SiteKey, subkey};

const FORMAT: u32 = 1;
const SIGNED: &[u8] = b"clins-viewer/site-file/v1";

/// Accounts, grants and rules of a site (施設ファイル), made and signed on one PC and taken in by the
/// others from a folder. A value: the caller keeps [`Self::to_bytes`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SiteFile {
    format: u32,
    /// Ed25519 public key of the PC that makes the file.
    site: Blob,
    version: u64,
    made_at: Timestamp,
    sealed: Blob,
    signature: Blob,
}

/// What a site file says.
#[derive(Debug)]
pub struct SiteContent {
    /// Its accounts; second factors are under the site key.
    pub(crate) accounts: Accounts,
    /// No file of the site was taken in before: until now this PC had people of its own.
    pub(crate) first: bool,
    /// Which role may read what.
    pub grants: Grants,
    /// The site's rules, as the caller gave them.
    pub rules: Vec<u8>,
}

/// What a PC knows of the site whose file it takes in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnownSite {
    site: Blob,
    version: u64,
    digest: Blob,
}

/// Why a site file is not taken in. Nothing was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SiteFileFault {
    /// It is no site file, or a byte of it was changed.
    #[error("the site file is damaged")]
    Damaged,
    /// A newer version of the program wrote it.
    #[error("the site file has format {found}, newer than this program knows")]
    TooNew {
        /// The format number found.
        found: u32,
    },
    /// Another PC than the one of this site signed it.
    #[error("the site file was signed by another site")]
    Foreign,
    /// An older one than was taken in already, or another one under the same number: rolled back.
    #[error("the site file is older than the one taken in before")]
    Older,
    /// The site key does not open it.
    #[error("the site key does not open the site file")]
    Key,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Content {
    accounts: Blob,
    grants: Blob,
    rules: Blob,
}

impl SiteFile {
    /// Makes the file of a version, which is higher than every one before.
    ///
    /// # Errors
    /// `Random`; `Unreadable` when a second factor does not open with this PC's secret.
    pub fn make(
        machine: &MachineSecret,
        version: u64,
        accounts: &Accounts,
        grants: &Grants,
        rules: &[u8],
        now: Timestamp,
    ) -> Result<Self, AccessError> {
        let key = SiteKey::of(machine)?;
        let content = Content {
            accounts: Blob(accounts.for_site(machine, &key)?.to_bytes()?),
            grants: Blob(grants.to_bytes()?),
            rules: Blob(rules.to_vec()),
        };
        let plain = zeroize::Zeroizing::new(
            serde_json::to_vec(&content).map_err(|_| AccessError::Unreadable)?,
        );
        let pair = pair(machine)?;
        let mut file = Self {
            format: FORMAT,
            site: Blob(pair.public_key().as_ref().to_vec()),
            version,
            made_at: now,
            sealed: Blob(key.seal_content(&plain)?),
            signature: Blob(Vec::new()),
        };
        let signature = pair.try_sign(&file.said());
        let signature = signature.map_err(|_| AccessError::KeyDerivation)?;
        file.signature = Blob(signature.as_ref().to_vec());
        Ok(file)
    }

    /// Whether this PC made it: signed with the key of this secret, and as it was made.
    #[must_use]
    pub fn is_of(&self, machine: &MachineSecret) -> bool {
        let ours = pair(machine).is_ok_and(|pair| pair.public_key().as_ref() == self.site.0);
        ours && self.is_as_signed()
    }

    fn is_as_signed(&self) -> bool {
        UnparsedPublicKey::new(&ED25519, &self.site.0)
            .verify(&self.said(), &self.signature.0)
            .is_ok()
    }

    /// Reads a site file; its signature is not looked at yet.
    ///
    /// # Errors
    /// `TooNew`, `Damaged`.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SiteFileFault> {
        check_format(bytes, FORMAT).map_err(|error| match error {
            AccessError::TooNew { found } => SiteFileFault::TooNew { found },
            _ => SiteFileFault::Damaged,
        })?;
        serde_json::from_slice(bytes).map_err(|_| SiteFileFault::Damaged)
    }

    /// As JSON.
    ///
    /// # Errors
    /// `Unreadable` when it cannot be written as JSON.
    pub fn to_bytes(&self) -> Result<Vec<u8>, AccessError> {
        serde_json::to_vec(self).map_err(|_| AccessError::Unreadable)
    }

    /// Counted up with each file made.
    #[must_use]
    pub const fn version(&self) -> u64 {
        self.version
    }

    /// When it was made, by the clock of that PC.
    #[must_use]
    pub const fn made_at(&self) -> Timestamp {
        self.made_at
    }

    /// What to remember once it was taken in.
    #[must_use]
    pub fn known(&self) -> KnownSite {
        KnownSite {
            site: self.site.clone(),
            version: self.version,
            digest: Blob(Sha256::digest(self.said()).to_vec()),
        }
    }

    /// Opens it against what is known of the site; none known is the first time, and then the site
    /// key alone says that it is ours. `None` when it is the one that was taken in last.
    ///
    /// # Errors
    /// Why it is refused.
    pub fn open(
        &self,
        known: Option<&KnownSite>,
        key: &SiteKey,
    ) -> Result<Option<SiteContent>, SiteFileFault> {
        if known.is_some_and(|known| known.site != self.site) {
            return Err(SiteFileFault::Foreign);
        }
        if !self.is_as_signed() {
            return Err(SiteFileFault::Damaged);
        }
        if let Some(known) = known {
            if self.known() == *known {
                return Ok(None);
            }
            if self.version <= known.version {
                return Err(SiteFileFault::Older);
            }
        }
        let plain = key.open_content(&self.sealed.0);
        let plain = plain.map_err(|_| SiteFileFault::Key)?;
        let content: Content =
            serde_json::from_slice(&plain).map_err(|_| SiteFileFault::Damaged)?;
        let too_new = |error| match error {
            AccessError::TooNew { found } => SiteFileFault::TooNew { found },
            _ => SiteFileFault::Damaged,
        };
        Ok(Some(SiteContent {
            accounts: Accounts::from_bytes(&content.accounts.0).map_err(too_new)?,
            first: known.is_none(),
            grants: Grants::from_bytes(&content.grants.0).map_err(too_new)?,
            rules: content.rules.0,
        }))
    }

    /// What is signed: everything but the signature, each part with its length.
    fn said(&self) -> Vec<u8> {
        let made_at = self.made_at.to_string();
        let version = self.version.to_be_bytes();
        let parts: [&[u8]; 5] = [
            SIGNED,
            &self.site.0,
            &version,
            made_at.as_bytes(),
            &self.sealed.0,
        ];
        let mut said = Vec::new();
        for part in parts {
            said.extend_from_slice(&(part.len() as u64).to_be_bytes());
            said.extend_from_slice(part);
        }
        said
    }
}

/// The key that signs for the site whose accounts are kept on this PC.
fn pair(machine: &MachineSecret) -> Result<Ed25519KeyPair, AccessError> {
    let seed = subkey::derive(b"clins-viewer/site", machine.secret(), "signing/v1")?;
    Ed25519KeyPair::from_seed_unchecked(seed.as_slice()).map_err(|_| AccessError::KeyDerivation)
}
