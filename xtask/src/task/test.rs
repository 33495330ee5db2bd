use std::ffi::OsString;
use std::path::Path;

use anyhow::Result;

use super::ready;
use crate::check::{advisories, licences, packaged};
use crate::machine::secrets;
use crate::machine::system::Purpose;
use crate::run::build::{self, DEVELOPMENT};
use crate::run::plan::{Needs, Plan};
use crate::run::root::Root;
use crate::run::tally::Tally;
use crate::run::ui;

/// Everything that CI runs. Answers whether all of it passed.
pub(crate) fn test(root: &Root) -> Result<bool> {
    let mut plan = Plan::default();
    ready::for_building(&mut plan, root, Purpose::Test);
    plan.check("formatting (cargo fmt)", || format(root));
    plan.check("types of the screens (svelte-check)", || {
        Ok(Tally::of(ui::checked(root, "check")?.0))
    });
    plan.check("tests of the screens (vitest)", || {
        let (passed, output) = ui::checked(root, "test")?;
        Ok(Tally::of_vitest(&output).with_exit(passed))
    });
    plan.check("licences of crates", || licences::crates(root));
    plan.check("licences of npm packages", || licences::npm(root));
    plan.check("advisories", || advisories::advisories(root));
    plan.prepare("build as shipped", Needs::Network, || {
        build::packaged(root, false)
    });
    ready::development(&mut plan, root);
    plan.check(
        "the shipped programs hold no simulator and no automation",
        || packaged::inspect(root),
    );
    plan.check("lints (clippy)", || clippy(root));
    plan.check("tests (cargo test, with a keyring of their own)", || {
        cargo_test(root)
    });
    plan.check("end-to-end in the real window", || {
        super::e2e::journeys(root, None)
    });
    let sum = plan.run();
    println!("\n{} passed, {} failed", sum.passed, sum.failed);
    Ok(sum.failed == 0)
}

fn format(root: &Root) -> Result<Tally> {
    let finished = build::cargo(root, "fmt")?
        .args(["fmt", "--all", "--check"])
        .run()?;
    Ok(Tally::of(finished.status.success()))
}

fn clippy(root: &Root) -> Result<Tally> {
    let finished = build::cargo(root, "clippy")?
        .args([
            "clippy",
            "--workspace",
            "--all-targets",
            "--features",
            DEVELOPMENT,
            "--",
            "-D",
            "warnings",
        ])
        .run()?;
    Ok(Tally::of(finished.status.success()))
}

fn cargo_test(root: &Root) -> Result<Tally> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let finished = secrets::with_own_keyring(root, "cargo-test", Path::new(&cargo))?
        .args([
            "test",
            "--workspace",
            "--no-fail-fast",
            "--features",
            DEVELOPMENT,
        ])
        .minutes(60)
        .run()?;
    Ok(Tally::of_cargo_test(&finished.output).with_exit(finished.status.success()))
}
