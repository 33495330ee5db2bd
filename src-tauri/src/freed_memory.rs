//! What this program lets go of is overwritten at once: names, texts and keys that were in use stay
//! nowhere in memory. For everything in the process: our own code, SQLCipher, GTK and the half of WebKit
//! that runs here, which has an allocator of its own unless it is told to use that of the C library.
//!
//! The process that draws is not kept under it. It is ended by every lock, and with it all that it held;
//! and a driver of the graphics card that reads what it has freed would end it earlier (Mesa's `swrast`
//! does).

use std::io;
use std::os::unix::process::CommandExt as _;
use std::process::Command;

use webkit2gtk::glib;

/// Read by the C library and by WebKit before `main`; later they listen no more. The C library: freed
/// memory is filled with a byte, without the small cache of each thread, which would keep pieces as they
/// are. WebKit: its allocator is that of the C library.
const SETTINGS: [(&str, &str); 2] = [
    (
        "GLIBC_TUNABLES",
        "glibc.malloc.perturb=165:glibc.malloc.tcache_count=0",
    ),
    ("Malloc", "1"),
];

/// Sees to it that freed memory is overwritten: the first time, this program takes its own place once
/// more, with the same process number, and does not come back here. Called before any thread is started.
pub(crate) fn overwrite() -> io::Result<()> {
    let is_set =
        |(name, value): &(_, &str)| std::env::var_os(name).is_some_and(|set| set == *value);
    if SETTINGS.iter().all(is_set) {
        // They hold for this process. What it starts goes without.
        for (name, _) in SETTINGS {
            glib::unsetenv(name);
        }
        return Ok(());
    }
    let arguments = std::env::args_os().skip(1);
    Err(Command::new(std::env::current_exe()?)
        .args(arguments)
        .envs(SETTINGS)
        .exec())
}
