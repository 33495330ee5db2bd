//! What the screens keep back, opened on purpose: 未提供, and what was taken back (取り消し).

use audit::EventKind;
use cache::{Held, HeldVersion};
use record::view::{SectionContent, SheetView};
use record::vocabulary::Category;

use super::sheet::Reading;
use super::sheet_parts::{Part, Parts, deleted_documents, documents};
use crate::error::{CommandError, ErrorCode};
use crate::request::{KeptBack, KeptBackRequest};
use crate::rooms::blocking;
use crate::seat::Seat;

impl Seat {
    /// Everything the parts of a section say that are kept back otherwise, behind the gate of the
    /// section. The act is written down under a kind of its own, also when there is nothing.
    pub(crate) async fn kept_back_sheet(
        &self,
        request: KeptBackRequest,
    ) -> Result<SheetView, CommandError> {
        let (rooms, session, clinical) = self.clinical()?;
        let identity = self.identity()?;
        blocking(move || {
            let (person, category) = (request.person, request.category);
            let kind = match request.kept_back {
                KeptBack::Undelivered => EventKind::OpenUndelivered,
                KeptBack::Cancelled => EventKind::OpenCancelled,
            };
            let reading = Reading::prepare(
                &rooms,
                (&session, &identity),
                &clinical,
                person,
                category,
                kind,
            )?;
            open(&reading, request.kept_back)
        })
        .await
    }
}

fn open(reading: &Reading<'_>, what: KeptBack) -> Result<SheetView, CommandError> {
    let nothing = || -> Result<SheetView, CommandError> {
        let act = reading.act().asking_for(&[reading.category]);
        let code = ErrorCode::NothingKeptBack;
        act.failed(&code.name()).write_now(reading.rooms)?;
        Err(code.into())
    };
    let Some((read, held)) = reading.held()? else {
        return nothing();
    };
    let content = &read.section.content;
    let shows = |of| reading.shows(of);
    let sheet = match what {
        KeptBack::Undelivered => {
            sheet_with_undelivered(&holding_undelivered(content, &held), shows)
        }
        KeptBack::Cancelled => taken_back(content, &held).sheet(shows),
    };
    if sheet == SheetView::default() {
        return nothing();
    }
    reading.write_down(&read, read.version.clone())?;
    Ok(sheet)
}

/// The newest parts that hold something 未提供, also those that are 未提供 as a whole. What was taken
/// back is not among them.
fn holding_undelivered<'a>(content: &SectionContent, held: &'a Held) -> Parts<'a> {
    let gone = deleted_documents(content);
    let newest = held.sets.iter().flat_map(newest_parts);
    let kept = newest.filter(|part| part.names_undelivered() && !gone.contains(part.row()));
    Parts::without_files(kept)
}

/// Of what was taken back (取り消し): the parts as they stood last.
fn taken_back<'a>(content: &SectionContent, held: &'a Held) -> Parts<'a> {
    let of_documents = documents(content).is_some();
    let gone = deleted_documents(content);
    let last = held.sets.iter().flat_map(|set| {
        if of_documents {
            last_with(set, |part| gone.contains(part.row()))
        } else if newest_parts(set).next().is_none() {
            last_with(set, |_| true)
        } else {
            Vec::new()
        }
    });
    Parts::without_files(last)
}

fn newest_parts(set: &HeldVersion) -> impl Iterator<Item = Part<'_>> {
    set.parts.iter().filter_map(|part| Part::read(set, part))
}

/// The parts `taken` picks of the newest version that has such parts.
fn last_with<'a>(set: &'a HeldVersion, taken: impl Fn(&Part<'a>) -> bool) -> Vec<Part<'a>> {
    let earlier = set.earlier.iter().map(|version| &version.parts);
    let mut versions = std::iter::once(&set.parts).chain(earlier).map(|parts| {
        let parts = parts.iter().filter_map(|part| Part::read(set, part));
        parts.filter(&taken).collect::<Vec<_>>()
    });
    versions.find(|parts| !parts.is_empty()).unwrap_or_default()
}

/// What the parts say, what is 未提供 with it.
fn sheet_with_undelivered(parts: &Parts<'_>, shows: impl Fn(Category) -> bool) -> SheetView {
    let mut sheet = SheetView::default();
    for part in parts.iter() {
        sheet.add_with_undelivered(&part.answer, &shows);
    }
    sheet
}

#[cfg(test)]
mod tests {
    use super::super::sheet_parts::tests::{EMPTIED, chosen, letter, set};
    use super::*;

    #[test]
    fn what_was_taken_back_is_told_as_it_stood_last_when_it_is_opened() {
        let (alpha, beta) = (letter("a", "", "Alpha"), letter("b", "", "Beta"));
        let held = || vec![set("a", EMPTIED, Some(&alpha)), set("b", &beta, None)];
        for category in [Category::Document, Category::Condition] {
            let parts = chosen(category, held(), taken_back);
            let told = serde_json::to_string(&parts.sheet(|_| true)).unwrap();
            assert!(told.contains("Alpha"), "{category:?}: {told}");
            assert!(
                !told.contains("Beta") && !told.contains("Somebody"),
                "{told}"
            );
        }
    }

    #[test]
    fn what_is_not_provided_is_told_when_it_is_opened_and_what_was_taken_back_is_not() {
        let tag = r#""meta":{"tag":[{"code":"UNDELIVERED"}]},"#;
        let held_back = letter("a", tag, "Alpha");
        let held = || {
            vec![
                set("a", &held_back, None),
                set("b", &letter("b", "", "Beta"), None),
                set("c", EMPTIED, Some(&held_back.replace("Alpha", "Gamma"))),
            ]
        };
        for category in [Category::Document, Category::Condition] {
            let parts = chosen(category, held(), holding_undelivered);
            let told = serde_json::to_string(&sheet_with_undelivered(&parts, |_| true)).unwrap();
            assert!(told.contains("Alpha"), "{category:?}: {told}");
            assert!(!told.contains("Beta") && !told.contains("Gamma"), "{told}");
        }
    }
}
