use anyhow::{Context, Result, bail, ensure};

use super::changes;
use crate::stage::Stage;
use crate::window::Window;
use crate::window::dom::test;

const FIRST: &str = "牧野 爛漫";
const SECOND: &str = "寺田 寅蔵";

/// Her chart number.
const FIRST_NUMBER: &str = "000999739";

pub(super) async fn reading_goes_on_without_the_service_and_news_is_marked_after_it(
    stage: &mut Stage,
) -> Result<()> {
    let window = stage.open_as("doctor").await?;
    for name in [SECOND, FIRST] {
        window.open_patient(name).await?;
        window.all_fetched().await?;
    }
    window
        .section_holds("condition", &["2型糖尿病性腎症"])
        .await?;
    changes::something_is_no_longer_supplied(&window, stage).await?;

    stage.simulator.kill().await;
    window.outage_for(&["refused"]).await?;
    for (name, disease) in [(SECOND, "高尿酸血症"), (FIRST, "2型糖尿病性腎症")] {
        window.open_patient(name).await?;
        window.section_holds("condition", &[disease]).await?;
        says_as_of(&window).await?;
    }
    ensure!(
        window.outage().await? == "refused",
        "the bar names another reason than the refused connection"
    );
    let bar = window.text(&test("service-bar")).await?;
    ensure!(
        bar.contains("保存済みの情報を表示しています"),
        "the bar does not say what is shown: {bar}"
    );

    changes::what_vanished_and_its_versions_are_read(&window).await?;
    window.open_patient(FIRST).await?;

    stage.start_service_again().await?;
    stage.simulator.revise(FIRST_NUMBER, "condition").await?;
    window.line_comes_back().await?;
    changes::the_list_of_changes_leads_to_the_section(&window, FIRST, "condition").await?;
    window.news_are_laid_out("condition", "帯状疱疹").await?;
    window.section_says("condition", "新").await
}

/// Every section that shows a copy says of when it is.
async fn says_as_of(window: &Window) -> Result<()> {
    let mut held = Vec::new();
    window
        .until("the sections to say of when they are", async || {
            held = window
                .texts("[data-test=\"section\"][data-origin=\"cache\"] [data-test=\"as-of\"]")
                .await?;
            Ok(held.len() >= 4)
        })
        .await?;
    match held
        .iter()
        .find(|text| !text.chars().any(|c| c.is_ascii_digit()))
    {
        Some(empty) => bail!("an as-of without a moment: {empty}"),
        None => Ok(()),
    }
}

pub(super) async fn a_patient_never_fetched_is_not_called_empty(stage: &mut Stage) -> Result<()> {
    // Every answer takes a while: the list comes, and most patients have not come when the plug is
    // pulled.
    stage.simulator.play(&["late:1500"]).await?;
    let window = stage.open_as("doctor").await?;
    window.row_of(FIRST).await?;
    stage.simulator.kill().await;
    let mut name = None;
    window
        .until("a patient of whom nothing is held", async || {
            name = name_of_a_patient_not_held(&window).await?;
            Ok(name.is_some())
        })
        .await?;
    let name = name.context("no such patient")?;
    window.open_patient(&name).await?;
    window.section_says("condition", "取得できません").await?;
    let all = window.texts(&test("section")).await?.join("\n");
    ensure!(
        !all.contains("登録なし"),
        "a section that was never fetched is called empty"
    );
    Ok(())
}

/// Of those whose consent runs: without one the section would rightly say 同意なし.
async fn name_of_a_patient_not_held(window: &Window) -> Result<Option<String>> {
    let rows = window.texts(&test("today-row")).await?;
    let consenting = [
        "南方 熊吉",
        "邊見 樹",
        "岩本 梢",
        "山崎 櫻",
        "森 信一",
        "岡林 正",
    ];
    let not_held = |name: &&&str| {
        rows.iter()
            .any(|row| row.contains(**name) && row.contains("保存なし"))
    };
    Ok(consenting
        .iter()
        .find(not_held)
        .map(|name| (*name).to_owned()))
}

pub(super) async fn what_came_while_only_the_desk_was_there_is_read_later(
    stage: &mut Stage,
) -> Result<()> {
    let window = stage.open_as("desk").await?;
    window
        .until("everything to have arrived", async || {
            let rows = window.texts(&test("board-row")).await?;
            Ok(rows
                .iter()
                .any(|row| row.contains(FIRST) && row.contains("完了")))
        })
        .await?;
    stage.simulator.kill().await;
    let window = stage.hide(&window).await?;
    window.sign_in(stage.accounts.with_role("doctor")?).await?;
    window.open_patient(FIRST).await?;
    window.section_says("condition", "2型糖尿病性腎症").await?;
    window
        .section_holds("drug_allergy", &["セファゾリンナトリウム"])
        .await
}
