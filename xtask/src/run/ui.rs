use std::path::Path;
use std::time::SystemTime;

use anyhow::{Context, Result};

use super::process::{Finished, Run};
use super::root::Root;
use crate::machine::node::Node;

/// What is left in `ui/node_modules` after an install: the lock file it was made from.
const STAMP: &str = "ui/node_modules/.installed-from.json";

/// A run of npm in `ui/`.
fn npm(root: &Root, name: &str) -> Result<Run> {
    let node = Node::find(root).context("there is no Node (step `node` brings it)")?;
    Ok(node.npm(root, name)?.folder(&root.join("ui")))
}

/// Installs the packages of the lock file, unless exactly these are there.
pub(crate) fn install(root: &Root) -> Result<()> {
    let lock =
        std::fs::read(root.join("ui/package-lock.json")).context("reading ui/package-lock.json")?;
    let stamp = root.join(STAMP);
    if std::fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        println!("   the packages of package-lock.json are there");
        return Ok(());
    }
    npm(root, "npm-ci")?
        .args(["ci", "--no-audit", "--no-fund"])
        .minutes(15)
        .done()?;
    std::fs::write(stamp, lock).context("marking ui/node_modules")
}

/// Builds `ui/dist` when a source is newer.
pub(crate) fn build(root: &Root) -> Result<()> {
    let sources = [
        "ui/src",
        "ui/build",
        "ui/public",
        "ui/index.html",
        "ui/package-lock.json",
        "ui/vite.config.ts",
        "ui/svelte.config.js",
    ];
    let newest = sources
        .iter()
        .filter_map(|path| newest(&root.join(path)))
        .max();
    let built = std::fs::metadata(root.join("ui/dist/index.html"))
        .and_then(|file| file.modified())
        .ok();
    if built.is_some() && built > newest {
        println!("   ui/dist is newer than every source");
        return Ok(());
    }
    script(root, "build")?;
    Ok(())
}

/// Runs a script of `ui/package.json`.
pub(crate) fn script(root: &Root, name: &str) -> Result<Finished> {
    npm(root, &format!("ui-{name}"))?
        .args(["run", "--silent", name])
        .env("CI", "true")
        .minutes(15)
        .done()
}

/// The same for a check whose result is counted: a bad exit is no error.
pub(crate) fn checked(root: &Root, name: &str) -> Result<(bool, String)> {
    let finished = npm(root, &format!("ui-{name}"))?
        .args(["run", "--silent", name])
        .env("CI", "true")
        .minutes(15)
        .run()?;
    Ok((finished.status.success(), finished.output))
}

fn newest(path: &Path) -> Option<SystemTime> {
    let about = std::fs::metadata(path).ok()?;
    if about.is_dir() {
        return std::fs::read_dir(path)
            .ok()?
            .flatten()
            .filter_map(|entry| newest(&entry.path()))
            .max();
    }
    about.modified().ok()
}
