use std::path::PathBuf;

use clap::Args;

use crate::arguments::CommonArguments;

#[derive(Args)]
pub(crate) struct ReadingArguments {
    /// How many megabytes of each answer are read; in the quick form one, and a largest answer of one.
    #[arg(long, default_value_t = 200)]
    megabytes: usize,
    #[command(flatten)]
    pub(crate) common: CommonArguments,
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
        let (megabytes, largest) = if self.common.quick {
            (1, 1_000_000)
        } else {
            (self.megabytes, 10_000_000)
        };
        ReadingPlan {
            megabytes,
            largest,
            clinic: self.common.clinic(),
        }
    }
}
