//! Giving the records store another key (鍵の更新): an administrator plans it, and the next clinical
//! session carries it out beside the reading.

use audit::EventKind;
use cache::{Desk, StoreError};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::clinical::Clinical;
use crate::error::{CommandError, ErrorCode};
use crate::record_act::Act;
use crate::records_keys;
use crate::rooms::Rooms;
use crate::view::KeyRotationView;

const BLOB: &str = "key_rotation";

/// What is planned and what was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KeyRotation {
    format: u32,
    planned: bool,
    last_at: Option<Timestamp>,
    fault: Option<ErrorCode>,
}

impl KeyRotation {
    /// What is known; nothing when it cannot be read: then it is planned once more.
    pub(crate) fn read(desk: &Desk) -> Self {
        let kept = desk.blob(BLOB).ok().flatten();
        kept.and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .unwrap_or_default()
    }

    /// Plans a change of key.
    pub(crate) fn plan(desk: &Desk) -> Result<(), CommandError> {
        let planned = Self {
            planned: true,
            fault: None,
            ..Self::read(desk)
        };
        planned.write(desk)
    }

    pub(crate) const fn view(self) -> KeyRotationView {
        KeyRotationView {
            planned: self.planned,
            last_at: self.last_at,
            fault: self.fault,
        }
    }

    fn write(self, desk: &Desk) -> Result<(), CommandError> {
        let kept = Self { format: 1, ..self };
        let bytes = serde_json::to_vec(&kept).map_err(|_| ErrorCode::Internal)?;
        Ok(desk.put_blob(BLOB, &bytes)?)
    }
}

/// Whether something is to be done: a change planned, or one that was cut short after the store had
/// got its new key. What failed is not tried again in the same sitting.
pub(crate) fn is_due(rooms: &Rooms, clinical: &Clinical, first_look: bool) -> bool {
    let plan = KeyRotation::read(&rooms.desk);
    let cut_short = records_keys::read(rooms, &clinical.keys).is_ok_and(|k| k.former().is_some());
    (plan.fault.is_none() && (plan.planned || cut_short)) || (first_look && cut_short)
}

/// Changes the key and makes the second copy anew under it. What fails before the store has the new
/// key leaves everything as it was.
pub(crate) fn carry_out(
    rooms: &Rooms,
    clinical: &Clinical,
    goes_on: &mut dyn FnMut() -> bool,
) -> Result<(), CommandError> {
    let done = rotate(rooms, clinical, goes_on);
    let mut kept = KeyRotation::read(&rooms.desk);
    match &done {
        Ok(true) => {
            kept.planned = false;
            kept.fault = None;
            kept.last_at = Some(rooms.clock.now());
        }
        // Told to stop: the next session goes on.
        Ok(false) => return Ok(()),
        Err(error) => kept.fault = Some(error.code),
    }
    kept.write(&rooms.desk)?;
    done.map(drop)
}

/// False when it was told to stop.
fn rotate(
    rooms: &Rooms,
    clinical: &Clinical,
    goes_on: &mut dyn FnMut() -> bool,
) -> Result<bool, CommandError> {
    let keys = records_keys::read(rooms, &clinical.keys)?;
    let keys = if keys.former().is_some() {
        // Opening has settled it: the store is under the new key.
        keys
    } else {
        let next = keys.begin_rotation()?;
        // Before the store has the key: who loses it loses the store.
        records_keys::write(rooms, &next)?;
        let key = records_keys::store_key(next.current());
        if let Err(fault) = clinical.records.rotate(&key, &mut |_| goes_on()) {
            records_keys::write(rooms, &next.give_up_rotation()?)?;
            return match fault {
                StoreError::Stopped => Ok(false),
                fault => Err(fault.into()),
            };
        }
        next
    };
    let copy = rooms.folder.second_copy();
    let copied = match clinical.records.copy_to(&copy, &mut |_| goes_on()) {
        Ok(copied) => copied,
        Err(StoreError::Stopped) => return Ok(false),
        Err(fault) => return Err(fault.into()),
    };
    if let Some(under_former_key) = copied.put_aside {
        // Nothing but a copy of what is there under the new key, and it must not outlive its key.
        let _ = std::fs::remove_file(under_former_key);
    }
    clinical.records.forget_former_key()?;
    records_keys::write(rooms, &keys.finish_rotation()?)?;
    Act::new(EventKind::KeyRotated).write_now(rooms)?;
    Ok(true)
}
