//! What must not go before something older: without it, content that was taken back (取り消し) or
//! replaced would be what the set shows again.

use std::collections::{HashMap, HashSet};

use super::make::Candidate;
use crate::records::outline::SetOutline;

/// Versions of this set that were to go and have to stay because an older one does: the newest that
/// is whole, which counts, and each that says that there is nothing, which would otherwise be
/// missing when a newer one is damaged later.
pub(super) fn held_back(
    set: &SetOutline,
    going: &HashSet<i64>,
    known: &HashMap<i64, &Candidate<'_>>,
) -> Vec<i64> {
    let stays = |id: &i64| !going.contains(id);
    let Some(oldest) = set.versions.iter().rposition(|version| stays(&version.id)) else {
        return Vec::new();
    };
    let mut counts = true;
    let mut held = Vec::new();
    for version in set.versions.iter().take(oldest) {
        let candidate = known.get(&version.id);
        let says_nothing = candidate
            .and_then(|candidate| candidate.items.as_ref())
            .is_some_and(Vec::is_empty);
        if !stays(&version.id) && (counts || says_nothing) {
            held.push(version.id);
        }
        counts &= !candidate.is_some_and(|candidate| candidate.whole);
    }
    held
}
