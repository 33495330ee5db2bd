//! What do we hold, since when, and is it intact?
//!
//! Four places: the [`Desk`] store (machine scope: persons, arrivals, consents, how fetching
//! went), the [`Records`] store (clinical scope: what the service sent, byte for byte), the
//! [`Notes`] store (clinical scope: what was noted here) and the [`Inbox`] (a folder of sets sealed
//! while nobody held the clinical key).
//!
//! Uses the vocabulary of `record` and the encrypted files of `vault`; knows nothing of HTTP, of
//! screens, or of who is looking. Reads no clock: moments come as arguments.
//!
//! Everything here blocks: call it from a thread that may wait. Every handle may be shared between
//! threads; a store reads while it writes.

mod beside;
pub mod desk;
mod fetched;
mod inbox;
mod moment;
pub mod notes;
mod records;
mod text;

pub use desk::Desk;
pub use fetched::{FetchedSets, NewSet, Part, SetKind};
pub use inbox::{Inbox, InboxError, InboxReport, KeptFile, KeptReason};
pub use notes::Notes;
pub use records::retention;
pub use records::{
    Adopted, DamagedSet, EarlierVersion, Held, HeldVersion, Opened, Reading, Records, SectionState,
    ShownSet, Standing, StateLine, Stored, ToldBy, VersionLine,
};
pub use vault::{
    BadPage, Copied, Examination, OpenError, PageClass, Progress, StoreError, StoreKey,
};
