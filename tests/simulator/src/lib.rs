//! A stand-in for the national service: FHIR R4 REST over mutual TLS on loopback, filled from the
//! sample clinic, with every fault a viewer must survive. For the demo and for tests only; never
//! part of a packaged build. Depends on the sample clinic alone and on no room of the viewer.
//!
//! [`start`] makes (or finds again) a CA, a server certificate and client certificates in
//! [`Options::state_dir`], listens, and returns what a client needs. A restart with the same state
//! folder and `listen` address is the same service to its clients.
//!
//! # The service
//! `metadata`, `Patient` (search by identifier, also by POST `_search`, and read), `Encounter`
//! (today's card checks with `Patient` and `Consent` included), `Consent`, `Condition`,
//! `AllergyIntolerance`, `Observation`, `MedicationRequest`, `DocumentReference`, `Binary`.
//! Searches page with opaque `next` links. What is not consented at the moment of asking is
//! answered with 403 and an `OperationOutcome` (`no-consent` or `consent-expired`).
//!
//! # The control port
//! Plain HTTP on loopback; errors are `{"error": "…"}`.
//! - `GET /faults`, `PUT /faults` with an array of names, e.g. `["drip", "late:500"]`; `[]` heals.
//!   Each change closes the open connections. Names: see [`Fault`].
//! - `POST /revise {"chart_number": "…", "category": "laboratory"}`: a facility registers something
//!   new of that category; for the patient whose facility withdraws, everything goes. Answers
//!   `{"added": n, "removed": n}`.
//! - `POST /arrive {"chart_number": "…", "card": true}`: the patient comes now and, with a card,
//!   consents to everything for 24 hours. `"setting"`: `outpatient`, `home_visit` (no card is read and
//!   the consent has no end) or `online`.
//! - `POST /renumber {"chart_number": "…", "member_id": "…"}`: the insured number changes.
//! - `POST /consent {"chart_number": "…", "category": "laboratory", "flag": "given", "hours": 24}`:
//!   one category (or `all`): `given`, `refused`, `not_asked`, `switched_off`, `not_obtainable`,
//!   `ended`;
//!   negative hours make a consent that has already ended.
//!
//! [`TimeServer`] is a time server (NTP) by itself, for tests.

mod body;
mod certificates;
mod control;
mod error;
mod fault;
mod fault_switch;
mod interface;
mod listener;
mod options;
mod play;
mod rest;
mod server;
mod special_modes;
mod start_clock;
mod time_server;
mod tls;
mod world;

pub use error::SimulatorError;
pub use fault::{Fault, TlsFault};
pub use options::{Options, Started};
pub use server::{Simulator, run, start};
pub use time_server::{TimeAnswer, TimeServer};
