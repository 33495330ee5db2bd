use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use markers::{Finding, Needles, Search};

use crate::stage::Stage;

/// Where programs leave things that belong to nobody, and systems what is left of a crash.
const COMMON: [&str; 6] = [
    "/tmp",
    "/var/tmp",
    "/dev/shm",
    "/var/crash",
    "/var/lib/systemd/coredump",
    "/var/lib/apport/coredump",
];

/// Everything this day may have written to, but the service's own files.
pub(super) struct Places {
    own: Vec<PathBuf>,
    stage: PathBuf,
    before: BTreeSet<PathBuf>,
}

impl Places {
    /// Remembers what lies in the common folders before the day begins.
    pub(super) fn before_the_day(stage: &Stage) -> Self {
        let folders = [stage.profile.folder(), stage.desktop.home(), stage.log()];
        Self {
            own: folders.map(Path::to_owned).to_vec(),
            stage: stage.folder().to_owned(),
            before: common().collect(),
        }
    }

    /// Looks into every file.
    pub(super) fn search(&self, needles: &Needles) -> Result<Search> {
        let mut search = Search::default();
        for place in &self.own {
            let looked = search.look(needles, place);
            looked.with_context(|| format!("searching {}", place.display()))?;
        }
        let new = common().filter(|path| !self.before.contains(path) && *path != self.stage);
        for place in new {
            match search.look(needles, &place) {
                // Another person's: this program could not have written it.
                Err(error) if error.kind() == ErrorKind::PermissionDenied => {}
                looked => looked.with_context(|| format!("searching {}", place.display()))?,
            }
        }
        Ok(search)
    }

    /// Puts a plain file into each of the folders and sees that the search finds all of it: else
    /// finding nothing would prove nothing.
    pub(super) fn control(&self, needles: &Needles, texts: &[String]) -> Result<()> {
        let folders: Vec<_> = self.own.iter().filter(|place| place.is_dir()).collect();
        let files: Vec<_> = folders.iter().map(|folder| folder.join("plain")).collect();
        for file in &files {
            std::fs::write(file, texts.join("\n")).context("planting a file")?;
        }
        let found = self.search(needles);
        for file in &files {
            std::fs::remove_file(file).context("taking a planted file away")?;
        }
        for file in &files {
            let is_it = |finding: &&Finding| finding.file == *file;
            let numbers: BTreeSet<_> = match &found {
                Ok(search) => search
                    .findings
                    .iter()
                    .filter(is_it)
                    .map(|f| f.hit.number)
                    .collect(),
                Err(_) => BTreeSet::new(),
            };
            ensure!(
                numbers.len() == texts.len(),
                "of {} planted markers the search finds {} in {}",
                texts.len(),
                numbers.len(),
                file.display()
            );
        }
        found.map(drop)
    }
}

fn common() -> impl Iterator<Item = PathBuf> {
    let folders = COMMON
        .iter()
        .filter_map(|folder| std::fs::read_dir(folder).ok());
    folders.flatten().flatten().map(|entry| entry.path())
}
