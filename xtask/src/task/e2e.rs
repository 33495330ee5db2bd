use anyhow::Result;
use clap::Args;

use super::ready;
use crate::machine::system::Purpose;
use crate::run::plan::Plan;
use crate::run::root::Root;
use crate::run::tally::Tally;

#[derive(Args)]
pub(crate) struct E2eArguments {
    /// Only journeys whose name holds this.
    only: Option<String>,
}

/// What all journeys together may take; each has its own limit besides.
pub(super) const MINUTES: u64 = 24;

/// Builds and runs the journeys.
pub(crate) fn e2e(root: &Root, arguments: &E2eArguments) -> Result<bool> {
    let mut plan = Plan::default();
    ready::for_building(&mut plan, root, Purpose::Test);
    ready::development(&mut plan, root);
    plan.check("end-to-end in the real window", MINUTES, || {
        journeys(root, arguments.only.as_deref())
    });
    let sum = plan.run();
    println!("\n{} passed, {} failed", sum.passed, sum.failed);
    Ok(sum.failed == 0)
}

/// The journeys alone, on a display of their own.
pub(super) fn journeys(root: &Root, only: Option<&str>) -> Result<Tally> {
    let (_display, run) = ready::end_to_end(root, "e2e", MINUTES)?;
    let finished = run.args(["run"]).args(only).run()?;
    Ok(Tally::of_plain(&finished.output).with_exit(finished.status.success()))
}
