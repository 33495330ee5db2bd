//! How things are run: where they are, in which order, with which limits.

pub(crate) mod build;
pub(crate) mod deadline;
pub(crate) mod guardian;
pub(crate) mod plan;
pub(crate) mod process;
pub(crate) mod root;
pub(crate) mod running;
pub(crate) mod tally;
pub(crate) mod times;
pub(crate) mod ui;
