use std::path::{Path, PathBuf};

use clap::Args;

#[derive(Args)]
pub(crate) struct CoreArguments {
    /// How many patients the stores hold, one run for each.
    #[arg(long, value_delimiter = ',', default_values_t = [1_000, 10_000])]
    patients: Vec<usize>,
    /// How many openings are timed in each case.
    #[arg(long, default_value_t = 2_000)]
    opens: usize,
    /// 100 patients, 100 openings: to see that it works, not to quote.
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
pub(crate) struct CorePlan {
    pub(crate) patients: Vec<usize>,
    pub(crate) opens: usize,
    pub(crate) clinic: PathBuf,
}

impl CoreArguments {
    pub(crate) fn plan(&self) -> CorePlan {
        let ours = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/sample-clinic");
        let (patients, opens) = if self.quick {
            (vec![100], 100)
        } else {
            (self.patients.clone(), self.opens)
        };
        CorePlan {
            patients,
            opens,
            clinic: self.clinic.clone().unwrap_or(ours),
        }
    }
}
