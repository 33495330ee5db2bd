//! Who may call what: every cell of the written matrix is tried from a hostile screen, over the real
//! IPC of the real window.

mod modes;
mod requests;
mod table;

use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde::Serialize;
use serde_json::{Value, json};

pub(super) use self::requests::requests;
use self::table::Cell;
pub(super) use self::table::Matrix;
use super::account_made::{accounts_made, second_factor_enrolled};
use crate::figures;
use crate::machine::accounts::Account;
use crate::machine::places::Places;
use crate::runner::new_day_is_waited_for;
use crate::stage::Stage;
use crate::window::Window;
use crate::window::dom::test;

/// Callers that are no role.
const OUTSIDE: [&str; 3] = ["nobody", "half way", "locked"];

/// What is tried, about whom, and who is half way in.
struct Table<'a> {
    matrix: &'a Matrix,
    person: i64,
    half: &'a Account,
}

/// What was found so far.
#[derive(Default, Serialize)]
struct Tally {
    tried: usize,
    refused: usize,
    otherwise: Vec<String>,
}

/// Every cell once, and those of the doctor in an emergency. Every mode: [`in_every_mode`].
pub(super) async fn every_cell_of_the_matrix_is_tried(stage: &mut Stage) -> Result<()> {
    let matrix = Matrix::read(&stage.places.matrix())?;
    let people = People::made(stage).await?;
    let table = people.table(&matrix);
    let mut tally = Tally::default();
    tally.everybody(stage, &table, "normal").await?;
    tally.helper_in_an_emergency(stage, &table, &people).await?;
    tally.tell();
    ensure!(
        tally.otherwise.is_empty(),
        "{} cells answer otherwise",
        tally.otherwise.len()
    );
    Ok(())
}

/// Every caller in every mode, those of the service among them; tells whether all answered as written.
pub(crate) async fn in_every_mode(places: &Places, json: Option<&Path>) -> Result<bool> {
    new_day_is_waited_for().await;
    let mut stage = Stage::set(places, "matrix").await?;
    let matrix = Matrix::read(&places.matrix())?;
    let people = People::made(&stage).await?;
    let table = people.table(&matrix);
    let mut tally = Tally::default();
    tally.everybody(&stage, &table, "normal").await?;
    tally
        .helper_in_an_emergency(&stage, &table, &people)
        .await?;
    tally.everybody(&stage, &table, "person reading").await?;
    modes::service_modes_allowed(&stage).await?;
    for mode in modes::OF_THE_SERVICE {
        let number = modes::service_mode_begun(&stage, &people.helper, mode, people.person).await?;
        let name = format!("service mode {}", mode.0);
        tally.everybody(&stage, &table, &name).await?;
        modes::service_mode_ended(&stage, &people.helper, &number).await?;
    }
    stage.simulator.kill().await;
    tally.everybody(&stage, &table, "outage").await?;
    modes::outage_reading_declared(&stage, &people.helper).await?;
    tally.everybody(&stage, &table, "outage reading").await?;
    modes::cut_off(&stage, &people.cutter).await?;
    tally.everybody(&stage, &table, "cut off").await?;
    tally.tell();
    json.map_or(Ok(()), |file| figures::write(&tally, file))?;
    let wrong = tally.otherwise.len();
    println!("\n{} passed, {wrong} failed", tally.tried - wrong);
    Ok(wrong == 0)
}

/// Who takes part besides those whom a stage has.
struct People {
    /// The patient that requests are about.
    person: i64,
    /// Somebody whose second factor is asked for.
    half: Account,
    /// A doctor with the emergency right.
    helper: Account,
    /// An administrator with the emergency right.
    cutter: Account,
}

impl People {
    async fn made(stage: &Stage) -> Result<Self> {
        let window = stage.open_as("doctor").await?;
        let (_, person) = window.row_of("牧野 爛漫").await?;
        let person = person.parse().context("reading the person's number")?;
        window.close().await?;
        let half = Account::of("hanbun", "auditor", "hoshi-no-yoru-1590");
        let helper = Account::of("kyukyu", "doctor", "umi-no-soko-3571").with_emergency_right();
        let cutter = Account::of("setsudan", "admin", "kita-no-umi-8264").with_emergency_right();
        let further = stage.accounts.more().iter();
        accounts_made(stage, further.chain([&half, &helper, &cutter])).await?;
        second_factor_enrolled(stage, &half).await?;
        Ok(Self {
            person,
            half,
            helper,
            cutter,
        })
    }

    fn table<'a>(&'a self, matrix: &'a Matrix) -> Table<'a> {
        Table {
            matrix,
            person: self.person,
            half: &self.half,
        }
    }
}

impl Tally {
    /// 緊急閲覧, as whoever began it.
    async fn helper_in_an_emergency(
        &mut self,
        stage: &Stage,
        table: &Table<'_>,
        people: &People,
    ) -> Result<()> {
        let window = modes::person_reading_begun(stage, &people.helper, people.person).await?;
        self.column(&window, table, ("person reading", "doctor"))
            .await?;
        window.close().await
    }

    fn tell(&self) {
        for one in &self.otherwise {
            println!("    {one}");
        }
        println!(
            "    matrix: {} cells tried, {} refused as written, {} otherwise",
            self.tried,
            self.refused,
            self.otherwise.len()
        );
    }

    /// The whole table in one mode, each caller in a window of their own.
    async fn everybody(&mut self, stage: &Stage, table: &Table<'_>, mode: &str) -> Result<()> {
        for caller in table.matrix.callers() {
            let window = match caller.as_str() {
                "locked" => stage.locked("doctor", async |_| Ok(())).await?.0,
                _ => {
                    let window = stage.open().await?;
                    window.element(&test("sign-in")).await?;
                    window
                }
            };
            match caller.as_str() {
                "nobody" | "locked" => {}
                "half way" => half_way(&window, table.half).await?,
                role => signed_in(&window, stage.accounts.with_role(role)?).await?,
            }
            self.column(&window, table, (mode, &caller)).await?;
            if !OUTSIDE.contains(&caller.as_str()) {
                stayed(&window, &caller).await?;
            }
            window.close().await?;
        }
        println!("    {mode}: {} cells so far", self.tried);
        Ok(())
    }

    /// Every command as one caller, one after another, and all of them asked for at once.
    async fn column(
        &mut self,
        window: &Window,
        table: &Table<'_>,
        (mode, caller): (&str, &str),
    ) -> Result<()> {
        let mut calls = Vec::new();
        let mut tried = Vec::new();
        for (command, cells) in &table.matrix.rows {
            let cell = *cells.get(caller).context("no such column")?;
            let requests = requests(command, cells, cell, table.person);
            tried.push((command, cell, requests.len()));
            calls.extend(requests.into_iter().map(|one| (command.clone(), one)));
        }
        let said = window.call_all(&calls).await?;
        let mut said = said.iter().map(|one| one.get("code")?.as_str());
        for (command, cell, count) in tried {
            let codes: Option<Vec<&str>> = said.by_ref().take(count).collect();
            let codes = codes.filter(|codes| codes.len() == count);
            let codes =
                codes.with_context(|| format!("{command} as {caller} answered without a code"))?;
            self.cell((mode, caller, command), cell, &codes);
        }
        Ok(())
    }

    fn cell(&mut self, (mode, caller, command): (&str, &str, &str), cell: Cell, codes: &[&str]) {
        self.tried += 1;
        match answered_otherwise(cell, codes) {
            Some(code) => self
                .otherwise
                .push(format!("{mode} {caller} {command}: {code}")),
            None if cell != Cell::Yes => self.refused += 1,
            None => {}
        }
    }
}

/// Signed in past the screen, which shows nobody.
async fn signed_in(window: &Window, account: &Account) -> Result<()> {
    let step = window.answer("sign_in", account.request()).await?;
    ensure!(
        step.get("step") == Some(&json!("signed_in")),
        "not signed in"
    );
    Ok(())
}

/// The password was right, and a code is asked for.
async fn half_way(window: &Window, account: &Account) -> Result<()> {
    let step = window.answer("sign_in", account.request()).await?;
    ensure!(
        step == json!({ "step": "second_factor" }),
        "no code is asked for: {step}"
    );
    Ok(())
}

/// Nothing of what was tried ended the session: the refusals were refusals.
async fn stayed(window: &Window, role: &str) -> Result<()> {
    let session = window.answer("session", json!({})).await?;
    let now = session.get("role").and_then(Value::as_str);
    ensure!(
        now == Some(role),
        "{role} did not stay signed in: {session}"
    );
    Ok(())
}

/// The first answer that is not what the cell says.
fn answered_otherwise<'a>(cell: Cell, codes: &[&'a str]) -> Option<&'a str> {
    let fits = |code: &str| match cell {
        Cell::Yes => !matches!(code, "not_permitted" | "not_signed_in" | "unknown_command"),
        Cell::NotPermitted => code == "not_permitted",
        Cell::NotSignedIn => code == "not_signed_in",
    };
    codes.iter().find(|code| !fits(code)).copied()
}
