use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use cache::desk::SearchIndex;
use cache::{Desk, StoreKey};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use rusqlite::{Connection, OpenFlags};

use super::engine::{Engine, KEY};
use super::memory;
use super::people::Invented;
use super::report::{Load, Looked, Search, Times, median};
use super::rows::{self, Cipher};
use super::timed::time;
use crate::arguments::FillPlan;
use crate::opening::random::Random;

const DAY: Date = date(2026, 11, 21);
/// Card checks that the desk takes in at once.
const BATCH: usize = 1_000;
/// Every kind of query together.
const ALL: &str = "all of these";
/// What a screen shows first.
const SHOWN: usize = 20;
/// The index is made and given up so many times.
const LOADS: usize = 5;

/// What is typed, for ours and for the floor where they differ.
#[derive(Clone, Copy)]
struct Query {
    what: &'static str,
    typed: fn(&Invented) -> String,
    plain: fn(&Invented) -> String,
}

const QUERIES: [Query; 6] = [
    Query {
        what: "kana, 3 letters",
        typed: |person| begin(&person.kana, 3),
        plain: |person| begin(&person.kana, 3),
    },
    Query {
        what: "one kanji",
        typed: |person| begin(&person.family, 1),
        plain: |person| begin(&person.family, 1),
    },
    Query {
        what: "two kanji",
        typed: |person| begin(&person.family, 2),
        plain: |person| begin(&person.family, 2),
    },
    Query {
        what: "chart number",
        typed: |person| person.chart.clone(),
        plain: |person| person.chart.clone(),
    },
    Query {
        what: "birth date",
        typed: |person| wareki(&person.birth),
        plain: |person| person.birth.clone(),
    },
    Query {
        what: "nobody",
        typed: |person| format!("{}鬱", begin(&person.family, 1)),
        plain: |person| format!("{}鬱", begin(&person.family, 1)),
    },
];

/// Ours, and beside it a scan with LIKE of tables with the same people.
pub(crate) fn measure(people: usize, plan: &FillPlan) -> Result<Search> {
    let folder = tempfile::Builder::new().prefix("clins-bench").tempdir()?;
    let path = folder.path().join("desk.db");
    fill(&path, people)?;
    let memory = memory::of_search(&path, people)?;
    let desk = Desk::open(&path, &StoreKey::new(KEY))?;
    let mut search = Search {
        people,
        load: load(&desk)?,
        memory,
        looked: Vec::new(),
    };
    let index = desk.search_index()?;
    ensure!(index.people() == people, "the index has not everybody");
    look(
        people,
        plan.runs,
        Engine::Ours,
        &mut search,
        |query, sought| {
            let typed = (query.typed)(sought);
            time_found(|| Ok(index.find(&typed, SHOWN).people.len()))
        },
    )?;
    for (engine, cipher) in [
        (Engine::Plain, Cipher::Without),
        (Engine::SqlCipher, Cipher::RawKey(KEY)),
    ] {
        let table = table(&folder.path().join(engine.name()), cipher, people)?;
        let few = plan.runs.div_ceil(10);
        look(people, few, engine, &mut search, |query, sought| {
            let typed = (query.plain)(sought);
            time_found(|| like(&table, &typed))
        })?;
    }
    Ok(search)
}

/// The same people are sought of every engine.
fn look(
    people: usize,
    runs: usize,
    engine: Engine,
    search: &mut Search,
    mut find: impl FnMut(Query, &Invented) -> Result<(usize, Duration)>,
) -> Result<()> {
    let mut all = Vec::new();
    for query in QUERIES {
        let mut random = Random::new(4);
        let mut times = Vec::new();
        for _ in 0..runs.div_ceil(QUERIES.len()) {
            let sought = Invented::number(random.below(people))?;
            let (found, taken) = find(query, &sought)?;
            ensure!(
                (found == 0) == (query.what == "nobody"),
                "{}: {} finds {found}",
                engine.name(),
                query.what
            );
            times.push(taken);
        }
        all.extend(&times);
        search.push(people, engine.name(), query.what, times)?;
    }
    search.push(people, engine.name(), ALL, all)
}

impl Looked {
    pub(super) fn is_of_all(&self) -> bool {
        self.what == ALL
    }
}

impl Search {
    fn push(
        &mut self,
        people: usize,
        engine: &'static str,
        what: &'static str,
        times: Vec<Duration>,
    ) -> Result<()> {
        self.looked.push(Looked {
            people,
            engine,
            what,
            times: Times::of(times).context("nothing was sought")?,
        });
        Ok(())
    }
}

/// Making the index of an open desk, and clearing it.
fn load(desk: &Desk) -> Result<Load> {
    let (mut made, mut cleared) = (Vec::new(), Vec::new());
    for _ in 0..LOADS {
        let mut kept: Option<Arc<SearchIndex>> = None;
        made.push(time(|| {
            kept = Some(desk.search_index()?);
            Ok(())
        })?);
        cleared.push(time(|| {
            drop(kept.take());
            Ok(())
        })?);
    }
    Ok(Load {
        made_ms: median(made).context("never made")? / 1e3,
        cleared_ms: median(cleared).context("never cleared")? / 1e3,
    })
}

fn fill(path: &Path, people: usize) -> Result<()> {
    let desk = Desk::create(path, &StoreKey::new(KEY))?;
    for start in (0..people).step_by(BATCH) {
        let rows = (start..people.min(start + BATCH))
            .map(|at| Invented::number(at)?.card_check())
            .collect::<Result<Vec<_>>>()?;
        desk.record_card_checks(DAY, &rows, Timestamp::UNIX_EPOCH)?;
    }
    Ok(())
}

fn table(path: &Path, cipher: Cipher, people: usize) -> Result<Connection> {
    let mut table = rows::connect(path, cipher, OpenFlags::SQLITE_OPEN_CREATE)?;
    table.execute_batch(
        "CREATE TABLE person (
             id INTEGER PRIMARY KEY, name TEXT, kana TEXT, chart TEXT, birth TEXT, member TEXT
         ) STRICT;",
    )?;
    let step = table.transaction()?;
    for at in 0..people {
        let person = Invented::number(at)?;
        step.prepare_cached("INSERT INTO person VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
            .execute((
                i64::try_from(at)?,
                &person.name,
                &person.kana,
                &person.chart,
                &person.birth,
                &person.member,
            ))?;
    }
    step.commit()?;
    Ok(table)
}

fn like(table: &Connection, typed: &str) -> Result<usize> {
    let mut query = table.prepare_cached(
        "SELECT id FROM person WHERE name LIKE ?1 OR kana LIKE ?1 OR chart LIKE ?1
             OR birth LIKE ?1 OR member LIKE ?1 LIMIT ?2",
    )?;
    let found = query.query_map((format!("%{typed}%"), SHOWN + 1), |row| {
        row.get::<_, i64>(0)
    })?;
    Ok(found.collect::<Result<Vec<_>, _>>()?.len())
}

fn time_found(work: impl FnOnce() -> Result<usize>) -> Result<(usize, Duration)> {
    let mut found = 0;
    let taken = time(|| {
        found = work()?;
        Ok(())
    })?;
    Ok((found, taken))
}

fn begin(text: &str, letters: usize) -> String {
    text.chars().take(letters).collect()
}

/// `1930-06-28` as 昭和5年6月28日; the year alone decides, which is near enough for typing.
fn wareki(birth: &str) -> String {
    let mut parts = birth.split('-').map(|part| part.parse().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    let (year, month, day): (i32, i32, i32) = (next(), next(), next());
    let (era, year) = match year {
        ..=1988 => ("昭和", year - 1925),
        1989..=2018 => ("平成", year - 1988),
        _ => ("令和", year - 2018),
    };
    format!("{era}{year}年{month}月{day}日")
}
