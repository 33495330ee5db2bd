//! Fuzz targets: plain functions, so that a kept corpus is replayed by every compiler and a fuzzer
//! can drive them where there is one (`docs/reading.md` says how).

use crate::doors::through_all;

/// Any bytes, to every door of the reader.
///
/// # Panics
/// When a value is lost, told twice or told falsely. Whatever panics in the reader is not caught.
pub fn read_any(data: &[u8]) {
    let wrong = through_all(data);
    assert!(wrong.is_empty(), "{wrong:?}");
}
