//! What this machine must have: system libraries, Node, a display.

pub(crate) mod display;
pub(crate) mod node;
pub(crate) mod secrets;
pub(crate) mod system;
