//! The profile folder: what lies where, who has it open, and what kind it is.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use access::{KeyCheck, MachineSecret};
use serde::{Deserialize, Serialize};

use crate::error::{CommandError, ErrorCode};
use crate::options::ProfileKind;
use crate::view::RestoredStoreView;

/// The format this version writes.
const FORMAT: u32 = 1;
const RESTORED: &str = "restored.json";

/// Where the machine secret of a profile lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SecretPlace {
    /// The OS keyring.
    OsKeyring,
    /// A 0600 file in the profile, because the OS has no keyring; shown as a warning.
    File,
}

/// `profile.json`: nothing secret, nothing about patients.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ProfileFacts {
    /// Version of this file and of the folder's layout.
    pub(crate) format: u32,
    /// Random id; names the secret in the keyring.
    pub(crate) id: String,
    /// What it is for.
    pub(crate) kind: ProfileKind,
    /// Where its secret lies.
    pub(crate) secret_place: SecretPlace,
    /// Names the secret in its place when the name made of `id` was taken by something else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) secret_name: Option<String>,
    /// Tells this profile's secret from another; none in profiles of earlier versions until they
    /// are opened once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) machine_check: Option<KeyCheck>,
}

impl ProfileFacts {
    /// Facts of a new profile.
    pub(crate) fn new(kind: ProfileKind, secret_place: SecretPlace) -> Self {
        let id = uuid::Uuid::new_v4().to_string();
        Self {
            format: FORMAT,
            id,
            kind,
            secret_place,
            secret_name: None,
            machine_check: None,
        }
    }

    /// The same, knowing the check value of the profile's secret.
    pub(crate) fn of(mut self, machine: &MachineSecret) -> Self {
        self.machine_check = Some(machine.check());
        self
    }

    /// The name of the secret in its place.
    pub(crate) fn secret_name(&self) -> &str {
        self.secret_name.as_deref().unwrap_or(&self.id)
    }

    /// Gives the secret a name that nothing has yet; what has the former name stays.
    pub(crate) fn name_secret_anew(&mut self) {
        self.secret_name = Some(uuid::Uuid::new_v4().to_string());
    }
}

/// The folder, locked for this process as long as the value lives.
#[derive(Debug)]
pub(crate) struct ProfileFolder {
    root: PathBuf,
    _lock: File,
}

impl ProfileFolder {
    /// Locks the folder, making it (private to the user) when absent.
    pub(crate) fn lock(root: &Path) -> Result<Self, CommandError> {
        make_private_folder(root).map_err(unreadable)?;
        keep_private(root).map_err(unreadable)?;
        let lock = private_file()
            .create(true)
            .truncate(false)
            .open(root.join("profile.lock"))
            .map_err(unreadable)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self {
                root: root.to_owned(),
                _lock: lock,
            }),
            Err(TryLockError::WouldBlock) => Err(ErrorCode::ProfileInUse.into()),
            Err(TryLockError::Error(error)) => Err(unreadable(error)),
        }
    }

    /// Reads `profile.json`; none when set-up has not been done. A folder that holds stores but no
    /// facts is an interrupted set-up or a damaged profile: it is left as it is and reported.
    pub(crate) fn facts(&self) -> Result<Option<ProfileFacts>, CommandError> {
        let bytes = match fs::read(self.facts_path()) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound && self.holds_no_store() => {
                return Ok(None);
            }
            Err(error) => return Err(unreadable(error)),
        };
        let facts: ProfileFacts = serde_json::from_slice(&bytes).map_err(|_| {
            CommandError::new(ErrorCode::ProfileUnreadable).with("detail", "format")
        })?;
        if facts.format > FORMAT {
            return Err(CommandError::new(ErrorCode::ProfileTooNew).with("found", facts.format));
        }
        Ok(Some(facts))
    }

    /// Writes `profile.json`, last of all in set-up: its presence says that everything else is there.
    pub(crate) fn write_facts(&self, facts: &ProfileFacts) -> Result<(), CommandError> {
        let text = serde_json::to_vec_pretty(facts).map_err(|_| ErrorCode::Internal)?;
        write_whole(&self.facts_path(), &text).map_err(unreadable)
    }

    fn holds_no_store(&self) -> bool {
        [self.desk(), self.records(), self.notes(), self.audit()]
            .iter()
            .all(|store| !store.exists())
    }

    fn facts_path(&self) -> PathBuf {
        self.root.join("profile.json")
    }

    /// The folder itself.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The store of arrivals, consents, accounts and settings.
    pub(crate) fn desk(&self) -> PathBuf {
        self.root.join("desk.db")
    }

    /// The store of received sets.
    pub(crate) fn records(&self) -> PathBuf {
        self.root.join("records.db")
    }

    /// The audit chain.
    pub(crate) fn audit(&self) -> PathBuf {
        self.root.join("audit.db")
    }

    /// The folder of sealed sets.
    pub(crate) fn inbox(&self) -> PathBuf {
        self.root.join("inbox")
    }

    /// The service profile with the client certificate, encrypted under the machine secret.
    pub(crate) fn service_profile(&self) -> PathBuf {
        self.root.join("client.sealed")
    }

    /// The second copy of the records store (第二の控え), in a folder of its own.
    pub(crate) fn second_copy(&self) -> PathBuf {
        self.root.join("second").join("records.db")
    }

    /// The second copy of the desk store.
    pub(crate) fn second_desk(&self) -> PathBuf {
        self.root.join("second").join("desk.db")
    }

    /// The second copy of the audit log.
    pub(crate) fn second_audit(&self) -> PathBuf {
        self.root.join("second").join("audit.db")
    }

    /// Which stores were restored from their second copies and are not yet in the log; none when that
    /// cannot be read.
    pub(crate) fn restored(&self) -> Vec<RestoredStoreView> {
        let noted = self.read_if_there(RESTORED).ok().flatten();
        noted
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .unwrap_or_default()
    }

    /// Remembers it, before anything is restored.
    pub(crate) fn note_restored(&self, restored: &[RestoredStoreView]) -> Result<(), CommandError> {
        let text = serde_json::to_vec(restored).map_err(|_| ErrorCode::Internal)?;
        write_whole(&self.root.join(RESTORED), &text).map_err(unreadable)
    }

    /// The log has it. Left behind, it is told once more.
    pub(crate) fn forget_restored(&self) {
        let _ = fs::remove_file(self.root.join(RESTORED));
    }

    /// Makes the folder of the second copies.
    pub(crate) fn make_second_folder(&self) -> Result<(), CommandError> {
        make_private_folder(&self.root.join("second")).map_err(unreadable)
    }

    /// The store of what was noted here (記録メモ).
    pub(crate) fn notes(&self) -> PathBuf {
        self.root.join("notes.db")
    }

    /// Its second copy.
    pub(crate) fn notes_copy(&self) -> PathBuf {
        self.root.join("second").join("notes.db")
    }

    /// What `cache` makes of the second copy while the store is damaged.
    pub(crate) fn stand_in(&self) -> PathBuf {
        self.root.join("records.db.standin")
    }

    /// The keys of the records store by generation; none while it has its first key.
    pub(crate) fn records_keys(&self) -> Result<Option<Vec<u8>>, CommandError> {
        self.read_if_there("records.keys")
    }

    /// Keeps the keys of the records store: sealed under the clinical keys already.
    pub(crate) fn write_records_keys(&self, bytes: &[u8]) -> Result<(), CommandError> {
        write_whole(&self.root.join("records.keys"), bytes).map_err(unreadable)
    }

    /// Space kept for the day on which the disk is full.
    pub(crate) fn reserve(&self) -> PathBuf {
        self.root.join("reserve.space")
    }

    /// Space kept for the rows of emergencies on that day.
    pub(crate) fn emergency_reserve(&self) -> PathBuf {
        self.root.join("emergency.space")
    }

    /// Keeps what the printed recovery key opens: encrypted already.
    pub(crate) fn write_recovery_file(&self, bytes: &[u8]) -> Result<(), CommandError> {
        write_whole(&self.root.join("recovery.json"), bytes).map_err(unreadable)
    }

    /// What the printed recovery key opens; none when the file is not there.
    pub(crate) fn recovery_file(&self) -> Result<Option<Vec<u8>>, CommandError> {
        self.read_if_there("recovery.json")
    }

    fn read_if_there(&self, name: &str) -> Result<Option<Vec<u8>>, CommandError> {
        match fs::read(self.root.join(name)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(unreadable(error)),
        }
    }

    /// Makes the folder that holds the machine secret where the OS has no keyring.
    pub(crate) fn make_secret_folder(&self) -> Result<(), CommandError> {
        make_private_folder(&self.secret_folder()).map_err(unreadable)
    }

    /// Where the machine secret lies when there is no OS keyring.
    pub(crate) fn secret_folder(&self) -> PathBuf {
        self.root.join("secret")
    }
}

/// Writes a file of this user alone so that a crash leaves the old one or the new one, never half of
/// one.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    write_as(private_file(), path, bytes)
}

/// The same for a file that other users of the site's folder read as well.
pub(crate) fn write_whole_shared(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut shared = File::options();
    shared.write(true);
    write_as(shared, path, bytes)
}

fn write_as(mut how: OpenOptions, path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let temporary = path.with_extension("new");
    match fs::remove_file(&temporary) {
        // Left by a crash, perhaps readable by others.
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    let mut file = how.create_new(true).open(&temporary)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&temporary, path)?;
    match path.parent() {
        #[cfg(unix)]
        Some(folder) => File::open(folder)?.sync_all(),
        _ => Ok(()),
    }
}

/// To be opened for writing; made for this user alone.
fn private_file() -> OpenOptions {
    let mut options = File::options();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// A profile that somebody opened to others, or put into a folder that was there, is this user's alone
/// again. What is no profile is left: its files are private by themselves.
#[cfg(unix)]
fn keep_private(root: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let open = fs::metadata(root)?.permissions().mode() & 0o077 != 0;
    if open && (root.join("profile.json").exists() || fs::read_dir(root)?.next().is_none()) {
        let closed = fs::set_permissions(root, fs::Permissions::from_mode(0o700));
        // A folder that an administrator made and owns stays as they made it: its files are private.
        return closed.or_else(|error| match error.kind() {
            std::io::ErrorKind::PermissionDenied => Ok(()),
            _ => Err(error),
        });
    }
    Ok(())
}

#[cfg(not(unix))]
fn keep_private(_: &Path) -> std::io::Result<()> {
    Ok(())
}

#[cfg(unix)]
pub(crate) fn make_private_folder(root: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(root)
}

#[cfg(not(unix))]
pub(crate) fn make_private_folder(root: &Path) -> std::io::Result<()> {
    fs::create_dir_all(root)
}

fn unreadable(error: std::io::Error) -> CommandError {
    CommandError::new(ErrorCode::ProfileUnreadable).with("detail", error.kind())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_instance_is_told_that_the_profile_is_in_use() {
        let root = tempfile::tempdir().unwrap();
        let first = ProfileFolder::lock(root.path()).unwrap();
        let second = ProfileFolder::lock(root.path()).unwrap_err();
        assert_eq!(second.code, ErrorCode::ProfileInUse);
        drop(first);
        assert!(ProfileFolder::lock(root.path()).is_ok());
    }

    #[test]
    fn stores_without_facts_are_not_taken_for_a_new_profile() {
        let root = tempfile::tempdir().unwrap();
        let folder = ProfileFolder::lock(root.path()).unwrap();
        assert_eq!(folder.facts().unwrap(), None);
        fs::write(folder.records(), b"something").unwrap();
        assert_eq!(
            folder.facts().unwrap_err().code,
            ErrorCode::ProfileUnreadable
        );
        assert_eq!(fs::read(folder.records()).unwrap(), b"something");
    }

    #[test]
    fn a_newer_profile_is_refused() {
        let root = tempfile::tempdir().unwrap();
        let folder = ProfileFolder::lock(root.path()).unwrap();
        let mut facts = ProfileFacts::new(ProfileKind::Site, SecretPlace::OsKeyring);
        folder.write_facts(&facts).unwrap();
        assert_eq!(folder.facts().unwrap(), Some(facts.clone()));
        facts.format = FORMAT + 1;
        folder.write_facts(&facts).unwrap();
        assert_eq!(folder.facts().unwrap_err().code, ErrorCode::ProfileTooNew);
    }
}
