use audit::{SignedHead, SignerKey, heads_in};

use crate::rooms::Rooms;
use crate::view::HeadPlace;

use super::{folder, keyring};

/// What lies in one place.
pub(super) struct Kept {
    pub(super) place: HeadPlace,
    pub(super) lying: Lying,
}

/// What lies in a place, or why nothing is known of it.
pub(super) enum Lying {
    /// Heads that this PC signed, oldest first, and how many lines it did not sign.
    Heads(Vec<SignedHead>, usize),
    /// The place does not answer, or cannot be read.
    Unreachable,
    /// Nobody with the clinical key is signed in.
    Closed,
    /// The site named no folder.
    NotNamed,
}

impl Kept {
    /// All three places.
    pub(super) fn everywhere(rooms: &Rooms) -> [Self; 3] {
        HeadPlace::ALL.map(|place| Self::at(rooms, place))
    }

    pub(super) fn at(rooms: &Rooms, place: HeadPlace) -> Self {
        let line = |line: Option<String>| line.unwrap_or_default().into_bytes();
        let found = match place {
            HeadPlace::Records => match rooms.clinical().map(|open| open.records.kept_head()) {
                None => Err(Lying::Closed),
                Some(Ok(kept)) => Ok(line(kept)),
                Some(Err(_)) => Err(Lying::Unreachable),
            },
            HeadPlace::Keyring => match keyring::line(rooms) {
                Ok(kept) => Ok(line(kept)),
                Err(_) => Err(Lying::Unreachable),
            },
            HeadPlace::Folder => match &rooms.rules().audit.folder {
                None => Err(Lying::NotNamed),
                Some(path) => folder::read(path, &rooms.facts.id).map_err(|_| Lying::Unreachable),
            },
        };
        let key = rooms.heads.signer.key().ok();
        Self {
            place,
            lying: match found {
                Ok(bytes) => sort(&bytes, &rooms.facts.id, key.as_ref()),
                Err(lying) => lying,
            },
        }
    }

    /// The newest head that this PC signed.
    pub(super) fn newest(&self) -> Option<&SignedHead> {
        match &self.lying {
            Lying::Heads(heads, _) => heads.last(),
            Lying::Unreachable | Lying::Closed | Lying::NotNamed => None,
        }
    }
}

fn sort(bytes: &[u8], pc: &str, key: Option<&SignerKey>) -> Lying {
    let own = |head: &SignedHead| head.pc == pc && key.is_some_and(|key| head.is_of(key));
    let (heads, foreign) = heads_in(bytes, own);
    Lying::Heads(heads, foreign)
}
