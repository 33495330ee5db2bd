use audit::{EventKind, Head, HeadFit, SignedHead};

use super::kept::{Kept, Lying};
use super::{folder, keyring};
use crate::error::CommandError;
use crate::record_act::Act;
use crate::rooms::Rooms;
use crate::sync::lock;
use crate::view::HeadPlace;

/// Keeps the newest head in every place that can be reached. A place whose head does not fit the log
/// any more is written down, once a start, and left as it is: it is the evidence.
///
/// # Errors
/// When the log itself cannot be read or written. A place that refuses is no reason to stop: the
/// auditor's screen says which head each has.
pub(crate) fn keep(rooms: &Rooms) -> Result<(), CommandError> {
    for place in HeadPlace::ALL {
        keep_in(rooms, place)?;
    }
    Ok(())
}

fn keep_in(rooms: &Rooms, place: HeadPlace) -> Result<(), CommandError> {
    let head = rooms.audit.head()?;
    if lock(&rooms.heads.known).kept.get(&place) == Some(&head) {
        return Ok(());
    }
    let kept = Kept::at(rooms, place);
    if matches!(
        kept.lying,
        Lying::Unreachable | Lying::Closed | Lying::NotNamed
    ) {
        return Ok(());
    }
    let fits = match kept.newest() {
        Some(known) => matches!(
            rooms.audit.fit(known.head)?,
            HeadFit::Fits | HeadFit::BeforeStart
        ),
        None => true,
    };
    if !fits {
        return tell(rooms, place);
    }
    if put(rooms, place, &sign(rooms, head)?).is_some() {
        lock(&rooms.heads.known).kept.insert(place, head);
    }
    Ok(())
}

/// Writes down that the head kept in this place does not fit; once a start.
fn tell(rooms: &Rooms, place: HeadPlace) -> Result<(), CommandError> {
    if !lock(&rooms.heads.known).told.insert(place) {
        return Ok(());
    }
    let act = Act::new(EventKind::AuditHeadDiffers)
        .because(place.name(), None)
        .failed("audit_head");
    act.write_now(rooms)
}

/// An auditor has looked into it: the heads that do not fit are put aside (the file in the folder) or
/// replaced, and each place begins anew with the newest one. `rooms` has the row that says so already.
///
/// # Errors
/// When the log cannot be read.
pub(crate) fn begin_anew(rooms: &Rooms) -> Result<(), CommandError> {
    let signed = sign(rooms, rooms.audit.head()?)?;
    for place in HeadPlace::ALL {
        if place == HeadPlace::Folder
            && let Some(path) = &rooms.rules().audit.folder
        {
            // One that cannot be put aside stays, and goes on saying that it does not fit.
            let _ = folder::set_aside(path, &rooms.facts.id, rooms.clock.now());
        }
        let done = put(rooms, place, &signed);
        let mut known = lock(&rooms.heads.known);
        known.told.remove(&place);
        if done.is_some() {
            known.kept.insert(place, signed.head);
        }
    }
    Ok(())
}

fn sign(rooms: &Rooms, head: Head) -> Result<SignedHead, CommandError> {
    let now = rooms.clock.now();
    Ok(rooms.heads.signer.sign(&rooms.facts.id, head, now)?)
}

/// None when the place did not take it. The clinical stores are held for their own place alone: another
/// may hang, and the keys must not wait for it.
fn put(rooms: &Rooms, place: HeadPlace, head: &SignedHead) -> Option<()> {
    let line = head.to_line().ok()?;
    match place {
        HeadPlace::Records => {
            let kept = rooms.clinical()?.records.keep_head(&line);
            kept.map_err(|error| rooms.note_disk(CommandError::from(error).code))
                .ok()
        }
        HeadPlace::Keyring => keyring::put(rooms, &line).ok(),
        HeadPlace::Folder => {
            let path = rooms.rules().audit.folder.clone()?;
            folder::add(&path, &rooms.facts.id, &line).ok()
        }
    }
}
