use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::json;
use zbus::blocking::connection::Builder;
use zbus::fdo;
use zbus::zvariant::OwnedObjectPath;

use crate::stage::Stage;
use crate::window::Window;
use crate::window::acts::PAGE;
use crate::window::dom::{error, test};

const PATIENT: &str = "牧野 爛漫";

/// Where desktops say that the screen is locked, and where the system says that it goes to sleep.
const SCREEN_SAVER: (&str, &str) = (
    "/org/freedesktop/ScreenSaver",
    "org.freedesktop.ScreenSaver",
);
const LOGIND: (&str, &str) = ("/org/freedesktop/login1", "org.freedesktop.login1.Manager");

pub(super) async fn a_locked_screen_shows_nobody_and_opens_again_where_it_was(
    stage: &mut Stage,
) -> Result<()> {
    let (window, drew) = stage
        .locked("doctor", async |window| {
            window.open_patient(PATIENT).await?;
            window.all_fetched().await?;
            // What the screen is in the middle of is told to the core a moment later.
            tokio::time::sleep(Duration::from_secs(1)).await;
            window.click("body").await
        })
        .await?;
    shows_nobody(&window).await?;
    ensure!(
        window.process(PAGE)? != drew,
        "the same process draws the locked screen"
    );
    for command in ["todays_patients", "report_activity", "take_work"] {
        let refused = window.invoke(command, json!({})).await?;
        ensure!(refused.is_err(), "{command} answers behind a locked screen");
    }
    let doctor = stage.accounts.with_role("doctor")?;
    window
        .try_to_sign_in(&doctor.account, "machigai-no-kotoba-1")
        .await?;
    let refused = error("wrong_credentials");
    window.element(&refused).await?;
    shows_nobody(&window).await?;
    window.sign_in(doctor).await?;
    window
        .until("the patient to be open again", async || {
            let bar = window.has(&test("identity")).await?;
            Ok(bar && window.text(&test("identity")).await?.contains("牧野"))
        })
        .await
}

pub(super) async fn a_locked_desk_tells_a_number_and_somebody_else_sits_down(
    stage: &mut Stage,
) -> Result<()> {
    let (window, _) = stage
        .locked("desk", async |window| {
            window.element(&test("board-row")).await?;
            Ok(())
        })
        .await?;
    shows_nobody(&window).await?;
    let count = window
        .attribute(&test("locked-board"), "data-count")
        .await?;
    let count: usize = count.context("the locked board tells nothing")?.parse()?;
    ensure!(count > 0, "somebody needs attention in the sample clinic");
    let changed = Instant::now();
    window.sign_in(stage.accounts.with_role("doctor")?).await?;
    println!(
        "    somebody else signed in {} ms after the lock screen",
        changed.elapsed().as_millis()
    );
    window.open_patient(PATIENT).await?;
    Ok(())
}

/// A process of the screens that is ended from outside takes the driver's session with it, so that what
/// stands on the screen after it is looked at in the other journeys alone: here, that it ended and why.
pub(super) async fn the_desktop_locks_the_screen(stage: &mut Stage) -> Result<()> {
    let bus = stage.desktop.bus().to_owned();
    // As the service of the system that puts the PC to sleep.
    let logind = tokio::task::spawn_blocking(move || {
        Builder::address(bus.as_str())?
            .serve_at(LOGIND.0, Logind)?
            .name("org.freedesktop.login1")?
            .build()
    });
    let logind = logind.await?.context("taking the name of logind")?;
    for (role, (path, interface), signal) in [
        ("desk", SCREEN_SAVER, "ActiveChanged"),
        ("doctor", LOGIND, "PrepareForSleep"),
    ] {
        let window = stage.open_as(role).await?;
        if role == "doctor" {
            window.open_patient(PATIENT).await?;
        }
        // The program listens a moment after its window is there.
        tokio::time::sleep(Duration::from_secs(2)).await;
        let drew = window.process(PAGE)?;
        emit(logind.clone(), (path, interface), signal).await?;
        window.is_drawn_anew(drew).await?;
        // The log hears of the lock after the screen does.
        tokio::time::sleep(Duration::from_secs(3)).await;
        window.end_program().await?;
    }
    let window = stage.open_as("auditor").await?;
    let asked = json!({"before": null, "person": null, "account": null, "kinds": ["lock"],
        "limit": 10});
    let rows = window.answer("audit_entries", asked).await?.to_string();
    for reason in ["os_lock", "sleep"] {
        ensure!(rows.contains(reason), "no lock for {reason} in the log");
    }
    Ok(())
}

/// What the program asks of the service of the system before it listens.
struct Logind;

#[zbus::interface(name = "org.freedesktop.login1.Manager")]
impl Logind {
    /// No sleep is held back here.
    fn inhibit(&self, _what: &str, _who: &str, _why: &str, _mode: &str) -> fdo::Result<()> {
        Err(fdo::Error::NotSupported("nothing sleeps here".to_owned()))
    }

    fn get_session(&self, _id: &str) -> fdo::Result<OwnedObjectPath> {
        OwnedObjectPath::try_from("/org/freedesktop/login1/session/auto")
            .map_err(|error| fdo::Error::Failed(error.to_string()))
    }
}

/// Says yes to everybody on the bus.
async fn emit(
    bus: zbus::blocking::Connection,
    from: (&'static str, &'static str),
    signal: &'static str,
) -> Result<()> {
    let (path, interface) = from;
    tokio::time::sleep(Duration::from_secs(1)).await;
    let said = move || bus.emit_signal(None::<&str>, path, interface, signal, &true);
    let said = tokio::task::spawn_blocking(said).await?;
    said.with_context(|| format!("saying {signal}"))
}

/// Nothing in the document, its title and its fields is of a patient.
async fn shows_nobody(window: &Window) -> Result<()> {
    let left = window.document().await?;
    for word in ["牧野", "爛漫", "マキノ", "糖尿", "data-person"] {
        ensure!(!left.contains(word), "{word} is left on the locked screen");
    }
    Ok(())
}
