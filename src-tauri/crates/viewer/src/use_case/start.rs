use crate::error::{CommandError, ErrorCode};
use crate::options::ProfileKind;
use crate::profile::SecretPlace;
use crate::request::Nothing;
use crate::retiring;
use crate::seat::Seat;
use crate::view::StartState;

impl Seat {
    /// How the program came up. Opens the profile when it is not open yet, and tries again after a
    /// failure, so that the screen's "retry" is this command.
    pub(crate) async fn start_state(&self, _: Nothing) -> Result<StartState, CommandError> {
        let version = env!("CARGO_PKG_VERSION").to_owned();
        let opened = match self.viewer.open().await {
            Err(error) if error.code == ErrorCode::Retired => return self.retired(version),
            opened => opened?,
        };
        if !opened {
            let demo = self.viewer.options().new_kind == ProfileKind::Demo;
            return Ok(StartState {
                needs_set_up: true,
                demo,
                secret_in_file: false,
                restored: Vec::new(),
                version,
                retired: None,
            });
        }
        let rooms = self.viewer.rooms()?;
        let facts = &rooms.facts;
        Ok(StartState {
            needs_set_up: false,
            demo: facts.kind == ProfileKind::Demo,
            secret_in_file: facts.secret_place == SecretPlace::File,
            restored: rooms.restored.clone(),
            version,
            retired: None,
        })
    }

    /// The use of this PC has ended: whoever sat here has nothing left to do.
    fn retired(&self, version: String) -> Result<StartState, CommandError> {
        self.leave();
        let retired = retiring::retired(&self.viewer.options().profile)?;
        let retired = retired.ok_or(ErrorCode::Retired)?;
        Ok(StartState {
            needs_set_up: false,
            demo: retired.kind() == ProfileKind::Demo,
            secret_in_file: false,
            restored: Vec::new(),
            version,
            retired: Some(retired.view()),
        })
    }
}
