use std::fmt;
use std::fs::{self, File};
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::Path;

use anyhow::{Context as _, Result};
use rusqlite::Connection;
use sha2::{Digest as _, Sha256};

use super::log::{Log, raw};
use crate::store::dice::Dice;

/// One way to tamper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Blow {
    ChangedText,
    ChangedHash,
    ChangedBoth,
    Removed,
    RemovedAndNumberedAnew,
    Inserted,
    Exchanged,
    CutTail,
    CutBeginning,
    WrittenAnew,
    FlippedBit,
}

/// Where it struck.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// At this row, the first that is not as it was.
    Row(u64),
    /// On some page.
    Anywhere,
}

impl Blow {
    pub(super) const ALL: [Self; 11] = [
        Self::ChangedText,
        Self::ChangedHash,
        Self::ChangedBoth,
        Self::Removed,
        Self::RemovedAndNumberedAnew,
        Self::Inserted,
        Self::Exchanged,
        Self::CutTail,
        Self::CutBeginning,
        Self::WrittenAnew,
        Self::FlippedBit,
    ];

    /// The chain alone cannot tell.
    pub(super) const fn needs_a_head(self) -> bool {
        matches!(self, Self::CutTail | Self::WrittenAnew)
    }

    pub(super) const fn needs(self) -> &'static str {
        match self {
            Self::CutTail | Self::WrittenAnew => " (with kept heads)",
            Self::FlippedBit => " (the others lie in pages without a row)",
            _ => "",
        }
    }

    pub(super) fn strike(self, folder: &Path, log: &Log, dice: &mut Dice) -> Result<Place> {
        if self == Self::FlippedBit {
            return flip(folder, dice);
        }
        let raw = raw(folder)?;
        // Never the last row, so that each way has something behind it.
        let row = 1 + dice.below(log.rows() - 2);
        match self {
            Self::ChangedText => {
                run(
                    &raw,
                    "UPDATE entry SET text = replace(text, 'doctor', 'nobody') WHERE number = ?1",
                    row,
                )?;
            }
            Self::ChangedHash => {
                run(
                    &raw,
                    "UPDATE entry SET hash = randomblob(32) WHERE number = ?1",
                    row,
                )?;
            }
            Self::ChangedBoth => {
                change(&raw, row)?;
                hash_anew(&raw, row, row)?;
                // The row itself fits then; the next one does not.
                return Ok(Place::Row(row + 1));
            }
            Self::Removed => run(&raw, "DELETE FROM entry WHERE number = ?1", row)?,
            Self::RemovedAndNumberedAnew => {
                run(&raw, "DELETE FROM entry WHERE number = ?1", row)?;
                run(
                    &raw,
                    "UPDATE entry SET number = -number WHERE number > ?1",
                    row,
                )?;
                run(
                    &raw,
                    "UPDATE entry SET number = -number - 1 WHERE number < -?1",
                    row,
                )?;
            }
            Self::Inserted => {
                run(
                    &raw,
                    "UPDATE entry SET number = -number WHERE number > ?1",
                    row,
                )?;
                run(
                    &raw,
                    "UPDATE entry SET number = -number + 1 WHERE number < -?1",
                    row,
                )?;
                run(
                    &raw,
                    "INSERT INTO entry SELECT ?1 + 1, text, hash FROM entry WHERE number = ?1",
                    row,
                )?;
                return Ok(Place::Row(row + 1));
            }
            Self::Exchanged => {
                run(&raw, "UPDATE entry SET number = -1 WHERE number = ?1", row)?;
                run(
                    &raw,
                    "UPDATE entry SET number = ?1 WHERE number = ?1 + 1",
                    row,
                )?;
                run(
                    &raw,
                    "UPDATE entry SET number = ?1 + 1 WHERE number = -1",
                    row,
                )?;
            }
            Self::CutTail => {
                run(&raw, "DELETE FROM entry WHERE number > ?1", row)?;
                return Ok(Place::Row(row + 1));
            }
            Self::CutBeginning => {
                run(&raw, "DELETE FROM entry WHERE number <= ?1", row)?;
                return Ok(Place::Row(1));
            }
            Self::WrittenAnew => {
                change(&raw, row)?;
                hash_anew(&raw, row, log.rows())?;
            }
            Self::FlippedBit => {}
        }
        Ok(Place::Row(row))
    }
}

fn run(raw: &Connection, sql: &str, row: u64) -> Result<()> {
    raw.execute(sql, [row]).context("tampering")?;
    Ok(())
}

fn change(raw: &Connection, row: u64) -> Result<()> {
    run(
        raw,
        "UPDATE entry SET text = replace(text, 'doctor', 'nobody') WHERE number = ?1",
        row,
    )
}

/// Makes the hashes of these rows fit again, as who has the key can.
fn hash_anew(raw: &Connection, from: u64, to: u64) -> Result<()> {
    for row in from..=to {
        let before: [u8; 32] = if row == 1 {
            [0; 32]
        } else {
            let sql = "SELECT hash FROM entry WHERE number = ?1 - 1";
            raw.query_row(sql, [row], |found| found.get(0))?
        };
        let sql = "SELECT text FROM entry WHERE number = ?1";
        let text: String = raw.query_row(sql, [row], |found| found.get(0))?;
        let mut hash = Sha256::new();
        hash.update(before);
        hash.update(text);
        let hash: [u8; 32] = hash.finalize().into();
        raw.execute("UPDATE entry SET hash = ?2 WHERE number = ?1", (row, hash))?;
    }
    Ok(())
}

/// One bit of the file itself, anywhere.
fn flip(folder: &Path, dice: &mut Dice) -> Result<Place> {
    let path = folder.join("audit.db");
    let mut bytes = fs::read(&path)?;
    let at = dice.below(bytes.len() as u64);
    let bit = dice.below(8);
    let byte = usize::try_from(at).ok().and_then(|at| bytes.get_mut(at));
    let byte = byte.context("within the file")?;
    *byte ^= 1 << bit;
    let changed = *byte;
    let mut file = File::options().write(true).open(&path)?;
    file.seek(SeekFrom::Start(at))?;
    file.write_all(&[changed])?;
    Ok(Place::Anywhere)
}

impl fmt::Display for Blow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ChangedText => "a row changed",
            Self::ChangedHash => "a hash changed",
            Self::ChangedBoth => "a row and its hash changed",
            Self::Removed => "a row removed",
            Self::RemovedAndNumberedAnew => "a row removed and the rest numbered anew",
            Self::Inserted => "a row inserted",
            Self::Exchanged => "two rows exchanged",
            Self::CutTail => "the tail cut",
            Self::CutBeginning => "the beginning cut",
            Self::WrittenAnew => "written anew from a row on, with the key",
            Self::FlippedBit => "a bit of the file flipped",
        })
    }
}
