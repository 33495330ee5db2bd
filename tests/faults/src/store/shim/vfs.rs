#![expect(
    unsafe_code,
    reason = "SQLite takes a file system as a table of C functions; nowhere else in the project"
)]

use std::collections::BTreeMap;
use std::ffi::{CStr, c_int, c_void};

use std::ptr;
use std::sync::{Mutex, OnceLock, PoisonError};

use anyhow::{Result, bail, ensure};
use rusqlite::ffi;

use super::fault::{Call, Order, order};

const NAME: &CStr = c"faults";

/// The system's file system as it was found.
struct System(ffi::sqlite3_vfs);

// SAFETY: the pointers in the table lead to functions and static data of SQLite, which live as long
// as the process and are never written to by us.
unsafe impl Send for System {}
// SAFETY: as above.
unsafe impl Sync for System {}

static SYSTEM: OnceLock<System> = OnceLock::new();

/// The calls of one kind of open file. The system has one table for databases and another for logs.
#[repr(C)]
struct Calls {
    /// First, so that the table of an open file leads to the whole.
    ours: ffi::sqlite3_io_methods,
    system: ffi::sqlite3_io_methods,
}

/// By the address of the system's table.
static CALLS: Mutex<BTreeMap<usize, &'static Calls>> = Mutex::new(BTreeMap::new());

/// Makes this the file system of every connection that is opened from now on.
pub(in crate::store) fn put_in_place() -> Result<()> {
    if SYSTEM.get().is_some() {
        return Ok(());
    }
    // SAFETY: `sqlite3_initialize` may be called at any time; `sqlite3_vfs_find` with a null name
    // answers the default, which is static data, or null.
    let system = unsafe {
        ensure!(ffi::sqlite3_initialize() == ffi::SQLITE_OK, "SQLite");
        ffi::sqlite3_vfs_find(ptr::null()).as_ref()
    };
    let Some(system) = system else {
        bail!("SQLite has no file system");
    };
    let ours = ffi::sqlite3_vfs {
        pNext: ptr::null_mut(),
        zName: NAME.as_ptr(),
        xOpen: Some(open),
        ..*system
    };
    if SYSTEM.set(System(*system)).is_err() {
        return Ok(());
    }
    // SQLite keeps the table and links it to others: it has to live for ever and be writable.
    let ours = Box::leak(Box::new(ours));
    // SAFETY: `ours` is a whole table that nobody else refers to and that is never freed.
    let registered = unsafe { ffi::sqlite3_vfs_register(ours, 1) };
    ensure!(registered == ffi::SQLITE_OK, "SQLite refuses: {registered}");
    Ok(())
}

/// Opens by the system and puts our table of calls in the place of its own.
unsafe extern "C" fn open(
    vfs: *mut ffi::sqlite3_vfs,
    name: ffi::sqlite3_filename,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    out_flags: *mut c_int,
) -> c_int {
    let system = SYSTEM.get().and_then(|system| system.0.xOpen);
    let (Some(system), Order::Go) = (system, order(Call::Open)) else {
        // SAFETY: SQLite hands over memory for a file; a null table says that it is not open.
        unsafe { (*file).pMethods = ptr::null() };
        return ffi::SQLITE_CANTOPEN;
    };
    // SAFETY: the arguments come from SQLite as they are. The system's function gets our table for
    // its own, which differs from it in name and `xOpen` alone.
    let opened = unsafe { system(vfs, name, file, flags, out_flags) };
    // SAFETY: after the call the table is null or one of the system's static tables.
    if let Some(methods) = unsafe { (*file).pMethods.as_ref() } {
        let calls: *const Calls = calls(methods);
        // SAFETY: `calls` lives for ever and begins with a table of the same kind as the system's.
        unsafe { (*file).pMethods = calls.cast() };
    }
    opened
}

/// Our calls for files that have this table.
fn calls(system: &'static ffi::sqlite3_io_methods) -> &'static Calls {
    let mut known = CALLS.lock().unwrap_or_else(PoisonError::into_inner);
    known
        .entry(ptr::from_ref(system).addr())
        .or_insert_with(|| {
            Box::leak(Box::new(Calls {
                ours: ffi::sqlite3_io_methods {
                    xWrite: Some(write),
                    xTruncate: Some(truncate),
                    xSync: Some(sync),
                    // A log has no shared memory.
                    xShmMap: system.xShmMap.map(|_| shared as _),
                    ..*system
                },
                system: *system,
            }))
        })
}

/// The system's calls for a file that [`open`] opened.
///
/// # Safety
/// `file` must be open, by this file system.
unsafe fn system(file: *mut ffi::sqlite3_file) -> &'static ffi::sqlite3_io_methods {
    // SAFETY: `open` gave every file a table that is the beginning of a `Calls`.
    unsafe { &(*(*file).pMethods.cast::<Calls>()).system }
}

unsafe extern "C" fn write(
    file: *mut ffi::sqlite3_file,
    from: *const c_void,
    amount: c_int,
    offset: i64,
) -> c_int {
    // SAFETY: SQLite calls this with files that this file system opened.
    let Some(system) = (unsafe { system(file) }).xWrite else {
        return ffi::SQLITE_IOERR_WRITE;
    };
    match order(Call::Write) {
        // SAFETY: SQLite's own arguments, passed on to the function they were meant for.
        Order::Go => unsafe { system(file, from, amount, offset) },
        Order::Full => ffi::SQLITE_FULL,
        Order::Broken => ffi::SQLITE_IOERR_WRITE,
        Order::Half => {
            // SAFETY: as above, with less of the same memory.
            unsafe { system(file, from, amount / 2, offset) };
            ffi::SQLITE_FULL
        }
    }
}

unsafe extern "C" fn truncate(file: *mut ffi::sqlite3_file, size: i64) -> c_int {
    // SAFETY: SQLite calls this with files that this file system opened.
    let Some(system) = (unsafe { system(file) }).xTruncate else {
        return ffi::SQLITE_IOERR_TRUNCATE;
    };
    match order(Call::Truncate) {
        // SAFETY: SQLite's own arguments, passed on to the function they were meant for. To make a
        // file shorter needs no room.
        Order::Go | Order::Full | Order::Half => unsafe { system(file, size) },
        Order::Broken => ffi::SQLITE_IOERR_TRUNCATE,
    }
}

unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, flags: c_int) -> c_int {
    // SAFETY: SQLite calls this with files that this file system opened.
    let Some(system) = (unsafe { system(file) }).xSync else {
        return ffi::SQLITE_IOERR_FSYNC;
    };
    match order(Call::Sync) {
        // SAFETY: SQLite's own arguments, passed on to the function they were meant for.
        Order::Go => unsafe { system(file, flags) },
        Order::Full | Order::Broken | Order::Half => ffi::SQLITE_IOERR_FSYNC,
    }
}

unsafe extern "C" fn shared(
    file: *mut ffi::sqlite3_file,
    page: c_int,
    size: c_int,
    extend: c_int,
    out: *mut *mut c_void,
) -> c_int {
    // SAFETY: SQLite calls this with files that this file system opened.
    let Some(system) = (unsafe { system(file) }).xShmMap else {
        return ffi::SQLITE_IOERR_SHMMAP;
    };
    // Only a call that may make the file longer can meet a full disk.
    if extend != 0 && order(Call::Shared) != Order::Go {
        return ffi::SQLITE_IOERR_SHMSIZE;
    }
    // SAFETY: SQLite's own arguments, passed on to the function they were meant for.
    unsafe { system(file, page, size, extend, out) }
}
