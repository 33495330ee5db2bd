//! Looks at a store's write-ahead log before SQLite does.
//!
//! SQLite takes a log whose head is damaged for an empty one and writes over it. What was committed
//! may lie in it alone, so such a log gets another name first.

use std::fs;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use crate::files::{beside, is_there, open_plain};

/// Length of a log's head in bytes.
const HEAD: usize = 32;
/// Of it, what the checksum covers.
const COVERED: usize = 24;
/// How a log begins whose checksums count in little-endian words, and in big-endian ones.
const MAGIC: [u32; 2] = [0x377f_0682, 0x377f_0683];
/// Looks at a head that seems broken: another program may be writing it just now.
const LOOKS: usize = 3;

/// A log that was given another name.
#[derive(Debug)]
pub(crate) struct Aside {
    log: PathBuf,
    name: PathBuf,
}

impl Aside {
    /// Puts a log with a broken head aside as `<path>.wal-aside-N`; none when there is no such log.
    pub(crate) fn put(path: &Path) -> io::Result<Option<Self>> {
        let log = beside(path, "-wal");
        for look in 0..LOOKS {
            if look > 0 {
                thread::sleep(Duration::from_millis(5));
            }
            if !is_broken(&log)? {
                return Ok(None);
            }
        }
        let name = free_name(path)?;
        fs::rename(&log, &name)?;
        Ok(Some(Self { log, name }))
    }

    /// Gives it its name back, after an opening that failed.
    pub(crate) fn back(self) {
        if matches!(is_there(&self.log), Ok(false)) {
            // Under the other name nothing is lost either.
            let _ = fs::rename(self.name, self.log);
        }
    }
}

fn free_name(path: &Path) -> io::Result<PathBuf> {
    let mut number = 1_u32;
    loop {
        let name = beside(path, &format!(".wal-aside-{number}"));
        if !is_there(&name)? {
            return Ok(name);
        }
        number = number.saturating_add(1);
    }
}

fn is_broken(log: &Path) -> io::Result<bool> {
    let file = match open_plain(log) {
        Ok(Some(file)) => file,
        Ok(None) => return Ok(false),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(error),
    };
    let mut head = Vec::with_capacity(HEAD);
    file.take(HEAD as u64).read_to_end(&mut head)?;
    Ok(!head.is_empty() && !is_whole(&head))
}

/// Whether SQLite would take it for the head of a log.
fn is_whole(head: &[u8]) -> bool {
    let words = |bytes: &[u8], read: fn([u8; 4]) -> u32| -> Vec<u32> {
        let (chunks, _) = bytes.as_chunks::<4>();
        chunks.iter().copied().map(read).collect()
    };
    let (Some(covered), Some(sum)) = (head.get(..COVERED), head.get(COVERED..HEAD)) else {
        return false;
    };
    let read = match words(covered, u32::from_be_bytes).first() {
        Some(magic) if *magic == MAGIC[0] => u32::from_le_bytes,
        Some(magic) if *magic == MAGIC[1] => u32::from_be_bytes,
        _ => return false,
    };
    let (mut one, mut two) = (0_u32, 0_u32);
    for pair in words(covered, read).as_chunks::<2>().0 {
        one = one.wrapping_add(pair[0]).wrapping_add(two);
        two = two.wrapping_add(pair[1]).wrapping_add(one);
    }
    words(sum, u32::from_be_bytes) == [one, two]
}
