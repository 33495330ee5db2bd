//! Every trap of real data that is known, as a test.

mod checkup;
mod documents;
mod dosage;
mod marks;
mod missing;
mod references;
mod sets;
mod text;
mod values;
