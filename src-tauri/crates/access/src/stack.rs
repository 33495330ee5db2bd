use std::hint::black_box;

use zeroize::Zeroize as _;

/// More than the frames of any call that works on a key.
const DEPTH: usize = 16 * 1024;

/// Overwrites the stack below the caller, where functions that have returned left copies of keys.
/// Safe code can do no more: registers, and what the system wrote to swap, are out of reach.
#[inline(never)]
pub(crate) fn wipe() {
    let mut below = [0xa5_u8; DEPTH];
    black_box(&mut below).zeroize();
}
