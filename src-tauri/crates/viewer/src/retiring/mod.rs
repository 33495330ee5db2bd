//! Ending the use of this PC (このPCの利用を終える).
//!
//! First a clinical session writes a whole copy of the profile to be taken away ([`export`]): it
//! holds what exists nowhere else, with what lies aside ([`kept_aside`]), and the printed recovery key opens it on any PC. Then an
//! administrator destroys what is here ([`settle`]): a note of the act is put on the disk, the keys
//! go, the files of the profile go, and a certificate takes their place. Whatever breaks the act off,
//! the next start finishes it before anything else; nothing half destroyed is ever opened.

mod certificate;
mod export;
mod export_folder;
mod export_state;
mod inventory;
mod kept_aside;
mod note;
mod notes_part;
mod place;
mod proof;
mod settle;

pub(crate) use export::{carry_out as carry_out_export, is_due as export_is_due};
pub(crate) use export_state::Exporting;
pub(crate) use note::{By, ClockState, Decided, Retiring, begin_anew, retired};
pub(crate) use place::usable as usable_folder;
pub(crate) use proof::{prove, refused};
pub(crate) use settle::{begin, settle};
