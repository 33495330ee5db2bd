//! What a crash leaves on the disk: nothing. The memory of this program holds what patients' records
//! say, in plain.

use rustix::io::Errno;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Longest dump in bytes, too short for any: so no file is written. With 0 Linux would still hand the
/// memory to a program that collects dumps; with 1 it does not.
const LONGEST: u64 = 1;

/// Forbids dumps of this process and of all that it starts, among them the one that draws the screens.
pub(crate) fn forbid() -> Result<(), Errno> {
    let allowed = getrlimit(Resource::Core).maximum.unwrap_or(u64::MAX);
    let limit = Some(LONGEST.min(allowed));
    setrlimit(
        Resource::Core,
        Rlimit {
            current: limit,
            maximum: limit,
        },
    )
}
