use std::time::Duration;

/// How long, how much and how many at once we ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Name, TCP and TLS together.
    pub connect: Duration,
    /// Until the first byte, and between two bytes.
    pub idle: Duration,
    /// One whole answer; ends what the idle limit does not (a byte per second).
    pub answer: Duration,
    /// Bytes of one answer, and of all pages of one search together.
    pub answer_bytes: usize,
    /// Questions under way at the same time.
    pub concurrent: usize,
    /// Pages of one search.
    pub pages: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            idle: Duration::from_secs(15),
            answer: Duration::from_secs(60),
            answer_bytes: 64 * 1024 * 1024,
            concurrent: 4,
            pages: 500,
        }
    }
}
