use crate::clinical::Clinical;
use crate::compose::Whence;
use crate::rooms::Rooms;
use crate::view::CopyStanding;

/// Where what is read now comes from.
pub(super) fn whence(rooms: &Rooms, clinical: &Clinical) -> Whence {
    let copied = match clinical.records.standing() {
        CopyStanding::SecondCopy { as_of, .. } => as_of,
        CopyStanding::Whole | CopyStanding::Behind { .. } => None,
    };
    Whence {
        up_since: rooms.line.up_since(),
        copied,
    }
}
