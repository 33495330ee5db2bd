use std::collections::BTreeMap;
use std::fmt;
use std::fs;

use anyhow::Result;
use tempfile::TempDir;

use super::state::State;
use crate::store::clinic::{Kind, PAGE};

/// What a byte belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    /// The first 16 bytes, which tell a wrong key from damage.
    Salt,
    PageOne,
    Schema,
    Interior,
    Index,
    Leaf,
    Overflow,
    Free,
    LogHead,
    FrameHead,
    Frame,
    Shared,
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Salt => "salt",
            Self::PageOne => "page 1",
            Self::Schema => "schema",
            Self::Interior => "interior",
            Self::Index => "index",
            Self::Leaf => "leaf",
            Self::Overflow => "overflow",
            Self::Free => "free",
            Self::LogHead => "wal header",
            Self::FrameHead => "wal frame header",
            Self::Frame => "wal frame",
            Self::Shared => "shm",
        })
    }
}

/// Bytes of one class, next to each other.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot {
    /// By what is added to the store's name.
    pub(super) file: &'static str,
    pub(super) start: u64,
    pub(super) length: u64,
}

const SALT: u64 = 16;
const LOG_HEAD: u64 = 32;
const FRAME_HEAD: u64 = 24;

/// Every spot of the files, by class.
pub(super) fn spots(state: &State) -> Result<BTreeMap<Class, Vec<Spot>>> {
    let page = PAGE as u64;
    let pages = pages(state)?;
    let mut spots: BTreeMap<Class, Vec<Spot>> = BTreeMap::new();
    let mut note = |class, file, start, length| {
        let spot = Spot {
            file,
            start,
            length,
        };
        spots.entry(class).or_default().push(spot);
    };
    for (file, bytes) in &state.files {
        let size = bytes.len() as u64;
        match *file {
            "-wal" => {
                note(Class::LogHead, file, 0, LOG_HEAD);
                let mut at = LOG_HEAD;
                while at + FRAME_HEAD + page <= size {
                    note(Class::FrameHead, file, at, FRAME_HEAD);
                    note(Class::Frame, file, at + FRAME_HEAD, page);
                    at += FRAME_HEAD + page;
                }
            }
            "-shm" => note(Class::Shared, file, 0, size),
            _ => {
                note(Class::Salt, file, 0, SALT);
                note(Class::PageOne, file, SALT, page - SALT);
                for number in 2..=size / page {
                    let class = pages.get(&number).copied().unwrap_or(Class::Free);
                    note(class, file, (number - 1) * page, page);
                }
            }
        }
    }
    Ok(spots)
}

/// The class of each page, as SQLite sees them.
fn pages(state: &State) -> Result<BTreeMap<u64, Class>> {
    let folder = TempDir::new()?;
    for (end, bytes) in &state.files {
        fs::write(folder.path().join(format!("records.db{end}")), bytes)?;
    }
    let store = Kind::Records.raw(folder.path())?;
    let mut query = store.prepare(
        "SELECT d.pageno, d.pagetype, d.name, coalesce(s.type, 'table')
         FROM dbstat d LEFT JOIN sqlite_schema s ON s.name = d.name",
    )?;
    let rows = query.query_map([], |row| {
        let number: i64 = row.get(0)?;
        let (shape, name, what): (String, String, String) = (row.get(1)?, row.get(2)?, row.get(3)?);
        let class = match (shape.as_str(), name.as_str(), what.as_str()) {
            (_, "sqlite_schema", _) => Class::Schema,
            ("internal", ..) => Class::Interior,
            ("overflow", ..) => Class::Overflow,
            (_, _, "index") => Class::Index,
            _ => Class::Leaf,
        };
        Ok((number.unsigned_abs(), class))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
