//! Everything one journey stands on, made fresh for it and gone after it.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use anyhow::{Context, Result};
use tempfile::TempDir;

use crate::machine::accounts::Accounts;
use crate::machine::desktop::{Desktop, Keyring};
use crate::machine::places::Places;
use crate::machine::profile::Profile;
use crate::machine::simulator::Simulator;
use crate::window::Window;

/// A desktop session, a running simulator and a connected profile.
pub(crate) struct Stage {
    // First, so that windows end before what they stand on; kept here, so that a failed journey can
    // still be looked at.
    windows: RefCell<Vec<Rc<Window>>>,
    pub(crate) places: Places,
    pub(crate) accounts: Accounts,
    pub(crate) simulator: Simulator,
    pub(crate) profile: Profile,
    pub(crate) desktop: Desktop,
    log: PathBuf,
    // Last: the folder goes when everything in it has ended. A short path: sockets lie in it.
    folder: TempDir,
}

impl Stage {
    pub(crate) async fn set(places: &Places, name: &str) -> Result<Self> {
        let folder = tempfile::Builder::new()
            .prefix("clins-e2e-")
            .tempdir()
            .context("making a folder")?;
        let log = places.out()?.join(format!("{name}.log"));
        let _ = std::fs::remove_file(&log);
        let desktop = Desktop::start(&folder.path().join("home"), Keyring::Unlocked, &log).await?;
        let simulator =
            Simulator::start(places, &desktop, &folder.path().join("service"), &log).await?;
        let accounts = Accounts::read(places)?;
        let profile = Profile::set_up(places, &desktop, &folder.path().join("profile")).await?;
        profile
            .connect(places, &desktop, &accounts, simulator.facts())
            .await?;
        Ok(Self {
            windows: RefCell::default(),
            places: places.clone(),
            accounts,
            simulator,
            profile,
            desktop,
            log,
            folder,
        })
    }

    /// Opens the viewer on the profile; nobody is signed in.
    pub(crate) async fn open(&self) -> Result<Rc<Window>> {
        self.open_on(&self.desktop).await
    }

    /// The same on another desktop session.
    pub(crate) async fn open_on(&self, desktop: &Desktop) -> Result<Rc<Window>> {
        let window = Window::open(&self.places, desktop, self.profile.folder(), &self.log).await?;
        let window = Rc::new(window);
        self.windows.borrow_mut().push(window.clone());
        Ok(window)
    }

    /// Opens the viewer and signs in by typing.
    pub(crate) async fn open_as(&self, role: &str) -> Result<Rc<Window>> {
        let window = self.open().await?;
        window.sign_in(self.accounts.with_role(role)?).await?;
        Ok(window)
    }

    /// A further desktop session with this keyring; `home` tells whether it is the same person's.
    pub(crate) async fn other_desktop(&self, home: &str, keyring: Keyring) -> Result<Desktop> {
        Desktop::start(&self.folder.path().join(home), keyring, &self.log).await
    }

    pub(crate) async fn start_service_again(&mut self) -> Result<()> {
        self.simulator
            .start_again(&self.places, &self.desktop)
            .await
    }

    /// What the programs say.
    pub(crate) fn log(&self) -> &Path {
        &self.log
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }
}
