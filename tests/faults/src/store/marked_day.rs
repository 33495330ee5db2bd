//! A day at the clinic whose every text carries a marker; then every file is searched for them.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use audit::{Actor, EventKind};
use cache::desk::CardCheckRow;
use cache::{FetchedSets, Inbox, NewSet, Part, SetKind};
use jiff::civil::date;
use markers::{Needles, Search, Words};
use record::vocabulary::{Category, Identity, MemberId, PersonId};
use tempfile::TempDir;

use super::Run;
use super::answers::moment;
use super::clinic::Clinic;
use super::entries::entry;
use super::report::Report;

/// How many are planted.
const COUNT: usize = 200;

/// Of so many answers one is sealed into the inbox: sealing is slow without optimisation.
const SEALED: usize = 8;

/// Any public key: the base point of the curve.
const SEALING: [u8; 32] = {
    let mut key = [0; 32];
    key[0] = 9;
    key
};

/// Searches while the stores are open and again when they are closed.
pub(super) fn run(_run: Run) -> Result<Report> {
    let mut report = Report::default();
    let folder = TempDir::new()?;
    let words = Words::of_run(std::process::id());
    let texts: Vec<String> = (0..COUNT).map(|number| marker(words, number)).collect();
    let needles = Needles::of(&texts);
    control(&texts, &needles, &mut report)?;
    let clinic = Clinic::open_or_create(folder.path())?;
    let inbox = Inbox::create(&folder.path().join("inbox"))?;
    for (number, word) in texts.iter().enumerate() {
        one_patient(&clinic, &inbox, number, word).with_context(|| format!("patient {number}"))?;
    }
    report_on("open", folder.path(), 8, &needles, &mut report)?;
    drop(clinic);
    report_on("closed", folder.path(), 4, &needles, &mut report)?;
    Ok(report)
}

/// Every other one Japanese, so that both kinds of text are looked for.
fn marker(words: Words, number: usize) -> String {
    if number.is_multiple_of(2) {
        words.latin(number)
    } else {
        words.japanese(number)
    }
}

/// The search finds what is there, else finding nothing would prove nothing.
fn control(texts: &[String], needles: &Needles, report: &mut Report) -> Result<()> {
    let folder = TempDir::new()?;
    fs::write(folder.path().join("plain.txt"), texts.join("\n"))?;
    let mut found = Search::default();
    found.look(needles, folder.path())?;
    report.figure(format!(
        "control: {} of {COUNT} markers found in a plain file",
        found.findings.len()
    ));
    let wrong = (found.findings.len() != COUNT).then(|| "the search misses some".to_owned());
    report.case("control", wrong);
    Ok(())
}

fn report_on(
    when: &str,
    folder: &Path,
    least: usize,
    needles: &Needles,
    report: &mut Report,
) -> Result<()> {
    let mut search = Search::default();
    search.look(needles, folder)?;
    let Search {
        files,
        bytes,
        findings,
    } = search;
    ensure!(files >= least, "only {files} files");
    report.figure(format!(
        "{when}: {} of {COUNT} markers found in {files} files of {} kB",
        findings.len(),
        bytes / 1024
    ));
    let wrong = findings.first().map(ToString::to_string);
    report.case(when, wrong);
    Ok(())
}

fn one_patient(clinic: &Clinic, inbox: &Inbox, number: usize, word: &str) -> Result<()> {
    let n = i64::try_from(number)?;
    let row = CardCheckRow {
        visit: cache::desk::Visit::default(),
        service_ref: format!("ref {word}"),
        arrived_at: moment(n),
        chart_number: Some(word.to_owned()),
        identity: Identity {
            name: word.to_owned(),
            kana: Some(word.to_owned()),
            birth_date: None,
            gender: None,
            member_ids: vec![MemberId::parse(&format!("06139999:{word}:{n}:01"))?],
        },
        card: true,
        consents: Vec::new(),
    };
    let people = clinic
        .desk
        .record_card_checks(date(2026, 11, 21), &[row], moment(n))?;
    let person = people.first().copied().context("nobody")?;
    clinic.desk.put_blob(word, word.as_bytes())?;
    let answer = answer(person, n, word);
    clinic.records.store(&answer)?;
    let state = clinic.records.state(person, Category::Document)?;
    let state = state.context("no state")?.version;
    clinic
        .records
        .record_reading(word, person, Category::Document, &state, moment(n))?;
    if number.is_multiple_of(SEALED) {
        inbox.seal(&SEALING, &answer)?;
    }
    let mut entry = entry(u64::try_from(number)? + 1);
    entry.kind = EventKind::OpenPatient;
    entry.actor = Some(Actor {
        account: word.to_owned(),
        display_name: word.to_owned(),
        role: None,
        staff_number: None,
    });
    entry.chart_number = Some(word.to_owned());
    clinic.audit.append(&entry)?;
    Ok(())
}

fn answer(person: PersonId, n: i64, word: &str) -> FetchedSets {
    let text = format!("{{\"text\":\"{word}\",\"again\":\"{word}\"}}");
    FetchedSets {
        person,
        category: Category::Document,
        origin: format!("origin {word}"),
        profile: word.to_owned(),
        fetched_at: moment(n),
        sets: vec![NewSet {
            key: word.to_owned(),
            kind: SetKind::Document,
            parts: vec![Part {
                content_type: format!("text/{word}"),
                bytes: text.into_bytes(),
            }],
        }],
        complete_list: true,
    }
}
