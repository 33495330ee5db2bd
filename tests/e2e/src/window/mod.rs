//! The viewer's window: opening it, and what a person does and reads in it.

pub(crate) mod acts;
mod calls;
pub(crate) mod dom;
pub(crate) mod driver;
mod files;
mod open;
pub(crate) mod sheets;

pub(crate) use open::Window;

use std::time::Duration;

/// How long a person would wait for anything before calling it broken.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);
