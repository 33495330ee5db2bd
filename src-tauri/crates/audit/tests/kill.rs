//! What was reported as kept is there after the process was killed, and the chain is whole.
#![allow(clippy::unwrap_used, reason = "a failing helper is a failing test")]

mod common;

use std::env;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use audit::{Audit, Filter, Head};
use tempfile::TempDir;

use common::{key, opening};

const FILE: &str = "AUDIT_KILL_TEST_FILE";

/// The process that is killed: appends for ever and tells each head after its append returned.
#[test]
fn child() {
    let Some(path) = env::var_os(FILE).map(PathBuf::from) else {
        return;
    };
    let audit = Audit::open(&path, &key()).unwrap();
    for person in 1.. {
        println!("KEPT {}", audit.append(&opening(person)).unwrap());
    }
}

#[test]
fn nothing_that_was_kept_is_lost_when_the_process_is_killed() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("audit.db");
    drop(Audit::create(&path, &key()).unwrap());
    let mut before = Head::EMPTY;
    for round in 1..=5_u64 {
        let told = run_and_kill(&path, Duration::from_millis(150 * round));
        let last = *told.last().unwrap();
        assert!(
            last.number > before.number,
            "the child went on where the last one was killed"
        );
        let audit = Audit::open(&path, &key()).unwrap();
        let verified = audit.verify_against(&[last]).unwrap();
        assert!(verified.intact(), "{verified:?}");
        let kept = audit
            .entries(&Filter {
                limit: u32::MAX,
                ..Filter::default()
            })
            .unwrap();
        for head in told {
            assert!(kept.iter().any(|stored| stored.head == head), "{head}");
        }
        before = last;
    }
}

fn run_and_kill(path: &PathBuf, after: Duration) -> Vec<Head> {
    let mut child = Command::new(env::current_exe().unwrap())
        .args(["--exact", "child", "--nocapture"])
        .env(FILE, path)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap());
    let mut heads = Vec::new();
    let mut end = None;
    let mut line = String::new();
    while lines.read_line(&mut line).unwrap() > 0 {
        // A line cut by the kill tells nothing.
        if let (Some((_, head)), true) = (line.split_once("KEPT "), line.ends_with('\n')) {
            heads.push(head.trim().parse().unwrap());
            let end = *end.get_or_insert_with(|| Instant::now() + after);
            if Instant::now() >= end {
                child.kill().unwrap();
            }
        }
        line.clear();
    }
    child.wait().unwrap();
    heads
}
