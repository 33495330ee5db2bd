//! 受付 gets no clinical byte: every clinical text the service gives out carries a marker, the desk's
//! window calls everything it can name, and all that reaches it is searched for all of them.

use std::path::Path;
use std::process::Stdio;

use anyhow::{Context, Result, bail, ensure};
use markers::{Needles, Words};
use serde_json::{Value, json};

use super::marked_day::MarkedClinic;
use super::matrix::{Matrix, requests};
use crate::stage::Stage;
use crate::window::Window;
use crate::window::dom::test;

/// What the desk needs: who it is. Everything else planted is clinical.
const IDENTITY: &[&str] = &["name", "kana", "chart number", "insured number", "address"];
const CATEGORIES: [&str; 8] = [
    "drug_allergy",
    "other_allergy",
    "condition",
    "infection",
    "laboratory",
    "prescription",
    "checkup",
    "document",
];
/// Ctrl and v, as WebDriver names them.
const PASTE: &str = "\u{e009}v\u{e000}";
/// A key that does nothing by itself, as WebDriver names it.
const SHIFT: &str = "\u{e008}";

pub(super) async fn no_clinical_byte_reaches_the_desk(stage: &mut Stage) -> Result<()> {
    let folder = stage.folder().join("clinic");
    let words = Words::of_run(std::process::id());
    let marked = MarkedClinic::plant(&stage.places.clinic(), &folder, words)?;
    let clinical = marked
        .markers
        .iter()
        .filter(|one| !IDENTITY.contains(&one.kind));
    let clinical: Vec<String> = clinical.map(|one| one.text.clone()).collect();
    let needles = Needles::of(&clinical);
    stage.places = stage.places.with_clinic(&marked.folder);
    stage.simulator.kill().await;
    stage.start_service_again().await?;

    let window = stage.open_as("doctor").await?;
    let persons = the_doctor_reads(&window, &needles).await?;
    window.close().await?;
    let window = stage.open_as("desk").await?;
    window.element(&test("board-row")).await?;
    let mut reached = Reached::default();
    hear(&window).await?;
    everything_is_called(&window, &stage.places.matrix(), &persons, &mut reached).await?;
    what_the_desk_may_is_done(&window, &persons, &mut reached).await?;
    consents_change(stage, &window).await?;
    stage.simulator.kill().await;
    window.outage_for(&["refused"]).await?;
    on_the_screen(&window, &mut reached).await?;
    let heard = window.ask("return window.heard", vec![]).await?;
    let events = heard.as_array().map_or(0, Vec::len);
    ensure!(
        events > 0,
        "no event was heard: that none holds a marker proves nothing"
    );
    reached.take("events", &heard.to_string());
    reached.take("title of the window", &title(stage).await?);
    let log = std::fs::read_to_string(stage.log()).unwrap_or_default();
    reached.take("what the programs say", &log);

    let mut found = 0;
    for (place, text) in &reached.places {
        let hits = needles.found_in(text.as_bytes());
        found += hits.len();
        for hit in hits {
            println!("    {place} holds marker {} as {}", hit.number, hit.form);
        }
    }
    println!(
        "    desk: {} clinical markers, {} calls ({} answered), {events} events, {} bytes searched, found {found}",
        clinical.len(),
        reached.calls,
        reached.answered,
        reached
            .places
            .iter()
            .map(|(_, text)| text.len())
            .sum::<usize>()
    );
    ensure!(
        reached.answered > 0,
        "nothing was answered: that no answer holds a marker proves nothing"
    );
    ensure!(found == 0, "{found} clinical markers reached the desk");
    Ok(())
}

/// All that reached the desk's window.
#[derive(Default)]
struct Reached {
    places: Vec<(&'static str, String)>,
    calls: usize,
    answered: usize,
}

impl Reached {
    fn take(&mut self, place: &'static str, text: &str) {
        self.places.push((place, text.to_owned()));
    }
}

/// The records are here and the search finds them on the doctor's screen. Answers our numbers for the
/// people.
async fn the_doctor_reads(window: &Window, needles: &Needles) -> Result<Vec<i64>> {
    window.element(&test("today-row")).await?;
    let (_, rich) = window.row_of("牧野 爛漫").await?;
    let (_, with_letters) = window.row_of("齋藤 一郎").await?;
    window.open_patient("牧野 爛漫").await?;
    window.all_fetched().await?;
    let seen = needles.found_in(window.document().await?.as_bytes());
    ensure!(
        !seen.is_empty(),
        "the doctor's screen holds no marker: the search finds nothing"
    );
    let persons = [rich, with_letters];
    let numbers = persons.iter().map(|person| person.parse());
    numbers
        .collect::<Result<_, _>>()
        .context("reading a number")
}

/// The desk's own work with people and lists, so that its answers are searched and not refusals alone.
async fn what_the_desk_may_is_done(
    window: &Window,
    persons: &[i64],
    reached: &mut Reached,
) -> Result<()> {
    let [one, other] = persons else {
        bail!("two people are needed")
    };
    let made = window
        .answer("make_list", json!({ "name": "病棟" }))
        .await?;
    let list = made.get(0).and_then(|list| list.get("id"));
    let list = list.context("the list has no number")?;
    let (born, chart) = ("1930-06-28", "000000001");
    // With what each is to answer: what is refused for want of something is searched as well.
    let calls = [
        (
            "put_on_list",
            json!({ "list": list, "people": persons }),
            "ok",
        ),
        (
            "take_off_list",
            json!({ "list": list, "person": one }),
            "ok",
        ),
        (
            "add_person",
            json!({ "name": "新田 一葉", "kana": "ニッタ カズハ", "birth_date": born, "gender": "female",
                "chart_number": chart, "list": list }),
            "ok",
        ),
        (
            "check_number",
            json!({ "insurer": "39391234", "symbol": "", "number": "1", "branch": "00", "birth_date": born }),
            "ok",
        ),
        (
            "take_in_people",
            json!({ "content": "", "list": list }),
            "people_file",
        ),
        (
            "join_people",
            json!({ "one": one, "other": other, "birth_date": born, "chart_number": chart }),
            "identity_not_confirmed",
        ),
        (
            "separate_people",
            json!({ "join": 1, "birth_date": born, "chart_number": chart }),
            "no_such_person",
        ),
        (
            "confirm_name",
            json!({ "person": one, "birth_date": born }),
            "ok",
        ),
    ];
    let asked = calls
        .iter()
        .map(|(command, request, _)| ((*command).to_owned(), request.clone()));
    let said = window.call_all(&asked.collect::<Vec<_>>()).await?;
    for ((command, _, expected), answer) in calls.iter().zip(&said) {
        ensure!(
            answer.get("code") == Some(&json!(expected)),
            "{command} answered {answer}"
        );
    }
    reached.calls += said.len();
    reached.take("answers and errors", &made.to_string());
    reached.take("answers and errors", &Value::from(said).to_string());
    Ok(())
}

/// A consent is withdrawn and given again while the desk listens, and it is told of each.
async fn consents_change(stage: &Stage, window: &Window) -> Result<()> {
    let board = window.answer("consent_board", json!({})).await?;
    let rows = board.get("rows").and_then(Value::as_array);
    let mut rows = rows.context("there is no board")?.iter();
    let whole = rows.find(|row| row.get("consent") == Some(&json!("all")));
    let whole = whole.context("nobody on the board consented to everything")?;
    let chart = whole.get("chart_number").and_then(Value::as_str);
    let chart = chart.context("the row has no number")?;
    for (flag, stands) in [("refused", "some"), ("given", "all")] {
        let before = times_told(window).await?;
        stage.simulator.consent(chart, "laboratory", flag).await?;
        window
            .until("the desk to be told", async || {
                Ok(times_told(window).await? > before)
            })
            .await?;
        window
            .until("the board to say so", async || {
                let board = window.answer("consent_board", json!({})).await?;
                let rows = board.get("rows").and_then(Value::as_array);
                Ok(rows.into_iter().flatten().any(|row| {
                    row.get("chart_number") == Some(&json!(chart))
                        && row.get("consent") == Some(&json!(stands))
                }))
            })
            .await?;
    }
    Ok(())
}

/// How often the desk was told that its board is another.
async fn times_told(window: &Window) -> Result<u64> {
    let script =
        "return window.heard.filter(({ payload }) => payload.event === 'board_changed').length";
    let count = window.ask(script, vec![]).await?;
    count.as_u64().context("counting what was heard")
}

/// Hears every event of the core, as a manipulated screen could.
async fn hear(window: &Window) -> Result<()> {
    let script = "const done = arguments[0]; window.heard = []; const tauri = window.__TAURI_INTERNALS__; \
                  const handler = tauri.transformCallback((event) => window.heard.push(event)); \
                  tauri.invoke('plugin:event|listen', { event: 'viewer', target: { kind: 'Any' }, handler }) \
                  .then(() => done('heard'), (refused) => done(String(refused)))";
    let said = window.ask_later(script).await?;
    ensure!(
        said == json!("heard"),
        "the screen does not hear the core: {said}"
    );
    Ok(())
}

/// Every command there is, of every person and every category.
async fn everything_is_called(
    window: &Window,
    matrix: &Path,
    persons: &[i64],
    reached: &mut Reached,
) -> Result<()> {
    let matrix = Matrix::read(matrix)?;
    for person in persons {
        for category in CATEGORIES {
            let mut calls = Vec::new();
            for (command, cells) in &matrix.rows {
                let cell = *cells.get("desk").context("the desk has no column")?;
                // The last of them is the one that could be carried out.
                let request = requests(command, cells, cell, *person).pop();
                let mut request = request.context("nothing is asked")?;
                if let Some(fields) = request.as_object_mut() {
                    fields.insert("category".to_owned(), json!(category));
                    fields.insert("text".to_owned(), json!("ア"));
                }
                calls.push((command.clone(), request));
            }
            let said = window.call_all(&calls).await?;
            // Calls past the screen are nobody's touch: without a key now and then the screen is locked.
            window.press(SHIFT).await?;
            reached.calls += said.len();
            reached.answered += said
                .iter()
                .filter(|one| one.get("code") == Some(&json!("ok")))
                .count();
            reached.take("answers and errors", &Value::from(said).to_string());
        }
    }
    let session = window.answer("session", json!({})).await?;
    ensure!(
        session.get("role") == Some(&json!("desk")),
        "the desk did not stay signed in: {session}"
    );
    Ok(())
}

/// The document, row after row, and what a person could paste.
async fn on_the_screen(window: &Window, reached: &mut Reached) -> Result<()> {
    window.click(&format!("{} td", test("board-row"))).await?;
    for _ in window.texts(&test("board-row")).await? {
        reached.take("document", &window.document().await?);
        window.press("\u{e015}").await?;
    }
    window.fill(&test("find-text"), "ま").await?;
    window.with_keys(&test("find-text"), PASTE).await?;
    reached.take("clipboard", &window.document().await?);
    Ok(())
}

/// The titles of all windows on the display.
async fn title(stage: &Stage) -> Result<String> {
    let mut command = stage.desktop.command("xwininfo");
    let told = command
        .args(["-root", "-tree"])
        .stderr(Stdio::null())
        .output()
        .await;
    let told = told.context("asking for the titles of the windows")?;
    let titles = String::from_utf8_lossy(&told.stdout).into_owned();
    ensure!(
        titles.contains("CLINS"),
        "the window is not among those of the display: {titles}"
    );
    Ok(titles)
}
