//! What may be done beyond everyday reading, and looking at it afterwards.

mod account;
mod gate;
mod isolation;
mod outage_reading;
mod person_reading;
mod review;
mod rules;
mod service_mode;
mod state;

pub(super) use account::end_uses;
