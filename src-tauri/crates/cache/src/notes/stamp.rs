use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A moment and how far it is to be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// By the clock of this PC.
    pub at: Timestamp,
    /// By what an authenticated answer told within a day, carried forward; none when nobody had.
    pub trusted: Option<Timestamp>,
    /// 時計要確認: the clock of this PC was not to be believed.
    pub in_doubt: bool,
}

impl Stamp {
    /// The later of the two times: by it a draft grows old.
    #[must_use]
    pub fn latest(&self) -> Timestamp {
        self.trusted.map_or(self.at, |trusted| trusted.max(self.at))
    }
}
