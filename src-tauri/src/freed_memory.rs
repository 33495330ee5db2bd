//! What this program lets go of is overwritten at once: names, texts and keys that were in use stay
//! nowhere in memory. For everything in the process that uses the allocator of the C library: our own
//! code, SQLCipher, GTK.

use std::io;
use std::os::unix::process::CommandExt as _;
use std::process::Command;

/// Read by the C library before anything else of a program runs; later it listens no more.
const VARIABLE: &str = "GLIBC_TUNABLES";

/// Freed memory is filled with a byte. Without the small cache of each thread, which would keep pieces
/// as they are.
const OVERWRITE: &str = "glibc.malloc.perturb=165:glibc.malloc.tcache_count=0";

/// Sees to it that freed memory is overwritten: the first time, this program takes its own place once
/// more, with the same process number, and does not come back here.
pub(crate) fn overwrite() -> io::Result<()> {
    if std::env::var_os(VARIABLE).is_some_and(|set| set == OVERWRITE) {
        return Ok(());
    }
    let arguments = std::env::args_os().skip(1);
    Err(Command::new(std::env::current_exe()?)
        .args(arguments)
        .env(VARIABLE, OVERWRITE)
        .exec())
}
