use std::path::PathBuf;

use thiserror::Error;

/// Why the sample clinic could not be made; always a mistake in its data files.
#[derive(Debug, Error)]
pub enum SampleClinicError {
    /// A data file could not be read.
    #[error("cannot read {path}")]
    Read {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A data file is not in the expected shape.
    #[error("{path} is not in the expected shape")]
    Shape {
        /// Which file.
        path: PathBuf,
        /// Where and why.
        source: serde_json::Error,
    },
    /// A patient names something the rules do not define.
    #[error("the rules have no {kind} named '{name}'")]
    Undefined {
        /// What kind of thing.
        kind: &'static str,
        /// The name used.
        name: String,
    },
    /// A date in the data is not a date.
    #[error("'{0}' is neither a date nor a number of days")]
    Date(String),
    /// There is no such patient, or no revision for the category.
    #[error("no {0}")]
    Missing(&'static str),
    /// A finished resource could not be written as JSON.
    #[error("cannot write a resource")]
    Write(#[from] serde_json::Error),
}
