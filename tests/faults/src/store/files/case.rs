use std::fs;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use audit::Audit;
use cache::{Desk, OpenError, Records, StoreKey};
use rusqlite::Connection;
use tempfile::TempDir;

use super::ground::{FOREIGN, Ground, WayOut};
use crate::store::answers::answer;
use crate::store::clinic::{Kind, PAGE};
use crate::store::dice::Dice;

use Expected::{NotReachable, Opens, Refused};
use OpenError::{Damaged, Missing, NotAStore, PlainSqlite, TooNew, WrongKey};
use WayOut::{Itself, MakeNew, MoveLogAway, NewerProgram, RightKey, SecondCopy};

/// What must be said when the store is opened.
#[derive(Clone, Copy, Debug)]
pub(super) enum Expected {
    Refused(OpenError),
    /// The file system's own refusal.
    NotReachable,
    /// It opens; everything is right or said to be damaged.
    Opens,
}

/// One thing under the name of the records.
pub(super) struct Case {
    pub(super) name: &'static str,
    /// Puts it into the folder.
    pub(super) make: fn(&Ground, &Path) -> Result<()>,
    pub(super) expected: Expected,
    pub(super) way_out: WayOut,
}

const fn case(
    name: &'static str,
    make: fn(&Ground, &Path) -> Result<()>,
    expected: Expected,
    way_out: WayOut,
) -> Case {
    Case {
        name,
        make,
        expected,
        way_out,
    }
}

#[rustfmt::skip]
pub(super) const CASES: &[Case] = &[
    case("nothing", |_, _| Ok(()), Refused(Missing), MakeNew),
    case("an empty file", |_, at| put(at, b""), Refused(NotAStore), SecondCopy),
    case("one byte", |_, at| put(at, b"S"), Refused(NotAStore), SecondCopy),
    case("a text", |_, at| put(at, b"remember the milk\n"), Refused(NotAStore), SecondCopy),
    case("15 random bytes", |_, at| put(at, &noise(15)), Refused(NotAStore), SecondCopy),
    case("20,000 random bytes", |_, at| put(at, &noise(20_000)), Refused(WrongKey), SecondCopy),
    case("20,000 zeros", |_, at| put(at, &[0; 20_000]), Refused(WrongKey), SecondCopy),
    case("a plain SQLite database", |_, at| plain(at, "DELETE"), Refused(PlainSqlite), SecondCopy),
    case("a plain SQLite database that has a log", |_, at| plain(at, "WAL"), Refused(PlainSqlite), SecondCopy),
    case("the first 16 bytes of plain SQLite", |_, at| put(at, b"SQLite format 3\0"), Refused(PlainSqlite), SecondCopy),
    case("a folder", |_, at| Ok(fs::create_dir(name(at))?), Refused(NotAStore), SecondCopy),
    case("a link to a folder", |_, at| Ok(symlink("/", name(at))?), Refused(NotAStore), SecondCopy),
    case("a link to nothing", |_, at| Ok(symlink("gone.db", name(at))?), Refused(Missing), SecondCopy),
    case("a link to itself", |_, at| Ok(symlink("records.db", name(at))?), NotReachable, SecondCopy),
    case("a pipe", |_, at| pipe(at), Refused(NotAStore), SecondCopy),
    case("a socket", |_, at| { UnixListener::bind(name(at))?; Ok(()) }, Refused(NotAStore), SecondCopy),
    case("the desk's store", |g, at| put(at, &g.bytes(Kind::Desk)?), Refused(WrongKey), Itself(Kind::Desk)),
    case("the audit log's store", |g, at| put(at, &g.bytes(Kind::Audit)?), Refused(WrongKey), Itself(Kind::Audit)),
    case("a desk under the records' key", |_, at| { Desk::create(&name(at), &Kind::Records.key())?; Ok(()) }, Refused(NotAStore), SecondCopy),
    case("an audit log under the records' key", |_, at| { Audit::create(&name(at), &Kind::Records.key())?; Ok(()) }, Refused(NotAStore), SecondCopy),
    case("the records of another PC", |_, at| foreign(at), Refused(WrongKey), RightKey),
    case("another program's SQLCipher file", |_, at| foreign_settings(at), Refused(WrongKey), SecondCopy),
    case("cut after 100 bytes", |g, at| cut(g, at, |_| 100), Refused(Damaged), SecondCopy),
    case("cut one byte before the end of page 1", |g, at| cut(g, at, |_| PAGE - 1), Refused(Damaged), SecondCopy),
    case("cut after page 1", |g, at| cut(g, at, |_| PAGE), Refused(Damaged), SecondCopy),
    case("cut in the middle", |g, at| cut(g, at, |length| length / 2), Refused(Damaged), SecondCopy),
    case("cut inside the last page", |g, at| cut(g, at, |length| length - 100), Opens, SecondCopy),
    case("only the first 16 bytes are its own", |g, at| changed(g, at, |b| fill(b, 16, usize::MAX)), Refused(Damaged), SecondCopy),
    case("page 1 gone", |g, at| changed(g, at, |b| fill(b, 16, PAGE)), Refused(Damaged), SecondCopy),
    case("the last quarter gone", |g, at| changed(g, at, |b| { let from = b.len() / 4 * 3; fill(b, from, usize::MAX); }), Opens, SecondCopy),
    case("two pages in each other's place", |g, at| changed(g, at, swap), Opens, SecondCopy),
    case("something appended", |g, at| changed(g, at, |b| b.extend(noise(20_000))), Opens, SecondCopy),
    case("a log without its database", |_, at| log(at, &noise(9_000)), Refused(Missing), MoveLogAway),
    case("the log of another PC beside it", foreign_log, Refused(Damaged), MoveLogAway),
    case("a log of random bytes beside it", |g, at| { changed(g, at, |_| ())?; log(at, &noise(9_000)) }, Opens, SecondCopy),
    case("a schema of a newer program", |g, at| pragma(g, at, "user_version = 99"), Refused(TooNew { found: 99 }), NewerProgram),
    case("a store of another kind", |g, at| pragma(g, at, "application_id = 7"), Refused(NotAStore), SecondCopy),
];

fn name(folder: &Path) -> std::path::PathBuf {
    Kind::Records.path(folder)
}

fn put(folder: &Path, bytes: &[u8]) -> Result<()> {
    Ok(fs::write(name(folder), bytes)?)
}

fn log(folder: &Path, bytes: &[u8]) -> Result<()> {
    Ok(fs::write(folder.join("records.db-wal"), bytes)?)
}

fn noise(length: usize) -> Vec<u8> {
    let mut dice = Dice::new(length as u64, 5);
    (0..length).map(|_| dice.next().to_le_bytes()[0]).collect()
}

fn changed(ground: &Ground, folder: &Path, change: fn(&mut Vec<u8>)) -> Result<()> {
    let mut bytes = ground.bytes(Kind::Records)?;
    change(&mut bytes);
    put(folder, &bytes)
}

fn cut(ground: &Ground, folder: &Path, keep: fn(usize) -> usize) -> Result<()> {
    let mut bytes = ground.bytes(Kind::Records)?;
    bytes.truncate(keep(bytes.len()));
    put(folder, &bytes)
}

fn fill(bytes: &mut [u8], from: usize, to: usize) {
    let length = to.saturating_sub(from);
    bytes
        .iter_mut()
        .skip(from)
        .take(length)
        .for_each(|b| *b = 0);
}

fn swap(bytes: &mut Vec<u8>) {
    let mut pages: Vec<_> = bytes.chunks(PAGE).map(<[u8]>::to_vec).collect();
    let last = pages.len().saturating_sub(1);
    pages.swap(last, last - 1);
    *bytes = pages.concat();
}

fn plain(folder: &Path, mode: &str) -> Result<()> {
    let database = Connection::open(name(folder))?;
    database.query_row(&format!("PRAGMA journal_mode = {mode}"), [], |_| Ok(()))?;
    database.execute_batch("CREATE TABLE t (x); INSERT INTO t VALUES (1);")?;
    if mode == "WAL" {
        // As a crash leaves it.
        let log = fs::read(folder.join("records.db-wal"))?;
        let main = fs::read(name(folder))?;
        drop(database);
        put(folder, &main)?;
        fs::write(folder.join("records.db-wal"), log)?;
    }
    Ok(())
}

fn pipe(folder: &Path) -> Result<()> {
    let done = Command::new("mkfifo").arg(name(folder)).status()?;
    ensure!(done.success(), "mkfifo: {done}");
    Ok(())
}

fn foreign(folder: &Path) -> Result<()> {
    let records = Records::create(&name(folder), &StoreKey::new(FOREIGN))?;
    records.store(&answer(0))?;
    Ok(())
}

/// Our key, but the page size and the salt that SQLCipher would choose.
fn foreign_settings(folder: &Path) -> Result<()> {
    let database = Connection::open(name(folder))?;
    let key = "5e".repeat(32);
    database.execute_batch(&format!(
        "PRAGMA key = \"x'{key}'\"; CREATE TABLE t (x); INSERT INTO t VALUES (zeroblob(20000));"
    ))?;
    Ok(())
}

fn foreign_log(ground: &Ground, folder: &Path) -> Result<()> {
    let other = TempDir::new()?;
    let records = Records::create(&name(other.path()), &StoreKey::new(FOREIGN))?;
    records.store(&answer(0))?;
    let bytes = fs::read(other.path().join("records.db-wal")).context("log")?;
    changed(ground, folder, |_| ())?;
    log(folder, &bytes)
}

fn pragma(ground: &Ground, folder: &Path, what: &str) -> Result<()> {
    changed(ground, folder, |_| ())?;
    let store = Kind::Records.raw(folder)?;
    store.execute_batch(&format!("PRAGMA {what}"))?;
    drop(store);
    ensure!(!folder.join("records.db-wal").exists(), "a log is left");
    Ok(())
}
