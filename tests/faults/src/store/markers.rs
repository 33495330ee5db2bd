//! Words that are found nowhere else, and a search for them in every file of a folder.

use std::fmt;
use std::fs;
use std::io::Result;
use std::path::{Path, PathBuf};

/// How many are planted.
pub const COUNT: usize = 200;

/// The marker with this number (0 to [`COUNT`] − 1): every other one Japanese, so that both kinds of
/// text are looked for.
#[must_use]
pub fn marker(number: usize) -> String {
    if number.is_multiple_of(2) {
        format!("ZEBRAMARK{number:03}QX")
    } else {
        format!("縞馬目印{number:03}号")
    }
}

/// Where a marker was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The marker's number.
    pub number: usize,
    /// As which text.
    pub encoding: &'static str,
    /// In which file; its name may be what holds it.
    pub file: PathBuf,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (number, encoding) = (self.number, self.encoding);
        write!(
            f,
            "marker {number} as {encoding} in {}",
            self.file.display()
        )
    }
}

/// What a search went through and found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// Files that were read.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
    /// Each marker at most once for each file and encoding.
    pub findings: Vec<Finding>,
}

/// Looks for every marker in the names and the bytes of every file below a folder, as UTF-8, UTF-16
/// in both byte orders, and in hexadecimal.
///
/// # Errors
/// When a folder or file cannot be read.
pub fn search(folder: &Path) -> Result<Search> {
    let needles = needles();
    let by_start = by_start(&needles);
    let mut found = Search::default();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let path = entry.path();
            let kind = entry.file_type()?;
            let mut bytes = entry.file_name().into_encoded_bytes();
            if kind.is_dir() {
                folders.push(path.clone());
            } else if kind.is_file() {
                bytes.push(0);
                bytes.extend(fs::read(&path)?);
                found.files += 1;
                found.bytes += entry.metadata()?.len();
            }
            note(&bytes, &path, &by_start, &mut found.findings);
        }
    }
    Ok(found)
}

struct Needle {
    number: usize,
    encoding: &'static str,
    bytes: Vec<u8>,
}

fn needles() -> Vec<Needle> {
    (0..COUNT)
        .flat_map(|number| {
            let text = marker(number);
            let little = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let big = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
            let hex = text.bytes().map(|b| format!("{b:02x}")).collect::<String>();
            [
                ("UTF-8", text.into_bytes()),
                ("UTF-16LE", little),
                ("UTF-16BE", big),
                ("hexadecimal", hex.into_bytes()),
            ]
            .map(|(encoding, bytes)| Needle {
                number,
                encoding,
                bytes,
            })
        })
        .collect()
}

/// The needles by their first two bytes.
fn by_start(needles: &[Needle]) -> Vec<Vec<&Needle>> {
    let mut by_start: Vec<Vec<&Needle>> = vec![Vec::new(); 1 << 16];
    for needle in needles {
        if let Some(list) = start(&needle.bytes).and_then(|at| by_start.get_mut(at)) {
            list.push(needle);
        }
    }
    by_start
}

/// One pass over the bytes: what begins like a needle is compared with those that begin so.
fn note(bytes: &[u8], file: &Path, by_start: &[Vec<&Needle>], findings: &mut Vec<Finding>) {
    let mut found: Vec<&Needle> = Vec::new();
    for at in 0..bytes.len() {
        let Some(rest) = bytes.get(at..) else { break };
        let Some(list) = start(rest).and_then(|at| by_start.get(at)) else {
            break;
        };
        for needle in list {
            let known = || found.iter().any(|known| std::ptr::eq(*known, *needle));
            if rest.starts_with(&needle.bytes) && !known() {
                found.push(needle);
            }
        }
    }
    findings.extend(found.into_iter().map(|needle| Finding {
        number: needle.number,
        encoding: needle.encoding,
        file: file.to_owned(),
    }));
}

fn start(bytes: &[u8]) -> Option<usize> {
    match bytes {
        [a, b, ..] => Some(usize::from(*a) << 8 | usize::from(*b)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_marker_is_found_in_every_encoding_and_in_names() {
        let folder = tempfile::TempDir::new().unwrap();
        let all: Vec<u8> = needles()
            .iter()
            .flat_map(|needle| [b"x".as_slice(), &needle.bytes].concat())
            .collect();
        fs::write(folder.path().join("plain"), all).unwrap();
        fs::create_dir(folder.path().join("deep")).unwrap();
        fs::write(folder.path().join("deep").join(marker(3)), b"").unwrap();
        let found = search(folder.path()).unwrap();
        assert_eq!(found.files, 2);
        assert_eq!(found.findings.len(), 4 * COUNT + 1);
    }
}
