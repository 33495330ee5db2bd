use std::path::{Path, PathBuf};

use clap::Args;

#[derive(Args)]
pub(crate) struct StoreArguments {
    /// How many patients the stores hold, one run for each.
    #[arg(long, value_delimiter = ',', default_values_t = [1_000, 10_000, 100_000])]
    patients: Vec<usize>,
    /// How many readings are timed; a tenth as many openings and storings.
    #[arg(long, default_value_t = 2_000)]
    runs: usize,
    /// 1,000 patients, 200 readings: to see that it works, not to quote.
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
pub(crate) struct StorePlan {
    pub(crate) patients: Vec<usize>,
    pub(crate) runs: usize,
    pub(crate) clinic: PathBuf,
}

impl StoreArguments {
    pub(crate) fn plan(&self) -> StorePlan {
        let ours = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/sample-clinic");
        let (patients, runs) = if self.quick {
            (vec![1_000], 200)
        } else {
            (self.patients.clone(), self.runs)
        };
        StorePlan {
            patients,
            runs,
            clinic: self.clinic.clone().unwrap_or(ours),
        }
    }
}
