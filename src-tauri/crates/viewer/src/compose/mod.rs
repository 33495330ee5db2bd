//! Puts together what the stores hold, what the consents allow and how the line stands into what a
//! screen draws. Pure: everything is handed in.

mod board;
mod consents;
mod identity;
mod missing;
mod namesakes;
mod on_paper;
mod readiness;
mod section;
mod undisclosed;
mod whence;

pub(crate) use board::{Fetching, RowFacts, board_row, fetching};
pub use consents::PersonConsents;
pub(crate) use identity::identity_view;
pub(crate) use missing::{missing, ready_line};
pub(crate) use namesakes::Namesakes;
pub(crate) use on_paper::on_paper;
pub(crate) use readiness::readiness;
pub(crate) use section::{HeldSection, SectionFacts, not_granted, section_view};
pub(crate) use whence::Whence;
