//! How do we ask the service, and what exactly went wrong?
//!
//! May use `record` for the field's words. Knows neither the cache nor a screen nor who is looking.
//!
//! The way in is [`Transport`]; [`FhirRest`] is the one transport there is so far. An asking goes
//! `fhir_rest` (which questions) → `paging` (all pages) → `line` (one question, one answer) →
//! `answer` (what the service meant) or `classify` (what the network did to it). Beside it
//! [`network_time`] asks the site's time server.

pub mod fault;

mod answer;
mod certificate;
mod classify;
mod connections;
mod diagnosis;
mod fhir_rest;
mod limits;
mod line;
mod links;
mod matches;
mod members;
mod names;
mod network_time;
mod one_or_many;
mod paging;
mod pem;
mod profile;
mod query;
mod service_mode;
mod time_server;
mod tls;
mod told_time;
mod transport;
mod wire;

pub use certificate::{Certificate, CertificateFacts};
pub use fault::{Fault, FaultCode};
pub use fhir_rest::FhirRest;
pub use limits::Limits;
pub use network_time::{TimeFault, network_time};
pub use profile::ServiceProfile;
pub use rustls::time_provider::{DefaultTimeProvider, TimeProvider};
pub use service_mode::ServiceMode;
pub use time_server::{TimeServer, TimeServerError};
pub use told_time::ToldTime;
pub use transport::{Answered, FetchedAnswer, Page, Transport};
