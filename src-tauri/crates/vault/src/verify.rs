use std::path::Path;

use rusqlite::Connection;
use rusqlite::config::DbConfig;

use crate::connect::{check, unlock};
use crate::files::{beside, is_there};
use crate::{Format, OpenError, StoreError, StoreKey, header};

/// Reads a store at rest, such as a copy, from end to end and changes nothing: every page has its
/// checksum and the pages make sense together.
///
/// # Errors
/// Every [`OpenError`] but `Exists`; [`OpenError::Damaged`] wherever the bad page lies.
pub fn verify(path: &Path, key: &StoreKey, format: &Format) -> Result<(), OpenError> {
    let sound = look(path, key, format, |store| {
        Ok(every_page_has_its_checksum(store)? && makes_sense(store)?)
    })?;
    if sound {
        Ok(())
    } else {
        Err(OpenError::Damaged)
    }
}

/// Reads something of a store at rest and changes nothing, not even an older schema.
///
/// # Errors
/// Every [`OpenError`] but `Exists`, and what `read` fails with.
pub fn look<T>(
    path: &Path,
    key: &StoreKey,
    format: &Format,
    read: impl FnOnce(&Connection) -> Result<T, StoreError>,
) -> Result<T, OpenError> {
    let _file = header::inspect(path, key)?;
    let has_log = is_there(&beside(path, "-wal"))?;
    let connection = unlock(path, key)?;
    // Keeps the log's index in memory: no file appears beside one that is only looked at.
    connection.query_row("PRAGMA locking_mode = EXCLUSIVE", [], |_| Ok(()))?;
    check(&connection, path, format)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, has_log)?;
    Ok(read(&connection)?)
}

/// SQLCipher names each bad page in a row; none is good.
fn every_page_has_its_checksum(connection: &Connection) -> Result<bool, StoreError> {
    Ok(!connection
        .prepare("PRAGMA cipher_integrity_check")?
        .exists([])?)
}

fn makes_sense(connection: &Connection) -> Result<bool, StoreError> {
    Ok(connection.query_row("PRAGMA quick_check(1)", [], |row| {
        Ok(row.get_ref(0)?.as_str().is_ok_and(|said| said == "ok"))
    })?)
}
