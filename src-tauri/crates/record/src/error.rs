use thiserror::Error;

/// Why an answer cannot be read at all. Says where, never what: no patient data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ReadError {
    /// Not JSON (HTML, cut off, not UTF-8, several values).
    #[error("not JSON at byte {at}")]
    NotJson {
        /// Byte offset at which reading stopped.
        at: usize,
    },
    /// JSON, but no FHIR resource.
    #[error("JSON without a FHIR resourceType")]
    NotFhir,
    /// Nested deeper than any real document.
    #[error("nested deeper than {limit} levels")]
    TooDeep {
        /// The limit in levels.
        limit: usize,
    },
    /// Larger than the limit.
    #[error("larger than {limit} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
}

impl ReadError {
    /// The stable code of this error, for problems and logs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotJson { .. } => "not_json",
            Self::NotFhir => "not_fhir",
            Self::TooDeep { .. } => "too_deep",
            Self::TooLarge { .. } => "too_large",
        }
    }
}
