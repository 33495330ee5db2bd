//! Heads in a folder the site names, best on another machine: one file for each PC, one line for each
//! head, only ever added to.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};

/// More lines than five years of sittings make.
const LARGEST: u64 = 64 * 1024 * 1024;

pub(super) fn file(folder: &str, pc: &str) -> PathBuf {
    Path::new(folder).join(format!("clins-audit-{pc}.heads"))
}

/// What lies there, whatever it is: somebody else's bytes must not hide the lines beside them.
pub(super) fn read(folder: &str, pc: &str) -> io::Result<Vec<u8>> {
    let file = match File::open(file(folder, pc)) {
        Ok(file) => file,
        // The folder itself has to be there: a share that is not mounted looks like an empty one.
        Err(error) if error.kind() == ErrorKind::NotFound && Path::new(folder).is_dir() => {
            return Ok(Vec::new());
        }
        Err(error) => return Err(error),
    };
    let mut bytes = Vec::new();
    file.take(LARGEST).read_to_end(&mut bytes)?;
    Ok(bytes)
}

pub(super) fn add(folder: &str, pc: &str, line: &str) -> io::Result<()> {
    if !Path::new(folder).is_dir() {
        return Err(ErrorKind::NotFound.into());
    }
    let mut file = File::options()
        .create(true)
        .read(true)
        .append(true)
        .open(file(folder, pc))?;
    // A line that a crash cut short must not swallow this one.
    let separator = if ends_with_line(&mut file)? { "" } else { "\n" };
    file.write_all(format!("{separator}{line}\n").as_bytes())?;
    file.sync_all()
}

fn ends_with_line(file: &mut File) -> io::Result<bool> {
    if file.metadata()?.len() == 0 {
        return Ok(true);
    }
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    Ok(last == *b"\n")
}

/// Puts the file aside under the moment in Japan; it is never deleted.
pub(super) fn set_aside(folder: &str, pc: &str, now: Timestamp) -> io::Result<()> {
    let path = file(folder, pc);
    let japan = now.to_zoned(TimeZone::fixed(Offset::constant(9)));
    let aside = path.with_extension(format!("heads.until-{}", japan.strftime("%Y%m%d-%H%M%S")));
    match fs::rename(&path, aside) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_only_added_and_one_cut_short_swallows_none() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().to_str().unwrap();
        assert!(read(path, "pc").unwrap().is_empty());
        add(path, "pc", "first").unwrap();
        fs::write(file(path, "pc"), "first\nsec").unwrap();
        add(path, "pc", "third").unwrap();
        assert_eq!(read(path, "pc").unwrap(), b"first\nsec\nthird\n");
        assert!(read(path, "other").unwrap().is_empty());
        let now = "2026-11-22T08:40:11Z".parse().unwrap();
        set_aside(path, "pc", now).unwrap();
        set_aside(path, "pc", now).unwrap();
        assert!(read(path, "pc").unwrap().is_empty());
        assert_eq!(
            fs::read_dir(path).unwrap().count(),
            1,
            "kept under another name"
        );
    }

    #[test]
    fn a_folder_that_is_not_there_is_not_an_empty_one() {
        let folder = tempfile::tempdir().unwrap();
        let gone = folder.path().join("gone");
        let gone = gone.to_str().unwrap();
        assert!(read(gone, "pc").is_err());
        assert!(add(gone, "pc", "line").is_err());
    }
}
