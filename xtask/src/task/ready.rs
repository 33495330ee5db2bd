use anyhow::Result;

use crate::machine::system::Purpose;
use crate::machine::{display::Display, node, system};
use crate::run::plan::{Needs, Plan};
use crate::run::process::Run;
use crate::run::root::Root;
use crate::run::{build, ui};

/// The steps every build starts with: system packages, Node, npm packages, the screens.
pub(super) fn for_building<'a>(plan: &mut Plan<'a>, root: &'a Root, purpose: Purpose) {
    plan.prepare("system packages", Needs::RootAndNetwork, 15, move || {
        system::bring_packages(root, purpose)
    });
    plan.prepare("Node", Needs::Network, 10, || node::bring(root));
    plan.prepare("npm packages of ui/", Needs::Network, 10, || {
        ui::install(root)
    });
    plan.prepare("screens (ui/dist)", Needs::Nothing, 5, || ui::build(root));
}

/// The development build of everything.
pub(super) fn development<'a>(plan: &mut Plan<'a>, root: &'a Root) {
    plan.prepare("development build", Needs::Network, 40, || {
        build::development(root)
    });
}

/// A run of the end-to-end program on a display of its own; keep the display while it runs.
pub(super) fn end_to_end(root: &Root, name: &str, minutes: u64) -> Result<(Display, Run)> {
    let display = Display::start(root)?;
    let run = display
        .under(Run::new(root, name, root.built("e2e"))?)
        .minutes(minutes);
    Ok((display, run))
}
