//! The keys of a profile as the printed recovery key opens them, for the search for them in memory: the
//! programs that are searched have nothing that gives a key away.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use access::{RecoveryFile, RecoveryKey};
use anyhow::{Context as _, Result};
use clap::Args;

/// How to ask for them.
#[derive(Args)]
pub(crate) struct KeysArguments {
    /// Prints the clinical keys of this profile; its recovery key is read from standard input.
    #[arg(long, hide = true)]
    keys_of: Option<PathBuf>,
}

impl KeysArguments {
    /// Prints them, if asked to.
    pub(crate) fn helper(&self) -> Option<ExitCode> {
        let profile = self.keys_of.as_deref()?;
        Some(match print(profile) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                println!("FAILED: {error:#}");
                ExitCode::FAILURE
            }
        })
    }
}

/// One line for each: its name, then its bytes in hexadecimal.
fn print(profile: &Path) -> Result<()> {
    let mut printed = String::new();
    std::io::stdin().read_to_string(&mut printed)?;
    let bytes = std::fs::read(profile.join("recovery.json")).context("reading recovery.json")?;
    let file = RecoveryFile::from_bytes(&bytes)?;
    let keys = file.open(&RecoveryKey::parse(printed.trim())?)?.clinical;
    for (name, key) in [
        ("records", keys.records_key()),
        ("notes", keys.notes_key()),
        ("sealing", keys.sealing_private()),
    ] {
        println!("{name} {}", hex(key));
    }
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
