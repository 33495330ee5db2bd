use crate::error::CommandError;
use crate::options::ProfileKind;
use crate::profile::SecretPlace;
use crate::request::Nothing;
use crate::seat::Seat;
use crate::view::StartState;

impl Seat {
    /// How the program came up. Opens the profile when it is not open yet, and tries again after a
    /// failure, so that the screen's "retry" is this command.
    pub(crate) async fn start_state(&self, _: Nothing) -> Result<StartState, CommandError> {
        let version = env!("CARGO_PKG_VERSION").to_owned();
        if !self.viewer.open().await? {
            let demo = self.viewer.options().new_kind == ProfileKind::Demo;
            return Ok(StartState {
                needs_set_up: true,
                demo,
                secret_in_file: false,
                version,
            });
        }
        let facts = &self.viewer.rooms()?.facts;
        Ok(StartState {
            needs_set_up: false,
            demo: facts.kind == ProfileKind::Demo,
            secret_in_file: facts.secret_place == SecretPlace::File,
            version,
        })
    }
}
