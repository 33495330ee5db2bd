use anyhow::Result;

use crate::machine::system::{self, Purpose};
use crate::run::build::{self, DEVELOPMENT};
use crate::run::plan::{Needs, Plan};
use crate::run::root::Root;

/// Writes `ui/src/bindings.ts` and `docs/matrix.md` anew from the command list.
pub(crate) fn bindings(root: &Root) -> Result<bool> {
    let mut plan = Plan::default();
    plan.prepare("system packages", Needs::RootAndNetwork, 15, || {
        system::bring_packages(root, Purpose::Build)
    });
    plan.prepare(
        "ui/src/bindings.ts and docs/matrix.md",
        Needs::Network,
        40,
        || {
            // The tests that compare the files write them when they are told to. Workspace-wide features, so
            // that nothing is built another way than by the other commands.
            build::cargo(root, "bindings")?
                .args([
                    "test",
                    "--package",
                    "viewer",
                    "--package",
                    "clins",
                    "--package",
                    "clins-viewer",
                ])
                .args(["--features", DEVELOPMENT, "--lib"])
                .args(["--", "bindings::", "matrix::"])
                .env("CLINS_WRITE_BINDINGS", "1")
                .done()?;
            Ok(())
        },
    );
    Ok(plan.run().failed == 0)
}
