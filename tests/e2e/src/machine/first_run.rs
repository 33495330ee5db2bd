use std::fs::{DirBuilder, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use tokio::sync::OnceCell;

use super::desktop::{Desktop, Keyring};
use super::places::Places;
use super::profile::Profile;

/// A profile after its first run, with the keyring that belongs to it: made once with the `clins` program and
/// laid down for each journey, since choosing a dozen passwords takes longer than many a journey.
pub(crate) struct FirstRun {
    profile: Vec<(PathBuf, Vec<u8>)>,
    keyrings: Vec<(PathBuf, Vec<u8>)>,
    recovery_key: String,
}

static MADE: OnceCell<FirstRun> = OnceCell::const_new();

/// Where a home has its keyrings.
const KEYRINGS: &str = "data/keyrings";

impl FirstRun {
    /// The one of this run of the journeys.
    pub(crate) async fn made(places: &Places, log: &Path) -> Result<&'static Self> {
        MADE.get_or_try_init(|| Self::make(places, log)).await
    }

    async fn make(places: &Places, log: &Path) -> Result<Self> {
        let folder = tempfile::tempdir().context("making a folder")?;
        let (home, profile) = (folder.path().join("home"), folder.path().join("profile"));
        let desktop = Desktop::start(&home, Keyring::Unlocked, log).await?;
        let made = Profile::set_up(places, &desktop, &profile).await?;
        Ok(Self {
            profile: read(made.files()?.into_keys(), &profile)?,
            keyrings: read(files_in(&home.join(KEYRINGS))?, &home)?,
            recovery_key: made.recovery_key().to_owned(),
        })
    }

    /// Its keyring in a home where no session has been started yet.
    pub(crate) fn keyring_into(&self, home: &Path) -> Result<()> {
        write(&self.keyrings, home)
    }

    /// The profile itself.
    pub(crate) fn profile_into(&self, folder: &Path) -> Result<Profile> {
        write(&self.profile, folder)?;
        Ok(Profile::of(folder, &self.recovery_key))
    }
}

fn files_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).context("listing the keyrings")?;
    entries
        .map(|entry| Ok(entry.context("listing the keyrings")?.path()))
        .collect()
}

fn read(files: impl IntoIterator<Item = PathBuf>, root: &Path) -> Result<Vec<(PathBuf, Vec<u8>)>> {
    let one = |file: PathBuf| {
        let bytes = std::fs::read(&file).context("reading the first run")?;
        let place = file.strip_prefix(root).context("reading the first run")?;
        Ok((place.to_owned(), bytes))
    };
    files.into_iter().map(one).collect()
}

/// As the programs that made them left them: their owner's alone.
fn write(files: &[(PathBuf, Vec<u8>)], root: &Path) -> Result<()> {
    for (place, bytes) in files {
        let file = root.join(place);
        let folder = file.parent().context("laying down the first run")?;
        let mut folders = DirBuilder::new();
        let made = folders.recursive(true).mode(0o700).create(folder);
        made.context("laying down the first run")?;
        let mut options = OpenOptions::new();
        options.write(true).create_new(true).mode(0o600);
        let mut file = options.open(file).context("laying down the first run")?;
        file.write_all(bytes).context("laying down the first run")?;
    }
    Ok(())
}
