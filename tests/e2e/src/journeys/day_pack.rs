use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::stage::Stage;
use crate::window::Window;
use crate::window::dom::test;

/// One disease of this patient is 未告知, another one 未提供.
const NAME: &str = "岡林 正";
const UNDISCLOSED: &str = "右上葉肺腺癌";
const UNDELIVERED: &str = "うつ病";
/// Drug and word of an allergy of somebody else of today.
const OTHER: &str = "牧野 爛漫";
const ALLERGY: &str = "セファゾリンナトリウム";

/// In place of the print of the system: reads what is laid out for it, and how often it was asked.
const READ_INSTEAD: &str = "window.papers = [];
    window.print = () => window.papers.push(document.querySelector('[data-test=paper]')?.textContent ?? '');";
const PAPERS: &str = "return window.papers";
const PRINT_IS_OVER: &str = "window.dispatchEvent(new Event('afterprint'))";

/// The print dialog of the system and the paper itself are not seen here.
pub(super) async fn todays_patients_go_on_paper_and_leave_the_screen(
    stage: &mut Stage,
) -> Result<()> {
    let window = stage.open_as("doctor").await?;
    for name in [NAME, OTHER] {
        window.open_patient(name).await?;
        window.all_fetched().await?;
    }
    window.section_holds("drug_allergy", &[ALLERGY]).await?;
    window.ask(READ_INSTEAD, Vec::new()).await?;

    let paper = printed(&window, 1).await?;
    for text in [NAME, OTHER, ALLERGY, "1957-02-11", "不要になったら裁断"] {
        ensure!(paper.contains(text), "the paper does not say {text}");
    }
    for text in [UNDISCLOSED, UNDELIVERED, "未告知", "提供対象外"] {
        ensure!(!paper.contains(text), "the paper says {text}");
    }
    over(&window).await?;

    window.click(&test("day-pack")).await?;
    window.click(&test("day-pack-undisclosed")).await?;
    let confirmed = handed(&window, 2).await?;
    ensure!(
        confirmed.contains(UNDISCLOSED) && !confirmed.contains(UNDELIVERED),
        "未告知 was confirmed for this print, 未提供 never is"
    );
    over(&window).await?;

    let window = stage.hide(&window).await?;
    window.sign_in(stage.accounts.with_role("auditor")?).await?;
    window
        .until("the prints in the log", async || {
            Ok(window.document().await?.contains("患者の印刷"))
        })
        .await?;
    let refused = window.invoke("day_pack", json!({})).await?;
    ensure!(
        refused.is_err_and(|code| code.to_string().contains("not_permitted")),
        "the auditor prints"
    );
    Ok(())
}

/// By the button and the question: what the system was handed.
async fn printed(window: &Window, times: usize) -> Result<String> {
    window.click(&test("day-pack")).await?;
    handed(window, times).await
}

async fn handed(window: &Window, times: usize) -> Result<String> {
    window.click(&test("day-pack-print")).await?;
    window.element(&test("day-pack-handed")).await?;
    window
        .until("one print", async || {
            Ok(papers(window).await?.len() >= times)
        })
        .await?;
    let papers = papers(window).await?;
    ensure!(papers.len() == times, "printed {} times", papers.len());
    papers
        .into_iter()
        .next_back()
        .context("nothing was printed")
}

async fn papers(window: &Window) -> Result<Vec<String>> {
    let papers: Value = window.ask(PAPERS, Vec::new()).await?;
    Ok(serde_json::from_value(papers)?)
}

/// The system says that it has printed: nothing of the paper is left.
async fn over(window: &Window) -> Result<()> {
    window.ask(PRINT_IS_OVER, Vec::new()).await?;
    window.gone(&test("paper")).await?;
    window.gone(&test("day-pack-panel")).await?;
    let document = window.document().await?;
    ensure!(
        !document.contains("不要になったら裁断") && !document.contains(UNDISCLOSED),
        "something of the paper is left in the document"
    );
    Ok(())
}
