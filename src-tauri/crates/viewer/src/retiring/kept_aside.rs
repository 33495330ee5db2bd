//! What lies beside the records store and may hold what nothing else does: its second copy, stores
//! that were put aside, a stand-in, and sealed sets. A copy to be taken away has them as they are,
//! but those that were put aside in a folder of their own, so that no program takes them for its own.

use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader};
use std::path::Path;

use super::export::{Fault, not_written};
use super::inventory::{FileKind, OwnFile, look};
use crate::error::{CommandError, ErrorCode};
use crate::profile::make_private_folder;
use crate::view::RetirementObstacle;

const ASIDE: &str = "aside";

/// Copies the second copy and what was put aside from a profile folder into a copy of it.
pub(super) fn copy(
    profile: &Path,
    to: &Path,
    goes_on: &mut dyn FnMut() -> bool,
) -> Result<(), Fault> {
    for file in look(profile).map_err(not_written)?.ours {
        let Some(place) = place_in_copy(&file).filter(|_| file.kind != FileKind::Sealed) else {
            continue;
        };
        if !goes_on() {
            return Err(Fault::Stopped);
        }
        if file.kind == FileKind::Aside {
            make_private_folder(&to.join(ASIDE)).map_err(not_written)?;
        }
        copy_file(&profile.join(&file.place), &to.join(place)).map_err(not_written)?;
    }
    Ok(())
}

/// Why this copy of a profile folder lacks something that lies there now; none when it does not. Of
/// the second copy, which is made anew every day, the number of answers tells.
pub(super) fn lacking(
    profile: &Path,
    copy: &Path,
) -> Result<Option<RetirementObstacle>, CommandError> {
    let unreadable = |error: io::Error| {
        CommandError::new(ErrorCode::ProfileUnreadable).with("detail", error.kind())
    };
    for file in look(profile).map_err(unreadable)?.ours {
        let since = match file.kind {
            FileKind::Aside => RetirementObstacle::StoredSince,
            FileKind::Sealed => RetirementObstacle::SealedSince,
            _ => continue,
        };
        let Some(place) = place_in_copy(&file) else {
            continue;
        };
        // Read back: after the act there is nothing else to read.
        let held = is_same(&profile.join(&file.place), &copy.join(place));
        if !held.map_err(unreadable)? {
            return Ok(Some(since));
        }
    }
    Ok(None)
}

/// Where a file lies in a copy of the profile; none when it holds nothing of its own.
fn place_in_copy(file: &OwnFile) -> Option<String> {
    match file.kind {
        FileKind::Sealed => file.is_sealed_set().then(|| file.place.clone()),
        FileKind::SecondCopy | FileKind::Aside if is_step(&file.place) => None,
        FileKind::SecondCopy => Some(file.place.clone()),
        FileKind::Aside => Some(match file.place.split_once('/') {
            None => format!("{ASIDE}/{}", file.place),
            // Of a profile that is a copy itself.
            Some((_, name)) => format!("{ASIDE}/{name}.aside-1"),
        }),
        FileKind::Key | FileKind::Store | FileKind::Other => None,
    }
}

/// A step of making a store or of changing its key, or the index of a log.
fn is_step(place: &str) -> bool {
    let steps = [".making", ".creating", ".next", ".former"];
    steps.iter().any(|step| place.contains(step)) || place.ends_with("-shm")
}

/// Whether a copy is there and holds the same bytes.
fn is_same(file: &Path, copy: &Path) -> io::Result<bool> {
    let copy = match File::open(copy) {
        Ok(copy) => copy,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(error),
    };
    let file = File::open(file)?;
    if file.metadata()?.len() != copy.metadata()?.len() {
        return Ok(false);
    }
    let (mut file, mut copy) = (BufReader::new(file), BufReader::new(copy));
    loop {
        let (here, there) = (file.fill_buf()?, copy.fill_buf()?);
        let length = here.len().min(there.len());
        if here.get(..length) != there.get(..length) {
            return Ok(false);
        }
        if length == 0 {
            return Ok(here.len() == there.len());
        }
        file.consume(length);
        copy.consume(length);
    }
}

/// One that went meanwhile has been replaced.
fn copy_file(from: &Path, to: &Path) -> io::Result<()> {
    match fs::copy(from, to) {
        Ok(_) => File::open(to)?.sync_all(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEALED: &str = "inbox/0123456789abcdef-fedcba9876543210.sealed";

    fn profile(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for name in ["aside", "inbox", "second"] {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        for name in files {
            fs::write(folder.path().join(name), name).unwrap();
        }
        folder
    }

    #[test]
    fn what_lies_aside_is_taken_along_where_no_program_looks_for_it_and_asked_for_again() {
        let here = profile(&[
            "records.db",
            "records.db.standin",
            "records.db.standin-shm",
            "records.db.standin.making",
            "records.db.damaged-1",
            "records.db.former",
            "aside/records.db.damaged-1",
            "second/records.db",
            "notes.txt",
            SEALED,
        ]);
        let to = profile(&[]);
        assert!(copy(here.path(), to.path(), &mut || true).is_ok());
        let found = look(to.path()).unwrap();
        let places: Vec<_> = found.ours.iter().map(|file| file.place.as_str()).collect();
        let taken = [
            "second/records.db",
            "aside/records.db.damaged-1",
            "aside/records.db.damaged-1.aside-1",
            "aside/records.db.standin",
        ];
        assert_eq!(places, taken);
        let lacking = || lacking(here.path(), to.path()).unwrap();
        assert_eq!(lacking(), Some(RetirementObstacle::SealedSince));
        fs::write(to.path().join(SEALED), SEALED).unwrap();
        assert_eq!(lacking(), None);
        let other = to.path().join("aside/records.db.damaged-1");
        let right = fs::read(&other).unwrap();
        fs::write(&other, "Records.db.damaged-1").unwrap();
        assert_eq!(
            lacking(),
            Some(RetirementObstacle::StoredSince),
            "as long, but not the same"
        );
        fs::write(&other, right).unwrap();
        assert_eq!(lacking(), None);
        fs::write(here.path().join("records.db.damaged-2"), "later").unwrap();
        assert_eq!(lacking(), Some(RetirementObstacle::StoredSince));
    }

    #[test]
    fn told_to_stop_it_stops() {
        let here = profile(&["second/records.db"]);
        let to = profile(&[]);
        let stopped = copy(here.path(), to.path(), &mut || false);
        assert!(matches!(stopped, Err(Fault::Stopped)));
    }
}
