use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use super::ready;
use crate::machine::display::Display;
use crate::machine::system::Purpose;
use crate::run::build::{self, DEVELOPMENT};
use crate::run::plan::{Needs, Plan};
use crate::run::process::Run;
use crate::run::root::Root;

#[derive(Args)]
pub(crate) struct BenchArguments {
    /// Also write the figures to this file.
    #[arg(long)]
    json: Option<PathBuf>,
}

/// Measures in release builds, on a display of its own.
pub(crate) fn bench(root: &Root, arguments: &BenchArguments) -> Result<bool> {
    let json = arguments
        .json
        .as_ref()
        .map(std::path::absolute)
        .transpose()?;
    let mut plan = Plan::default();
    ready::for_building(&mut plan, root, Purpose::Test);
    plan.prepare("release build", Needs::Network, || {
        build::cargo(root, "build-release")?
            .args([
                "build",
                "--release",
                "--workspace",
                "--exclude",
                "xtask",
                "--features",
                DEVELOPMENT,
            ])
            .done()?;
        Ok(())
    });
    plan.prepare("measuring", Needs::Nothing, || {
        let display = Display::start(root)?;
        let mut run = Run::new(root, "bench", root.join("target/release/bench"))?.minutes(60);
        if let Some(file) = &json {
            run = run.args(["--json"]).args([file]);
        }
        display.under(run).done()?;
        Ok(())
    });
    Ok(plan.run().failed == 0)
}
