use std::ffi::OsString;
use std::path::Path;

use anyhow::{Context, Result};

use super::process::Run;
use super::root::Root;

/// The one feature selection of development builds; one selection for everything, so that nothing
/// heavy is built twice.
pub(crate) const DEVELOPMENT: &str = "clins/development,clins-viewer/development";

/// The programs there are.
pub(crate) const PROGRAMS: [&str; 2] = ["clins-viewer", "clins"];

/// A run of cargo with this project's settings.
pub(crate) fn cargo(root: &Root, name: &str) -> Result<Run> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut run = Run::new(root, name, cargo)?
        .minutes(60)
        .env("CARGO_TERM_PROGRESS_WHEN", "never");
    // What cargo told *us* would make it build packages again that look at these.
    for (variable, _) in std::env::vars_os() {
        let variable = variable.to_string_lossy().into_owned();
        if variable.starts_with("CARGO_PKG_") || variable.starts_with("CARGO_MANIFEST_") {
            run = run.without_env(&variable);
        }
    }
    Ok(run)
}

/// Builds everything for development: simulator, fault switches, window automation.
pub(crate) fn development(root: &Root) -> Result<()> {
    cargo(root, "build-development")?
        .args([
            "build",
            "--workspace",
            "--exclude",
            "xtask",
            "--features",
            DEVELOPMENT,
        ])
        .done()?;
    Ok(())
}

/// Builds the programs with the features they are shipped with and copies them to
/// `target/packaged/`.
pub(crate) fn packaged(root: &Root, release: bool) -> Result<()> {
    let mut arguments = vec!["build", "--workspace", "--exclude", "xtask"];
    if release {
        arguments.push("--release");
    }
    cargo(root, "build-packaged")?.args(arguments).done()?;
    let built = root.join(if release {
        "target/release"
    } else {
        "target/debug"
    });
    copy_programs(&built, &root.join("target/packaged"))
}

fn copy_programs(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to).with_context(|| format!("making {}", to.display()))?;
    for program in PROGRAMS {
        // Removed first: a running copy must not be written into.
        let target = to.join(program);
        if target.exists() {
            std::fs::remove_file(&target)
                .with_context(|| format!("replacing {}", target.display()))?;
        }
        std::fs::copy(from.join(program), &target).with_context(|| format!("copying {program}"))?;
    }
    Ok(())
}
