//! Many windows of one program: people come, lock, unlock, read and write at the same time.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use serde_json::{Value, json};
use tempfile::TempDir;
use viewer::{ErrorCode, Seat};

use super::Found;
use super::place::{call, set_up, sign_in, unlock, viewer_on};

const WINDOWS: usize = 8;
const ROUNDS: usize = 30;
const QUICK_ROUNDS: usize = 4;
/// Who sits at the windows in turn.
const PEOPLE: [&str; 4] = ["admin", "desk", "doctor", "auditor"];

/// What each of them does between coming and going.
const fn work(account: &str) -> &'static [&'static str] {
    match account.as_bytes() {
        b"admin" => &["accounts", "site_rules", "grants", "audit_keeping"],
        b"desk" => &["consent_board", "named_lists", "make_list", "consent_board"],
        b"doctor" => &["todays_patients", "service_status", "session"],
        _ => &["audit_entries", "verify_audit", "review_tasks"],
    }
}

fn says(found: &Value, field: &str) -> Value {
    found.get(field).cloned().unwrap_or_default()
}

/// What a window was told.
#[derive(Default)]
struct Told {
    commands: usize,
    refused: BTreeMap<String, usize>,
}

impl Told {
    fn note<T>(&mut self, command: &str, answer: Result<T, ErrorCode>) {
        self.commands += 1;
        if let Err(code) = answer {
            *self
                .refused
                .entry(format!("{command}: {code:?}"))
                .or_default() += 1;
        }
    }
}

pub(super) fn run(quick: bool) -> Result<Found> {
    let place = TempDir::new()?;
    let rounds = if quick { QUICK_ROUNDS } else { ROUNDS };
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        let viewer = viewer_on(&place.path().join("profile"));
        set_up(&viewer).await?;
        let windows = (0..WINDOWS).map(|number| tokio::spawn(window(viewer.seat(), number, rounds)));
        let windows: Vec<_> = windows.collect();
        let mut found = Found::default();
        let (mut commands, mut refusals) = (0, 0);
        for window in windows {
            let told = window.await.context("a window ended")?;
            commands += told.commands;
            found.passed += told.commands;
            for (what, count) in told.refused {
                refusals += count;
                found.passed -= count;
                found.wrong.push(format!("{what}, {count} times"));
            }
        }
        let auditor = viewer.seat();
        let _ = sign_in(&auditor, "auditor").await;
        let chain = call(&auditor, "verify_audit", json!({})).await;
        let whole = chain.as_ref().is_ok_and(|found| says(found, "intact") == true);
        found.case(whole, || format!("the log: {chain:?}"));
        let rows = chain.map_or(Value::Null, |found| says(&found, "checked"));
        found.figure = format!(
            "{WINDOWS} windows at once, {rounds} rounds each: {commands} commands, {refusals} refused \
             as locked or for anything else, {rows} rows in a whole chain"
        );
        Ok(found)
    })
}

async fn window(seat: Seat, number: usize, rounds: usize) -> Told {
    let mut told = Told::default();
    for round in 0..rounds {
        let account = PEOPLE.get((number + round) % PEOPLE.len()).copied();
        let account = account.unwrap_or("desk");
        told.note("sign_in", sign_in(&seat, account).await);
        for command in work(account) {
            let request = json!({"limit": 20, "name": format!("{number}-{round}")});
            told.note(command, call(&seat, command, request).await);
        }
        told.note("lock", call(&seat, "lock", json!({})).await);
        told.note("unlock", unlock(&seat).await);
        told.note("sign_out", call(&seat, "sign_out", json!({})).await);
    }
    told
}
