use std::{net::SocketAddr, path::PathBuf};

use jiff::civil::Date;
use serde::Serialize;

/// How to start.
#[derive(Clone, Debug)]
pub struct Options {
    /// Loopback address of the service; port 0 takes a free one.
    pub listen: SocketAddr,
    /// `assets/sample-clinic`.
    pub clinic_dir: PathBuf,
    /// Where certificates and keys are kept; made when missing.
    pub state_dir: PathBuf,
    /// Faults to start with, by name.
    pub faults: Vec<String>,
    /// The day of the clinic; by default the day in Japan.
    pub today: Option<Date>,
}

/// What a client needs; printed as one line of JSON by the command line.
#[derive(Clone, Debug, Serialize)]
pub struct Started {
    /// `https://localhost:PORT/fhir`.
    pub base_url: String,
    /// PEM of the CA to trust, and no other.
    pub ca: PathBuf,
    /// PEM of the client certificate.
    pub client_certificate: PathBuf,
    /// PEM of its key (mode 0600).
    pub client_key: PathBuf,
    /// `http://127.0.0.1:PORT` of the control port.
    pub control: String,
    /// The state folder; also holds the certificates that must be refused.
    pub state_dir: PathBuf,
}
