use anyhow::Result;

use crate::machine::{node::Node, system::on_path};
use crate::run::build;
use crate::run::root::Root;
use crate::run::tally::Tally;

/// Known vulnerabilities, as far as they can be asked for here. What cannot be asked is said and not
/// counted: neither as passed nor as failed.
pub(crate) fn advisories(root: &Root) -> Result<Tally> {
    let mut sum = crates(root)?;
    sum += npm(root)?;
    Ok(sum)
}

fn crates(root: &Root) -> Result<Tally> {
    if !on_path("cargo-deny") {
        println!(
            "   SKIPPED for crates: cargo-deny is not installed (`cargo install cargo-deny --locked`)"
        );
        return Ok(Tally::default());
    }
    let finished = build::cargo(root, "cargo-deny")?
        .args(["deny", "check", "advisories"])
        .minutes(5)
        .run()?;
    if !finished.status.success()
        && finished
            .output
            .contains("failed to fetch advisory database")
    {
        println!("   SKIPPED for crates: the advisory database cannot be reached from here");
        return Ok(Tally::default());
    }
    Ok(Tally::of(finished.status.success()))
}

fn npm(root: &Root) -> Result<Tally> {
    let Some(node) = Node::find(root) else {
        return Ok(Tally::default());
    };
    let finished = node
        .npm(root, "npm-audit")?
        .args(["audit", "--omit=dev", "--audit-level=high", "--json"])
        .folder(&root.join("ui"))
        .minutes(2)
        .quiet()
        .run()?;
    if !finished.output.contains("\"vulnerabilities\"") {
        println!("   SKIPPED for npm: the registry here does not answer `npm audit`");
        return Ok(Tally::default());
    }
    println!("   npm audit answered");
    Ok(Tally::of(finished.status.success()))
}
