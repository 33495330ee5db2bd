use std::path::Path;

use anyhow::{Context, Result};

use crate::run::build::PROGRAMS;
use crate::run::process::Run;
use crate::run::root::Root;
use crate::run::tally::Tally;

/// What only a development build may hold, and the program whose development build does hold it: a
/// marker that is in neither proves nothing.
const MARKERS: &[(&str, &str)] = &[
    ("tls:wrong-ca", "clins"),
    ("flap:ON/OFF", "clins"),
    ("rcgen", "clins"),
    ("sign-in-from-stdin", "clins-viewer"),
];

/// The exit code of wrong usage.
const WRONG_USAGE: i32 = 2;

/// The exit code with which the window refuses to be automated.
const REFUSED: i32 = 64;

/// Inspects the shipped programs: no simulator, no fault switch, no automation.
pub(crate) fn inspect(root: &Root) -> Result<Tally> {
    let mut sum = Tally::default();
    for (marker, holder) in MARKERS {
        sum += said(
            &format!("the development build of {holder} holds \"{marker}\""),
            holds(&root.built(holder), marker)?,
        );
        for program in PROGRAMS {
            let absent = !holds(&root.packaged(program), marker)?;
            sum += said(
                &format!("the shipped {program} does not hold \"{marker}\""),
                absent,
            );
        }
    }
    sum += simulate_is_unknown(root)?;
    sum += automation_is_refused(root)?;
    Ok(sum)
}

fn simulate_is_unknown(root: &Root) -> Result<Tally> {
    let run = Run::new(root, "packaged-simulate", root.packaged("clins"))?
        .args(["simulate"])
        .quiet()
        .minutes(1);
    let code = run.run()?.status.code();
    Ok(said(
        "the shipped `clins simulate` is wrong usage",
        code == Some(WRONG_USAGE),
    ))
}

fn automation_is_refused(root: &Root) -> Result<Tally> {
    let finished = Run::new(root, "packaged-automation", root.packaged("clins-viewer"))?
        .env("TAURI_WEBVIEW_AUTOMATION", "true")
        .quiet()
        .minutes(1)
        .run()?;
    let mut sum = said(
        "the shipped window refuses automation",
        finished.status.code() == Some(REFUSED),
    );
    sum += said("and says why", !finished.output.trim().is_empty());
    Ok(sum)
}

fn holds(program: &Path, marker: &str) -> Result<bool> {
    let bytes = std::fs::read(program).with_context(|| format!("reading {}", program.display()))?;
    let marker = marker.as_bytes();
    Ok(bytes.windows(marker.len()).any(|window| window == marker))
}

fn said(what: &str, holds: bool) -> Tally {
    println!("   {} {what}", if holds { "ok    " } else { "FAILED" });
    Tally::of(holds)
}
