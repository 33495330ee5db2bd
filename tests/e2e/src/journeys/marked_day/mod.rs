//! Nothing of a day stands readable in any file: every text the service gives out carries a marker,
//! and after reading, an outage and two crashes every file is searched for all of them.

mod clinic;
mod places;
mod seen;

use std::collections::BTreeMap;
use std::path::Path;
use std::rc::Rc;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use jiff::Timestamp;
use jiff::tz::Offset;
use markers::{Finding, Needles, Words};
use sample_clinic::{Clinic, SampleClinic};

pub(crate) use self::clinic::MarkedClinic;
use self::places::Places;
use self::seen::Seen;
pub(crate) use self::seen::name_of;
use crate::machine::processes;
use crate::stage::Stage;
use crate::window::Window;
use crate::window::dom::test;

/// At least so many markers must have come through the program.
const ENOUGH: usize = 200;

/// Who has letters with files.
const WITH_LETTERS: &str = "齋藤 一郎";

pub(super) async fn nothing_of_a_day_stands_readable_in_any_file(stage: &mut Stage) -> Result<()> {
    let words = Words::of_run(std::process::id());
    let folder = stage.folder().join("clinic");
    let marked = MarkedClinic::plant(&stage.places.clinic(), &folder, words)?;
    let texts: Vec<String> = marked.markers.iter().map(|m| m.text.clone()).collect();
    let needles = Needles::of(&texts);
    let today = Offset::constant(9).to_datetime(Timestamp::now()).date();
    let clinic = SampleClinic::load(&marked.folder)?.expand(today)?;
    let places = Places::before_the_day(stage);
    places.control(&needles, &texts)?;
    let dumps = dumps_are_left(stage).await?;
    serve(stage, &marked).await?;

    let mut seen = Seen::new(&needles);
    let window = stage.open().await?;
    let window = the_desk_looks(&window, stage, &mut seen).await?;
    let names = the_doctor_reads(&window, stage, &clinic, &mut seen).await?;
    let first = names.first().context("nobody came")?;
    the_plug_is_pulled(&window, stage, first).await?;
    the_program_aborts(stage, first, &mut seen).await?;

    stage.start_service_again().await?;
    let window = stage.open_as("doctor").await?;
    window.open_patient(first).await?;
    window.all_fetched().await?;
    let open = places.search(&needles)?;
    let window = stage.hide(&window).await?;
    window.sign_in(stage.accounts.with_role("auditor")?).await?;
    window.close().await?;
    let closed = places.search(&needles)?;

    let received = seen.received.len();
    println!(
        "    markers received: {}",
        marked.kinds(seen.received.iter().copied())
    );
    println!("    dumps of a crashed program are {dumps}");
    println!(
        "    R15: {} markers planted, {received} received, {} painted; while it runs {} files, {} \
         bytes searched, found {}; afterwards {} files, {} bytes searched, found {}",
        texts.len(),
        seen.painted.len(),
        open.files,
        open.bytes,
        open.findings.len(),
        closed.files,
        closed.bytes,
        closed.findings.len()
    );
    ensure!(
        received >= ENOUGH,
        "only {received} markers came through the program"
    );
    for line in told(open.findings.iter().chain(&closed.findings)) {
        println!("    {line}");
    }
    ensure!(
        open.findings.is_empty() && closed.findings.is_empty(),
        "{} and {} markers found",
        open.findings.len(),
        closed.findings.len()
    );
    Ok(())
}

/// How many markers each file holds, and one of them.
fn told<'a>(findings: impl Iterator<Item = &'a Finding>) -> Vec<String> {
    let mut files: BTreeMap<&Path, (usize, &Finding)> = BTreeMap::new();
    for finding in findings {
        files.entry(&finding.file).or_insert((0, finding)).0 += 1;
    }
    let lines = files.values();
    lines
        .map(|(count, one)| format!("{count} times, as {one}"))
        .collect()
}

/// From now on the simulator gives out the marked clinic.
async fn serve(stage: &mut Stage, marked: &MarkedClinic) -> Result<()> {
    stage.places = stage.places.with_clinic(&marked.folder);
    stage.simulator.kill().await;
    stage.start_service_again().await
}

/// Whether a program that crashes in this session leaves its memory in a file, in words.
async fn dumps_are_left(stage: &mut Stage) -> Result<&'static str> {
    stage.desktop.let_dumps_be_left();
    let folder = stage.folder().join("crash");
    std::fs::create_dir(&folder).context("making a folder")?;
    let mut crash = stage.desktop.command("sh");
    let ended = crash
        .args(["-c", "kill -s ABRT $$"])
        .current_dir(&folder)
        .status();
    ended.await.context("letting a program crash")?;
    let left = std::fs::read_dir(&folder)
        .context("looking for a dump")?
        .count();
    Ok(if left > 0 {
        "left in its folder here"
    } else {
        "not left in its folder here: the crashes prove less"
    })
}

/// Answers the window in which somebody else may sit down.
async fn the_desk_looks(window: &Window, stage: &Stage, seen: &mut Seen<'_>) -> Result<Rc<Window>> {
    window.sign_in(stage.accounts.with_role("desk")?).await?;
    window.element(&test("board-row")).await?;
    window.fill(&test("find-text"), "マキノ").await?;
    window.element(&test("find-row")).await?;
    seen.screen(window).await?;
    stage.hide(window).await
}

/// Every patient of the day, and of one of them everything there is to open. Answers their names.
async fn the_doctor_reads(
    window: &Window,
    stage: &Stage,
    clinic: &Clinic,
    seen: &mut Seen<'_>,
) -> Result<Vec<String>> {
    window.sign_in(stage.accounts.with_role("doctor")?).await?;
    let mut names = Vec::new();
    for patient in clinic
        .patients
        .iter()
        .filter(|patient| patient.arrival.is_some())
    {
        let name = name_of(patient)?;
        window.open_patient(&name).await?;
        window.all_fetched().await?;
        seen.screen(window).await?;
        seen.all_of(window, patient).await?;
        names.push(name);
    }
    let name = names.iter().find(|name| name.contains(WITH_LETTERS));
    window.open_patient(name.context("he is gone")?).await?;
    let button = window.open_sheet("laboratory").await?;
    seen.screen(window).await?;
    window.escape_from("sheet-panel", &button).await?;
    let button = window.open_history("condition").await?;
    seen.screen(window).await?;
    window.escape_from("history-panel", &button).await?;
    letters_are_read(window, seen).await?;
    Ok(names)
}

async fn letters_are_read(window: &Window, seen: &mut Seen<'_>) -> Result<()> {
    window.click(&test("tab-document")).await?;
    let row = format!("{}[data-state=\"current\"]", test("document-row"));
    let key = window.attribute(&row, "data-key").await?;
    window
        .open_document(&key.context("the row has no key")?)
        .await?;
    seen.screen(window).await?;
    let button = window.open_file("心エコー報告書").await?;
    window.pdf_page(1).await?;
    seen.screen(window).await?;
    window.escape_from("file-view", &button).await?;
    let button = window.open_file("臨床経過").await?;
    window.element(&test("file-text")).await?;
    seen.screen(window).await?;
    window.escape_from("file-view", &button).await
}

/// The service goes, and then the program, in the middle of being used.
async fn the_plug_is_pulled(window: &Window, stage: &mut Stage, name: &str) -> Result<()> {
    stage.simulator.kill().await;
    window.outage_for(&["refused"]).await?;
    window.open_patient(name).await?;
    window.fill(&test("find-text"), "シマ").await?;
    window.element(&test("find-row")).await?;
    end(window, "KILL", "clins-viewer").await
}

/// What was kept is read from the copy; then the process of the screens ends badly, and the program.
async fn the_program_aborts(stage: &Stage, name: &str, seen: &mut Seen<'_>) -> Result<()> {
    let window = stage.open_as("doctor").await?;
    window.outage().await?;
    window.open_patient(name).await?;
    seen.screen(&window).await?;
    end(&window, "ABRT", "WebKitWebProcess").await?;
    end(&window, "ABRT", "clins-viewer").await
}

async fn end(window: &Window, signal: &str, program: &str) -> Result<()> {
    let process = window.process(program)?;
    processes::signal(signal, process)?;
    for _ in 0..200 {
        if !processes::runs(process) {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    bail!("{program} goes on after {signal}")
}
