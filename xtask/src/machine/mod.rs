//! What this machine must have: system libraries, Node, a display, a keyring.

pub(crate) mod display;
pub(crate) mod node;
pub(crate) mod own_keyring;
pub(crate) mod system;
