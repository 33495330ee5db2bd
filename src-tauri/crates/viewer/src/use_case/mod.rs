//! The commands' bodies, one file each subject.

mod accounts;
mod audit_log;
mod board;
mod check_answer;
mod compare;
mod document_attachment;
mod document_source;
mod find_person;
mod former_numbers;
mod history;
mod kept_back;
mod line;
mod open_patient;
mod painted;
mod people;
mod read_file;
mod recover;
mod recovery_changes;
mod retention;
mod retire;
mod self_test;
mod sent_file;
mod service_profile;
mod set_up;
mod sheet;
mod sheet_parts;
mod sign_in;
mod site_rules;
mod start;
mod today;
mod upkeep;
mod whence;

pub(crate) use people::{PersonToday, Today};
pub(crate) use retention::retention_step;
pub(crate) use self_test::self_test_if_due;
