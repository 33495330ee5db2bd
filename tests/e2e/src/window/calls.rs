use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};

use super::dom::test;
use super::{PATIENCE, Window};
use crate::machine::processes;

/// Calls asked for in one go: a script may not take longer than the driver waits.
const AT_ONCE: usize = 40;

impl Window {
    /// The answer of a command called past the screen; fails when it is refused.
    pub(crate) async fn answer(&self, command: &str, request: Value) -> Result<Value> {
        match self.invoke(command, request).await? {
            Ok(answer) => Ok(answer),
            Err(refused) => bail!("{command} was refused: {refused}"),
        }
    }

    /// Calls one command after the other as a manipulated screen could: what each answered, `ok` with
    /// its answer or the whole refusal.
    pub(crate) async fn call_all(&self, calls: &[(String, Value)]) -> Result<Vec<Value>> {
        let script = "const done = arguments[1]; const asked = arguments[0]; \
                      const call = ([command, payload]) => window.__TAURI_INTERNALS__.invoke('rpc', { command, payload }) \
                      .then((ok) => ({ code: 'ok', ok: ok ?? null }), (refused) => refused ?? { code: 'nothing' }); \
                      (async () => { const said = []; for (const one of asked) said.push(await call(one)); done(said); })()";
        let mut said = Vec::new();
        for some in calls.chunks(AT_ONCE) {
            let told = self.client.execute_async(script, vec![json!(some)]).await;
            let told = told.context("calling commands")?;
            said.extend(told.as_array().context("no answers")?.iter().cloned());
        }
        Ok(said)
    }

    /// Ends the program by a signal, where the driver has lost its window.
    pub(crate) async fn end_program(&self) -> Result<()> {
        let program = self.process("clins-viewer")?;
        processes::signal("TERM", program)?;
        self.has_let_go(program).await
    }

    /// Waits until its program has let go of the profile.
    pub(super) async fn has_let_go(&self, program: u32) -> Result<()> {
        self.until("the program to end", async || Ok(!processes::runs(program)))
            .await
    }

    /// サインアウトして交代: by the button of the own account.
    pub(crate) async fn sign_out(&self) -> Result<()> {
        if !self.has(&test("sign-out")).await? {
            self.click(&test("open-own-account")).await?;
        }
        self.click_once(&test("sign-out")).await?;
        self.comes(&test("sign-in")).await
    }

    /// Waits for something on the page that begins after the one that ends now.
    async fn comes(&self, css: &str) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let seen = self.has(css).await;
            if matches!(seen, Ok(true)) {
                return Ok(());
            }
            if seen.is_err() {
                ensure!(!self.is_lost().await, "the driver lost the window");
                self.find_page_again().await;
            }
            if Instant::now() > deadline {
                seen?;
                bail!("{css} does not come");
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
}
