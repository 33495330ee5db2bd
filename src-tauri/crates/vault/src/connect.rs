use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Once;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use crate::files::beside;
use crate::{Format, OpenError, StoreError, StoreKey};

/// Page size of every store in bytes. With zstd bodies, 8192 is the smallest on disk of those
/// measured and as quick to read as 4096.
pub(crate) const PAGE_SIZE: u64 = 8192;

/// Another connection of this program may hold the store for the length of one transaction.
pub(crate) const BUSY: Duration = Duration::from_secs(10);

/// How long a connection that has to be the only one waits for others to go.
const ALONE: Duration = Duration::from_millis(500);

/// Pages in the log after which a commit folds it into the main file: 4 MiB.
const LOG_PAGES: u32 = 512;

/// Bytes that the log may keep on the disk once it has been folded in.
pub(crate) const LOG_BYTES: u64 = LOG_PAGES as u64 * PAGE_SIZE;

/// Opens a connection to a store whose head was inspected, after every further check, and brings
/// its schema up.
pub(crate) fn connect(
    path: &Path,
    key: &StoreKey,
    format: &Format,
) -> Result<Connection, OpenError> {
    let mut connection = unlock(path, key)?;
    check(&connection, path, format)?;
    settle(&connection, format)?;
    migrate(&mut connection, format)?;
    Ok(connection)
}

/// Like [`connect`], as the only connection there is: it keeps the log's index in memory, so that
/// no file has to be made beside the store. For a disk without room: where the schema cannot be
/// brought up either, the store is read as it is.
pub(crate) fn connect_alone(
    path: &Path,
    key: &StoreKey,
    format: &Format,
) -> Result<Connection, OpenError> {
    let mut connection = unlock(path, key)?;
    connection.busy_timeout(ALONE)?;
    connection.query_row("PRAGMA locking_mode = EXCLUSIVE", [], |_| Ok(()))?;
    check(&connection, path, format)?;
    settle(&connection, format)?;
    match migrate(&mut connection, format) {
        Err(OpenError::Io(kind)) if kind != ErrorKind::ResourceBusy => {
            read_unmigrated(&connection, format, kind)?;
        }
        other => other?,
    }
    Ok(connection)
}

/// Reading goes on with the schema before the last one. What the migration left in the log is given
/// back to the disk.
fn read_unmigrated(
    connection: &Connection,
    format: &Format,
    why: ErrorKind,
) -> Result<(), OpenError> {
    let lacks_the_last = usize::try_from(schema(connection)?)
        .is_ok_and(|schema| schema.checked_add(1) == Some(format.migrations.len()));
    let Some(views) = format.meanwhile.filter(|_| lacks_the_last) else {
        return Err(OpenError::Io(why));
    };
    // When the disk refuses this too, the next opening does it.
    let _ = fold(connection);
    connection.execute_batch(views)?;
    Ok(())
}

/// A connection that only reads the main file, and needs nothing else from the disk: for a store
/// whose log was folded in and to which nobody writes. It goes on reading that file when another
/// takes its name.
#[cfg(unix)]
pub(crate) fn connect_at_rest(
    path: &Path,
    key: &StoreKey,
    format: &Format,
) -> Result<Connection, OpenError> {
    use std::os::unix::ffi::OsStrExt;

    let mut address = String::from("file:");
    for byte in path.as_os_str().as_bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.' | b'-' | b'_') {
            address.push(char::from(*byte));
        } else {
            address.push_str(&format!("%{byte:02X}"));
        }
    }
    address.push_str("?immutable=1");
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_URI;
    set_up();
    let connection = give_key(Connection::open_with_flags(address, flags)?, key)?;
    check(&connection, path, format)?;
    Ok(connection)
}

/// SQLCipher sets itself up with the first key of a process. Two threads that do so at once can make one
/// of them fail, so the first key is that of a database in memory, while the others wait.
fn set_up() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // What is wrong with it, if anything, the store itself tells.
        let _ = Connection::open_in_memory()
            .and_then(|first| first.execute_batch("PRAGMA key = 'none'; PRAGMA user_version = 1;"));
    });
}

/// A keyed connection to the file at `path`; nothing has been read yet.
pub(crate) fn unlock(path: &Path, key: &StoreKey) -> Result<Connection, OpenError> {
    // No CREATE flag: a vanished file must not come back empty. Each connection lives behind its
    // own mutex, so SQLite need not lock as well.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    set_up();
    give_key(Connection::open_with_flags(path, flags)?, key)
}

fn give_key(connection: Connection, key: &StoreKey) -> Result<Connection, OpenError> {
    connection.busy_timeout(BUSY)?;
    // Otherwise a statement is compiled anew for each bound value once the planner has figures:
    // measured, half of the time of reading a patient.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.execute_batch(&key.pragma())?;
    connection.execute_batch(&format!(
        "PRAGMA cipher_page_size = {PAGE_SIZE}; PRAGMA cipher_log_level = NONE;"
    ))?;
    Ok(connection)
}

/// Refuses what is not a store of this kind, or one with a bad first page or schema.
pub(crate) fn check(
    connection: &Connection,
    path: &Path,
    format: &Format,
) -> Result<(), OpenError> {
    let log = fs::metadata(beside(path, "-wal")).is_ok_and(|log| log.len() > 0);
    // Until the checks have passed, closing must leave a write-ahead log as it is.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, log)?;
    let application: i32 = connection.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    if application != format.application_id {
        return Err(OpenError::NotAStore);
    }
    let found = schema(connection)?;
    if usize::try_from(found).map_err(|_| OpenError::Damaged)? > format.migrations.len() {
        return Err(OpenError::TooNew { found });
    }
    // Reads every page of the schema: a bad one is found now, not at some later statement.
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    Ok(())
}

/// Settings that a connection does not keep in the file.
pub(crate) fn settle(connection: &Connection, format: &Format) -> Result<(), OpenError> {
    connection.execute_batch(&format!(
        "PRAGMA journal_mode = WAL;
         PRAGMA synchronous = {};
         PRAGMA wal_autocheckpoint = {LOG_PAGES};
         PRAGMA journal_size_limit = {LOG_BYTES};
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

/// Runs `work` in one transaction: all of it is kept, or nothing.
pub(crate) fn within<T>(
    connection: &mut Connection,
    behavior: TransactionBehavior,
    work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let step = connection.transaction_with_behavior(behavior)?;
    let value = work(&step)?;
    step.commit()?;
    Ok(value)
}

/// Folds the whole log into the main file and empties it.
pub(crate) fn fold(connection: &Connection) -> Result<(), StoreError> {
    let in_the_way: bool =
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    if in_the_way {
        return Err(StoreError::Busy);
    }
    Ok(())
}

fn schema(connection: &Connection) -> Result<i32, OpenError> {
    Ok(connection.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}
