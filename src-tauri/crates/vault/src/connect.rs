use std::fs;
use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use crate::create::beside;
use crate::{Format, OpenError, StoreKey, header};

/// Page size of every store in bytes. With zstd bodies, 8192 is the smallest on disk of those
/// measured and as quick to read as 4096.
pub(crate) const PAGE_SIZE: u64 = 8192;

/// Another connection of this program may hold the store for the length of one transaction.
const BUSY: Duration = Duration::from_secs(10);

/// Opens a connection to a store that is there, after every check, and brings its schema up.
pub(crate) fn connect(
    path: &Path,
    key: &StoreKey,
    format: &Format,
) -> Result<Connection, OpenError> {
    header::inspect(path, key)?;
    let log = fs::metadata(beside(path, "-wal")).is_ok_and(|log| log.len() > 0);
    let mut connection = unlock(path, key)?;
    // Until the checks have passed, closing must leave a write-ahead log as it is.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, log)?;
    let application: i32 = connection.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    if application != format.application_id {
        return Err(OpenError::NotAStore);
    }
    let found = schema(&connection)?;
    if usize::try_from(found).map_err(|_| OpenError::Damaged)? > format.migrations.len() {
        return Err(OpenError::TooNew { found });
    }
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    settle(&connection, format)?;
    migrate(&mut connection, format)?;
    Ok(connection)
}

/// A keyed connection to the file at `path`; nothing has been read yet.
pub(crate) fn unlock(path: &Path, key: &StoreKey) -> Result<Connection, OpenError> {
    // No CREATE flag: a vanished file must not come back empty. Each connection lives behind its
    // own mutex, so SQLite need not lock as well.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY)?;
    connection.execute_batch(&key.pragma())?;
    connection.execute_batch(&format!(
        "PRAGMA cipher_page_size = {PAGE_SIZE}; PRAGMA cipher_log_level = NONE;"
    ))?;
    Ok(connection)
}

/// Settings that a connection does not keep in the file.
pub(crate) fn settle(connection: &Connection, format: &Format) -> Result<(), OpenError> {
    connection.execute_batch(&format!(
        "PRAGMA journal_mode = WAL;
         PRAGMA synchronous = {};
         PRAGMA foreign_keys = ON;
         PRAGMA trusted_schema = OFF;
         PRAGMA temp_store = MEMORY;
         PRAGMA cache_size = -8192;",
        format.synchronous.as_sql()
    ))?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(())
}

/// Applies what is missing, each migration in one transaction of its own.
pub(crate) fn migrate(connection: &mut Connection, format: &Format) -> Result<(), OpenError> {
    for (number, sql) in (1..).zip(format.migrations) {
        if schema(connection)? >= number {
            continue;
        }
        let step = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Asked again inside: another program may have been quicker.
        if schema(&step)? < number {
            step.execute_batch(sql)?;
            step.pragma_update(None, "user_version", number)?;
        }
        step.commit()?;
    }
    Ok(())
}

fn schema(connection: &Connection) -> Result<i32, OpenError> {
    Ok(connection.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}
