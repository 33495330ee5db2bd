use std::fs;
use std::path::{Path, PathBuf};

use crate::draft::Draft;
use crate::files::beside;
use crate::{Format, OpenError, StoreKey, put_aside, verify};

/// Puts what a second copy holds in the place of a store that does not open or is not sound, which
/// is kept aside with its logs. The copy is read from end to end first and stays as it is. The store
/// must be closed.
///
/// Answers where the former file went; none when there was none. Broken off after that, no store is
/// there, and the next call finds the copy again.
///
/// # Errors
/// Why the copy cannot be used; then the store was left as it was. Or an I/O error.
pub fn restore(
    path: &Path,
    copy: &Path,
    key: &StoreKey,
    format: &Format,
) -> Result<Option<PathBuf>, OpenError> {
    verify(copy, key, format)?;
    let refused = |error: std::io::Error| OpenError::Io(error.kind());
    let draft = Draft::begin(beside(path, ".making")).map_err(refused)?;
    fs::copy(copy, draft.path()).map_err(refused)?;
    let aside = put_aside(path).map_err(refused)?;
    draft.publish(path).map_err(refused)?;
    Ok(aside)
}
