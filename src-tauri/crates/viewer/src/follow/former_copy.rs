//! The second copy of before a loss: it may hold what the store lacks, so it is not replaced like
//! any other but keeps a name of its own.

use std::ffi::OsString;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// Gives the copy a second name beside its own, under which it stays when a new copy takes its name.
/// Nothing is done where there is no copy.
pub(super) fn keep_aside(copy: &Path) -> io::Result<()> {
    let mut number = 1_u32;
    loop {
        let name = aside(copy, number);
        match fs::hard_link(copy, &name) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                number = number.saturating_add(1);
            }
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            // A file system without second names.
            Err(_) => return fs::copy(copy, &name).map(drop),
            Ok(()) => return Ok(()),
        }
    }
}

fn aside(copy: &Path, number: u32) -> PathBuf {
    let mut name = OsString::from(copy);
    name.push(format!(".aside-{number}"));
    name.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_that_is_replaced_afterwards_stays_under_another_name() {
        let folder = tempfile::tempdir().unwrap();
        let copy = folder.path().join("records.db");
        keep_aside(&copy).unwrap();
        for text in ["first", "second"] {
            fs::write(folder.path().join("new"), text).unwrap();
            fs::rename(folder.path().join("new"), &copy).unwrap();
            keep_aside(&copy).unwrap();
        }
        let read = |number| fs::read_to_string(aside(&copy, number)).unwrap();
        assert_eq!(
            (read(1), read(2)),
            ("first".to_owned(), "second".to_owned())
        );
        assert!(copy.exists(), "there is a copy all the while");
    }
}
