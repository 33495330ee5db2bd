//! What was reported as stored is there, whole, after the process was killed.
#![allow(clippy::unwrap_used, reason = "a failing helper is a failing test")]

mod common;

use std::env;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use cache::{FetchedSets, Records};
use record::vocabulary::{Category, PersonId};
use tempfile::TempDir;

use common::{document, documents, key};

const FILE: &str = "RECORDS_KILL_TEST_FILE";
const SETS: usize = 20;

/// The answer number `n`: twenty documents that only belong together.
fn answer(n: i64) -> FetchedSets {
    let sets =
        (0..SETS).map(|set| document(&format!("d{set}"), &format!("answer {n} ").repeat(400)));
    FetchedSets {
        person: PersonId(n % 3),
        ..documents(n, sets.collect())
    }
}

/// The process that is killed: stores for ever and tells each number after it was stored.
#[test]
fn child() {
    let Some(path) = env::var_os(FILE).map(PathBuf::from) else {
        return;
    };
    let records = Records::open(&path, &key()).unwrap();
    for n in records.commits().unwrap().. {
        records.store(&answer(n)).unwrap();
        println!("STORED {n}");
    }
}

#[test]
fn nothing_that_was_stored_is_lost_when_the_process_is_killed() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("records.db");
    drop(Records::create(&path, &key()).unwrap());
    let mut before = -1;
    for round in 1..=5_u64 {
        let last = run_and_kill(&path, Duration::from_millis(150 * round));
        assert!(
            last > before,
            "the child went on where the last one was killed"
        );
        let records = Records::open(&path, &key()).unwrap();
        let commits = records.commits().unwrap();
        // One more than was told may be there: stored, but killed before telling.
        assert!(
            commits == last + 1 || commits == last + 2,
            "{commits} after {last}"
        );
        for n in (commits - 3).max(0)..commits {
            let held = records.held(PersonId(n % 3), Category::Checkup).unwrap();
            assert!(held.damaged.is_empty());
            let mine: Vec<_> = held.sets.iter().map(|set| set.parts.clone()).collect();
            let sent: Vec<_> = answer(n).sets.into_iter().map(|set| set.parts).collect();
            assert_eq!(mine, sent, "answer {n} is there whole");
        }
        before = last;
    }
}

fn run_and_kill(path: &Path, after: Duration) -> i64 {
    let mut child = Command::new(env::current_exe().unwrap())
        .args(["--exact", "child", "--nocapture"])
        .env(FILE, path)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap());
    let mut last = None;
    let mut end = None;
    let mut line = String::new();
    while lines.read_line(&mut line).unwrap() > 0 {
        // A line cut by the kill tells nothing.
        if let (Some((_, n)), true) = (line.split_once("STORED "), line.ends_with('\n')) {
            last = Some(n.trim().parse().unwrap());
            let end = *end.get_or_insert_with(|| Instant::now() + after);
            if Instant::now() >= end {
                child.kill().unwrap();
            }
        }
        line.clear();
    }
    child.wait().unwrap();
    last.unwrap()
}
