//! Generators of damaged and hostile answers. Each gives the same cases every time.

mod blows;
mod cuts;
mod heavy;
mod marked;
mod retyped;
mod source;

pub use blows::{blows, ill_encoded, xml_blows};
pub use cuts::{closed, cut_at, every_byte, seeded, structural};
pub use heavy::{Heavy, heavy};
pub use marked::marked;
pub use retyped::retyped;

/// One hostile answer.
#[derive(Clone, Debug)]
pub struct Case {
    /// What was done to it, for messages.
    pub name: String,
    /// The answer.
    pub bytes: Vec<u8>,
}
