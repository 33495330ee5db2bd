//! Everything one journey stands on, made fresh for it and gone after it.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use anyhow::{Context, Result, bail};
use tempfile::TempDir;

use crate::machine::accounts::{Account, Accounts};
use crate::machine::desktop::{Desktop, Keyring};
use crate::machine::first_run::FirstRun;
use crate::machine::places::Places;
use crate::machine::profile::Profile;
use crate::machine::simulator::Simulator;
use crate::window::Window;
use crate::window::acts::PAGE;

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

/// A folder of its own, under a name without capitals: the driver does not type them.
fn lower_case_folder() -> Result<TempDir> {
    let moment = jiff::Timestamp::now().as_millisecond();
    tempfile::Builder::new()
        .prefix(&format!("clins-e2e-{:x}-{moment:x}", std::process::id()))
        .rand_bytes(0)
        .tempdir()
        .context("making a folder")
}

/// The key F9, as WebDriver names it.
const F9: &str = "\u{e039}";

/// How often a lock is tried when the driver loses the window.
const TRIES: usize = 12;

impl Stage {
    pub(crate) async fn set(places: &Places, name: &str) -> Result<Self> {
        let folder = lower_case_folder()?;
        let log = places.out()?.join(format!("{name}.log"));
        let _ = std::fs::remove_file(&log);
        let first_run = FirstRun::made(places, &log).await?;
        let home = folder.path().join("home");
        first_run.keyring_into(&home)?;
        let desktop = Desktop::start(&home, Keyring::Unlocked, &log).await?;
        let simulator =
            Simulator::start(places, &desktop, &folder.path().join("service"), &log).await?;
        let accounts = Accounts::read(places)?;
        let profile = first_run.profile_into(&folder.path().join("profile"))?;
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

    /// Closes this window, and somebody else sits down at one opened anew.
    pub(crate) async fn next(&self, window: &Window, account: &Account) -> Result<Rc<Window>> {
        window.close().await?;
        let window = self.open().await?;
        window.sign_in(account).await?;
        Ok(window)
    }

    /// 画面を隠す.
    pub(crate) async fn hide(&self, window: &Window) -> Result<Rc<Window>> {
        let drew = window.process(PAGE)?;
        let hidden = window.hide().await;
        self.found_again(window, drew, hidden).await
    }

    /// サインアウトして交代: by the button of the own account.
    pub(crate) async fn sign_out(&self, window: &Window) -> Result<Rc<Window>> {
        let drew = window.process(PAGE)?;
        let left = window.sign_out().await;
        self.found_again(window, drew, left).await
    }

    /// Where the driver loses the window with the process that drew it, which WebKitGTK leaves to chance,
    /// that the process ended is what is seen, and the window is opened anew.
    async fn found_again(
        &self,
        window: &Window,
        drew: u32,
        seen: Result<()>,
    ) -> Result<Rc<Window>> {
        if seen.is_err() && window.is_lost().await {
            println!("    the driver lost the window with its page");
            window.is_drawn_anew(drew).await?;
            window.end_program().await?;
            return self.open().await;
        }
        seen?;
        let known = self.windows.borrow();
        let same = known.iter().find(|one| std::ptr::eq(one.as_ref(), window));
        Ok(same.context("a window of another stage")?.clone())
    }

    /// Somebody works and presses F9: the locked window, and which process had drawn it. The driver loses the
    /// window with that process now and then; then it is done again in another.
    pub(crate) async fn locked(
        &self,
        role: &str,
        work: impl AsyncFn(&Window) -> Result<()>,
    ) -> Result<(Rc<Window>, u32)> {
        for _ in 0..TRIES {
            let window = self.open_as(role).await?;
            work(&window).await?;
            window.frames_pass().await?;
            let drew = window.process(PAGE)?;
            // The page may end before the driver has heard of the key.
            let _ = window.press_once(F9).await;
            match window.is_locked(drew).await {
                Err(_) if window.is_lost().await => {
                    println!("    the driver lost the window with its page");
                    window.end_program().await?;
                }
                done => return done.map(|()| (window, drew)),
            }
        }
        bail!("the driver lost the window {TRIES} times")
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
