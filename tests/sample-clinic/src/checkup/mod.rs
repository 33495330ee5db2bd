//! 健診結果報告書 documents.

mod item;
mod lab;
mod person;
mod report;

pub(crate) use item::merge;
pub(crate) use person::Person;
pub(crate) use report::checkup;
