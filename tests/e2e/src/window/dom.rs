use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use fantoccini::Locator;
use fantoccini::elements::Element;
use fantoccini::error::{CmdError, ErrorStatus};
use serde_json::{Value, json};

use super::{PATIENCE, Window};

/// The selector of an element with this `data-test`.
pub(crate) fn test(name: &str) -> String {
    format!("[data-test=\"{name}\"]")
}

/// The selector of what is told of an error with this code.
pub(crate) fn error(code: &str) -> String {
    format!("{}[data-code=\"{code}\"]", test("error"))
}

/// Nothing came of it: the element was taken away, covered or not laid out in that moment.
fn came_to_nothing(error: &CmdError) -> bool {
    let CmdError::Standard(standard) = error else {
        return false;
    };
    standard.error == ErrorStatus::StaleElementReference || was_out_of_reach(error)
}

/// Whether the driver did not even try: something lay above the element, or it was not laid out yet.
fn was_out_of_reach(error: &CmdError) -> bool {
    let CmdError::Standard(error) = error else {
        return false;
    };
    matches!(
        error.error,
        ErrorStatus::ElementNotInteractable | ErrorStatus::ElementClickIntercepted
    )
}

/// What lies above the middle of an element, and where both are: for a click that the driver refuses.
const COVER: &str = "const at = (e) => { const r = e.getBoundingClientRect(); \
                                         return [r.x, r.y, r.width, r.height].map(Math.round).join(' ') }; \
                     const name = (e) => e.dataset.test ?? e.querySelector('[data-test]')?.dataset.test; \
                     const told = (e) => `${e.tagName} ${name(e)} [${at(e)}]`; \
                     const aim = document.querySelector(arguments[0]); \
                     if (!aim) return 'the element is gone'; \
                     const r = aim.getBoundingClientRect(); \
                     const top = document.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2); \
                     return `${told(aim)} under ${top ? told(top) : 'nothing'} in ${innerWidth} x ${innerHeight}`";

/// Notes in the document whether the next click with the pointer lands inside what is aimed at. A click by
/// script is not the pointer's.
const AIM: &str = "const [aim] = arguments; \
                   window.hit = null; \
                   removeEventListener('click', window.noteHit, true); \
                   window.noteHit = ({ isTrusted, target }) => { if (isTrusted) window.hit ??= target.closest(aim) !== null; }; \
                   addEventListener('click', window.noteHit, true)";

/// Closes the panel in front of what is aimed at.
const UNCOVER: &str = "const aim = document.querySelector(arguments[0]); \
                       const cover = document.querySelector('.cover'); \
                       if (aim && cover && !cover.contains(aim)) cover.querySelector('.close').click()";

impl Window {
    /// The element, as soon as it is there. A driver that cannot say it in one moment, as while another
    /// page is drawn, may be able to in the next.
    pub(crate) async fn element(&self, css: &str) -> Result<Element> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            match self.client.find(Locator::Css(css)).await {
                Err(_) if Instant::now() < deadline => {
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
                found => return found.with_context(|| format!("waiting for {css}")),
            }
        }
    }

    /// Whether it is there now. The document is asked: the driver fails at an element that goes while it
    /// is looked for.
    pub(crate) async fn has(&self, css: &str) -> Result<bool> {
        let script = "return document.querySelector(arguments[0]) !== null";
        let there = self.client.execute(script, vec![json!(css)]).await;
        let there = there.with_context(|| format!("looking for {css}"))?;
        Ok(there.as_bool().unwrap_or_default())
    }

    /// Waits until it is gone.
    pub(crate) async fn gone(&self, css: &str) -> Result<()> {
        self.until(&format!("{css} to go"), async || Ok(!self.has(css).await?))
            .await
    }

    /// Waits until something is true.
    pub(crate) async fn until(
        &self,
        what: &str,
        mut is: impl AsyncFnMut() -> Result<bool>,
    ) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        while !is().await? {
            if Instant::now() > deadline {
                bail!("waited {} s for {what}", PATIENCE.as_secs());
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Ok(())
    }

    /// Does something with an element as soon as that can be done: one that is laid out anew or covered
    /// meanwhile is found again.
    async fn with<T>(
        &self,
        css: &str,
        act: impl AsyncFn(Element) -> Result<T, CmdError>,
    ) -> Result<T> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            match act(self.element(css).await?).await {
                Err(error) if came_to_nothing(&error) && Instant::now() < deadline => {
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
                Err(CmdError::Standard(error)) => bail!("the driver says {error:?}"),
                done => return Ok(done?),
            }
        }
    }

    /// Clicks it, and again where the click is seen to land elsewhere: what comes to stand above it moves it
    /// away from under the pointer. A panel that came of the click astray is closed, as a person would.
    pub(crate) async fn click(&self, css: &str) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        let aimed = async |element: Element| {
            let _ = self.client.execute(AIM, vec![json!(css)]).await;
            element.click().await
        };
        loop {
            if let Err(refused) = self.with(css, aimed).await {
                let cover = self.client.execute(COVER, vec![json!(css)]).await;
                return Err(refused.context(format!("clicking {css}: {cover:?}")));
            }
            if !self.missed().await {
                return Ok(());
            }
            ensure!(
                Instant::now() < deadline,
                "every click on {css} lands elsewhere"
            );
            let _ = self.ask(UNCOVER, vec![json!(css)]).await;
        }
    }

    /// Whether the latest click landed elsewhere. A document that knows of no click counts as hit: it is
    /// another one by now, or an option was chosen, which takes no pointer.
    async fn missed(&self) -> bool {
        let hit = self.client.execute("return window.hit", vec![]).await;
        matches!(hit, Ok(Value::Bool(false)))
    }

    /// Clicks what ends the page, and asks nothing of it afterwards: it may end before the driver has heard
    /// of the click.
    pub(super) async fn click_once(&self, css: &str) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        while let Err(error) = self.element(css).await?.click().await
            && was_out_of_reach(&error)
            && Instant::now() < deadline
        {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Ok(())
    }

    /// Replaces what stands in a field by typing. Small letters only: WebKitWebDriver types a capital
    /// as a small one.
    pub(crate) async fn fill(&self, css: &str, text: &str) -> Result<()> {
        self.with(css, async |field| field.clear().await)
            .await
            .with_context(|| format!("emptying {css}"))?;
        self.with(css, async |field| field.send_keys(text).await)
            .await
            .with_context(|| format!("typing into {css}"))
    }

    /// Chooses files in a file field, as the dialog of the system would.
    pub(crate) async fn choose_files(&self, css: &str, files: &[&Path]) -> Result<()> {
        let paths: Vec<_> = files.iter().map(|file| file.to_string_lossy()).collect();
        let field = Locator::Css(css);
        let field = self.client.wait().at_most(PATIENCE).for_element(field);
        let field = field.await.with_context(|| format!("waiting for {css}"))?;
        let chosen = field.send_keys(&paths.join("\n")).await;
        chosen.with_context(|| format!("choosing files in {css}"))
    }

    /// Presses a key on whatever has the focus; where that is taken away meanwhile, on what has it then.
    pub(crate) async fn press(&self, key: &str) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            match self.press_once(key).await {
                Err(error) if came_to_nothing(&error) && Instant::now() < deadline => {
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
                done => return done.context("pressing a key"),
            }
        }
    }

    /// The same without a second try, for a key that ends the page.
    pub(crate) async fn press_once(&self, key: &str) -> Result<(), CmdError> {
        self.client.active_element().await?.send_keys(key).await
    }

    /// What a reader sees of it.
    pub(crate) async fn text(&self, css: &str) -> Result<String> {
        self.with(css, async |element| element.text().await)
            .await
            .with_context(|| format!("reading {css}"))
    }

    /// All text of the document's elements that match, hidden or not, in order.
    pub(crate) async fn texts(&self, css: &str) -> Result<Vec<String>> {
        let script =
            "return [...document.querySelectorAll(arguments[0])].map((e) => e.textContent)";
        let found = self
            .client
            .execute(script, vec![json!(css)])
            .await
            .context("reading texts")?;
        serde_json::from_value(found).context("reading texts")
    }

    pub(crate) async fn attribute(&self, css: &str, name: &str) -> Result<Option<String>> {
        self.with(css, async |element| element.attr(name).await)
            .await
            .with_context(|| format!("reading {name} of {css}"))
    }

    /// The whole document as it is: markup, attributes, title and what stands in fields.
    pub(crate) async fn document(&self) -> Result<String> {
        let script = "return document.title + '\\n' + document.documentElement.outerHTML + '\\n' + \
                      [...document.querySelectorAll('input, textarea')].map((e) => e.value).join('\\n')";
        let all = self
            .client
            .execute(script, vec![])
            .await
            .context("reading the document")?;
        Ok(all.as_str().unwrap_or_default().to_owned())
    }

    /// Calls a command of the core past the screen, as a manipulated screen could.
    pub(crate) async fn invoke(
        &self,
        command: &str,
        payload: Value,
    ) -> Result<Result<Value, Value>> {
        let script = "const done = arguments[2]; \
                      window.__TAURI_INTERNALS__.invoke('rpc', { command: arguments[0], payload: arguments[1] }) \
                      .then((ok) => done({ ok }), (refused) => done({ refused }))";
        let answer = self
            .client
            .execute_async(script, vec![json!(command), payload])
            .await
            .with_context(|| format!("calling {command}"))?;
        match answer.get("refused") {
            Some(refused) => Ok(Err(refused.clone())),
            None => Ok(Ok(answer.get("ok").cloned().unwrap_or(Value::Null))),
        }
    }

    /// What a script answers in the document.
    pub(crate) async fn ask(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        self.client
            .execute(script, arguments)
            .await
            .context("asking the document")
    }

    /// What a script answers that is done later, by calling its last argument.
    pub(crate) async fn ask_later(&self, script: &str) -> Result<Value> {
        let answer = self.client.execute_async(script, vec![]).await;
        answer.context("asking the document")
    }

    /// Types keys into a field after what stands there.
    pub(crate) async fn with_keys(&self, css: &str, keys: &str) -> Result<()> {
        self.with(css, async |field| field.send_keys(keys).await)
            .await
            .with_context(|| format!("typing into {css}"))
    }

    /// A mark the screen sets on the document (`dataset`).
    pub(crate) async fn mark(&self, name: &str) -> Result<Option<String>> {
        let script = "return document.documentElement.dataset[arguments[0]] ?? null";
        let mark = self
            .client
            .execute(script, vec![json!(name)])
            .await
            .context("reading a mark")?;
        Ok(mark.as_str().map(str::to_owned))
    }

    /// Waits until the window has drawn what its document holds now.
    pub(crate) async fn frames_pass(&self) -> Result<()> {
        let script = "const done = arguments[0]; \
                      const pass = (left) => requestAnimationFrame(() => left > 0 ? pass(left - 1) : done()); \
                      document.fonts.ready.then(() => pass(3))";
        let passed = self.client.execute_async(script, vec![]).await;
        passed.context("waiting for a frame")?;
        Ok(())
    }

    pub(crate) async fn picture(&self) -> Result<Vec<u8>> {
        self.client.screenshot().await.context("taking a picture")
    }
}
