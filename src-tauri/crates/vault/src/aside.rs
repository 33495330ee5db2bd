use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::files::{COMPANIONS, beside, is_there};

/// Gives a store that is not to be used any more, and its logs, a free name beside it; answers which,
/// or none when nothing was there. Nothing is removed.
///
/// # Errors
/// When the file system refuses. Broken off, some files have the new name already: the next call
/// gives the others another one.
pub fn put_aside(path: &Path) -> io::Result<Option<PathBuf>> {
    let ends = || COMPANIONS.into_iter().chain([""]);
    let anything = |name: &Path| -> io::Result<bool> {
        for end in ends() {
            if is_there(&beside(name, end))? {
                return Ok(true);
            }
        }
        Ok(false)
    };
    if !anything(path)? {
        return Ok(None);
    }
    let mut number = 1_u32;
    let aside = loop {
        let name = beside(path, &format!(".damaged-{number}"));
        if !anything(&name)? {
            break name;
        }
        number = number.saturating_add(1);
    };
    for end in ends() {
        if is_there(&beside(path, end))? {
            fs::rename(beside(path, end), beside(&aside, end))?;
        }
    }
    Ok(Some(aside))
}
