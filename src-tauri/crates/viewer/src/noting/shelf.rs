use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use access::ClinicalKeys;
use audit::EventKind;
use cache::notes::{NotesStanding, OpenedNotes};
use cache::{Notes, OpenError, StoreKey};

use super::NotesWritten;
use super::error::{STORE, store_error};
use crate::error::CommandError;
use crate::failure::{store_open, store_open_code};
use crate::record_act::Act;
use crate::rooms::Rooms;
use crate::sync::lock;

/// The notes store of a clinical session, once it was asked for.
#[derive(Default)]
pub(crate) struct NotesShelf {
    open: Mutex<Option<Arc<Shelved>>>,
}

/// An open notes store and how it stands with it.
pub(crate) struct Shelved {
    pub(crate) notes: Notes,
    pub(crate) standing: NotesStanding,
}

impl NotesShelf {
    /// The store; none as long as nothing was ever noted on this PC. One that does not open is tried
    /// again each time.
    pub(crate) fn held(
        &self,
        rooms: &Rooms,
        keys: &ClinicalKeys,
    ) -> Result<Option<Arc<Shelved>>, CommandError> {
        let mut held = lock(&self.open);
        if held.is_none() {
            *held = open(rooms, keys)?.map(Arc::new);
        }
        Ok(held.clone())
    }

    /// The store to write into, made when nothing was ever noted on this PC.
    pub(crate) fn held_or_made(
        &self,
        rooms: &Rooms,
        keys: &ClinicalKeys,
    ) -> Result<Arc<Shelved>, CommandError> {
        if let Some(held) = self.held(rooms, keys)? {
            return Ok(held);
        }
        let mut held = lock(&self.open);
        if let Some(made) = held.as_ref() {
            return Ok(made.clone());
        }
        let key = StoreKey::new(*keys.notes_key());
        let notes = Notes::create(&rooms.folder.notes(), &key).map_err(store_open(STORE))?;
        NotesWritten::note(&rooms.desk, 0)?;
        let made = Arc::new(Shelved {
            notes,
            standing: NotesStanding::Whole,
        });
        *held = Some(made.clone());
        Ok(made)
    }
}

impl Shelved {
    /// Remembers outside the store what was just kept, and has it copied. What cannot be remembered is
    /// kept all the same.
    pub(crate) fn was_written(&self, rooms: &Rooms) {
        let noted = self.notes.writes().map_err(store_error);
        if let Err(error) = noted.and_then(|writes| NotesWritten::note(&rooms.desk, writes)) {
            rooms.note_disk(error.code);
        }
        rooms.upkeep.now.notify_one();
    }
}

/// Opens the store with these keys, or what stands in for it; none as long as nothing was ever noted.
/// What is not whole is written into the log.
pub(crate) fn open(rooms: &Rooms, keys: &ClinicalKeys) -> Result<Option<Shelved>, CommandError> {
    let place = Place::of(rooms, keys)?;
    if place.is_untouched() {
        return Ok(None);
    }
    let OpenedNotes { notes, standing } = place.settled()?;
    note_standing(rooms, standing)?;
    let standing = lasting(rooms, &notes, standing)?;
    NotesWritten::note(&rooms.desk, notes.writes().map_err(store_error)?)?;
    Ok(Some(Shelved { notes, standing }))
}

/// Where the store and its copy lie, and with which count and key they open.
struct Place<'a> {
    rooms: &'a Rooms,
    store: PathBuf,
    copy: PathBuf,
    key: StoreKey,
    expected: Option<i64>,
}

impl<'a> Place<'a> {
    fn of(rooms: &'a Rooms, keys: &ClinicalKeys) -> Result<Self, CommandError> {
        Ok(Self {
            rooms,
            store: rooms.folder.notes(),
            copy: rooms.folder.notes_copy(),
            key: StoreKey::new(*keys.notes_key()),
            expected: NotesWritten::read(&rooms.desk)?.writes,
        })
    }

    /// Nothing was ever noted on this PC.
    fn is_untouched(&self) -> bool {
        self.expected.is_none() && !self.store.exists() && !self.copy.exists()
    }

    fn open(&self) -> Result<OpenedNotes, CommandError> {
        let expected = self.expected.unwrap_or_default();
        Notes::open_guarded(&self.store, &self.copy, &self.key, expected).map_err(store_open(STORE))
    }

    /// The store as it stands once those who read in an earlier sitting were told that a copy stands in:
    /// now the copy takes its place.
    fn settled(&self) -> Result<OpenedNotes, CommandError> {
        let found_before = Notes::stand_in_place(&self.store).exists();
        let opened = self.open()?;
        match opened.standing {
            NotesStanding::SecondCopy { why, .. } if found_before && may_take_its_place(why) => {
                self.replace(opened.notes)
            }
            _ => Ok(opened),
        }
    }

    fn replace(&self, stand_in: Notes) -> Result<OpenedNotes, CommandError> {
        if stand_in.replace_damaged(&self.store).is_ok() {
            let act = Act::new(EventKind::DamagedStoreReplaced);
            act.because(STORE, None).write_now(self.rooms)?;
        }
        self.open()
    }
}

/// What is lost is said for ever, also when as many steps were kept since: first it is remembered, then
/// the store counts on from beyond it.
fn lasting(
    rooms: &Rooms,
    notes: &Notes,
    standing: NotesStanding,
) -> Result<NotesStanding, CommandError> {
    let known = NotesWritten::read(&rooms.desk)?;
    Ok(match standing {
        NotesStanding::Whole if known.lost == 0 => NotesStanding::Whole,
        NotesStanding::Whole => NotesStanding::Behind { lost: known.lost },
        NotesStanding::Behind { lost } => {
            let lost = NotesWritten::note_lost(&rooms.desk, lost)?;
            let beyond = known.writes.unwrap_or_default().saturating_add(1);
            // A store that cannot be written is told by who writes; it is counted at the next opening.
            let _ = notes.count_on_from(beyond);
            NotesStanding::Behind { lost }
        }
        NotesStanding::SecondCopy { why, lost } => NotesStanding::SecondCopy {
            why,
            lost: lost.saturating_add(known.lost),
        },
    })
}

/// A file that is no store of ours stays under its name, for somebody put it there.
const fn may_take_its_place(why: OpenError) -> bool {
    matches!(why, OpenError::Damaged | OpenError::Missing)
}

fn note_standing(rooms: &Rooms, standing: NotesStanding) -> Result<(), CommandError> {
    let act = match standing {
        NotesStanding::Whole => return Ok(()),
        NotesStanding::Behind { .. } => Act::new(EventKind::AnswersMissing),
        NotesStanding::SecondCopy { why, .. } => {
            Act::new(EventKind::SecondCopyUsed).failed(&store_open_code(why).name())
        }
    };
    act.because(STORE, None).write_now(rooms)
}
