use anyhow::{Context, Result, ensure};
use serde_json::json;

use super::Window;
use super::dom::test;

impl Window {
    /// Opens a file of the open document by what its row calls it. Answers the selector of what was
    /// pressed.
    pub(crate) async fn open_file(&self, title: &str) -> Result<String> {
        let button = format!("{}[aria-label*=\"{title}\"]", test("open-file"));
        self.focus(&button).await?;
        self.stays_where_it_is(&button).await?;
        self.click(&button).await?;
        self.element(&test("file-view")).await?;
        Ok(button)
    }

    /// Fails if what was brought into view moves in the next frames: a press aimed at it would be lost.
    async fn stays_where_it_is(&self, css: &str) -> Result<()> {
        let script = "const done = arguments[1]; \
                      const one = document.querySelector(arguments[0]); \
                      const top = () => one.getBoundingClientRect().top; \
                      const before = top(); \
                      const look = (left) => requestAnimationFrame(() => left > 0 ? look(left - 1) : done(top() - before)); \
                      look(4)";
        let moved = self.client.execute_async(script, vec![json!(css)]).await;
        let moved = moved.context("watching where something stands")?;
        let moved = moved.as_f64().context("it stands nowhere")?;
        ensure!(
            moved.abs() < 1.0,
            "it moves by {moved} pixels after it came into view"
        );
        Ok(())
    }

    /// Waits until this page of a PDF is drawn. Answers how many of its pixels are not white.
    pub(crate) async fn pdf_page(&self, number: usize) -> Result<u64> {
        let pdf = format!("{}[data-drawn=\"{number}\"]", test("pdf"));
        self.element(&pdf).await?;
        let script = "const canvas = document.querySelector(arguments[0] + ' canvas'); \
                      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height); \
                      let dark = 0; \
                      for (let at = 0; at < data.length; at += 4) if (data[at] < 200 && data[at + 3] > 0) dark += 1; \
                      return dark";
        let counted = self.client.execute(script, vec![json!(pdf)]).await;
        let counted = counted.context("counting the pixels of a page")?;
        counted.as_u64().context("no page was drawn")
    }

    /// Whether a worker of this page, like the one that reads PDFs, gets something from an address.
    pub(crate) async fn worker_reads(&self, address: &str) -> Result<bool> {
        let script = "const done = arguments[1]; \
                      const text = 'fetch(\"' + arguments[0] + '\").then(() => postMessage(true), () => postMessage(false))'; \
                      const url = URL.createObjectURL(new Blob([text], { type: 'text/javascript' })); \
                      const worker = new Worker(url); \
                      worker.onerror = (e) => done('no worker: ' + e.message); \
                      worker.onmessage = ({ data }) => { worker.terminate(); done(data); }";
        let told = self
            .client
            .execute_async(script, vec![json!(address)])
            .await;
        let told = told.context("asking a worker")?;
        told.as_bool().context("the worker says nothing")
    }
}
