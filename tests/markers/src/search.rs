use std::fmt;
use std::fs::{self, FileType};
use std::io::{ErrorKind, Result};
use std::path::{Path, PathBuf};

use crate::packed::unpacked;
use crate::{Hit, Needles};

/// Where a text was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What.
    pub hit: Hit,
    /// In a stream packed inside the file.
    pub packed: bool,
    /// In which file; its name may be what holds it.
    pub file: PathBuf,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Hit { number, form } = self.hit;
        let packed = if self.packed { ", packed," } else { "" };
        let file = self.file.display();
        write!(f, "marker {number} as {form}{packed} in {file}")
    }
}

/// What a search went through and found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// Files that were read.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
    /// Each text at most once for each file and form.
    pub findings: Vec<Finding>,
}

impl Search {
    /// Looks at the names and the bytes of a file, or of everything below a folder. Links are not
    /// followed; what is gone when its turn comes is passed over.
    ///
    /// # Errors
    /// When something that is there cannot be read.
    pub fn look(&mut self, needles: &Needles, place: &Path) -> Result<()> {
        let mut places = vec![place.to_owned()];
        while let Some(place) = places.pop() {
            let done = there(fs::symlink_metadata(&place))?
                .map(|facts| self.one(needles, &place, facts.file_type()));
            if let Some(more) = done.transpose()? {
                places.extend(more);
            }
        }
        Ok(())
    }

    /// Answers what lies inside.
    fn one(&mut self, needles: &Needles, place: &Path, kind: FileType) -> Result<Vec<PathBuf>> {
        let name = place.file_name().unwrap_or_default();
        self.note(needles.found_in(name.as_encoded_bytes()), false, place);
        if kind.is_dir() {
            let Some(inside) = there(fs::read_dir(place))? else {
                return Ok(Vec::new());
            };
            return inside.map(|entry| Ok(entry?.path())).collect();
        }
        if kind.is_file()
            && let Some(bytes) = there(fs::read(place))?
        {
            self.files += 1;
            self.bytes += bytes.len() as u64;
            self.note(needles.found_in(&bytes), false, place);
            for stream in unpacked(&bytes) {
                self.note(needles.found_in(&stream), true, place);
            }
        }
        Ok(Vec::new())
    }

    fn note(&mut self, hits: Vec<Hit>, packed: bool, file: &Path) {
        self.findings.extend(hits.into_iter().map(|hit| Finding {
            hit,
            packed,
            file: file.to_owned(),
        }));
    }
}

/// None of what is not there any more.
fn there<T>(asked: Result<T>) -> Result<Option<T>> {
    match asked {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Words;
    use crate::forms::forms;

    #[test]
    fn every_word_is_found_in_every_form_in_names_and_packed() {
        let words = Words::of_run(42);
        let texts: Vec<String> = (0..200)
            .map(|n| match n % 4 {
                0 => words.latin(n),
                1 => words.japanese(n),
                2 => words.kana(n),
                _ => words.number(n),
            })
            .collect();
        let needles = Needles::of(&texts);
        let folder = tempfile::TempDir::new().unwrap();
        let (deep, plain) = (folder.path().join("deep"), folder.path().join("plain"));
        let all: Vec<_> = texts.iter().flat_map(|text| forms(text)).collect();
        let bytes: Vec<u8> = all
            .iter()
            .flat_map(|(_, form)| [b"x", form.as_slice()].concat())
            .collect();
        fs::write(plain, bytes).unwrap();
        fs::create_dir(&deep).unwrap();
        fs::write(deep.join(&texts[3]), b"").unwrap();
        let packed = zstd::encode_all(texts[5].as_bytes(), 3).unwrap();
        fs::write(deep.join("packed"), packed).unwrap();

        let mut search = Search::default();
        search.look(&needles, folder.path()).unwrap();
        assert_eq!(search.files, 3);
        let is = |name: &str| {
            let named = |finding: &&Finding| finding.file.ends_with(name);
            search
                .findings
                .iter()
                .filter(named)
                .map(|f| (f.hit.number, f.packed))
                .collect::<Vec<_>>()
        };
        assert_eq!(is(&texts[3]), [(3, false)]);
        assert!(is("packed").contains(&(5, true)));
        let mut kinds: Vec<_> = needles.found_in(b"").into_iter().collect();
        assert!(kinds.is_empty());
        kinds.extend(
            search
                .findings
                .iter()
                .filter(|f| f.file.ends_with("plain"))
                .map(|f| f.hit),
        );
        for (number, text) in texts.iter().enumerate() {
            for (form, _) in forms(text) {
                assert!(kinds.contains(&Hit { number, form }), "{number} as {form}");
            }
        }
        search.look(&needles, Path::new("/not/there")).unwrap();
    }
}
