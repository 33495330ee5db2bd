//! The commands' bodies, one file each subject.

mod accounts;
mod audit_log;
mod board;
mod check_answer;
mod document_attachment;
mod document_source;
mod line;
mod open_patient;
mod painted;
mod people;
mod service_profile;
mod set_up;
mod sheet;
mod sheet_parts;
mod sign_in;
mod start;
mod today;

pub(crate) use people::{PersonToday, Today};
