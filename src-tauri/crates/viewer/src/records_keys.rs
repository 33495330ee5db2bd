//! The keys of the records store by generation, kept twice: as a file of the profile and in the desk
//! store. Both open with the clinical keys only.

use access::{ClinicalKeys, DataKey, DataKeys};
use cache::{Records, StoreKey};

use crate::error::CommandError;
use crate::rooms::Rooms;

const BLOB: &str = "records_keys";

/// Reads the keys, from whichever place holds them; those of a store that never got another key
/// where neither does.
pub(crate) fn read(rooms: &Rooms, clinical: &ClinicalKeys) -> Result<DataKeys, CommandError> {
    // The file is written first, so it is never the older one.
    let in_file = rooms.folder.records_keys()?;
    let read = |bytes: Option<Vec<u8>>| Some(DataKeys::from_bytes(clinical, &bytes?));
    let kept = match read(in_file) {
        Some(Ok(keys)) => return Ok(keys),
        Some(Err(error)) => read(rooms.desk.blob(BLOB)?).unwrap_or(Err(error)),
        None => read(rooms.desk.blob(BLOB)?).unwrap_or_else(|| DataKeys::first(clinical)),
    };
    Ok(kept?)
}

/// Keeps the keys, durably, in both places.
pub(crate) fn write(rooms: &Rooms, keys: &DataKeys) -> Result<(), CommandError> {
    let bytes = keys.to_bytes()?;
    rooms.folder.write_records_keys(&bytes)?;
    Ok(rooms.desk.put_blob(BLOB, &bytes)?)
}

/// Reads the keys and brings a change of key that was cut short to one of its ends. To be called
/// before the store is opened.
pub(crate) fn settled(rooms: &Rooms, clinical: &ClinicalKeys) -> Result<DataKeys, CommandError> {
    let keys = read(rooms, clinical)?;
    let Some(former) = keys.former() else {
        return Ok(keys);
    };
    let (old, new) = (store_key(former), store_key(keys.current()));
    match Records::settle_rotation(&rooms.folder.records(), &old, &new) {
        // The former key stays known until the second copy is under the new one.
        Ok(true) => Ok(keys),
        Ok(false) => {
            let back = keys.give_up_rotation()?;
            write(rooms, &back)?;
            Ok(back)
        }
        // Nothing was changed. Opening says why, and may find the second copy.
        Err(_) => Ok(keys),
    }
}

/// As the store takes it.
pub(crate) fn store_key(key: &DataKey) -> StoreKey {
    StoreKey::new(*key.key())
}
