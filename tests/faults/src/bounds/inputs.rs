use std::path::Path;

use anyhow::{Context, Result};
use faults::hostile::heavy;

/// The names of the answers.
pub(super) fn all(quick: bool) -> Vec<String> {
    let wanted = heavy().filter(|input| input.short || !quick);
    wanted.map(|input| input.name.to_owned()).collect()
}

/// Writes one of them, in a process of its own: what making it takes must not be counted.
pub(super) fn make(name: &str, size: usize, to: &Path) -> Result<()> {
    let input = heavy().find(|input| input.name == name);
    let bytes = input.context("no such answer")?.bytes(size);
    std::fs::write(to, bytes).context("writing the answer")
}
