//! One picture of every screen, from the real window.

mod access;
mod emergency;

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use jiff::Timestamp;
use jiff::tz::Offset;
use sample_clinic::SampleClinic;

use crate::journeys::{damaged_store, staleness};
use crate::machine::clock_ahead::ClockAhead;
use crate::machine::desktop::Keyring;
use crate::machine::places::Places;
use crate::stage::Stage;
use crate::window::Window;
use crate::window::dom::test;
use crate::window::sheets::{ENTER, ESCAPE};

/// The parts of the album, in their order. Each has windows of its own, so that it can be taken by itself.
const PARTS: [&str; 11] = [
    "access",
    "doctor",
    "notes",
    "sheets",
    "documents",
    "search",
    "files",
    "paper",
    "roles",
    "outage",
    "elsewhere",
];

/// Saves them as `NN-name.png`; only those of the parts whose name contains `only`.
pub(crate) async fn take(places: &Places, out: &Path, only: Option<&str>) -> Result<()> {
    std::fs::create_dir_all(out).context("making the folder of the pictures")?;
    let mut album = Album { out, taken: 0 };
    for part in PARTS {
        if only.is_none_or(|only| part.contains(only)) {
            let mut stage = Stage::set(places, "screens").await?;
            stage.desktop.draw_in_layers();
            let taken = take_part(part, &mut album, &mut stage).await;
            taken.with_context(|| format!("the pictures of {part}"))?;
        }
    }
    println!("{} screens in {}", album.taken, out.display());
    Ok(())
}

async fn take_part(part: &str, album: &mut Album<'_>, stage: &mut Stage) -> Result<()> {
    match part {
        "access" => return access::take(album, stage).await,
        "roles" => return roles(album, stage).await,
        "outage" => return outage(album, stage).await,
        "elsewhere" => {
            old_second_copy(album, stage).await?;
            return on_another_pc(album, stage).await;
        }
        _ => {}
    }
    let window = stage.open().await?;
    window.element(&test("sign-in")).await?;
    if part == "doctor" {
        album.take(&window, "sign-in").await?;
    }
    window.sign_in(stage.accounts.with_role("doctor")?).await?;
    window.open_patient("牧野 爛漫").await?;
    window.all_fetched().await?;
    match part {
        "doctor" => doctor(album, &window).await?,
        "notes" => notes(album, &window).await?,
        "sheets" => sheet(album, &window).await?,
        "documents" => documents(album, &window).await?,
        "search" => search(album, &window).await?,
        "files" => {
            kept_back(album, &window).await?;
            file_by_hand(album, &window, stage).await?;
        }
        _ => paper(album, &window).await?,
    }
    window.close().await
}

/// Desk, administrator and auditor, and the desk's screen while it is locked.
async fn roles(album: &mut Album<'_>, stage: &Stage) -> Result<()> {
    let window = stage.open_as("admin").await?;
    album.take(&window, "admin").await?;
    accounts(album, &window).await?;
    let window = stage
        .next(&window, stage.accounts.with_role("admin")?)
        .await?;
    emergency::administrator(album, &window).await?;
    window.click(&test("admin-tab-upkeep")).await?;
    window.element(&test("staleness-limit")).await?;
    album.take(&window, "upkeep").await?;
    upkeep_below(album, &window).await?;
    window.click(&test("admin-tab-answers")).await?;
    album.take(&window, "received-files").await?;
    let window = stage
        .next(&window, stage.accounts.with_role("auditor")?)
        .await?;
    album.take(&window, "auditor").await?;
    let window = stage
        .next(&window, stage.accounts.with_role("desk")?)
        .await?;
    album.take(&window, "desk").await?;
    let window = stage.hide(&window).await?;
    album.take(&window, "desk-locked").await?;
    window.close().await
}

/// What a doctor with the emergency right sees without the service, and after it.
async fn outage(album: &mut Album<'_>, stage: &mut Stage) -> Result<()> {
    let window = stage.open_as("doctor").await?;
    window.open_patient("牧野 爛漫").await?;
    window.all_fetched().await?;
    let window = emergency::right_given(&window, stage).await?;
    let doctor = stage.accounts.with_role("doctor")?;
    let window = stage.next(&window, doctor).await?;
    stage.simulator.kill().await;
    window.open_patient("牧野 爛漫").await?;
    window.outage().await?;
    album.take(&window, "overview-outage").await?;
    window.outage_in_words().await?;
    album.take(&window, "outage-detail").await?;
    window.open_history("condition").await?;
    album.take(&window, "versions-outage").await?;
    window.press(ESCAPE).await?;
    emergency::declared(album, &window, stage).await?;
    after_the_outage(album, &window, stage).await?;
    let window = stage.hide(&window).await?;
    album.take(&window, "locked").await?;
    window.close().await
}

/// 紙面: what is asked before today's patients are printed.
async fn paper(album: &mut Album<'_>, window: &Window) -> Result<()> {
    window.click(&test("day-pack")).await?;
    window.element(&test("day-pack-print")).await?;
    album.picture(window, "paper").await?;
    window.ask("window.print = () => {}", Vec::new()).await?;
    window.click(&test("day-pack-print")).await?;
    window.element(&test("day-pack-handed")).await?;
    album.picture(window, "paper-handed").await
}

/// アカウントと権限, one of them open, what is granted, and the own account.
async fn accounts(album: &mut Album<'_>, window: &Window) -> Result<()> {
    window.click(&test("admin-tab-accounts")).await?;
    window.element(&test("account-row")).await?;
    window.click(&test("edit-account")).await?;
    window.element(&test("account-rights")).await?;
    album.take(window, "accounts").await?;
    window.show(&test("grants")).await?;
    album.take(window, "grants").await?;
    window.click(&test("open-own-account")).await?;
    window.element(&test("own-factor")).await?;
    album.picture(window, "own-account").await?;
    window.press(ESCAPE).await?;
    window.gone(&test("own-account-panel")).await
}

async fn doctor(album: &mut Album<'_>, window: &Window) -> Result<()> {
    album.take(window, "today").await?;
    // The widest record, one with part of the consents, one without a card, one with nothing registered.
    for (name, picture) in [
        ("牧野 爛漫", "overview"),
        ("髙橋 由美子", "overview-part"),
        ("山﨑 さくら", "overview-no-card"),
        ("空井 白", "overview-nothing"),
    ] {
        window.open_patient(name).await?;
        window.all_fetched().await?;
        album.take(window, picture).await?;
    }
    window.open_patient("牧野 爛漫").await?;
    for tab in ["laboratory", "checkup"] {
        window.click(&test(&format!("tab-{tab}"))).await?;
        album.take(window, tab).await?;
    }
    Ok(())
}

/// 記録メモ: a draft, the note it becomes, and the one that supersedes it.
async fn notes(album: &mut Album<'_>, window: &Window) -> Result<()> {
    window.click(&test("tab-note")).await?;
    for (begin, text) in [
        ("note-new", "健診の腎機能を確認（eGFR 低下傾向、次回再検）"),
        (
            "note-supersede",
            "健診の腎機能を確認（eGFR 低下傾向、2週後に再検）",
        ),
    ] {
        window.click(&test(begin)).await?;
        window.fill(&test("note-text"), text).await?;
        album.take(window, begin).await?;
        window.click(&test("note-save")).await?;
        window.element(&test("note-confirm")).await?;
        window.click(&test("note-confirm")).await?;
        window.gone(&test("note-draft")).await?;
    }
    window.click(&test("notes-earlier")).await?;
    window.click(&test("note-new")).await?;
    window
        .fill(&test("note-text"), "次回、紹介状を確認")
        .await?;
    window.click(&test("note-save")).await?;
    window.element(&test("note-draft")).await?;
    album.take(window, "notes").await
}

/// The people found, then the check before one of them is opened.
async fn search(album: &mut Album<'_>, window: &Window) -> Result<()> {
    window.fill(&test("find-text"), "マキノ").await?;
    window.element(&test("find-row")).await?;
    album.take(window, "search").await?;
    window.fill(&test("find-text"), "マキノ").await?;
    window.element(&test("find-row")).await?;
    window.press(ENTER).await?;
    window.element(&test("identity-check")).await?;
    album.picture(window, "search-check").await?;
    window.press(ESCAPE).await
}

/// 保守 further down: how long records are kept, and the steps that retire this PC.
async fn upkeep_below(album: &mut Album<'_>, window: &Window) -> Result<()> {
    window.show(&test("time-server")).await?;
    album.take(window, "time-server").await?;
    window.show(&test("retention-rules")).await?;
    album.take(window, "retention-rules").await?;
    window.click(&test("retire-open")).await?;
    window.show(&test("retire-export")).await?;
    album.take(window, "retire").await
}

/// What is not to be supplied: the section that says so, the question, and what is opened on purpose.
async fn kept_back(album: &mut Album<'_>, window: &Window) -> Result<()> {
    window.open_patient("岡林 正").await?;
    window.all_fetched().await?;
    window.show(&test("open-kept-back")).await?;
    album.take(window, "kept-back-section").await?;
    window.click(&test("open-kept-back")).await?;
    window.element(&test("kept-back-question")).await?;
    album.picture(window, "kept-back-question").await?;
    window.click(&test("kept-back-open")).await?;
    window.sheet_is_complete().await?;
    album.take(window, "kept-back").await?;
    window.click(&test("sheet-close")).await?;
    window.gone(&test("sheet-panel")).await
}

/// A letter brought as a file, read beside its own patient and beside another.
async fn file_by_hand(album: &mut Album<'_>, window: &Window, stage: &Stage) -> Result<()> {
    let today = Offset::constant(9).to_datetime(Timestamp::now()).date();
    let clinic = SampleClinic::load(&stage.places.clinic())?.expand(today)?;
    let sender = clinic.by_chart_number("000100717").context("he is gone")?;
    let letter = sender.records.referrals.first().context("no letter")?;
    let file = stage.folder().join("letter.json");
    std::fs::write(&file, letter.json.get()).context("writing a letter")?;
    for (name, picture) in [("齋藤 一郎", "file-read"), ("寺田 寅蔵", "file-of-another")] {
        window.open_patient(name).await?;
        window.click(&test("tab-document")).await?;
        window
            .choose_files(&test("read-file-input"), &[&file])
            .await?;
        window.element(&test("file-reading")).await?;
        album.take(window, picture).await?;
    }
    Ok(())
}

/// The line that says what changed, the list, and what was read beside what it says now.
async fn after_the_outage(album: &mut Album<'_>, window: &Window, stage: &mut Stage) -> Result<()> {
    stage.start_service_again().await?;
    stage.simulator.revise("000999739", "condition").await?;
    window.line_comes_back().await?;
    window.element(&test("recovered-bar")).await?;
    album.take(window, "after-outage").await?;
    window.click(&test("open-recovered")).await?;
    window.element(&test("recovered-section")).await?;
    album.take(window, "changes-since-outage").await?;
    window.click(&test("recovered-compare")).await?;
    window.element(&test("comparison")).await?;
    album.take(window, "versions-compared").await
}

/// Read hours later, without the service, while the store itself is damaged.
async fn old_second_copy(album: &mut Album<'_>, stage: &mut Stage) -> Result<()> {
    let window = stage.open_as("doctor").await?;
    window.open_patient("牧野 爛漫").await?;
    window.all_fetched().await?;
    window.close().await?;
    staleness::limits_are_set(stage).await?;
    stage.simulator.kill().await;
    damaged_store::damage(stage).await?;
    let clock = ClockAhead::by(staleness::LATER, stage.folder()).await?;
    stage.desktop.live_by(clock);
    let window = stage.open_as("doctor").await?;
    window.outage().await?;
    window.element(&test("standing")).await?;
    window.find_and_open("000999739").await?;
    album.take(&window, "second-copy-old").await?;
    window.close().await
}

/// A copied profile: why it does not start, and the form for the recovery key.
async fn on_another_pc(album: &mut Album<'_>, stage: &mut Stage) -> Result<()> {
    stage.desktop = stage.other_desktop("another-pc", Keyring::Unlocked).await?;
    stage.desktop.draw_in_layers();
    let window = stage.open().await?;
    window.element(&test("start-failure")).await?;
    window.click(&test("open-recover")).await?;
    window.element(&test("recover")).await?;
    album.take(&window, "recovery-key").await?;
    window.close().await
}

/// 全記載 of 検査, whole and narrowed.
async fn sheet(album: &mut Album<'_>, window: &Window) -> Result<()> {
    window.click(&test("tab-overview")).await?;
    window.open_sheet("laboratory").await?;
    album.take(window, "sheet").await?;
    window.fill(&test("sheet-filter"), "カリウム").await?;
    window.element(&test("sheet-clear")).await?;
    window.sheet_is_complete().await?;
    album.take(window, "sheet-filtered").await?;
    window.press(ESCAPE).await
}

/// 文書: the list, then its first document from the beginning to the end.
async fn documents(album: &mut Album<'_>, window: &Window) -> Result<()> {
    window.open_patient("齋藤 一郎").await?;
    window.all_fetched().await?;
    window.click(&test("tab-document")).await?;
    window.element(&test("document-row")).await?;
    album.take(window, "documents").await?;
    window.click(&test("open-document")).await?;
    window.sheet_is_complete().await?;
    album.take(window, "document").await?;
    window.show(&test("sheet-other")).await?;
    album.take(window, "document-end").await?;
    window.open_file("心エコー報告書").await?;
    window.pdf_page(1).await?;
    album.take(window, "document-pdf").await?;
    back_to_the_document(window).await?;
    window.open_file("臨床経過").await?;
    window.element(&test("file-text")).await?;
    album.take(window, "document-text").await?;
    back_to_the_document(window).await?;
    window.click(&test("open-source")).await?;
    window.element(&test("source-text")).await?;
    album.take(window, "document-original").await?;
    back_to_the_document(window).await?;
    window.click(&test("document-back")).await?;
    window.element(&test("document-row")).await?;
    Ok(())
}

/// By its button: the switches of the album have taken the focus away.
async fn back_to_the_document(window: &Window) -> Result<()> {
    window.click(&test("file-back")).await?;
    window.gone(&test("file-back")).await
}

struct Album<'a> {
    out: &'a Path,
    taken: usize,
}

/// The buttons of the status bar that change how everything looks.
const THEME: &str = ".switches button:nth-of-type(1)";
const LANGUAGE: &str = ".switches button:nth-of-type(2)";

impl Album<'_> {
    /// The screen as it is, in English and in the dark, where it has the switches.
    async fn take(&mut self, window: &Window, name: &str) -> Result<()> {
        self.taken += 1;
        self.picture(window, name).await?;
        if !window.has(THEME).await? {
            return Ok(());
        }
        window.click(LANGUAGE).await?;
        self.picture(window, &format!("{name}-en")).await?;
        window.click(LANGUAGE).await?;
        window.click(THEME).await?;
        self.picture(window, &format!("{name}-dark")).await?;
        // Light, and what the system says again.
        window.click(THEME).await?;
        window.click(THEME).await
    }

    async fn picture(&self, window: &Window, name: &str) -> Result<()> {
        // A picture taken right after a change may show the frame before it.
        window.frames_pass().await?;
        tokio::time::sleep(Duration::from_millis(500)).await;
        let file = self.out.join(format!("{:02}-{name}.png", self.taken));
        std::fs::write(&file, window.picture().await?)
            .with_context(|| format!("writing {}", file.display()))?;
        println!("{}", file.display());
        Ok(())
    }
}
