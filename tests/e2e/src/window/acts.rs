use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use fantoccini::error::{CmdError, ErrorStatus};
use serde_json::json;

use super::dom::test;
use super::sheets::ENTER;
use super::{PATIENCE, Window};
use crate::machine::accounts::Account;
use crate::machine::processes;

/// The first thing each role sees.
const FIRST_SCREENS: &str =
    "[data-test=\"today\"], [data-test=\"board\"], [data-test=\"admin\"], [data-test=\"auditor\"]";

/// So long after a click a screen shows that it was taken.
const ANSWERED: Duration = Duration::from_secs(5);

/// The program that draws the page.
pub(crate) const PAGE: &str = "WebKitWebProcess";

impl Window {
    /// Types account and password and waits for the first screen.
    pub(crate) async fn sign_in(&self, account: &Account) -> Result<()> {
        self.try_to_sign_in(&account.account, &account.password)
            .await?;
        self.element(FIRST_SCREENS).await.context("signing in")?;
        Ok(())
    }

    /// Types account and password, whatever comes of it. At a screen that the same person locked the
    /// password alone is asked for.
    pub(crate) async fn try_to_sign_in(&self, account: &str, password: &str) -> Result<()> {
        let either = format!("{}, {}", test("lock-screen"), test("sign-in"));
        self.element(&either).await?;
        if self.has(&test("lock-screen")).await? {
            let locked_by = self.attribute(&test("lock-screen"), "data-account").await?;
            if locked_by.as_deref() == Some(account) {
                self.fill("#password", password).await?;
                return self.with_keys("#password", ENTER).await;
            }
            self.click(&test("change-user")).await?;
        }
        self.fill("#account", account).await?;
        self.fill("#password", password).await?;
        self.with_keys("#password", ENTER).await
    }

    /// 画面を隠す: locks the screen.
    pub(crate) async fn hide(&self) -> Result<()> {
        let drew = self.process(PAGE)?;
        self.click_once(&test("hide")).await?;
        self.is_locked(drew).await
    }

    /// Waits until the process `drew`, which drew what was shown, has ended and another one draws the
    /// locked screen. Nothing is asked of the page meanwhile: the driver loses one that ends in the
    /// middle of a question.
    pub(crate) async fn is_locked(&self, drew: u32) -> Result<()> {
        ended(drew).await?;
        let deadline = Instant::now() + PATIENCE;
        let fresh = format!("{}[data-fresh=\"yes\"]", test("lock-screen"));
        loop {
            tokio::time::sleep(Duration::from_millis(200)).await;
            let seen = self.has(&fresh).await;
            if matches!(seen, Ok(true)) {
                return Ok(());
            }
            if seen.is_err() {
                ensure!(!self.is_lost().await, "the driver lost the window");
                self.find_page_again().await;
            }
            if Instant::now() > deadline {
                seen?;
                bail!("the screen is not locked");
            }
        }
    }

    /// Whether the driver's session is over while the program runs on.
    pub(crate) async fn is_lost(&self) -> bool {
        matches!(
            self.client.windows().await,
            Err(CmdError::Standard(error)) if error.error == ErrorStatus::InvalidSessionId
        )
    }

    /// Waits until the process `drew` has ended and another one draws, without the driver.
    pub(crate) async fn is_drawn_anew(&self, drew: u32) -> Result<()> {
        ended(drew).await?;
        self.until("another process to draw", async || {
            Ok(self.process(PAGE).is_ok_and(|draws| draws != drew))
        })
        .await
    }

    /// A page that ended in the middle of a question is no window any more for the driver.
    pub(super) async fn find_page_again(&self) {
        if let Ok(windows) = self.client.windows().await
            && let Some(first) = windows.into_iter().next()
        {
            let _ = self.client.switch_to_window(first).await;
        }
        // What the driver knows of the former page's frame goes only so.
        let _ = self.client.clone().enter_parent_frame().await;
    }

    /// The line of the doctor's list that names this patient, and our number for the person.
    pub(crate) async fn row_of(&self, name: &str) -> Result<(String, String)> {
        let mut found = None;
        self.until(&format!("{name} in today's list"), async || {
            found = self.person_named(name).await?;
            Ok(found.is_some())
        })
        .await?;
        let person = found.context("no such row")?;
        Ok((
            format!("{}[data-person=\"{person}\"]", test("today-row")),
            person,
        ))
    }

    async fn person_named(&self, name: &str) -> Result<Option<String>> {
        let script = "return [...document.querySelectorAll('[data-test=\"today-row\"]')]\
                      .find((row) => row.textContent.includes(arguments[0]))?.dataset.person ?? null";
        let person = self
            .client
            .execute(script, vec![json!(name)])
            .await
            .context("looking for a row")?;
        Ok(person.as_str().map(str::to_owned))
    }

    /// Opens a patient from the list and waits until that patient is painted. Answers the
    /// milliseconds from the click to the painted frame, as the screen measured them.
    pub(crate) async fn open_patient(&self, name: &str) -> Result<f64> {
        let (row, person) = self.row_of(name).await?;
        let script = "document.querySelector(arguments[0]).scrollIntoView({ block: 'nearest' })";
        self.ask(script, vec![json!(row)]).await?;
        let identity = format!("{}[data-person=\"{person}\"]", test("identity"));
        self.click(&row).await?;
        if !self.comes_within(ANSWERED, &identity).await {
            println!("    a list that had just moved opened nobody, once more");
            self.click(&row).await?;
            self.element(&identity).await?;
        }
        self.until("the patient to be painted", async || {
            Ok(self.mark("painted").await?.as_deref() == Some(person.as_str()))
        })
        .await?;
        let milliseconds = self
            .mark("paintMs")
            .await?
            .context("the screen measured nothing")?;
        milliseconds.parse().context("reading the measured time")
    }

    /// Whether it comes within this time.
    async fn comes_within(&self, time: Duration, css: &str) -> bool {
        let deadline = Instant::now() + time;
        while Instant::now() < deadline {
            if matches!(self.has(css).await, Ok(true)) {
                return true;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        false
    }

    /// Opens a patient by chart number from the search, whether of today or not.
    pub(crate) async fn find_and_open(&self, chart_number: &str) -> Result<()> {
        self.fill(&test("find-text"), chart_number).await?;
        // Until then the people found by its first digits are listed.
        let found = format!("{}[aria-busy=\"false\"]", test("find-results"));
        self.element(&format!("{found} {}", test("find-row")))
            .await?;
        self.press(ENTER).await?;
        self.click(&test("check-confirm")).await?;
        self.element(&test("section")).await?;
        Ok(())
    }

    /// Waits until every section that is going to come has come: nothing says 取得中 or 未取得.
    pub(crate) async fn all_fetched(&self) -> Result<()> {
        let waiting = "[data-test=\"section\"][data-reason=\"fetching\"], [data-test=\"section\"][data-reason=\"not_fetched\"]";
        self.element(&test("section")).await?;
        self.gone(waiting).await
    }

    /// Everything that stands in the sections of one category.
    pub(crate) async fn section(&self, category: &str) -> Result<String> {
        let css = format!("[data-test=\"section\"][data-category=\"{category}\"]");
        self.element(&css).await?;
        Ok(self.texts(&css).await?.join("\n"))
    }

    /// Waits until a category's section holds a text.
    pub(crate) async fn section_says(&self, category: &str, text: &str) -> Result<()> {
        self.until(&format!("{category} to say {text}"), async || {
            Ok(self.section(category).await?.contains(text))
        })
        .await
    }

    /// Waits for what came anew of a category, lays it out and waits until it holds a text: told as
    /// news while the old rows stand, or there already where the answer was faster.
    pub(crate) async fn news_are_laid_out(&self, category: &str, text: &str) -> Result<()> {
        self.until(&format!("news of {category}"), async || {
            Ok(self.has(&test("news")).await? || self.section(category).await?.contains(text))
        })
        .await?;
        self.press("r").await?;
        self.section_says(category, text).await
    }

    /// Fails unless the section holds each of these texts now: for a patient just painted, who may not
    /// be waited for.
    pub(crate) async fn section_holds(&self, category: &str, texts: &[&str]) -> Result<()> {
        let section = self.section(category).await?;
        match texts.iter().find(|text| !section.contains(**text)) {
            Some(missing) => bail!("{category} does not say {missing}"),
            None => Ok(()),
        }
    }

    /// The service bar's reason, as soon as it is shown.
    pub(crate) async fn outage(&self) -> Result<String> {
        let fault = self.attribute(&test("service-bar"), "data-fault").await?;
        fault.context("the bar gives no reason")
    }

    /// The service bar's reason, once it is one of these.
    pub(crate) async fn outage_for(&self, reasons: &[&str]) -> Result<String> {
        let mut shown = String::new();
        let wanted = format!("the bar to say {}", reasons.join(" or "));
        self.until(&wanted, async || {
            shown = self.outage().await?;
            Ok(reasons.contains(&shown.as_str()))
        })
        .await?;
        Ok(shown)
    }

    /// The bar's own sentence for its reason, under 詳細.
    pub(crate) async fn outage_in_words(&self) -> Result<String> {
        let bar = test("service-bar");
        if !self.has(&test("service-detail")).await? {
            self.click(&format!("{bar} [aria-expanded]")).await?;
        }
        let cause = format!("{} .cause", test("service-detail"));
        Ok(self.text(&cause).await?.trim().to_owned())
    }

    /// Presses 再試行, unless the line came back by itself, and waits until the bar is gone.
    pub(crate) async fn line_comes_back(&self) -> Result<()> {
        let retry = "const b = document.querySelector('[data-test=\"retry\"]'); if (b) b.click()";
        self.client
            .execute(retry, vec![])
            .await
            .context("pressing 再試行")?;
        self.gone(&test("service-bar")).await
    }
}

/// Waits until a process that drew the screen is gone.
async fn ended(drew: u32) -> Result<()> {
    let deadline = Instant::now() + PATIENCE;
    while processes::runs(drew) {
        ensure!(Instant::now() < deadline, "the screen is not locked");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Ok(())
}
