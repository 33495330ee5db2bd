use audit::EventKind;

use crate::error::{CommandError, ErrorCode};
use crate::line::Line;
use crate::machine_stores::note_restored;
use crate::options::Pace;
use crate::record_act::Act;
use crate::recovering;
use crate::request::{Nothing, RecoverRequest};
use crate::rooms::{Rooms, blocking};
use crate::seat::Seat;
use crate::view::StartState;

impl Seat {
    /// Opens a profile whose machine secret is lost (another PC, a lost or exchanged keyring) with
    /// the printed recovery key, and puts the secret into this PC's keyring. Does nothing when the
    /// profile opens without.
    pub(crate) async fn recover(
        &self,
        request: RecoverRequest,
    ) -> Result<StartState, CommandError> {
        match self.viewer.open().await {
            Ok(true) => {}
            Ok(false) => return Err(ErrorCode::NotSetUp.into()),
            Err(error) if is_for_recovery(error.code) => self.recover_profile(request).await?,
            Err(error) => return Err(error),
        }
        self.start_state(Nothing {}).await
    }

    async fn recover_profile(&self, request: RecoverRequest) -> Result<(), CommandError> {
        let options = self.viewer.options().clone();
        self.viewer
            .open_new(async move |news| {
                let opened =
                    blocking(move || recovering::recover(&options, &request.recovery_key)).await?;
                let line = Line::new(Pace::of(opened.facts.kind));
                let rooms = Rooms::new(opened, line, news);
                note_restored(&rooms);
                Act::new(EventKind::Recovered).write_now(&rooms)?;
                Ok((rooms, ()))
            })
            .await
    }
}

/// Whether the profile does not open because its secret is not there. A locked keyring is to be
/// unlocked instead.
const fn is_for_recovery(code: ErrorCode) -> bool {
    matches!(
        code,
        ErrorCode::KeyMissing
            | ErrorCode::KeyForeign
            | ErrorCode::KeyChanged
            | ErrorCode::KeyFileOpen
            | ErrorCode::KeyringUnavailable
            | ErrorCode::StoreUnreadable
    )
}
