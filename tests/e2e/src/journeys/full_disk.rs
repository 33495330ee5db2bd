//! The disk of the profile runs full in use: reading goes on, the screen says so, and when there is
//! room again what came meanwhile is fetched.

use anyhow::{Context, Result, ensure};

use crate::machine::small_disk::SmallDisk;
use crate::stage::Stage;
use crate::window::Window;
use crate::window::dom::test;

const FIRST: &str = "牧野 爛漫";
const FIRST_NUMBER: &str = "000999739";
const SECOND: &str = "寺田 寅蔵";
/// What each has, and has had before the disk is full.
const HELD: [(&str, &str); 2] = [(SECOND, "高尿酸血症"), (FIRST, "2型糖尿病性腎症")];
/// Stores, their second copy and both reserves have room in it.
const MEGABYTES: u32 = 96;

pub(super) async fn a_full_disk_says_so_and_reading_goes_on(stage: &mut Stage) -> Result<()> {
    let place = stage.folder().join("disk");
    let Some(disk) = SmallDisk::at(&place, MEGABYTES, stage.log()).await? else {
        println!("    skipped: neither mounting nor a user namespace is allowed here");
        return Ok(());
    };
    let outside = disk.outside().join("profile");
    let profile = stage.profile.copied_to(&outside)?;
    stage.profile = profile.at(&place.join("profile"));
    stage.desktop.see(&disk);

    let window = stage.open_as("doctor").await?;
    for (name, _) in HELD {
        window.open_patient(name).await?;
        window.all_fetched().await?;
    }
    window
        .until("the reserve to be there", async || {
            Ok(outside.join("reserve.space").exists())
        })
        .await?;
    ensure!(
        !window.has(&test("disk")).await?,
        "it is called full before"
    );

    disk.fill()?;
    stage.simulator.revise(FIRST_NUMBER, "condition").await?;
    let full = format!("{}[data-disk=\"full\"]", test("disk"));
    window
        .until("the full disk to be said", async || {
            held_is_read(&window).await?;
            window.has(&full).await
        })
        .await?;
    let said = window.text(&full).await?;
    ensure!(
        said.contains("ディスクの空きがありません")
            && said.contains("保存済みの情報は閲覧できます"),
        "the banner does not say what goes on: {said}"
    );
    held_is_read(&window).await?;

    disk.make_room()?;
    window.gone(&test("disk")).await?;
    held_is_read(&window).await?;
    window.news_are_laid_out("condition", "帯状疱疹").await
}

/// Both patients open with what was held of them.
async fn held_is_read(window: &Window) -> Result<()> {
    for (name, disease) in HELD {
        window.open_patient(name).await?;
        window
            .section_holds("condition", &[disease])
            .await
            .with_context(|| format!("reading {name}"))?;
    }
    Ok(())
}
