//! What the guides and FHIR allow and the samples do not have: each value has a place under a label
//! that a doctor understands, and none is among the other items.

mod checkup;
mod condition;
mod document;
mod history;
mod medication;
mod observation;
mod report;
mod searchset;
mod service;
