/// Why a typed recovery key is not one. Groups are counted from 1, as they are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecoveryKeyError {
    /// A group is mistyped: a wrong, missing, doubled or exchanged character. The first, when there
    /// are several.
    #[error("group {group} is mistyped")]
    Group {
        /// Which.
        group: usize,
    },
    /// Two groups stand in each other's place.
    #[error("groups {group} and {other} are in each other's place")]
    Exchanged {
        /// The earlier one.
        group: usize,
        /// The later one.
        other: usize,
    },
    /// A whole group was left out.
    #[error("group {group} is missing")]
    Missing {
        /// Which.
        group: usize,
    },
    /// There is a group too many: typed twice, or not of this key.
    #[error("the {group}th group typed is one too many")]
    Surplus {
        /// Its place among the groups as typed.
        group: usize,
    },
    /// Not eight groups of five, and no telling where it went wrong.
    #[error("{found} characters instead of 40")]
    Length {
        /// Characters found, without spaces and hyphens.
        found: usize,
    },
}
