//! Where one person sits: a window today, a browser connection later. Owns the session, checks
//! rights before anything else, and routes commands.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, Weak};

use access::{Role, Session};
use audit::EventKind;
use serde::Deserialize;
use serde_json::Value;
use tokio::sync::broadcast;

use crate::clinical::Clinical;
use crate::command::{COMMANDS, Callers, CommandInfo, with_commands};
use crate::confirmed_identity::ConfirmedIdentity;
use crate::error::{CommandError, ErrorCode};
use crate::event::ViewerEvent;
use crate::follow::damage_reported;
use crate::locking::{SeatLock, forget_if_nobody_sits};
use crate::record_act::Act;
use crate::rooms::Rooms;
use crate::seat_events::SeatEvents;
pub(crate) use crate::seated::Seated;
use crate::session_ended_by::SessionEndedBy;
use crate::signing_in::SigningIn;
use crate::sync::lock;
use crate::viewer::{Viewer, WeakViewer};

/// The command that begins another sitting of the person who calls it, and answers for that one.
const NEW_SITTING: &str = "switch_role";
/// Commands that may use what is kept for emergencies: somebody has to come in to begin one.
const LEADING_IN: [&str; 3] = ["sign_in", "give_second_factor", "unlock"];
/// Events kept for a screen that is slow to take them.
const NEWS_KEPT: usize = 16;

static NEXT_SEAT: AtomicU64 = AtomicU64::new(1);

/// One place where a person may be signed in.
#[derive(Clone)]
pub struct Seat {
    pub(crate) id: u64,
    pub(crate) viewer: Viewer,
    session: Arc<Mutex<Option<Seated>>>,
    pub(crate) lock: Arc<SeatLock>,
    pub(crate) signing_in: Arc<SigningIn>,
    /// News for this seat alone.
    own: broadcast::Sender<ViewerEvent>,
}

/// How a seat stood when somebody began to sit down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Standing {
    /// How often its screen was to be locked.
    asked: u64,
    sitting: Option<u64>,
}

impl Standing {
    /// The same for who sits there.
    pub(crate) const fn of(self, sitting: u64) -> Self {
        Self {
            sitting: Some(sitting),
            ..self
        }
    }
}

/// A seat that does not keep its viewer open.
pub(crate) struct WeakSeat {
    id: u64,
    viewer: WeakViewer,
    session: Weak<Mutex<Option<Seated>>>,
    lock: Weak<SeatLock>,
    signing_in: Weak<SigningIn>,
    own: broadcast::Sender<ViewerEvent>,
}

impl WeakSeat {
    /// The seat; none when nobody holds it any more.
    pub(crate) fn upgrade(&self) -> Option<Seat> {
        Some(Seat {
            id: self.id,
            viewer: self.viewer.upgrade()?,
            session: self.session.upgrade()?,
            lock: self.lock.upgrade()?,
            signing_in: self.signing_in.upgrade()?,
            own: self.own.clone(),
        })
    }
}

impl Seat {
    pub(crate) fn new(viewer: Viewer) -> Self {
        let id = NEXT_SEAT.fetch_add(1, Ordering::Relaxed);
        Self {
            id,
            viewer,
            session: Arc::new(Mutex::new(None)),
            lock: Arc::default(),
            signing_in: Arc::default(),
            own: broadcast::channel(NEWS_KEPT).0,
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
            && self.overcome(command, error.code).await
        {
            answer = self.route(command, &request).await;
        }
        if info.callers != Callers::Anyone && command != NEW_SITTING && self.sitting() != sitting {
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
    async fn overcome(&self, command: &str, code: ErrorCode) -> bool {
        let Ok(rooms) = self.viewer.rooms() else {
            return false;
        };
        rooms.note_disk(code);
        match code {
            ErrorCode::StoreDamaged => damage_reported(&rooms).await.unwrap_or(false),
            ErrorCode::DiskFull => {
                rooms.disk.release()
                    || (LEADING_IN.contains(&command) && rooms.disk.release_for_emergency())
            }
            _ => false,
        }
    }

    pub(crate) fn downgrade(&self) -> WeakSeat {
        WeakSeat {
            id: self.id,
            viewer: self.viewer.downgrade(),
            session: Arc::downgrade(&self.session),
            lock: Arc::downgrade(&self.lock),
            signing_in: Arc::downgrade(&self.signing_in),
            own: self.own.clone(),
        }
    }

    pub(crate) fn sitting(&self) -> Option<u64> {
        lock(&self.session).as_ref().map(|seated| seated.sitting)
    }

    /// What this seat is told without asking, filtered by what its session may know.
    #[must_use]
    pub fn events(&self) -> SeatEvents {
        SeatEvents::new(self.clone(), self.viewer.listen(), self.own.subscribe())
    }

    pub(crate) fn seated(&self) -> Option<Seated> {
        lock(&self.session).clone()
    }

    pub(crate) fn role(&self) -> Option<Role> {
        lock(&self.session)
            .as_ref()
            .map(|seated| seated.session.role())
    }

    /// How it stands here, for whoever is about to sit down.
    pub(crate) fn standing(&self) -> Standing {
        Standing {
            asked: self.lock.asked(),
            sitting: self.sitting(),
        }
    }

    /// Somebody sits down, in place of who sat here when they began. False when the screen was to be
    /// locked since then, or somebody came or left: nothing has changed then.
    #[must_use]
    pub(crate) fn take_place(&self, began: Standing, seated: Seated) -> bool {
        let sitting = seated.sitting;
        {
            let mut session = lock(&self.session);
            let now = Standing {
                asked: self.lock.asked(),
                sitting: session.as_ref().map(|seated| seated.sitting),
            };
            if now != began {
                return false;
            }
            *session = Some(seated);
        }
        if let Ok(rooms) = self.viewer.rooms() {
            rooms.seats.add(self);
        }
        self.sat_down(sitting);
        true
    }

    /// Whoever sat here leaves, and with them the clinical keys they held.
    pub(crate) fn leave(&self) -> Option<Seated> {
        let left = self.take_session();
        if let Some(seated) = &left {
            self.stood_up(seated.session.account());
        }
        left
    }

    /// Whoever sits here leaves by no wish of theirs: where the account goes on, what they were in the middle of waits
    /// for them.
    fn sent_away(&self, why: SessionEndedBy) -> Option<Seated> {
        if why.ends_the_account() {
            return self.leave();
        }
        let left = self.take_session();
        if left.is_some() {
            self.interrupted();
        }
        left
    }

    pub(crate) fn take_session(&self) -> Option<Seated> {
        lock(&self.session).take()
    }

    /// The event as the person who sits here may receive it, if at all.
    pub(crate) fn may_hear(&self, event: ViewerEvent) -> Option<ViewerEvent> {
        let (rooms, seated) = self.signed_in().ok()?;
        if let ViewerEvent::SectionChanged { category, .. } = event
            && !rooms.may_role_read(&seated.session, category)
        {
            return None;
        }
        event.for_role(seated.session.role())
    }

    /// Tells this seat alone, whoever sits here.
    pub(crate) fn tell(&self, event: ViewerEvent) {
        // Nobody listening is no failure.
        let _ = self.own.send(event);
    }

    /// Ends what this account has open here, if it is the one that sits or is waited for here. A session
    /// that ends behind its lock is on record as any that ends.
    pub(crate) async fn end_by_force(
        &self,
        rooms: &Arc<Rooms>,
        account: &str,
        why: SessionEndedBy,
    ) -> Result<(), CommandError> {
        let ended = |session: &Session| {
            let act = Act::new(EventKind::SessionEnded).by(session);
            act.because(why.word(), None)
        };
        let mut acts = Vec::new();
        let waited = self.lock.locked();
        if let Some(locked) = waited.filter(|locked| is_of(&locked.session, account)) {
            self.lock.give_up();
            acts.push(ended(&locked.session));
        }
        let seated = self.seated();
        if seated.is_some_and(|seated| is_of(&seated.session, account))
            && let Some(seated) = self.sent_away(why)
        {
            self.signing_in.forget();
            rooms.on_screen.shows_nobody(self.id);
            acts.push(ended(&seated.session));
            // The keys go before anything is waited for.
            drop(seated);
            self.tell(ViewerEvent::SessionEnded);
        }
        if why.ends_the_account() {
            self.lock.forget_work_of(account);
        }
        if acts.is_empty() {
            return Ok(());
        }
        let mut written = Ok(());
        for act in acts {
            written = written.and(act.write(rooms).await);
        }
        forget_if_nobody_sits(rooms).await;
        written
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

    /// Of whom it was made sure here who they are.
    pub(crate) fn identity(&self) -> Result<ConfirmedIdentity, CommandError> {
        let seated = self.seated().ok_or(ErrorCode::NotSignedIn)?;
        Ok(seated.identity)
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

/// Account names differ in case and width only on the way in.
fn is_of(session: &Session, account: &str) -> bool {
    access::same_account(session.account(), account)
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
