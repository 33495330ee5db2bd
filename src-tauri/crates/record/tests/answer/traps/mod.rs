//! Every trap of real data that is known, as a test.

mod bounds;
mod checkup;
mod contradictions;
mod counted;
mod damaged;
mod documents;
mod dosage;
mod files;
mod marks;
mod missing;
mod named;
mod other_items;
mod references;
mod service;
mod service_head;
mod sets;
mod silence;
mod statements;
mod text;
mod values;
mod whole;
mod whose;
