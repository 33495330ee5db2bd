//! May this section be read or fetched now, and on what ground? Pure: clocks, consents and rules are
//! handed in, so that the rules can be put to the test by themselves.

mod consent_clock;
mod ground;

pub use consent_clock::{ConsentClock, Reckoned, ServerWord};
pub use ground::{OpenModes, ReadingGround, Withheld, reading_ground};

pub use crate::compose::PersonConsents;
pub use crate::rules::ReadingAfterEnd;
