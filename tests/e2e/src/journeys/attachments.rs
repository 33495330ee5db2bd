use std::time::Duration;

use anyhow::{Context, Result, ensure};
use tokio::net::TcpListener;
use tokio::time::timeout;

use crate::stage::Stage;
use crate::window::Window;
use crate::window::dom::test;

const NAME: &str = "齋藤 一郎";

pub(super) async fn the_files_and_the_original_of_a_letter_are_read(
    stage: &mut Stage,
) -> Result<()> {
    let window = stage.open_as("doctor").await?;
    window.open_patient(NAME).await?;
    window.all_fetched().await?;
    window.click(&test("tab-document")).await?;
    let rows = format!("{}[data-state=\"current\"]", test("document-row"));
    window.element(&rows).await?;
    let key = letter(&window).await?;
    window.open_document(&key).await?;
    pdf(&window).await?;
    text(&window).await?;
    original(&window).await?;
    a_worker_reaches_nobody(&window).await?;

    // Whoever hides the screen leaves nothing of a file on it.
    window.open_file("臨床経過").await?;
    window.element(&test("file-text")).await?;
    let window = stage.hide(&window).await?;
    let left = window.document().await?;
    ensure!(
        !left.contains("起座呼吸"),
        "a file is left on the hidden screen"
    );
    Ok(())
}

/// The key of the document that has two files.
async fn letter(window: &Window) -> Result<String> {
    let row = format!("{}:first-of-type", test("document-row"));
    let says = window.text(&row).await?;
    ensure!(
        says.contains("診療情報提供書"),
        "no letter comes first: {says}"
    );
    let key = window.attribute(&row, "data-key").await?;
    key.context("the row has no key")
}

async fn pdf(window: &Window) -> Result<()> {
    let button = window.open_file("心エコー報告書").await?;
    let dark = window.pdf_page(1).await?;
    ensure!(dark > 500, "only {dark} pixels of the page are drawn");
    let page = window.text(&test("pdf-page")).await?;
    ensure!(page == "1 / 1 ページ", "the page is called {page}");
    window
        .until("the page to say its words", async || {
            let words = window.texts(&test("pdf-text")).await?.join("");
            Ok(words.contains("LVEF 42 %"))
        })
        .await?;
    let identity = window.text(&test("identity")).await?;
    ensure!(identity.contains(NAME), "nobody stands above the file");
    window.press("+").await?;
    window
        .until("the page to be larger", async || {
            Ok(window.text(&test("zoom")).await? == "125%")
        })
        .await?;
    window.pdf_page(1).await?;
    window.escape_from("file-view", &button).await
}

async fn text(window: &Window) -> Result<()> {
    let button = window.open_file("臨床経過").await?;
    let told = window.text(&test("file-text")).await?;
    for line in ["第1病日 起座呼吸", "第19病日 退院"] {
        ensure!(told.contains(line), "the text does not say {line}: {told}");
    }
    window.escape_from("file-view", &button).await
}

async fn original(window: &Window) -> Result<()> {
    let button = test("open-source");
    window.focus(&button).await?;
    window.click(&button).await?;
    let told = window.text(&test("source-text")).await?;
    for part in ["\"resourceType\": \"Bundle\"", "退院後の外来"] {
        ensure!(told.contains(part), "the original does not say {part}");
    }
    let facts = window.text(&test("source-facts")).await?;
    ensure!(facts.contains("UTF-8"), "no encoding is named: {facts}");
    let filter = format!("{} {}", test("source-view"), test("sheet-filter"));
    window.fill(&filter, "入退院支援").await?;
    let all = told.lines().count();
    window
        .until("the original to be narrowed", async || {
            let found = window.text(&test("source-found")).await?;
            Ok(found.lines().count() < all && found.contains("入退院支援"))
        })
        .await?;
    window.escape_from("source-view", &button).await?;
    window.element(&test("document-view")).await?;
    Ok(())
}

/// What reads a PDF may be taken over by one: its worker is under the policy of the page, which allows
/// the files of the program and nothing else.
async fn a_worker_reaches_nobody(window: &Window) -> Result<()> {
    ensure!(
        window.worker_reads("tauri://localhost/index.html").await?,
        "a worker cannot read the files of the program"
    );
    ensure!(
        !window.worker_reads("data:text/plain,x").await?,
        "a worker is not under the policy of the page"
    );
    let listener = TcpListener::bind("127.0.0.1:0")
        .await
        .context("listening")?;
    let address = listener.local_addr().context("listening")?;
    let answered = window.worker_reads(&format!("http://{address}/")).await?;
    let called = timeout(Duration::from_millis(300), listener.accept()).await;
    ensure!(
        !answered && called.is_err(),
        "a worker reached another host"
    );
    Ok(())
}
