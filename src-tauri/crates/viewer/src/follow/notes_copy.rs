//! The second copy of the notes store: made after every step, for nothing else holds a note.

use cache::StoreError;
use cache::notes::NotesStanding;

use crate::clinical::Clinical;
use crate::error::CommandError;
use crate::noting::{NotesCopied, Shelved};
use crate::rooms::Rooms;

/// Makes the copy when the store holds more than it, or when it is gone. Never of what stands in, nor of a
/// store that holds a note that is not what was confirmed: that copy may be all there is. A store that
/// lacks steps is copied: it was opened because the copy holds no more of them.
pub(super) fn copy_notes(rooms: &Rooms, clinical: &Clinical, goes_on: &mut dyn FnMut() -> bool) {
    // What does not open is told by the commands that ask for it.
    let Ok(Some(shelved)) = clinical.notes.held(rooms, &clinical.keys) else {
        return;
    };
    match copy(rooms, &shelved, goes_on) {
        Ok(()) | Err(StoreError::Stopped) => {}
        Err(fault) => rooms.note_disk(CommandError::from(fault).code),
    }
}

fn copy(
    rooms: &Rooms,
    shelved: &Shelved,
    goes_on: &mut dyn FnMut() -> bool,
) -> Result<(), StoreError> {
    let place = rooms.folder.notes_copy();
    // Of before the copy: what is kept meanwhile is copied at the next look.
    let writes = shelved.notes.writes()?;
    let made = NotesCopied::read(&rooms.desk);
    let is_made = made.writes == Some(writes) && place.exists();
    let is_sound = !matches!(shelved.standing, NotesStanding::SecondCopy { .. });
    if is_made || !is_sound || !shelved.notes.survey()?.is_whole() {
        return Ok(());
    }
    if rooms.folder.make_second_folder().is_err() {
        return Err(StoreError::Io(0));
    }
    shelved.notes.copy_to(&place, &mut |_| goes_on())?;
    // Not noted means made again, and that is all.
    let _ = NotesCopied::note(&rooms.desk, rooms.clock.now(), writes);
    Ok(())
}
