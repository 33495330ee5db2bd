//! Where one person sits: a window today, a browser connection later. Owns the session, checks
//! rights before anything else, and routes commands.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use access::{Role, Session};
use audit::EventKind;
use serde_json::Value;
use tokio::sync::broadcast;

use crate::clinical::Clinical;
use crate::command::{COMMANDS, CommandInfo, with_commands};
use crate::error::{CommandError, ErrorCode};
use crate::event::ViewerEvent;
use crate::record_act::Act;
use crate::rooms::Rooms;
use crate::sync::lock;
use crate::viewer::Viewer;

static NEXT_SEAT: AtomicU64 = AtomicU64::new(1);

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
    pub(crate) session: Session,
    pub(crate) clinical: Option<Arc<Clinical>>,
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
        self.permit(info).await?;
        let request = serde_json::from_str(request)
            .map_err(|_| CommandError::new(ErrorCode::BadRequest).with("detail", "json"))?;
        self.route(command, request).await
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

    async fn permit(&self, info: &CommandInfo) -> Result<(), CommandError> {
        let seated = self.seated();
        let role = seated.as_ref().map(|seated| seated.session.role());
        if info.callers.include(role) {
            return Ok(());
        }
        let Some(seated) = seated else {
            return Err(ErrorCode::NotSignedIn.into());
        };
        let rooms = self.viewer.rooms()?;
        let act = Act::new(EventKind::RefusedCommand)
            .by(&seated.session)
            .refused(info.name);
        act.write(&rooms).await?;
        Err(CommandError::new(ErrorCode::NotPermitted).with("command", info.name))
    }
}

/// The events of one seat.
pub struct SeatEvents {
    seat: Seat,
    news: broadcast::Receiver<ViewerEvent>,
}

impl SeatEvents {
    /// The next piece of news; none when the viewer is gone. After falling behind it goes on with
    /// the oldest news still kept: every event only tells the screen to ask again.
    pub async fn next(&mut self) -> Option<ViewerEvent> {
        loop {
            match self.news.recv().await {
                Ok(event) => {
                    let role = self.seat.role();
                    if let Some(event) = role.and_then(|role| event.for_role(role)) {
                        return Some(event);
                    }
                }
                Err(broadcast::error::RecvError::Lagged(_)) => {}
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
            async fn route(&self, command: &str, request: Value) -> Result<String, CommandError> {
                match command {
                    $(stringify!($name) => {
                        let request: $request = serde_json::from_value(request).map_err(|_| {
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
