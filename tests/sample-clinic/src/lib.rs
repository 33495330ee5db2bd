//! The sample clinic: invented patients in the shapes in which facilities really send them.
//!
//! `assets/sample-clinic` holds the seed, the facilities, the rules and the patients in a compact
//! form; this crate expands them, always to the same bytes for the same day, into FHIR R4 JSON as
//! JP-CLINS (6情報, 紹介状, 患者サマリー) and eCheckup (健診文書) define it. Decimals leave as they are written
//! ("0.10" stays "0.10"), which is why resources are kept as JSON text and not as a tree.
//!
//! For tests, the simulator and benchmarks only. May not depend on any room of the viewer: a
//! shared mistake would otherwise hide itself. Reads no clock; `today` is always passed in.

mod arrival;
mod checkup;
mod clinic;
mod consent;
mod date;
mod documents;
mod error;
mod expand;
mod fhir;
mod json;
mod letter;
mod number;
mod personal;
mod random;
mod records;
mod rules;
mod scale;
mod scene;
mod service_xml;
mod strings;

pub use arrival::Arrival;
pub use clinic::{Clinic, ClinicPatient};
pub use consent::{CATEGORIES, ConsentFlag, ConsentPlan, DOCUMENT};
pub use error::SampleClinicError;
pub use expand::SampleClinic;
pub use json::from_value as resource_text;
pub use records::{Document, Records, Resource};
