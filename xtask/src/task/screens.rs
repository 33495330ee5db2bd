use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use super::ready;
use crate::machine::system::Purpose;
use crate::run::plan::{Needs, Plan};
use crate::run::root::Root;

#[derive(Args)]
pub(crate) struct ScreensArguments {
    /// Where the pictures go.
    #[arg(long)]
    out: PathBuf,
    /// Only the parts of the album whose name holds this: `access`, `doctor`, `notes`, `sheets`, `documents`,
    /// `search`, `files`, `paper`, `roles`, `outage`, `elsewhere`.
    part: Option<String>,
}

/// Drives the real window through every screen and saves one PNG each.
pub(crate) fn screens(root: &Root, arguments: &ScreensArguments) -> Result<bool> {
    let out = std::path::absolute(&arguments.out)?;
    let mut plan = Plan::default();
    ready::for_building(&mut plan, root, Purpose::Test);
    ready::development(&mut plan, root);
    plan.prepare("pictures of every screen", Needs::Nothing, 20, || {
        let (_display, run) = ready::end_to_end(root, "screens", 20)?;
        let run = run.args(["screens", "--out"]).args([&out]);
        run.args(&arguments.part).done()?;
        Ok(())
    });
    Ok(plan.run().failed == 0)
}
