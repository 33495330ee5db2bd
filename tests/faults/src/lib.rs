//! What could go wrong on the way to the reader, and did every value arrive?
//!
//! Two things that the tests of `record` (short form) and the program of this crate (full form) share:
//! an accounting of the values of an answer that knows nothing of the reader ([`sent`], [`told`],
//! [`differences`]), and generators of damaged and hostile answers ([`hostile`]). Uses no inner part
//! of any room, only their doors; nothing of the viewer may depend on it.

mod account;
mod doors;
pub mod fuzz;
pub mod hostile;
mod leaf;
pub mod samples;
mod view;

pub use account::{account, differences};
pub use doors::complaints;
pub use leaf::{Leaf, Said, sent, visible};
pub use view::{Told, told};
