use serde_json::{Value, json};
use viewer::{Seat, Viewer};

use super::{Pc, Service, person, sign_in, until};

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

    /// With everything fetched that this patient consented to; answers who that is.
    pub(crate) async fn with(chart_number: &str) -> (Self, Value) {
        let clinic = Self::open().await;
        let who = person(&clinic.seat, chart_number).await;
        until(&clinic.seat, "open_patient", json!({"person": who}), |p| {
            p["complete"] == true
        })
        .await;
        (clinic, who)
    }
}
