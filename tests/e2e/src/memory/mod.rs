//! What a memory dump would show: names, the password and the keys are searched for in every process of
//! the viewer, before a lock, where each must be found, and five seconds after it.
//!
//! In the window as it is shipped, on its ephemeral store: a driver would hold copies of its own, and
//! WebKitGTK lets itself be driven on an ordinary store only.

mod hands;
mod report;
mod search;
mod secrets;

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use jiff::Timestamp;
use jiff::tz::Offset;
use markers::Words;
use sample_clinic::SampleClinic;

use self::hands::Hands;
use self::report::{Moment, Report};
use self::search::{Found, search};
use self::secrets::{Kind, Secrets};
use crate::figures;
use crate::journeys::{MarkedClinic, name_of};
use crate::machine::places::Places;
use crate::machine::processes;
use crate::stage::Stage;

/// So long after the lock nothing may be left.
const AFTER: Duration = Duration::from_secs(5);

/// Where the first patient of the list stands in a window of 1366 x 768.
const FIRST_ROW: (u32, u32) = (80, 258);

/// Where the search field stands.
const SEARCH: (u32, u32) = (90, 181);

/// What is copied before the lock: a text of nobody.
const COPIED: &str = "copied-before-the-lock";

/// Prints what is found where and when; true when nothing is left that must not be.
pub(crate) async fn run(places: &Places, json: Option<&Path>) -> Result<bool> {
    let mut stage = Stage::set(places, "memory").await?;
    stage.desktop.draw_in_layers();
    let folder = stage.folder().join("clinic");
    let words = Words::of_run(std::process::id());
    let marked = MarkedClinic::plant(&places.clinic(), &folder, words)?;
    stage.places = stage.places.with_clinic(&marked.folder);
    stage.simulator.kill().await;
    stage.start_service_again().await?;
    let today = Offset::constant(9).to_datetime(Timestamp::now()).date();
    let clinic = SampleClinic::load(&marked.folder)?.expand(today)?;
    let came = clinic.patients.iter().filter(|one| one.arrival.is_some());
    let names = came.map(name_of).collect::<Result<Vec<_>>>()?;
    let doctor = stage.accounts.with_role("doctor")?.clone();
    let texts = [
        (Kind::Name, names),
        (Kind::Record, marked.texts_of("disease")),
    ];
    let secrets = Secrets::of(&stage, &doctor.password, &texts).await?;

    let hands = Hands::open(&stage).await?;
    let told = watch(&stage, &hands, &secrets, &doctor).await;
    let picture = stage.places.out()?.join("memory.png");
    hands.picture(&picture).await;
    let report = told.with_context(|| format!("the screen at the end is {}", picture.display()))?;
    report.print(&secrets);
    json.map_or(Ok(()), |file| {
        figures::write(&report.figures(&secrets), file)
    })?;
    let sum = report.judge(&secrets);
    println!("\n{} passed, {} failed", sum.passed, sum.failed);
    Ok(sum.failed == 0)
}

async fn watch(
    stage: &Stage,
    hands: &Hands<'_>,
    secrets: &Secrets,
    doctor: &crate::machine::accounts::Account,
) -> Result<Report> {
    let mut report = Report::default();
    hands.text(&doctor.account).await?;
    hands.key("Tab").await?;
    hands.text(&doctor.password).await?;
    report.add(Moment::Typed, look(hands, secrets)?);
    hands.key("Return").await?;
    until_names_are_drawn(hands, secrets).await?;
    hands.click(FIRST_ROW.0, FIRST_ROW.1).await?;
    hands.settled().await?;
    hands
        .picture(&stage.places.out()?.join("memory-before.png"))
        .await;
    report.add(Moment::Reading, look(hands, secrets)?);

    let drew = hands.web_process()?;
    something_is_copied(hands).await?;
    hands.key("F9").await?;
    tokio::time::sleep(AFTER).await;
    report.former_process_ended = !processes::runs(drew);
    report.clipboard_emptied = !hands.clipboard().await?.contains(COPIED);
    report.add(Moment::Locked, between_looks(hands, secrets).await?);

    // The same person again, and then another one within five seconds.
    hands.settled().await?;
    hands.text(&doctor.password).await?;
    hands.key("Return").await?;
    until_names_are_drawn(hands, secrets).await?;
    hands.settled().await?;
    report.add(Moment::Again, look(hands, secrets)?);
    hands.key("F9").await?;
    tokio::time::sleep(AFTER).await;
    report.add(Moment::LockedAgain, between_looks(hands, secrets).await?);
    Ok(report)
}

/// Copies from the search field, until another program would be handed it.
async fn something_is_copied(hands: &Hands<'_>) -> Result<()> {
    hands.click(SEARCH.0, SEARCH.1).await?;
    // The page takes the keys once the field has the focus.
    tokio::time::sleep(Duration::from_secs(1)).await;
    hands.text(COPIED).await?;
    for _ in 0..10 {
        hands.key("ctrl+a").await?;
        hands.key("ctrl+c").await?;
        tokio::time::sleep(Duration::from_millis(500)).await;
        if hands.clipboard().await? == COPIED {
            return Ok(());
        }
    }
    bail!("nothing can be copied from the screen")
}

fn look(hands: &Hands<'_>, secrets: &Secrets) -> Result<Vec<Found>> {
    search(&hands.family()?, secrets)
}

/// The program goes on looking at the card checks while it is locked, and for that moment it holds
/// names: of six searches the one with the fewest counts. Keys and passwords have no such moment.
async fn between_looks(hands: &Hands<'_>, secrets: &Secrets) -> Result<Vec<Found>> {
    let copies =
        |all: &[Found], kind| -> usize { all.iter().map(|one| one.copies_of(secrets, kind)).sum() };
    let mut fewest = look(hands, secrets)?;
    let mut names = vec![copies(&fewest, Kind::Name)];
    for _ in 0..5 {
        tokio::time::sleep(Duration::from_millis(370)).await;
        let next = look(hands, secrets)?;
        names.push(copies(&next, Kind::Name));
        for kind in [Kind::Key, Kind::Password, Kind::Record] {
            if copies(&next, kind) > copies(&fewest, kind) {
                return Ok(next);
            }
        }
        if copies(&next, Kind::Name) < copies(&fewest, Kind::Name) {
            fewest = next;
        }
    }
    println!("   names at each look after the lock: {names:?}");
    Ok(fewest)
}

/// Waits until the page holds names of patients.
async fn until_names_are_drawn(hands: &Hands<'_>, secrets: &Secrets) -> Result<()> {
    for _ in 0..60 {
        tokio::time::sleep(Duration::from_millis(500)).await;
        if let Ok(process) = hands.web_process() {
            let found = search(&[process], secrets)?;
            if found
                .iter()
                .any(|one| one.copies_of(secrets, Kind::Name) > 0)
            {
                return hands.settled().await;
            }
        }
    }
    ensure!(
        hands.web_process().is_ok(),
        "the process that draws is gone"
    );
    bail!("no list of patients is drawn")
}
