/// What makes a file one kind of store.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// SQLite `application_id`: tells our stores from each other.
    pub application_id: i32,
    /// SQL of each schema version, oldest first; `user_version` counts those applied. Released ones
    /// are never edited, only added to.
    pub migrations: &'static [&'static str],
    /// When a commit is on the disk.
    pub synchronous: Synchronous,
}

/// When a commit is on the disk (`PRAGMA synchronous`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Synchronous {
    /// Before the commit returns.
    Full,
    /// At the next checkpoint; see [`Store::checkpoint`](crate::Store::checkpoint).
    Normal,
}

impl Synchronous {
    pub(crate) const fn as_sql(self) -> &'static str {
        match self {
            Self::Full => "FULL",
            Self::Normal => "NORMAL",
        }
    }
}
