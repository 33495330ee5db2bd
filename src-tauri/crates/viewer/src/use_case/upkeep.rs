use audit::EventKind;

use crate::error::CommandError;
use crate::key_rotation::KeyRotation;
use crate::record_act::Act;
use crate::request::Nothing;
use crate::rooms::blocking;
use crate::seat::Seat;
use crate::upkeep_state::CopyMade;
use crate::view::UpkeepView;

impl Seat {
    /// How the program's own stores are.
    pub(crate) async fn upkeep(&self, _: Nothing) -> Result<UpkeepView, CommandError> {
        let (rooms, _) = self.signed_in()?;
        blocking(move || {
            Ok(UpkeepView {
                last_copy_at: CopyMade::read(&rooms.desk).at,
                copy_fault: rooms.upkeep.copy_fault(),
                disk: rooms.disk.state(),
                standing: rooms.clinical().map(|open| open.records.standing()),
                rotation: KeyRotation::read(&rooms.desk).view(),
                damaged_sections: rooms.upkeep.damaged(),
            })
        })
        .await
    }

    /// Plans another key for the records store. The clinical keys are needed for it, so the next
    /// clinical session carries it out; one that is open does so at once.
    pub(crate) async fn plan_key_rotation(&self, _: Nothing) -> Result<UpkeepView, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        let shared = rooms.clone();
        blocking(move || {
            Act::new(EventKind::KeyRotationPlanned)
                .by(&seated.session)
                .write_now(&shared)?;
            KeyRotation::plan(&shared.desk)
        })
        .await?;
        rooms.upkeep.now.notify_one();
        self.upkeep(Nothing {}).await
    }
}
