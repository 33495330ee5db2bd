//! The folder of a copy to be taken away, while it is being filled.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};

/// A new folder under a name that says it is not finished; gone unless it is published. Never one
/// that was there.
#[derive(Debug)]
pub(super) struct ExportFolder {
    draft: PathBuf,
    finished: PathBuf,
    published: bool,
}

impl ExportFolder {
    /// Begins a folder in `parent`, named after the moment in Japan.
    pub(super) fn begin(parent: &Path, now: Timestamp) -> io::Result<Self> {
        let japan = now.to_zoned(TimeZone::fixed(Offset::constant(9)));
        let name = format!("clins-export-{}", japan.strftime("%Y%m%d-%H%M%S"));
        let (finished, draft) = (parent.join(&name), parent.join(format!("{name}.making")));
        if fs::symlink_metadata(&finished).is_ok() {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        // Fails when the name is taken, so that nothing foreign is ever written into or removed.
        let mut private = fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut private, 0o700);
        private.create(&draft)?;
        let folder = Self {
            draft,
            finished,
            published: false,
        };
        // As set-up makes them: a program that opens the copy finds everything in its place.
        for name in ["inbox", "second"] {
            private.create(folder.draft.join(name))?;
        }
        Ok(folder)
    }

    pub(super) fn path(&self) -> &Path {
        &self.draft
    }

    /// Gives it its name; answers where it lies.
    pub(super) fn publish(mut self) -> io::Result<PathBuf> {
        sync(&self.draft)?;
        fs::rename(&self.draft, &self.finished)?;
        self.published = true;
        if let Some(parent) = self.finished.parent() {
            sync(parent)?;
        }
        Ok(self.finished.clone())
    }
}

impl Drop for ExportFolder {
    fn drop(&mut self) {
        if !self.published {
            let _ = fs::remove_dir_all(&self.draft);
        }
    }
}

#[cfg(unix)]
fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync(_folder: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_is_there_is_written_into_and_nothing_half_done_stays() {
        let parent = tempfile::tempdir().unwrap();
        let now = "2026-11-22T08:40:11Z".parse().unwrap();
        let begun = ExportFolder::begin(parent.path(), now).unwrap();
        assert!(ExportFolder::begin(parent.path(), now).is_err());
        drop(begun);
        assert_eq!(fs::read_dir(parent.path()).unwrap().count(), 0);
        let published = ExportFolder::begin(parent.path(), now)
            .and_then(ExportFolder::publish)
            .unwrap();
        assert_eq!(
            published,
            parent.path().join("clins-export-20261122-174011")
        );
        assert!(ExportFolder::begin(parent.path(), now).is_err());
        assert!(published.join("inbox").is_dir());
    }
}
