/// Something that could not be read, or not wholly. Holds no value of the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// How much it matters.
    pub severity: Severity,
    /// Stable code, for the screen to word.
    pub code: &'static str,
    /// JSON pointer into the part (`/entry/3/resource`); empty for the whole part.
    pub pointer: String,
}

/// How much a problem matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; nothing is missing from the view.
    Info,
    /// Read, but with a doubt the reader should know of.
    Warning,
    /// Something sent is not in the view.
    Error,
}

impl Problem {
    pub(crate) fn new(severity: Severity, code: &'static str, pointer: impl Into<String>) -> Self {
        Self {
            severity,
            code,
            pointer: pointer.into(),
        }
    }
}
