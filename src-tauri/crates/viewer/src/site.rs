//! How this PC stands to the site file (施設ファイル): whether it makes it, takes it in, or neither, and
//! when it last saw it. Kept in the desk store.

use std::sync::Mutex;

use access::KnownSite;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cache::Desk;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::error::{CommandError, ErrorCode};
use crate::sync::lock;
use crate::view::{GraceView, SitePart};

/// How long a PC may go without seeing the site file (猶予).
const GRACE: SignedDuration = SignedDuration::from_hours(72);
/// The moment it was seen falls behind by this much, so that it is seldom written.
const STEP: SignedDuration = SignedDuration::from_mins(10);

/// What is kept of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KeptSite {
    format: u32,
    /// Version made or taken in last.
    pub(crate) version: u64,
    /// When that was made.
    pub(crate) made_at: Timestamp,
    /// The folder it lies in.
    pub(crate) folder: String,
    /// Set on a PC that takes it in.
    pub(crate) taken: Option<Taken>,
}

/// What a PC that takes the file in has to know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Taken {
    pub(crate) known: KnownSite,
    /// The site key under the machine secret, in base64.
    key: String,
    seen_at: Timestamp,
}

impl KeptSite {
    const FORMAT: u32 = 1;

    pub(crate) fn made(version: u64, made_at: Timestamp, folder: String) -> Self {
        Self {
            format: Self::FORMAT,
            version,
            made_at,
            folder,
            taken: None,
        }
    }

    pub(crate) fn taken_in(
        file: &access::SiteFile,
        folder: String,
        sealed_key: &[u8],
        now: Timestamp,
    ) -> Self {
        Self {
            taken: Some(Taken {
                known: file.known(),
                key: STANDARD.encode(sealed_key),
                seen_at: now,
            }),
            ..Self::made(file.version(), file.made_at(), folder)
        }
    }
}

impl Taken {
    /// The site key, sealed.
    pub(crate) fn sealed_key(&self) -> Result<Vec<u8>, CommandError> {
        let key = STANDARD.decode(&self.key);
        key.map_err(|_| problem("damaged"))
    }
}

/// The one of the open profile.
#[derive(Debug)]
pub(crate) struct Site(Mutex<Option<KeptSite>>);

impl Site {
    /// The name of the blob in the desk store.
    const BLOB: &'static str = "site_file";

    /// As the desk store remembers it.
    ///
    /// # Errors
    /// When it cannot be read: a PC that forgot that it takes a site file in would believe itself
    /// alone.
    pub(crate) fn load(desk: &Desk) -> Result<Self, CommandError> {
        let kept = match desk.blob(Self::BLOB)? {
            None => None,
            Some(bytes) => Some(serde_json::from_slice(&bytes).map_err(|_| {
                CommandError::new(ErrorCode::ProfileUnreadable).with("detail", Self::BLOB)
            })?),
        };
        Ok(Self(Mutex::new(kept)))
    }

    pub(crate) fn kept(&self) -> Option<KeptSite> {
        lock(&self.0).clone()
    }

    pub(crate) fn keep(&self, desk: &Desk, site: KeptSite) -> Result<(), CommandError> {
        let bytes = serde_json::to_vec(&site).map_err(|_| ErrorCode::Internal)?;
        desk.put_blob(Self::BLOB, &bytes)?;
        *lock(&self.0) = Some(site);
        Ok(())
    }

    /// The folder was read, and what lay in it was ours.
    pub(crate) fn seen(&self, desk: &Desk, now: Timestamp) -> Result<(), CommandError> {
        let Some(mut site) = self.kept() else {
            return Ok(());
        };
        let Some(taken) = &mut site.taken else {
            return Ok(());
        };
        if now.duration_since(taken.seen_at).abs() < STEP {
            return Ok(());
        }
        taken.seen_at = now;
        self.keep(desk, site)
    }

    pub(crate) fn part(&self) -> SitePart {
        match self.kept() {
            None => SitePart::Alone,
            Some(KeptSite { taken: None, .. }) => SitePart::Makes,
            Some(KeptSite { taken: Some(_), .. }) => SitePart::TakesIn,
        }
    }

    /// How long the folder has not been read; none on a PC that takes nothing in.
    pub(crate) fn grace(&self, now: Timestamp) -> Option<GraceView> {
        let seen_at = self.kept()?.taken?.seen_at;
        let ends_at = seen_at.checked_add(GRACE).ok()?;
        Some(GraceView {
            seen_at,
            ends_at,
            over: now >= ends_at,
        })
    }

    /// Accounts, grants and rules are changed where the site file is made.
    ///
    /// # Errors
    /// `site_file` with `not_ours` on a PC that takes it in.
    pub(crate) fn accounts_are_kept_here(&self) -> Result<(), CommandError> {
        match self.part() {
            SitePart::Alone | SitePart::Makes => Ok(()),
            SitePart::TakesIn => Err(problem("not_ours")),
        }
    }
}

/// Why a site file cannot be made or taken in.
pub(crate) fn problem(name: &str) -> CommandError {
    CommandError::new(ErrorCode::SiteFile).with("problem", name)
}

#[cfg(test)]
mod tests {
    use access::{
        Accounts, Grants, MachineSecret, PasswordCost, SecretError, SecretStore, SiteFile,
    };
    use cache::StoreKey;
    use zeroize::Zeroizing;

    use super::*;

    /// A keyring in memory.
    #[derive(Default)]
    struct Keyring(Mutex<Option<Vec<u8>>>);

    impl SecretStore for Keyring {
        fn get(&self, _: &str) -> Result<Option<Zeroizing<Vec<u8>>>, SecretError> {
            Ok(lock(&self.0).clone().map(Zeroizing::new))
        }

        fn set(&self, _: &str, secret: &[u8]) -> Result<(), SecretError> {
            *lock(&self.0) = Some(secret.to_vec());
            Ok(())
        }
    }

    fn at(hours: i64) -> Timestamp {
        Timestamp::from_second(1_795_000_000 + hours * 3600).unwrap()
    }

    #[test]
    fn the_grace_ends_after_72_hours_and_begins_anew_when_the_folder_is_seen() {
        let folder = tempfile::tempdir().unwrap();
        let desk = Desk::create(&folder.path().join("desk.db"), &StoreKey::new([3; 32])).unwrap();
        let site = Site::load(&desk).unwrap();
        assert_eq!((site.part(), site.grace(at(0))), (SitePart::Alone, None));
        let machine = MachineSecret::create(&Keyring::default(), "p1").unwrap();
        let accounts = Accounts::new(PasswordCost::explicit(64, 1, 1)).unwrap();
        let file = SiteFile::make(&machine, 1, &accounts, &Grants::default(), b"", at(0)).unwrap();
        let kept = KeptSite::taken_in(&file, "/share".to_owned(), b"key", at(0));
        site.keep(&desk, kept).unwrap();
        let over = |site: &Site, hours| site.grace(at(hours)).unwrap().over;
        assert!(!over(&site, 71) && over(&site, 72));
        site.seen(&desk, at(71)).unwrap();
        let again = Site::load(&desk).unwrap();
        assert!(
            !over(&again, 142) && over(&again, 143),
            "kept across starts"
        );
        let refused = again.accounts_are_kept_here().unwrap_err();
        assert_eq!(refused.fields["problem"], "not_ours");
    }
}
