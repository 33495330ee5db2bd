use std::path::PathBuf;

use clap::Parser;

/// CLINS Viewer.
#[derive(Parser, Debug)]
#[command(version)]
pub(crate) struct Arguments {
    /// Folder of the profile (stores, certificate, inbox). Made by first-run set-up when absent.
    #[arg(long)]
    pub(crate) profile: Option<PathBuf>,

    /// Development builds: sign in through the ordinary command with `{"account","password"}`
    /// read from standard input.
    #[cfg(feature = "development")]
    #[arg(long)]
    pub(crate) sign_in_from_stdin: bool,
}
