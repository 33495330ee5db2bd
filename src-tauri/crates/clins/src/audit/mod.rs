//! The audit log, checked without a screen.

mod report;
mod verify;

use clap::{Args, Subcommand};

/// What can be done with the audit log.
#[derive(Args)]
pub(crate) struct AuditCommand {
    #[command(subcommand)]
    act: Act,
}

#[derive(Subcommand)]
enum Act {
    /// Check the chain and every head that was kept elsewhere. Exit code: 0 all of it fits, 1
    /// something does not, 2 not done.
    Verify(verify::Verify),
}

impl AuditCommand {
    /// Whether the log is whole.
    pub(crate) fn run(self) -> anyhow::Result<bool> {
        match self.act {
            Act::Verify(verify) => verify.run(),
        }
    }
}
