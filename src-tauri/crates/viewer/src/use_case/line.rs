use crate::error::CommandError;
use crate::request::Nothing;
use crate::seat::Seat;
use crate::view::ServiceStatusView;

impl Seat {
    /// How the line to the service stands.
    pub(crate) async fn service_status(
        &self,
        _: Nothing,
    ) -> Result<ServiceStatusView, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        Ok(rooms.service_status().for_role(seated.session.role()))
    }

    /// Tries now instead of at the next planned time.
    pub(crate) async fn retry_service(&self, _: Nothing) -> Result<Nothing, CommandError> {
        let (rooms, _) = self.signed_in()?;
        rooms.look_now.notify_one();
        Ok(Nothing {})
    }
}
