//! Proving that the copy to be taken away holds what this PC holds, and that the printed recovery key
//! opens it: after the act nothing else does.

use std::fs;
use std::path::Path;

use access::{DataKeys, RecoveryFile};
use cache::{Records, StoreKey};
use sha2::{Digest as _, Sha256};

use super::note::Keys;
use super::{kept_aside, notes_part};
use crate::error::{CommandError, ErrorCode};
use crate::guarded::Guarded;
use crate::profile::ProfileFacts;
use crate::recovering::{parse, wrong_key};
use crate::rooms::Rooms;
use crate::sync::lock;
use crate::view::{ExportDone, RetirementObstacle};

/// Opens the copy with the recovery key as typed, reads every page of its records, and compares how
/// many answers and notes it and this PC hold, and what lies beside them as files.
pub(crate) fn prove(rooms: &Rooms, export: &ExportDone, typed: &str) -> Result<Keys, CommandError> {
    let recovery = parse(typed)?;
    let folder = Path::new(&export.folder);
    let file = read(folder, "recovery.json")?;
    let file = RecoveryFile::from_bytes(&file).map_err(|_| unusable("damaged"))?;
    if file.check() != Some(rooms.machine.check()) {
        return Err(unusable("other"));
    }
    let recovered = file.open(&recovery).map_err(|_| wrong_key())?;
    let keys = read(folder, "records.keys")?;
    let keys = DataKeys::from_bytes(&recovered.clinical, &keys).map_err(|_| unusable("damaged"))?;
    let facts: ProfileFacts =
        serde_json::from_slice(&read(folder, "profile.json")?).map_err(|_| unusable("damaged"))?;
    if facts.id != rooms.facts.id {
        return Err(unusable("other"));
    }
    let exported = commits_of_copy(folder, &StoreKey::new(*keys.current().key()))?;

    let _turn = lock(&rooms.keeping);
    // A store is opened once in a process.
    if rooms.clinical().is_some() {
        return Err(refused(RetirementObstacle::ClinicalSession));
    }
    let held = Guarded::open(rooms, &recovered.clinical)?.commits()?;
    if held > exported {
        return Err(refused(RetirementObstacle::StoredSince));
    }
    notes_part::prove(rooms, &recovered.clinical, folder)?;
    // After opening, which may put a store aside.
    if let Some(since) = kept_aside::lacking(rooms.folder.root(), folder)? {
        return Err(refused(since));
    }
    let clinical = Sha256::digest(recovered.clinical.sealing_public());
    Ok(Keys {
        machine: rooms.machine.check(),
        clinical: hex::encode(clinical).chars().take(16).collect(),
        generation: keys.current().generation(),
    })
}

fn commits_of_copy(folder: &Path, key: &StoreKey) -> Result<i64, CommandError> {
    let damaged = |_| unusable("damaged");
    let records =
        Records::open(&folder.join("records.db"), key).map_err(|_| unusable("damaged"))?;
    let commits = records.commits().map_err(damaged)?;
    let examined = records.examine(&mut |_| true).map_err(damaged)?;
    records.close().map_err(damaged)?;
    if examined.bad.is_empty() {
        Ok(commits)
    } else {
        Err(unusable("damaged"))
    }
}

fn read(folder: &Path, name: &str) -> Result<Vec<u8>, CommandError> {
    fs::read(folder.join(name)).map_err(|_| unusable("missing"))
}

/// What stands in the way, as an error.
pub(crate) fn refused(why: RetirementObstacle) -> CommandError {
    let name = serde_json::to_value(why).ok();
    let name = name.as_ref().and_then(|name| name.as_str());
    CommandError::new(ErrorCode::RetirementRefused).with("why", name.unwrap_or_default())
}

pub(super) fn unusable(problem: &str) -> CommandError {
    CommandError::new(ErrorCode::ExportUnusable).with("problem", problem)
}
