//! The commands themselves: each a list of steps.

pub(crate) mod bench;
pub(crate) mod bindings;
pub(crate) mod demo;
mod demo_folder;
pub(crate) mod e2e;
pub(crate) mod faults;
pub(crate) mod guideline;
pub(crate) mod package;
mod ready;
pub(crate) mod screens;
pub(crate) mod test;
