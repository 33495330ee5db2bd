use std::path::{Path, PathBuf};

use clap::Args;

/// What every part is asked.
#[derive(Args)]
pub(crate) struct CommonArguments {
    /// Little of everything: to see that it works, not to quote.
    #[arg(long)]
    pub(crate) quick: bool,
    /// The sample clinic's folder.
    #[arg(long)]
    clinic: Option<PathBuf>,
    /// Also write the figures to this file.
    #[arg(long)]
    pub(crate) json: Option<PathBuf>,
}

impl CommonArguments {
    pub(crate) fn clinic(&self) -> PathBuf {
        let ours = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/sample-clinic");
        self.clinic.clone().unwrap_or(ours)
    }
}

/// What a part is asked that fills stores.
#[derive(Args)]
pub(crate) struct FillArguments {
    /// How many patients the stores hold, one run for each (1,000 and 10,000; `store` 100,000 as well).
    #[arg(long, value_delimiter = ',')]
    patients: Vec<usize>,
    /// How many openings or readings are timed in each case; `store` times a tenth as many openings and
    /// storings.
    #[arg(long, alias = "opens", default_value_t = 2_000)]
    runs: usize,
    #[command(flatten)]
    pub(crate) common: CommonArguments,
}

/// What is to be measured on filled stores.
pub(crate) struct FillPlan {
    pub(crate) patients: Vec<usize>,
    pub(crate) runs: usize,
    pub(crate) clinic: PathBuf,
}

impl FillArguments {
    /// `usual` are the numbers of patients where none are given, `quick` the one of the quick form and its
    /// runs.
    pub(crate) fn plan(&self, usual: &[usize], quick: (usize, usize)) -> FillPlan {
        let (patients, runs) = match (self.common.quick, self.patients.as_slice()) {
            (true, _) => (vec![quick.0], quick.1),
            (false, []) => (usual.to_vec(), self.runs),
            (false, given) => (given.to_vec(), self.runs),
        };
        FillPlan {
            patients,
            runs,
            clinic: self.common.clinic(),
        }
    }
}
