use viewer::{Seat, Viewer};

use super::{Pc, Service, sign_in};

/// A clinic at work: connected to its service, a doctor signed in.
pub(crate) struct Clinic {
    pub(crate) service: Service,
    pub(crate) pc: Pc,
    pub(crate) viewer: Viewer,
    pub(crate) seat: Seat,
}

impl Clinic {
    pub(crate) async fn open() -> Self {
        let service = Service::start().await;
        let (pc, viewer) = Pc::set_up().await;
        let seat = viewer.seat();
        service.connect(&seat).await;
        sign_in(&seat, "doctor").await;
        Self {
            service,
            pc,
            viewer,
            seat,
        }
    }
}
