//! A folder that an administrator typed.

use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};

use crate::error::{CommandError, ErrorCode};

/// The folder, if something may be written into it: there, outside the profile, and not refusing.
pub(crate) fn usable(typed: &str, profile: &Path) -> Result<PathBuf, CommandError> {
    let typed = Path::new(typed.trim());
    if !typed.is_absolute() {
        return Err(unusable("relative"));
    }
    let folder = fs::canonicalize(typed).map_err(|_| unusable("missing"))?;
    if !folder.is_dir() {
        return Err(unusable("missing"));
    }
    let profile = fs::canonicalize(profile).map_err(|_| unusable("missing"))?;
    if folder.starts_with(profile) {
        return Err(unusable("inside"));
    }
    try_writing(&folder)?;
    Ok(folder)
}

fn try_writing(folder: &Path) -> Result<(), CommandError> {
    let trial = folder.join(format!(".clins-{}", uuid::Uuid::new_v4()));
    let made = OpenOptions::new().write(true).create_new(true).open(&trial);
    made.map_err(|_| unusable("not_writable"))?;
    fs::remove_file(&trial).map_err(|_| unusable("not_writable"))
}

fn unusable(problem: &str) -> CommandError {
    CommandError::new(ErrorCode::FolderUnusable).with("problem", problem)
}

/// Whether both lie on one disk; no where the system does not tell.
pub(super) fn same_disk(one: &Path, other: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let disk = |path: &Path| fs::metadata(path).map(|about| about.dev());
        matches!((disk(one), disk(other)), (Ok(one), Ok(other)) if one == other)
    }
    #[cfg(not(unix))]
    {
        let _ = (one, other);
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_folder_outside_the_profile_that_takes_files_is_used() {
        let place = tempfile::tempdir().unwrap();
        let profile = place.path().join("profile");
        fs::create_dir_all(profile.join("inbox")).unwrap();
        fs::write(place.path().join("file"), b"x").unwrap();
        let problem = |typed: &str| {
            let error = usable(typed, &profile).unwrap_err();
            assert_eq!(error.code, ErrorCode::FolderUnusable);
            error.fields["problem"].clone()
        };
        let under = |name: &str| place.path().join(name).display().to_string();
        assert_eq!(problem("usb"), "relative");
        assert_eq!(problem(&under("none")), "missing");
        assert_eq!(problem(&under("file")), "missing");
        assert_eq!(problem(&under("profile")), "inside");
        assert_eq!(problem(&under("profile/inbox")), "inside");
        let here = format!(" {} ", place.path().display());
        let taken = usable(&here, &profile).unwrap();
        assert_eq!(taken, fs::canonicalize(place.path()).unwrap());
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 2, "no trace");
    }
}
