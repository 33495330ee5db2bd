//! What do we hold, since when, and is it intact?
//!
//! Three places: the [`Desk`] store (machine scope: persons, arrivals, consents, how fetching
//! went), the [`Records`] store (clinical scope: what the service sent, byte for byte) and the
//! [`Inbox`] (a folder of sets sealed while nobody held the clinical key).
//!
//! Uses the vocabulary of `record` and the encrypted files of `vault`; knows nothing of HTTP, of
//! screens, or of who is looking. Reads no clock: moments come as arguments.
//!
//! Everything here blocks: call it from a thread that may wait. Every handle may be shared between
//! threads; a store reads while it writes.

pub mod desk;
mod fetched;
mod inbox;
mod moment;
mod records;
mod text;

pub use desk::Desk;
pub use fetched::{FetchedSets, NewSet, Part, SetKind};
pub use inbox::{Inbox, InboxError, InboxReport, KeptFile, KeptReason};
pub use records::retention;
pub use records::{
    Adopted, DamagedSet, EarlierVersion, Held, HeldVersion, Opened, Reading, Records, SectionState,
    Standing, StateLine, Stored, ToldBy, VersionLine,
};
pub use vault::{
    BadPage, Copied, Examination, OpenError, PageClass, Progress, StoreError, StoreKey,
};
