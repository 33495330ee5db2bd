//! The code tables of `assets/tables`, read once. Their sources are named in `assets/NOTICE.md`.

mod answers;
mod checkup_items;
mod lab_items;
mod systems;
mod term_variants;
mod terms;
mod versions;

pub(crate) use answers::answer;
pub(crate) use checkup_items::{CheckupItem, checkup_item};
pub(crate) use lab_items::{LabClass, LabItem, lab_item, lab_item_by_code};
pub(crate) use systems::same_system;
pub(crate) use term_variants::names_another;
pub use terms::{Term, term};
pub use versions::{CodeTable, code_tables};

/// The lines of a table with one header line, split at tabs.
fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().skip(1).map(|line| line.split('\t').collect())
}
