use anyhow::{Context, Result, bail, ensure};
use serde_json::json;

use super::Window;
use super::dom::test;

/// The key Enter, as WebDriver names it.
pub(crate) const ENTER: &str = "\u{e007}";

/// The key Escape, as WebDriver names it.
pub(crate) const ESCAPE: &str = "\u{e00c}";

impl Window {
    /// Presses 全記載 of a section and waits until all of it is drawn. Answers the selector of what
    /// was pressed.
    pub(crate) async fn open_sheet(&self, category: &str) -> Result<String> {
        let section = format!("{}[data-category=\"{category}\"]", test("section"));
        let button = format!("{section} {}", test("open-sheet"));
        self.click(&button).await?;
        self.element(&format!(
            "{}[role=\"dialog\"][data-category=\"{category}\"]",
            test("sheet-panel")
        ))
        .await?;
        self.sheet_is_complete().await?;
        Ok(button)
    }

    /// Presses 版 of a section and waits for its states. Answers the selector of what was pressed.
    pub(crate) async fn open_history(&self, category: &str) -> Result<String> {
        let section = format!("{}[data-category=\"{category}\"]", test("section"));
        let button = format!("{section} {}", test("open-history"));
        self.click(&button).await?;
        let panel = format!(
            "{}[role=\"dialog\"][data-category=\"{category}\"]",
            test("history-panel")
        );
        self.element(&format!("{panel} {}", test("history-state")))
            .await?;
        Ok(button)
    }

    /// Opens the document with this key from the list and waits until all of it is drawn. Answers
    /// the selector of what was pressed.
    pub(crate) async fn open_document(&self, key: &str) -> Result<String> {
        let row = format!("{}[data-key=\"{key}\"]", test("document-row"));
        let button = format!("{row} {}", test("open-document"));
        self.click(&button).await?;
        self.element(&format!("{}[data-key=\"{key}\"]", test("document-view")))
            .await?;
        self.sheet_is_complete().await?;
        Ok(button)
    }

    /// Waits until nothing of the sheet is still to be drawn.
    pub(crate) async fn sheet_is_complete(&self) -> Result<()> {
        let complete = format!("{}[data-complete=\"yes\"]", test("sheet"));
        self.element(&complete).await?;
        Ok(())
    }

    /// Closes what is open with Escape: the focus must be back where it came from.
    pub(crate) async fn escape_from(&self, opened: &str, button: &str) -> Result<()> {
        self.press(ESCAPE).await?;
        self.gone(&test(opened)).await?;
        self.until("the focus to be back", async || {
            self.has_focus(button).await
        })
        .await
    }

    /// Whether the element that has the focus is such a one.
    pub(crate) async fn has_focus(&self, css: &str) -> Result<bool> {
        let script = "return document.activeElement?.matches(arguments[0]) ?? false";
        let answer = self.client.execute(script, vec![json!(css)]).await;
        let answer = answer.context("finding the focus")?;
        Ok(answer.as_bool() == Some(true))
    }

    /// Gives an element the focus without pressing it.
    pub(crate) async fn focus(&self, css: &str) -> Result<()> {
        self.element(css).await?;
        let script = "document.querySelector(arguments[0]).focus()";
        self.client
            .execute(script, vec![json!(css)])
            .await
            .with_context(|| format!("giving {css} the focus"))?;
        ensure!(self.has_focus(css).await?, "{css} does not take the focus");
        Ok(())
    }

    /// Scrolls until an element is in view.
    pub(crate) async fn show(&self, css: &str) -> Result<()> {
        self.element(css).await?;
        let script = "document.querySelector(arguments[0]).scrollIntoView()";
        let scrolled = self.client.execute(script, vec![json!(css)]).await;
        scrolled.with_context(|| format!("scrolling to {css}"))?;
        Ok(())
    }

    /// Fails unless the open sheet holds each of these texts.
    pub(crate) async fn sheet_holds<'a>(
        &self,
        texts: impl IntoIterator<Item = &'a str>,
    ) -> Result<()> {
        let told = self.texts(&test("sheet")).await?.join("\n");
        match texts.into_iter().find(|text| !told.contains(*text)) {
            Some(missing) => bail!("the sheet does not say {missing}"),
            None => Ok(()),
        }
    }
}
