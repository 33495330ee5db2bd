use anyhow::Result;

use super::{e2e, ready};
use crate::check::{advisories, guideline, licences, packaged};
use crate::machine::own_keyring::OwnKeyring;
use crate::machine::system::Purpose;
use crate::run::build::{self, DEVELOPMENT};
use crate::run::plan::{Needs, Plan};
use crate::run::process::Run;
use crate::run::root::Root;
use crate::run::tally::Tally;
use crate::run::ui;

/// Everything that CI runs. Answers whether all of it passed.
pub(crate) fn test(root: &Root) -> Result<bool> {
    let sum = plan(root).run();
    println!("\n{} passed, {} failed", sum.passed, sum.failed);
    Ok(sum.failed == 0)
}

fn plan(root: &Root) -> Plan<'_> {
    let mut plan = Plan::default();
    ready::for_building(&mut plan, root, Purpose::Test);
    plan.check("formatting (cargo fmt)", 1, || format(root));
    plan.check("types of the screens (svelte-check)", 2, || {
        Ok(Tally::of(ui::checked(root, "check")?.0))
    });
    plan.check("tests of the screens (vitest)", 7, || {
        let (passed, output) = ui::checked(root, "test")?;
        Ok(Tally::of_vitest(&output).with_exit(passed))
    });
    plan.check("licences of crates", 1, || licences::crates(root));
    plan.check("licences of npm packages", 1, || licences::npm(root));
    plan.check("the guideline's table names what is there", 1, || {
        guideline::table(root)
    });
    plan.check("advisories", 2, || advisories::advisories(root));
    plan.prepare("build as shipped", Needs::Network, 40, || {
        build::packaged(root, false)
    });
    ready::development(&mut plan, root);
    plan.check(
        "the shipped programs hold no simulator and no automation",
        2,
        || packaged::inspect(root),
    );
    plan.check("end-to-end in the real window", e2e::MINUTES, || {
        e2e::journeys(root, None)
    });
    // A step of its own, so that building does not use up the time of the lints.
    plan.prepare("build for the lints", Needs::Network, 20, || {
        build::cargo(root, "check")?
            .args(["check", "--workspace", "--all-targets"])
            .args(["--features", DEVELOPMENT])
            .done()
            .map(drop)
    });
    plan.check("lints (clippy)", 5, || clippy(root));
    // A step of its own, so that building does not use up the time of the tests.
    plan.prepare("build of the tests", Needs::Network, 30, || {
        cargo_test(root, "build-tests")?.args(["--no-run"]).done()?;
        Ok(())
    });
    plan.check(
        "tests (cargo test, with a keyring of their own)",
        13,
        || run_tests(root),
    );
    plan
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

fn run_tests(root: &Root) -> Result<Tally> {
    let keyring = OwnKeyring::start(root, "cargo-test", &root.join("target/keyring/cargo-test"))?;
    let run = cargo_test(root, "cargo-test")?.args(["--no-fail-fast"]);
    let finished = keyring.with(run).run()?;
    Ok(Tally::of_cargo_test(&finished.output).with_exit(finished.status.success()))
}

fn cargo_test(root: &Root, name: &str) -> Result<Run> {
    Ok(build::cargo(root, name)?.args(["test", "--workspace", "--features", DEVELOPMENT]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checks_end_within_an_hour_and_the_builds_within_three() {
        let root = Root::find().unwrap();
        let plan = plan(&root);
        assert!(plan.minutes(true) < 60, "{}", plan.minutes(true));
        assert!(plan.minutes(false) <= 180, "{}", plan.minutes(false));
    }
}
