use std::hint::black_box;
use std::path::Path;

use anyhow::{Context, Result};
use faults::samples::TODAY;
use record::view::SheetView;
use record::vocabulary::{Category, Identity};
use record::{HeldSet, Pointers, match_patient, section};

/// A way to the reader.
#[derive(Clone, Copy, Debug)]
pub(super) enum Door {
    /// What `clins check` does.
    Check,
    /// 全記載, as a doctor opens it.
    Sheet,
    /// What is asked of an answer when it comes: whose it is, what to keep it under.
    Receipt,
    /// The rows of a section.
    Section(Category),
}

impl Door {
    pub(super) fn all() -> impl Iterator<Item = Self> {
        let sections = Category::WITH_DOCUMENTS.into_iter().map(Self::Section);
        [Self::Check, Self::Sheet, Self::Receipt]
            .into_iter()
            .chain(sections)
    }

    pub(super) fn name(self) -> String {
        match self {
            Self::Check => "check",
            Self::Sheet => "sheet",
            Self::Receipt => "receipt",
            Self::Section(category) => category.as_str(),
        }
        .to_owned()
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        Self::all().find(|door| door.name() == name)
    }

    /// Takes the answer in this file there.
    pub(super) fn take(self, answer: &Path) -> Result<()> {
        let bytes = std::fs::read(answer).context("reading the answer")?;
        match self {
            Self::Check => drop(black_box(record::tally(&bytes))),
            Self::Sheet => sheet(&bytes),
            Self::Receipt => receipt(&bytes),
            Self::Section(category) => rows(category, &bytes),
        }
        Ok(())
    }
}

fn sheet(bytes: &[u8]) {
    let answer = record::read(bytes, Pointers::Dropped);
    let mut sheet = SheetView::default();
    sheet.add(&answer, |_| true);
    drop(black_box(sheet));
}

fn receipt(bytes: &[u8]) {
    if let Ok(stated) = record::stated_patient(bytes) {
        let asked = stated.identity.clone().unwrap_or_else(|| Identity {
            name: String::new(),
            kana: None,
            birth_date: None,
            gender: None,
            member_ids: Vec::new(),
        });
        black_box(match_patient(&asked, &stated));
    }
    let _ = black_box(record::searched_patient(bytes));
    let _ = black_box(record::document_key(bytes));
    let _ = black_box(record::next_link(bytes));
}

fn rows(category: Category, bytes: &[u8]) {
    let set = HeldSet {
        key: "k",
        fetched_on: TODAY,
        returned: true,
        parts: vec![bytes],
        earlier: Vec::new(),
    };
    drop(black_box(section(category, &[set], TODAY)));
}
