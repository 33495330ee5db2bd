//! One maker per resource type, in the shapes of JP-CLINS.

mod allergy;
mod common;
mod condition;
mod infection;
mod laboratory;
mod observation;
mod patient;
mod prescription;

pub(crate) use allergy::allergy;
pub(crate) use common::{human_name, meta, organization, practitioner};
pub(crate) use condition::condition;
pub(crate) use infection::infections;
pub(crate) use laboratory::laboratory;
pub(crate) use patient::patient;
pub(crate) use prescription::prescriptions;
