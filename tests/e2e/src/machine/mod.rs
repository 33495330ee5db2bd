//! The machine under the viewer: processes, session bus and keyring, simulator, profile.

pub(crate) mod accounts;
pub(crate) mod authenticator;
pub(crate) mod clock_ahead;
pub(crate) mod desktop;
pub(crate) mod first_run;
pub(crate) mod group;
pub(crate) mod http;
pub(crate) mod places;
pub(crate) mod processes;
pub(crate) mod profile;
pub(crate) mod simulator;
pub(crate) mod small_disk;
