//! Where one person sits: a window today, a browser connection later. Owns the session, checks
//! rights before anything else, and routes commands.

use std::collections::HashSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use access::{Role, Session};
use audit::EventKind;
use cache::desk::SearchIndex;
use record::vocabulary::{Category, PersonId};
use serde::Deserialize;
use serde_json::Value;
use tokio::sync::broadcast;

use crate::clinical::Clinical;
use crate::command::{COMMANDS, Callers, CommandInfo, with_commands};
use crate::error::{CommandError, ErrorCode};
use crate::event::ViewerEvent;
use crate::follow::damage_reported;
use crate::record_act::Act;
use crate::rooms::Rooms;
use crate::search_act::SearchAct;
use crate::sync::lock;
use crate::viewer::Viewer;

static NEXT_SEAT: AtomicU64 = AtomicU64::new(1);
static NEXT_SITTING: AtomicU64 = AtomicU64::new(1);

/// One place where a person may be signed in.
#[derive(Clone)]
pub struct Seat {
    pub(crate) id: u64,
    pub(crate) viewer: Viewer,
    session: Arc<Mutex<Option<Seated>>>,
}

/// Somebody signed in here. Holding `clinical` is what keeps the clinical stores open.
#[derive(Clone)]
pub(crate) struct Seated {
    /// Tells this sitting from the one before and the one after it.
    pub(crate) sitting: u64,
    pub(crate) session: Session,
    pub(crate) clinical: Option<Arc<Clinical>>,
    /// Whom the list or board shown last named.
    listed: Arc<Mutex<Vec<PersonId>>>,
    /// What of searches and of the changes after an outage was written down in this sitting.
    told: Arc<Mutex<Told>>,
    /// The people to search among; cleared when this sitting ends.
    search: Arc<Mutex<Option<Arc<SearchIndex>>>>,
}

/// What was told already, so that it is written down once a sitting.
#[derive(Default)]
struct Told {
    search: SearchAct,
    changed: HashSet<(PersonId, Category, String)>,
}

impl Seated {
    pub(crate) fn new(session: Session, clinical: Option<Arc<Clinical>>) -> Self {
        let sitting = NEXT_SITTING.fetch_add(1, Ordering::Relaxed);
        Self {
            sitting,
            session,
            clinical,
            listed: Arc::default(),
            told: Arc::default(),
            search: Arc::default(),
        }
    }

    /// Whether this question begins a search of its own (`SearchAct`).
    pub(crate) fn searches_anew(&self, text: &str) -> bool {
        lock(&self.told).search.goes_on_to(text, Instant::now())
    }

    /// Whether changes are told of that were not told before in this sitting.
    pub(crate) fn tells_anew(
        &self,
        changed: impl Iterator<Item = (PersonId, Category, String)>,
    ) -> bool {
        let mut told = lock(&self.told);
        let before = told.changed.len();
        told.changed.extend(changed);
        told.changed.len() > before
    }

    /// The people to search among, held until this sitting ends.
    pub(crate) fn search_index(&self, rooms: &Rooms) -> Result<Arc<SearchIndex>, CommandError> {
        let index = rooms.desk.search_index()?;
        *lock(&self.search) = Some(index.clone());
        Ok(index)
    }

    /// Whether a list names other people than the one shown before in this sitting. Only then it is
    /// written down again: a row for every renewal would bury the openings.
    pub(crate) fn shows_anew(&self, persons: impl Iterator<Item = PersonId>) -> bool {
        let mut named: Vec<PersonId> = persons.collect();
        named.sort_unstable();
        let mut listed = lock(&self.listed);
        let anew = *listed != named;
        *listed = named;
        anew
    }
}

impl Seat {
    pub(crate) fn new(viewer: Viewer) -> Self {
        let id = NEXT_SEAT.fetch_add(1, Ordering::Relaxed);
        Self {
            id,
            viewer,
            session: Arc::new(Mutex::new(None)),
        }
    }

    /// Calls a command with its request as JSON; answers its response as JSON.
    ///
    /// # Errors
    /// The command's own, `unknown_command`, `bad_request`, `not_signed_in` or `not_permitted`.
    pub async fn call(&self, command: &str, request: &str) -> Result<String, CommandError> {
        let Some(info) = COMMANDS.iter().find(|info| info.name == command) else {
            return Err(ErrorCode::UnknownCommand.into());
        };
        let sitting = self.permit(info).await?;
        let request: Value = serde_json::from_str(request)
            .map_err(|_| CommandError::new(ErrorCode::BadRequest).with("detail", "json"))?;
        let mut answer = self.route(command, &request).await;
        if let Err(error) = &answer
            && self.overcome(error.code).await
        {
            answer = self.route(command, &request).await;
        }
        if info.callers != Callers::Anyone && self.sitting() != sitting {
            // Whoever asked has left meanwhile: the answer is not for who sits here now.
            if let Ok(rooms) = self.viewer.rooms() {
                rooms.on_screen.shows_nobody(self.id);
            }
            return Err(ErrorCode::NotSignedIn.into());
        }
        answer
    }

    /// Whether what stopped a command was set right, so that it is tried once more: the second copy
    /// took over from a damaged store, or the reserve gave a full disk some room.
    async fn overcome(&self, code: ErrorCode) -> bool {
        let Ok(rooms) = self.viewer.rooms() else {
            return false;
        };
        rooms.note_disk(code);
        match code {
            ErrorCode::StoreDamaged => damage_reported(&rooms).await.unwrap_or(false),
            ErrorCode::DiskFull => rooms.disk.release(),
            _ => false,
        }
    }

    fn sitting(&self) -> Option<u64> {
        lock(&self.session).as_ref().map(|seated| seated.sitting)
    }

    /// What this seat is told without asking, filtered by what its session may know.
    #[must_use]
    pub fn events(&self) -> SeatEvents {
        SeatEvents {
            seat: self.clone(),
            news: self.viewer.listen(),
        }
    }

    pub(crate) fn seated(&self) -> Option<Seated> {
        lock(&self.session).clone()
    }

    pub(crate) fn role(&self) -> Option<Role> {
        lock(&self.session)
            .as_ref()
            .map(|seated| seated.session.role())
    }

    /// Somebody sat down; who sat here before has left.
    pub(crate) fn take_place(&self, seated: Seated) {
        *lock(&self.session) = Some(seated);
    }

    /// Whoever sat here leaves, and with them the clinical keys they held.
    pub(crate) fn leave(&self) -> Option<Seated> {
        lock(&self.session).take()
    }

    /// The rooms and who is signed in.
    pub(crate) fn signed_in(&self) -> Result<(Arc<Rooms>, Seated), CommandError> {
        let seated = self.seated().ok_or(ErrorCode::NotSignedIn)?;
        Ok((self.viewer.rooms()?, seated))
    }

    /// The rooms, who is signed in, and the clinical stores they opened.
    pub(crate) fn clinical(&self) -> Result<(Arc<Rooms>, Session, Arc<Clinical>), CommandError> {
        let (rooms, seated) = self.signed_in()?;
        let clinical = seated.clinical.ok_or(ErrorCode::ClinicalClosed)?;
        Ok((rooms, seated.session, clinical))
    }

    /// The gate: `access` decides, from the roles the command names. Answers whose sitting it is.
    async fn permit(&self, info: &CommandInfo) -> Result<Option<u64>, CommandError> {
        let seated = self.seated();
        let session = seated.as_ref().map(|seated| &seated.session);
        let Callers::Only(roles) = info.callers else {
            return Ok(seated.map(|seated| seated.sitting));
        };
        match (access::permit(session, roles), &seated) {
            (Ok(_), _) => Ok(seated.map(|seated| seated.sitting)),
            (Err(_), None) => Err(ErrorCode::NotSignedIn.into()),
            (Err(_), Some(seated)) => {
                let rooms = self.viewer.rooms()?;
                let act = Act::new(EventKind::RefusedCommand).by(&seated.session);
                act.refused(info.name).write(&rooms).await?;
                Err(CommandError::new(ErrorCode::NotPermitted).with("command", info.name))
            }
        }
    }
}

/// The events of one seat.
pub struct SeatEvents {
    seat: Seat,
    news: broadcast::Receiver<ViewerEvent>,
}

impl SeatEvents {
    /// The next piece of news; none when the viewer is gone. After falling behind it says so: every
    /// event only tells the screen to ask again, and then it asks for everything.
    pub async fn next(&mut self) -> Option<ViewerEvent> {
        loop {
            match self.news.recv().await {
                Ok(event) => {
                    let role = self.seat.role();
                    if let Some(event) = role.and_then(|role| event.for_role(role)) {
                        return Some(event);
                    }
                }
                Err(broadcast::error::RecvError::Lagged(_)) => {
                    return Some(ViewerEvent::NewsMissed);
                }
                Err(broadcast::error::RecvError::Closed) => return None,
            }
        }
    }
}

macro_rules! route {
    ($($name:ident($request:ty) -> $response:ty, $callers:expr;)*) => {
        use crate::request::*;
        use crate::view::*;

        impl Seat {
            async fn route(&self, command: &str, request: &Value) -> Result<String, CommandError> {
                match command {
                    $(stringify!($name) => {
                        let request: $request = Deserialize::deserialize(request).map_err(|_| {
                            CommandError::new(ErrorCode::BadRequest).with("detail", "shape")
                        })?;
                        let response: $response = self.$name(request).await?;
                        serde_json::to_string(&response).map_err(|_| ErrorCode::Internal.into())
                    })*
                    _ => Err(ErrorCode::UnknownCommand.into()),
                }
            }
        }
    };
}
with_commands!(route);
