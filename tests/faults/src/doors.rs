use std::panic::{AssertUnwindSafe, catch_unwind};

use record::view::SheetView;
use record::vocabulary::Category;
use record::{EarlierVersion, HeldSet, Pointers, section};

use crate::account::account;
use crate::samples::TODAY;

/// Takes these bytes to every door of the reader. Answers what went wrong: a panic, or values that
/// do not add up.
#[must_use]
pub fn complaints(bytes: &[u8]) -> Vec<String> {
    match catch_unwind(AssertUnwindSafe(|| through_all(bytes))) {
        Ok(wrong) => wrong,
        Err(panic) => vec![format!("panicked: {}", words(&*panic))],
    }
}

pub(crate) fn through_all(bytes: &[u8]) -> Vec<String> {
    let answer = record::read(bytes, Pointers::Dropped);
    let mut sheet = SheetView::default();
    sheet.add(&answer, |_| true);
    let _ = record::stated_patient(bytes);
    let _ = record::document_key(bytes);
    let _ = record::document_links(bytes);
    let _ = record::next_link(bytes);
    let _ = record::bundle_len(bytes);
    let _ = record::outcome(bytes);
    let _ = record::reception(&[bytes]);
    for category in Category::WITH_DOCUMENTS {
        let set = HeldSet {
            key: "k",
            fetched_on: TODAY,
            returned: true,
            parts: vec![bytes],
            earlier: vec![EarlierVersion {
                fetched_on: TODAY,
                parts: vec![b""],
            }],
        };
        let _ = section(category, &[set], TODAY);
    }
    account(bytes)
}

fn words(panic: &(dyn std::any::Any + Send)) -> &str {
    panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("without words")
}
