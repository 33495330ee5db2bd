use anyhow::Result;
use clap::Args;

use crate::run::build;
use crate::run::plan::{Needs, Plan};
use crate::run::process::Run;
use crate::run::root::Root;
use crate::run::tally::Tally;

/// How long the run may take; it prints how far it is.
const MINUTES: u64 = 60;

#[derive(Args)]
pub(crate) struct FaultsArguments {
    /// Only this part (`reading`).
    part: Option<String>,
    /// A tenth of the cases: to see that it works.
    #[arg(long)]
    quick: bool,
}

/// Builds the program of the faults and runs it. Needs no screen and no system library.
pub(crate) fn faults(root: &Root, arguments: &FaultsArguments) -> Result<bool> {
    let mut plan = Plan::default();
    plan.prepare("build of the faults", Needs::Network, 20, || {
        build::cargo(root, "build-faults")?
            .args(["build", "-p", "faults"])
            .done()?;
        Ok(())
    });
    plan.check("damaged and hostile answers", MINUTES, || {
        run(root, arguments)
    });
    let sum = plan.run();
    println!("\n{} passed, {} failed", sum.passed, sum.failed);
    Ok(sum.failed == 0)
}

fn run(root: &Root, arguments: &FaultsArguments) -> Result<Tally> {
    let program = root.built("faults");
    let finished = Run::new(root, "faults", program)?
        .minutes(MINUTES)
        .args(&arguments.part)
        .args(arguments.quick.then_some("--quick"))
        .run()?;
    Ok(Tally::of_plain(&finished.output).with_exit(finished.status.success()))
}
