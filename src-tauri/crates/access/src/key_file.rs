use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::path::Path;

use crate::SecretError;

/// Of a larger file only the beginning is overwritten: no key file of ours is larger.
const MOST: u64 = 64 * 1024;

/// Destroys a file that holds key material (鍵のファイルの消去): overwritten, then removed. None there
/// is done already. On most disks of today the old blocks stay somewhere all the same: only an
/// encrypted disk destroys for certain.
///
/// # Errors
/// `Foreign` when something else than a plain file has the name: it is left; else `Io`.
pub fn destroy_key_file(path: &Path) -> Result<(), SecretError> {
    let found = match fs::symlink_metadata(path) {
        Ok(found) if !found.is_file() => return Err(SecretError::Foreign),
        Ok(found) => found,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(SecretError::Io(error.kind())),
    };
    overwrite_and_remove(path, found.len()).map_err(|error| SecretError::Io(error.kind()))
}

fn overwrite_and_remove(path: &Path, length: u64) -> io::Result<()> {
    let nothing = vec![0; usize::try_from(length.min(MOST)).unwrap_or_default()];
    let mut file = OpenOptions::new().write(true).open(path)?;
    file.write_all(&nothing)?;
    file.sync_all()?;
    drop(file);
    fs::remove_file(path)?;
    match path.parent() {
        #[cfg(unix)]
        Some(folder) => File::open(folder)?.sync_all(),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_goes_and_what_is_no_file_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.key");
        fs::write(&path, b"key").unwrap();
        destroy_key_file(&path).unwrap();
        assert!(!path.exists());
        destroy_key_file(&path).unwrap();
        assert_eq!(destroy_key_file(folder.path()), Err(SecretError::Foreign));
        assert!(folder.path().exists());
    }

    /// What is overwritten is the file itself, seen through a second name of it.
    #[cfg(unix)]
    #[test]
    fn its_bytes_are_overwritten_and_a_link_is_never_followed() {
        let folder = tempfile::tempdir().unwrap();
        let (path, second) = (folder.path().join("a.key"), folder.path().join("b"));
        fs::write(&path, b"key").unwrap();
        fs::hard_link(&path, &second).unwrap();
        destroy_key_file(&path).unwrap();
        assert_eq!(fs::read(&second).unwrap(), [0, 0, 0]);
        std::os::unix::fs::symlink(&second, &path).unwrap();
        assert_eq!(destroy_key_file(&path), Err(SecretError::Foreign));
        assert!(second.exists() && path.is_symlink());
    }
}
