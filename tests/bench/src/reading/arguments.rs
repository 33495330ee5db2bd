use std::path::{Path, PathBuf};

use clap::Args;

#[derive(Args)]
pub(crate) struct ReadingArguments {
    /// How many megabytes of each answer are read.
    #[arg(long, default_value_t = 200)]
    megabytes: usize,
    /// One megabyte of each, and a largest answer of one: to see that it works, not to quote.
    #[arg(long)]
    quick: bool,
    /// The sample clinic's folder.
    #[arg(long)]
    clinic: Option<PathBuf>,
    /// Also write the figures to this file.
    #[arg(long)]
    pub(crate) json: Option<PathBuf>,
}

/// What is to be measured.
pub(crate) struct ReadingPlan {
    pub(crate) megabytes: usize,
    /// Bytes of the largest answer.
    pub(crate) largest: usize,
    pub(crate) clinic: PathBuf,
}

impl ReadingArguments {
    pub(crate) fn plan(&self) -> ReadingPlan {
        let ours = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/sample-clinic");
        let (megabytes, largest) = if self.quick {
            (1, 1_000_000)
        } else {
            (self.megabytes, 10_000_000)
        };
        ReadingPlan {
            megabytes,
            largest,
            clinic: self.clinic.clone().unwrap_or(ours),
        }
    }
}
