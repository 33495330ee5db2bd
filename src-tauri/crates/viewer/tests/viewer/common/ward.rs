use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use serde_json::{Value, json};
use viewer::{Clock, ProfileKind, Seat, Viewer, ViewerOptions};

use super::first_run::ISSUED;
use super::{PASSWORD, Pc, RICH, Service, call, person, sign_in, until};

/// A clinic whose days pass as the test says. The doctor sits at `seat` and has the emergency right;
/// the nurse was granted the diseases; there is a second doctor.
pub(crate) struct Ward {
    pub(crate) service: Service,
    pub(crate) pc: Pc,
    pub(crate) viewer: Viewer,
    pub(crate) seat: Seat,
    /// Seconds the PC's clock is ahead.
    clock: Arc<AtomicI64>,
}

impl Ward {
    pub(crate) async fn open() -> Self {
        let service = Service::start().await;
        let (pc, viewer) = Pc::set_up().await;
        pc.close(viewer).await;
        let clock = Arc::new(AtomicI64::new(0));
        let viewer = started(&pc, &clock);
        let seat = viewer.seat();
        call(&seat, "start_state", json!({})).await.unwrap();
        service.connect(&seat).await;
        let ward = Self {
            service,
            pc,
            viewer,
            seat,
            clock,
        };
        ward.give_right("doctor2", &["doctor"]).await;
        let office = ward.viewer.seat();
        sign_in(&office, "admin").await;
        let right = json!({"account": "doctor", "roles": ["doctor"], "emergency": true,
            "deputy": false, "disabled": false});
        call(&office, "change_account", right).await.unwrap();
        let grants = json!({"grants": [{"role": "nurse", "categories": ["condition"]}]});
        call(&office, "set_grants", grants).await.unwrap();
        sign_in(&ward.seat, "doctor").await;
        ward
    }

    /// Makes an account with the emergency right.
    pub(crate) async fn give_right(&self, account: &str, roles: &[&str]) {
        let seat = self.viewer.seat();
        sign_in(&seat, "admin").await;
        let request = json!({"account": account, "display_name": "緊急 三郎",
            "staff_number": "0077", "roles": roles, "emergency": true, "password": ISSUED,
            "recovery_key": self.pc.recovery_key});
        call(&seat, "create_account", request).await.unwrap();
        let request = json!({"account": account, "password": ISSUED});
        call(&seat, "sign_in", request).await.unwrap();
        let own = json!({"password": PASSWORD});
        call(&seat, "set_first_password", own).await.unwrap();
        call(&seat, "sign_out", json!({})).await.unwrap();
    }

    /// The patient of this ward, with everything fetched.
    pub(crate) async fn fetched(&self) -> Value {
        let who = person(&self.seat, self.chart()).await;
        let complete = |patient: &Value| patient["complete"] == true;
        until(&self.seat, "open_patient", json!({"person": who}), complete).await;
        who
    }

    /// Puts somebody on the list of the ward: they are expected on each further day.
    pub(crate) async fn admit(&self, who: &Value) {
        let desk = self.viewer.seat();
        sign_in(&desk, "desk").await;
        let lists = call(&desk, "make_list", json!({"name": "3階病棟"})).await;
        let list = lists.unwrap()[0]["id"].clone();
        let request = json!({"list": list, "people": [who]});
        call(&desk, "put_on_list", request).await.unwrap();
        call(&desk, "sign_out", json!({})).await.unwrap();
    }

    /// Their 患者番号.
    pub(crate) fn chart(&self) -> &'static str {
        RICH
    }

    /// The service goes, and that is known.
    pub(crate) async fn outage(&mut self) {
        self.service.stop().await;
        until(&self.seat, "service_status", json!({}), |status| {
            status["link"] == "down"
        })
        .await;
    }

    /// Time passes. Every screen has locked itself; the doctor signs in again.
    pub(crate) async fn pass(&self, seconds: i64) {
        self.clock.fetch_add(seconds, Ordering::Relaxed);
        sign_in(&self.seat, "doctor").await;
    }

    /// The clock of the PC is set: so many seconds from where it is.
    pub(crate) fn set_clock(&self, seconds: i64) {
        self.clock.fetch_add(seconds, Ordering::Relaxed);
    }

    /// The program is started again; the doctor signs in. No other seat may be in use.
    pub(crate) async fn restart(&mut self) {
        let fresh = started(&self.pc, &self.clock);
        let seat = fresh.seat();
        let ended = std::mem::replace(&mut self.viewer, fresh);
        drop(std::mem::replace(&mut self.seat, seat));
        self.pc.close(ended).await;
        call(&self.seat, "start_state", json!({})).await.unwrap();
        sign_in(&self.seat, "doctor").await;
    }
}

fn started(pc: &Pc, clock: &Arc<AtomicI64>) -> Viewer {
    let mut options = ViewerOptions::new(pc.profile(), ProfileKind::Demo);
    options.keyring = pc.keyring.clone();
    options.clock = Clock::ahead_by(clock.clone());
    Viewer::new(options)
}
