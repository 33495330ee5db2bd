use std::path::Path;

use serde_json::{Value, json};
use simulator::{Options, Simulator};
use viewer::Seat;

use super::{call, sign_in, workspace};

/// A simulator whose certificates and port outlive a restart.
pub(crate) struct Service {
    pub(crate) state: tempfile::TempDir,
    pub(crate) running: Option<Simulator>,
    port: u16,
}

impl Service {
    pub(crate) async fn start() -> Self {
        let state = tempfile::tempdir().unwrap();
        let mut service = Self {
            state,
            running: None,
            port: 0,
        };
        service.restart().await;
        service
    }

    pub(crate) async fn restart(&mut self) {
        let options = Options {
            listen: ([127, 0, 0, 1], self.port).into(),
            clinic_dir: workspace().join("assets/sample-clinic"),
            state_dir: self.state.path().to_owned(),
            faults: Vec::new(),
            today: None,
        };
        let running = simulator::start(options).await.unwrap();
        let url: String = running.started().base_url.clone();
        self.port = url
            .split(':')
            .nth(2)
            .unwrap()
            .split('/')
            .next()
            .unwrap()
            .parse()
            .unwrap();
        self.running = Some(running);
    }

    pub(crate) async fn stop(&mut self) {
        if let Some(running) = self.running.take() {
            running.stop().await;
        }
    }

    /// Where faults are switched and records revised.
    pub(crate) fn control(&self) -> String {
        self.running.as_ref().unwrap().started().control.clone()
    }

    /// The service profile as an administrator enters it.
    pub(crate) fn profile(&self) -> Value {
        let started = self.running.as_ref().unwrap().started();
        let read = |path: &Path| std::fs::read_to_string(path).unwrap();
        json!({"base_url": started.base_url, "ca_pem": read(&started.ca),
               "client_certificate_pem": read(&started.client_certificate),
               "client_key_pem": read(&started.client_key), "allow_tls12": false})
    }

    /// Connects a PC to this service through the administrator's command.
    pub(crate) async fn connect(&self, seat: &Seat) {
        sign_in(seat, "admin").await;
        call(seat, "configure_service", self.profile())
            .await
            .unwrap();
        call(seat, "sign_out", json!({})).await.unwrap();
    }
}
