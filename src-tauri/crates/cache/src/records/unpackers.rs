use std::sync::{Mutex, MutexGuard, PoisonError};

use zstd::bulk::Decompressor;

/// Making a decompressor asks the processor what it can do, which a virtual machine answers slowly:
/// measured 15 % of reading a section when each body made its own.
static UNPACKERS: Mutex<Vec<Decompressor<'static>>> = Mutex::new(Vec::new());

/// Runs `work` with a decompressor that nobody else uses meanwhile.
pub(super) fn with_unpacker<T>(work: impl FnOnce(&mut Decompressor<'static>) -> T) -> T {
    let mut unpacker = hold().pop().unwrap_or_default();
    let done = work(&mut unpacker);
    hold().push(unpacker);
    done
}

/// As long as it lives decompressors are kept; they go with it, for each remembers text of the last
/// body that it unpacked.
#[derive(Debug)]
pub(super) struct Unpackers;

impl Drop for Unpackers {
    fn drop(&mut self) {
        hold().clear();
    }
}

fn hold() -> MutexGuard<'static, Vec<Decompressor<'static>>> {
    UNPACKERS.lock().unwrap_or_else(PoisonError::into_inner)
}
