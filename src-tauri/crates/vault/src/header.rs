//! Looks at a file before SQLite does, so that a file we cannot use is not touched at all: opening
//! and closing a database may otherwise fold its write-ahead log in or remove it.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use crate::connect::PAGE_SIZE;
use crate::files::open_plain;
use crate::key::SALT_LEN;
use crate::{OpenError, StoreKey};

const PLAIN: &[u8; SALT_LEN] = b"SQLite format 3\0";

/// Refuses a file that cannot be a store under this key.
///
/// The file is handed back open. On Unix, closing any handle of a file drops every lock this
/// program holds on it, SQLite's too: another program could then take the log away. So whoever goes
/// on to connect keeps the handle until after the last connection.
pub(crate) fn inspect(path: &Path, key: &StoreKey) -> Result<File, OpenError> {
    let file = open_plain(path)?.ok_or(OpenError::NotAStore)?;
    let about = file.metadata()?;
    let mut head = Vec::with_capacity(SALT_LEN);
    (&file).take(SALT_LEN as u64).read_to_end(&mut head)?;
    if head == PLAIN {
        return Err(OpenError::PlainSqlite);
    }
    let ours = head == key.salt();
    match (ours, about.len() < PAGE_SIZE) {
        (true, false) => Ok(file),
        (true, true) => Err(OpenError::Damaged),
        (false, true) => Err(OpenError::NotAStore),
        (false, false) => Err(OpenError::WrongKey),
    }
}
