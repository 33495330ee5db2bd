//! 健診結果報告書 documents.

mod item;
mod report;

pub(crate) use item::merge;
pub(crate) use report::checkup;
