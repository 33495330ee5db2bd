use anyhow::{Result, bail, ensure};
use jiff::Timestamp;
use jiff::tz::Offset;
use sample_clinic::SampleClinic;

use crate::stage::Stage;
use crate::window::dom::test;
use crate::window::sheets::ESCAPE;

pub(super) async fn no_clinical_word_reaches_the_desk(stage: &mut Stage) -> Result<()> {
    let clinical = SampleClinic::load(&stage.places.clinic())?
        .expand(Offset::constant(9).to_datetime(Timestamp::now()).date())?
        .clinical_strings();
    ensure!(
        clinical.len() > 100,
        "the list of clinical words is too short to prove anything"
    );
    // A doctor was here before, in the same window: nothing of that may be left either.
    let window = stage.open_as("doctor").await?;
    window.open_patient("牧野 爛漫").await?;
    window.all_fetched().await?;
    let seen = window.document().await?;
    ensure!(
        clinical.iter().any(|word| seen.contains(word.as_str())),
        "the doctor's screen holds no clinical word: the search finds nothing"
    );
    let window = stage.hide(&window).await?;
    window.sign_in(stage.accounts.with_role("desk")?).await?;
    window.fill(&test("find-text"), "マキノ").await?;
    window.element(&test("find-row")).await?;
    let document = window.document().await?;
    let found = clinical
        .iter()
        .find(|word| document.contains(word.as_str()));
    ensure!(
        found.is_none(),
        "the desk's search holds the clinical word {}",
        found.map_or("", String::as_str)
    );
    window.press(ESCAPE).await?;
    window.click(&format!("{} td", test("board-row"))).await?;
    let rows = window.texts(&test("board-row")).await?.len();
    for row in 0..rows {
        let document = window.document().await?;
        if let Some(word) = clinical
            .iter()
            .find(|word| document.contains(word.as_str()))
        {
            bail!("the desk's document holds the clinical word {word} (row {row})");
        }
        window.press("\u{e015}").await?;
    }
    Ok(())
}
