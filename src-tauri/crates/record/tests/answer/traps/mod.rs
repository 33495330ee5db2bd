//! Every trap of real data that is known, as a test.

mod checkup;
mod documents;
mod dosage;
mod files;
mod marks;
mod missing;
mod references;
mod service;
mod service_head;
mod sets;
mod text;
mod values;
