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

/// Writes down that the head kept in this place does not fit; once a start. A row that is refused is
/// tried again with the next head. Nobody else tells meanwhile, so that it is one row.
fn tell(rooms: &Rooms, place: HeadPlace) -> Result<(), CommandError> {
    let mut known = lock(&rooms.heads.known);
    if known.told.contains(&place) {
        return Ok(());
    }
    let act = Act::new(EventKind::AuditHeadDiffers)
        .because(place.name(), None)
        .failed("audit_head");
    act.write_now(rooms)?;
    known.told.insert(place);
    Ok(())
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

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::Arc;

    use audit::HeadFit;

    use super::*;
    use crate::audit_heads::verify;
    use crate::audit_room::refusing;
    use crate::audit_rules::AuditRules;
    use crate::error::ErrorCode;
    use crate::rules::SiteRules;
    use crate::testing::set_up;
    use crate::view::HeadStanding;
    use crate::viewer::Viewer;

    /// A new profile whose site names a folder for heads. Nobody is signed in, so no other row comes.
    async fn with_heads_folder(place: &tempfile::TempDir) -> (Viewer, Arc<Rooms>, String) {
        let (viewer, _) = set_up(place).await;
        let rooms = viewer.rooms().unwrap();
        let folder = place.path().join("heads");
        fs::create_dir(&folder).unwrap();
        let folder = folder.to_str().unwrap().to_owned();
        let mut rules = SiteRules::clone(&rooms.rules());
        rules.audit = AuditRules {
            folder: Some(folder.clone()),
            ..rules.audit
        };
        rooms.set_rules(rules);
        (viewer, rooms, folder)
    }

    /// Signed by this PC, of a row its log does not have.
    fn of_no_row(rooms: &Rooms) -> String {
        let head = Head {
            number: 1_000_000,
            hash: [1; 32],
        };
        assert_eq!(rooms.audit.fit(head).unwrap(), HeadFit::Beyond);
        sign(rooms, head).unwrap().to_line().unwrap()
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_head_that_differs_is_told_once_and_again_as_long_as_its_row_is_refused() {
        let place = tempfile::tempdir().unwrap();
        let (_viewer, rooms, folder) = with_heads_folder(&place).await;
        folder::add(&folder, &rooms.facts.id, &of_no_row(&rooms)).unwrap();
        refusing::begin(&rooms, EventKind::AuditHeadDiffers);
        for _ in 0..2 {
            let refused = keep_in(&rooms, HeadPlace::Folder).unwrap_err();
            assert_eq!(refused.code, ErrorCode::AuditUnavailable);
        }
        refusing::end(&rooms);
        for _ in 0..2 {
            keep_in(&rooms, HeadPlace::Folder).unwrap();
            assert_eq!(refusing::rows(&rooms, EventKind::AuditHeadDiffers), 1);
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_byte_that_is_no_text_hides_no_head_and_keeps_none_from_being_kept() {
        let place = tempfile::tempdir().unwrap();
        let (_viewer, rooms, folder) = with_heads_folder(&place).await;
        let in_folder = || {
            let found = verify(&rooms).unwrap();
            let mut places = found.heads.into_iter();
            places.find(|head| head.place == HeadPlace::Folder).unwrap()
        };
        let file = folder::file(&folder, &rooms.facts.id);
        for _ in 0..3 {
            Act::new(EventKind::Started).write_now(&rooms).unwrap();
            let head = sign(&rooms, rooms.audit.head().unwrap()).unwrap();
            folder::add(&folder, &rooms.facts.id, &head.to_line().unwrap()).unwrap();
        }
        let kept = in_folder();
        assert_eq!((kept.heads, kept.foreign), (3, 0));
        let mut bytes = fs::read(&file).unwrap();
        bytes[20] = 0xFF;
        fs::write(&file, &bytes).unwrap();
        let spoiled = in_folder();
        assert_eq!((spoiled.heads, spoiled.foreign), (2, 1));
        assert_eq!(spoiled.standing, HeadStanding::Fits);
        assert_eq!(spoiled.newest, kept.newest);

        Act::new(EventKind::Started).write_now(&rooms).unwrap();
        keep_in(&rooms, HeadPlace::Folder).unwrap();
        let newer = in_folder();
        assert_eq!((newer.heads, newer.foreign), (3, 1));
        let older = of_no_row(&rooms);
        folder::add(&folder, &rooms.facts.id, &older).unwrap();
        assert_eq!(in_folder().standing, HeadStanding::Beyond, "still compared");
    }
}
