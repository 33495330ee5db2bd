use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

#[cfg(unix)]
use crate::destroy_key_file;
use crate::secret_store::check_name;
use crate::{SecretError, SecretStore};

/// Secrets as files that only their owner may read, for systems with no keyring at all. The screen
/// says so, visibly, as long as such a file is in use.
///
/// Only on Unix: Windows and macOS always have a keyring, so there it answers `Unavailable`.
#[derive(Clone, Debug)]
pub struct FileSecrets {
    folder: PathBuf,
}

impl FileSecrets {
    /// Secrets in this folder, one file `<name>.secret` each. The folder must exist.
    #[must_use]
    pub fn new(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
        }
    }

    fn path(&self, name: &str) -> Result<PathBuf, SecretError> {
        check_name(name)?;
        Ok(self.folder.join(format!("{name}.secret")))
    }
}

#[cfg(unix)]
impl SecretStore for FileSecrets {
    fn get(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, SecretError> {
        owner_only::read(&self.path(name)?)
    }

    fn set(&self, name: &str, secret: &[u8]) -> Result<(), SecretError> {
        let path = self.path(name)?;
        // What lies there is looked at first: a link or a foreign folder is never written through.
        owner_only::read(&path)?;
        owner_only::replace(&self.folder, &path, secret)
    }

    fn delete(&self, name: &str) -> Result<(), SecretError> {
        let path = self.path(name)?;
        // What a crash between writing and renaming left is the secret as well.
        destroy_key_file(&owner_only::beside(&path))?;
        destroy_key_file(&path)
    }
}

#[cfg(not(unix))]
impl SecretStore for FileSecrets {
    fn get(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, SecretError> {
        self.path(name)?;
        Err(SecretError::Unavailable)
    }

    fn set(&self, name: &str, _secret: &[u8]) -> Result<(), SecretError> {
        self.path(name)?;
        Err(SecretError::Unavailable)
    }

    fn delete(&self, name: &str) -> Result<(), SecretError> {
        self.path(name)?;
        Err(SecretError::Unavailable)
    }
}

#[cfg(unix)]
mod owner_only {
    use std::fs::{self, File, OpenOptions};
    use std::io::{self, Read as _, Write as _};
    use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
    use std::path::{Path, PathBuf};

    use zeroize::Zeroizing;

    use crate::SecretError;

    /// Larger than any secret we keep.
    const MOST: u64 = 64 * 1024;

    pub(super) fn read(path: &Path) -> Result<Option<Zeroizing<Vec<u8>>>, SecretError> {
        match fs::symlink_metadata(path) {
            Ok(found) if !found.is_file() => return Err(SecretError::Foreign),
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(SecretError::Io(error.kind())),
        }
        let mut file = File::open(path).map_err(io_error)?;
        // Asked of the open file, so that it cannot be exchanged in between.
        let facts = file.metadata().map_err(io_error)?;
        if facts.mode() & 0o077 != 0 {
            return Err(SecretError::OpenToOthers {
                mode: facts.mode() & 0o7777,
            });
        }
        if !facts.is_file() || facts.len() > MOST {
            return Err(SecretError::Foreign);
        }
        let mut secret = Zeroizing::new(Vec::with_capacity(facts.len() as usize + 1));
        file.read_to_end(&mut secret).map_err(io_error)?;
        Ok(Some(secret))
    }

    /// Written beside, flushed, then renamed: after a power cut the old or the new is there, whole.
    pub(super) fn replace(folder: &Path, path: &Path, secret: &[u8]) -> Result<(), SecretError> {
        let beside = beside(path);
        match fs::remove_file(&beside) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(io_error(error)),
            _ => {}
        }
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&beside)
            .map_err(io_error)?;
        file.write_all(secret)
            .and_then(|()| file.sync_all())
            .map_err(io_error)?;
        fs::rename(&beside, path).map_err(io_error)?;
        sync_folder(folder)
    }

    /// Where a secret is written before it gets its name.
    pub(super) fn beside(path: &Path) -> PathBuf {
        path.with_extension("secret.new")
    }

    fn sync_folder(folder: &Path) -> Result<(), SecretError> {
        File::open(folder)
            .and_then(|folder| folder.sync_all())
            .map_err(io_error)
    }

    fn io_error(error: io::Error) -> SecretError {
        SecretError::Io(error.kind())
    }
}
