//! The records store behind its guard: the store itself, or the second copy when it is damaged.

use std::ops::Deref;
use std::sync::{Mutex, OnceLock};

use access::ClinicalKeys;
use audit::EventKind;
use cache::{Adopted, OpenError, Opened, Records, Standing, StoreError, StoreKey};

use crate::error::CommandError;
use crate::failure::{store_open, store_open_code};
use crate::follow::forget_fetched;
use crate::queue::Job;
use crate::record_act::Act;
use crate::records_keys;
use crate::rooms::Rooms;
use crate::sync::lock;
use crate::view::CopyStanding;

/// An open records store and how it stands with it. Used as the store itself.
pub(crate) struct Guarded {
    opened: Records,
    /// Set once, when damage is found while the store is in use. What still reads the damaged store
    /// then ends its reading there.
    stand_in: OnceLock<Records>,
    standing: Mutex<CopyStanding>,
}

impl Deref for Guarded {
    type Target = Records;

    fn deref(&self) -> &Records {
        self.stand_in.get().unwrap_or(&self.opened)
    }
}

impl Guarded {
    /// Opens the store; when it is damaged, or holds less than the second copy, that copy, so that the
    /// day goes on. What is not whole is written into the log.
    pub(crate) fn open(rooms: &Rooms, keys: &ClinicalKeys) -> Result<Self, CommandError> {
        records_keys::settled(rooms, keys)?;
        let place = Place::of(rooms, keys)?;
        let found_before = rooms.folder.stand_in().exists();
        let mut opened = place.open()?;
        if found_before {
            opened = place.settle(opened)?;
        }
        let standing = as_view(&opened.standing);
        note_standing(rooms, &standing)?;
        Ok(Self {
            opened: opened.records,
            stand_in: OnceLock::new(),
            standing: Mutex::new(standing),
        })
    }

    /// How the store stands.
    pub(crate) fn standing(&self) -> CopyStanding {
        lock(&self.standing).clone()
    }

    /// Reads what says what is held. When that is damaged, the second copy takes over at once; true
    /// then. Nothing is stored meanwhile. `goes_on` is asked before each step, for each may be long.
    pub(crate) fn guard(
        &self,
        rooms: &Rooms,
        keys: &ClinicalKeys,
        goes_on: &dyn Fn() -> Result<(), CommandError>,
    ) -> Result<bool, CommandError> {
        goes_on()?;
        match self.survey() {
            Err(StoreError::Damaged) if self.stand_in.get().is_none() => {}
            other => return Ok(other.map(|()| false)?),
        }
        let _turn = lock(&rooms.keeping);
        goes_on()?;
        let opened = Place::of(rooms, keys)?.open_second_copy()?;
        let standing = as_view(&opened.standing);
        note_standing(rooms, &standing)?;
        if self.stand_in.set(opened.records).is_ok() {
            *lock(&self.standing) = standing;
        }
        Ok(true)
    }
}

/// Where the store and its copy lie, and with which count and key they open.
struct Place<'a> {
    rooms: &'a Rooms,
    key: StoreKey,
    expected: Option<i64>,
}

impl<'a> Place<'a> {
    fn of(rooms: &'a Rooms, keys: &ClinicalKeys) -> Result<Self, CommandError> {
        let keys = records_keys::read(rooms, keys)?;
        Ok(Self {
            rooms,
            key: records_keys::store_key(keys.current()),
            // Without the count lost answers go unnoticed, but reading goes on.
            expected: rooms.audit.commit_mark().ok().flatten(),
        })
    }

    fn open(&self) -> Result<Opened, CommandError> {
        let (store, copy) = (self.rooms.folder.records(), self.rooms.folder.second_copy());
        Records::open_guarded(&store, &copy, &self.key, self.expected)
            .map_err(store_open("records"))
    }

    fn open_second_copy(&self) -> Result<Opened, CommandError> {
        let (store, copy) = (self.rooms.folder.records(), self.rooms.folder.second_copy());
        let why = OpenError::Damaged;
        Records::open_second_copy(&store, &copy, &self.key, self.expected, why)
            .map_err(store_open("records"))
    }

    /// A stand-in from an earlier sitting is there. Those who read in that sitting were told, so now
    /// it takes the place of the damaged store, which is kept aside. One that the disk refuses may be
    /// sound and stays, however often it is refused: once it opens, it takes in what was stored in the
    /// stand-in.
    fn settle(&self, opened: Opened) -> Result<Opened, CommandError> {
        match opened.standing {
            Standing::SecondCopy {
                why: OpenError::Io(_),
                ..
            } => Ok(opened),
            Standing::SecondCopy { .. } => self.replace(opened.records),
            Standing::Whole | Standing::Behind { .. } => match opened.records.survey() {
                Err(StoreError::Damaged) => {
                    drop(opened);
                    let stand_in = self.open_second_copy()?;
                    self.replace(stand_in.records)
                }
                _ => self.take_in_stand_in(opened),
            },
        }
    }

    fn replace(&self, stand_in: Records) -> Result<Opened, CommandError> {
        let replaced = stand_in.replace_damaged(&self.rooms.folder.records());
        if replaced.is_ok() {
            Act::new(EventKind::DamagedStoreReplaced).write_now(self.rooms)?;
        }
        self.open()
    }

    /// As long as the stand-in could not be taken in, answers are missing, and it is said.
    fn take_in_stand_in(&self, opened: Opened) -> Result<Opened, CommandError> {
        let Opened { records, standing } = opened;
        let act = Act::new(EventKind::StandInTakenIn);
        let (store, copy) = (self.rooms.folder.records(), self.rooms.folder.second_copy());
        match records.take_in_stand_in(&store, &copy, &self.key) {
            Ok(adopted) => {
                self.rooms.note_commits(&records);
                self.ask_again(&adopted);
                act.write_now(self.rooms)?;
                drop(records);
                self.open()
            }
            Err(error) => {
                let code = CommandError::from(error).code;
                self.rooms.note_disk(code);
                act.failed(&code.name()).write_now(self.rooms)?;
                // How many is not known.
                let standing = match standing {
                    Standing::Whole => Standing::Behind { lost: 1 },
                    known => known,
                };
                Ok(Opened { records, standing })
            }
        }
    }

    /// What was damaged in the stand-in is fetched again.
    fn ask_again(&self, adopted: &Adopted) {
        for &(person, category) in &adopted.damaged {
            forget_fetched(self.rooms, Job { person, category });
        }
    }
}

fn note_standing(rooms: &Rooms, standing: &CopyStanding) -> Result<(), CommandError> {
    let act = match standing {
        CopyStanding::Whole => return Ok(()),
        CopyStanding::Behind { .. } => Act::new(EventKind::AnswersMissing),
        CopyStanding::SecondCopy { why, .. } => {
            Act::new(EventKind::SecondCopyUsed).failed(&why.name())
        }
    };
    act.write_now(rooms)
}

const fn as_view(standing: &Standing) -> CopyStanding {
    match *standing {
        Standing::Whole => CopyStanding::Whole,
        Standing::Behind { lost } => CopyStanding::Behind { lost },
        Standing::SecondCopy { as_of, why, lost } => CopyStanding::SecondCopy {
            as_of,
            why: store_open_code(why),
            lost,
        },
    }
}
