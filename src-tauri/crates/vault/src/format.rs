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
    /// SQL of temporary views in which a store that lacks only the last migration is read as one that
    /// has it, while there is no room on the disk for that migration; none when it needs hardly any.
    pub meanwhile: Option<&'static str>,
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
