use anyhow::Result;

use super::ready;
use crate::machine::system::Purpose;
use crate::run::build;
use crate::run::plan::{Needs, Plan};
use crate::run::root::Root;

/// Builds the programs as they are shipped, optimised, into `target/packaged/`.
pub(crate) fn package(root: &Root) -> Result<bool> {
    let mut plan = Plan::default();
    ready::for_building(&mut plan, root, Purpose::Build);
    plan.prepare("release build as shipped", Needs::Network, 60, || {
        build::packaged(root, true)
    });
    let good = plan.run().failed == 0;
    if good {
        println!(
            "\nbuilt: {} and {}",
            root.packaged("clins-viewer").display(),
            root.packaged("clins").display()
        );
    }
    Ok(good)
}
