use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use crate::machine::desktop::Desktop;
use crate::machine::group::Group;
use crate::machine::processes;
use crate::stage::Stage;

/// The window as a person has it, with keyboard and mouse and without a driver: nothing else than the
/// viewer's own processes sees what is typed.
pub(super) struct Hands<'a> {
    desktop: &'a Desktop,
    program: Group,
    window: String,
}

impl<'a> Hands<'a> {
    /// Starts the viewer on the profile and waits until its page stands still.
    pub(super) async fn open(stage: &'a Stage) -> Result<Self> {
        let viewer = stage.places.program("clins-viewer");
        let mut command = stage.desktop.command(viewer);
        command.arg("--profile").arg(stage.profile.folder());
        command.env_remove("TAURI_WEBVIEW_AUTOMATION");
        let program = Group::start(&mut command, stage.log())?;
        let mut hands = Self {
            desktop: &stage.desktop,
            program,
            window: String::new(),
        };
        hands.window = hands.find_window().await?;
        hands.settled().await?;
        hands.act(&["windowfocus", &hands.window]).await?;
        Ok(hands)
    }

    async fn find_window(&self) -> Result<String> {
        let wanted = ["search", "--onlyvisible", "--name", "^CLINS Viewer$"];
        for _ in 0..300 {
            if let Ok(found) = self.ask(&wanted).await
                && let Some(window) = found.split_whitespace().last()
            {
                return Ok(window.to_owned());
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        bail!("the window does not appear")
    }

    /// The viewer and every process it started.
    pub(super) fn family(&self) -> Result<Vec<u32>> {
        let mut family = vec![self.program.id()];
        family.extend(processes::started_by(self.program.id())?);
        family.retain(|process| processes::runs(*process));
        Ok(family)
    }

    /// The process that draws the page now.
    pub(super) fn web_process(&self) -> Result<u32> {
        let found = processes::called(&self.family()?, "WebKitWebProcess");
        found.context("no process draws the page")
    }

    /// Waits until the program has nothing to do for a second. The process that draws the page is not asked: what
    /// counts down to the lock is drawn every second.
    pub(super) async fn settled(&self) -> Result<()> {
        let deadline = Instant::now() + Duration::from_secs(60);
        let mut quiet = 0;
        let mut before = u64::MAX;
        while quiet < 4 {
            ensure!(
                Instant::now() < deadline,
                "the window does not come to rest"
            );
            tokio::time::sleep(Duration::from_millis(250)).await;
            let now = ticks(self.program.id());
            quiet = if now > 0 && now - before.min(now) <= 3 {
                quiet + 1
            } else {
                0
            };
            before = now;
        }
        Ok(())
    }

    pub(super) async fn text(&self, text: &str) -> Result<()> {
        self.act(&["type", "--delay", "30", text]).await
    }

    pub(super) async fn key(&self, key: &str) -> Result<()> {
        self.act(&["key", key]).await
    }

    /// Presses the mouse at a place of the window.
    pub(super) async fn click(&self, x: u32, y: u32) -> Result<()> {
        let (x, y) = (x.to_string(), y.to_string());
        let place = ["mousemove", "--window", &self.window, &x, &y];
        self.act(&place).await?;
        self.act(&["click", "1"]).await
    }

    /// What another program would be handed of what was copied; empty when nothing was.
    pub(super) async fn clipboard(&self) -> Result<String> {
        let mut xclip = self.desktop.command("xclip");
        xclip
            .args(["-o", "-selection", "clipboard"])
            .kill_on_drop(true);
        let told = tokio::time::timeout(Duration::from_secs(5), xclip.output()).await;
        let told = told.context("the clipboard does not answer")?;
        let told = told.context("asking for the clipboard (xclip)")?;
        Ok(String::from_utf8_lossy(&told.stdout).into_owned())
    }

    /// A picture of the display, for whoever has to find out what went wrong.
    pub(super) async fn picture(&self, file: &Path) {
        let mut import = self.desktop.command("import");
        import
            .args(["-window", "root"])
            .arg(file)
            .kill_on_drop(true);
        let _ = tokio::time::timeout(Duration::from_secs(10), import.status()).await;
    }

    async fn act(&self, arguments: &[&str]) -> Result<()> {
        self.ask(arguments).await.map(drop)
    }

    async fn ask(&self, arguments: &[&str]) -> Result<String> {
        let mut xdotool = self.desktop.command("xdotool");
        let output = xdotool.args(arguments).output().await;
        let output = output.context("moving the hands (xdotool)")?;
        // Not what was typed: it may be the password.
        ensure!(
            output.status.success(),
            "xdotool {:?} fails",
            arguments.first()
        );
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }
}

/// Processor time of a process, in clock ticks; none of one that ended.
fn ticks(process: u32) -> u64 {
    let told = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let after_name = told.rsplit(')').next().unwrap_or_default();
    let mut words = after_name.split_whitespace().skip(11);
    let mut next = || words.next().and_then(|word| word.parse::<u64>().ok());
    next().unwrap_or_default() + next().unwrap_or_default()
}
