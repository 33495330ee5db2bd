//! Which received parts a sheet is made of: never one that the section itself leaves out.

use std::collections::{HashMap, HashSet};

use audit::Item;
use cache::{Held, HeldVersion, Part as Received};
use record::view::{AttachmentPlace, ReportState, RowKey, SectionContent, SheetView};
use record::vocabulary::Category;
use record::{Answer, AnswerKind, Pointers};

use super::shown_items::item;

/// The parts of one sheet, in the order of the section.
pub(super) struct Parts<'a> {
    parts: Vec<Part<'a>>,
    of_documents: bool,
}

/// One received part and what it says.
pub(super) struct Part<'a> {
    place: usize,
    /// The set it lies in.
    pub(super) set: &'a HeldVersion,
    /// As received.
    pub(super) bytes: &'a [u8],
    /// What it says.
    pub(super) answer: Answer<'a>,
}

impl<'a> Parts<'a> {
    /// The newest parts of the held sets that `wanted` picks by the key of their row and of their
    /// set. What was taken back (取り消し) is no part.
    pub(super) fn of(
        content: &SectionContent,
        held: &'a Held,
        wanted: impl Fn(&str, &str) -> bool,
    ) -> Self {
        let live = live_documents(content);
        // Only documents have files, and where they lie has to be known.
        let pointers = match live {
            Some(_) => Pointers::Kept,
            None => Pointers::Dropped,
        };
        let mut parts = Vec::new();
        for set in &held.sets {
            for part in &set.parts {
                let answer = record::read(&part.bytes, pointers);
                let row = answer.set_key.as_deref().unwrap_or(&set.key);
                if answer.kind == AnswerKind::Deletion || !wanted(row, &set.key) {
                    continue;
                }
                let place = match &live {
                    Some(live) if answer.readable => live.get(row).copied(),
                    // It is only counted.
                    Some(live) => Some(live.len()),
                    None => Some(0),
                };
                parts.extend(place.map(|place| Part {
                    place,
                    set,
                    bytes: &part.bytes,
                    answer,
                }));
            }
        }
        parts.sort_by_key(|part| part.place);
        Self {
            parts,
            of_documents: live.is_some(),
        }
    }

    /// These parts, without the files in them.
    pub(super) fn without_files(parts: impl Iterator<Item = Part<'a>>) -> Self {
        Self {
            parts: parts.collect(),
            of_documents: false,
        }
    }

    /// What they say, in cards that `shows` lets through.
    pub(super) fn sheet(&self, shows: impl Fn(Category) -> bool) -> SheetView {
        let mut sheet = SheetView::default();
        for (at, part) in self.parts.iter().enumerate() {
            let files = if self.of_documents {
                record::attachments(part.bytes)
            } else {
                HashSet::new()
            };
            let place = |pointer: &str| {
                files.contains(pointer).then(|| AttachmentPlace {
                    version: part.set.version_id,
                    part: at,
                    pointer: pointer.to_owned(),
                })
            };
            sheet.add_with_files(&part.answer, &shows, place);
        }
        sheet
    }

    /// Each of them.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Part<'a>> {
        self.parts.iter()
    }

    /// The part with this number.
    pub(super) fn get(&self, part: usize) -> Option<&Part<'a>> {
        self.parts.get(part)
    }

    /// Whether the bytes of any part name the mark 未提供, wherever that stands.
    pub(super) fn name_undelivered(&self) -> bool {
        self.parts.iter().any(Part::names_undelivered)
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.parts.len()
    }

    /// The sets they lie in, as the log names them.
    pub(super) fn items(&self) -> Vec<Item> {
        let sets = self.parts.iter().map(|part| part.set);
        let mut items: Vec<Item> = sets.map(|set| item(&set.key, set.version_id)).collect();
        items.dedup();
        items
    }

    /// The numbers of their versions, for the audit.
    pub(super) fn versions(&self) -> String {
        let numbers = self
            .parts
            .iter()
            .map(|part| part.set.version_id.to_string());
        numbers.collect::<Vec<_>>().join("+")
    }
}

impl<'a> Part<'a> {
    /// Reads one; none when it is a deletion and says nothing else.
    pub(super) fn read(set: &'a HeldVersion, received: &'a Received) -> Option<Self> {
        let answer = record::read(&received.bytes, Pointers::Dropped);
        (answer.kind != AnswerKind::Deletion).then_some(Self {
            place: 0,
            set,
            bytes: &received.bytes,
            answer,
        })
    }

    /// The key of the row it makes.
    pub(super) fn row(&self) -> &str {
        self.answer.set_key.as_deref().unwrap_or(&self.set.key)
    }

    pub(super) fn names_undelivered(&self) -> bool {
        names_undelivered(self.bytes)
    }
}

/// Whether an answer names the mark 未提供, wherever that stands and however it is spelled.
pub(super) fn names_undelivered(answer: &[u8]) -> bool {
    const MARK: &[u8] = b"UNDELIVERED";
    answer.windows(MARK.len()).any(|bytes| bytes == MARK) || record::holds_undelivered(answer)
}

/// The documents with their states, of sections made of them.
pub(super) fn documents(content: &SectionContent) -> Option<Vec<(&RowKey, ReportState)>> {
    match content {
        SectionContent::Checkup(c) => Some(c.reports.iter().map(|r| (&r.key, r.state)).collect()),
        SectionContent::Document(c) => {
            Some(c.documents.iter().map(|d| (&d.key, d.state)).collect())
        }
        SectionContent::DrugAllergy(_)
        | SectionContent::OtherAllergy(_)
        | SectionContent::Condition(_)
        | SectionContent::Infection(_)
        | SectionContent::Laboratory(_)
        | SectionContent::Prescription(_) => None,
    }
}

/// The keys of the documents that were taken back.
pub(super) fn deleted_documents(content: &SectionContent) -> HashSet<&str> {
    let rows = documents(content).into_iter().flatten();
    let deleted = rows.filter(|(_, state)| *state == ReportState::Deleted);
    deleted.map(|(key, _)| key.0.as_str()).collect()
}

/// Of sections made of documents: the keys of those that are shown, with their places. What the
/// section leaves out (taken back, 未提供 as a whole) is not among them.
fn live_documents(content: &SectionContent) -> Option<HashMap<&str, usize>> {
    let rows = documents(content)?;
    let live = rows.into_iter().enumerate();
    let live = live.filter(|(_, (_, state))| *state != ReportState::Deleted);
    let places = live.map(|(place, (key, _))| (key.0.as_str(), place));
    Some(places.collect())
}

#[cfg(test)]
pub(super) mod tests {
    use cache::{EarlierVersion, SetKind};
    use jiff::Timestamp;
    use record::vocabulary::Category;
    use record::{EarlierVersion as Earlier, HeldSet};

    use super::*;

    fn received(json: &str) -> Vec<Received> {
        vec![Received {
            content_type: "application/fhir+json".into(),
            bytes: json.as_bytes().to_vec(),
        }]
    }

    pub(in super::super) fn set(key: &str, newest: &str, earlier: Option<&str>) -> HeldVersion {
        HeldVersion {
            key: key.into(),
            kind: SetKind::Document,
            version_id: 7,
            origin: "test".into(),
            profile: "test".into(),
            fetched_at: Timestamp::UNIX_EPOCH,
            confirmed_at: Timestamp::UNIX_EPOCH,
            returned: true,
            fallen_back: false,
            parts: received(newest),
            earlier: earlier
                .map(|json| EarlierVersion {
                    version_id: 6,
                    kind: SetKind::Document,
                    fetched_at: Timestamp::UNIX_EPOCH,
                    parts: received(json),
                })
                .into_iter()
                .collect(),
        }
    }

    /// The parts of these sets, with the section read from the same bytes.
    pub(in super::super) fn parts(
        category: Category,
        sets: Vec<HeldVersion>,
        key: Option<&str>,
    ) -> Parts<'static> {
        let wanted = |row: &str, set: &str| key.is_none_or(|key| row == key || set == key);
        chosen(category, sets, |content, held| {
            Parts::of(content, held, wanted)
        })
    }

    pub(in super::super) fn chosen(
        category: Category,
        sets: Vec<HeldVersion>,
        choose: impl FnOnce(&SectionContent, &'static Held) -> Parts<'static>,
    ) -> Parts<'static> {
        let held = Held {
            sets,
            ..Held::default()
        };
        let day = jiff::civil::date(2026, 11, 22);
        let bytes = |parts: &'static [Received]| parts.iter().map(|p| p.bytes.as_slice()).collect();
        let held: &'static Held = Box::leak(Box::new(held));
        let of_section: Vec<HeldSet<'_>> = held
            .sets
            .iter()
            .map(|set| HeldSet {
                key: &set.key,
                fetched_on: day,
                returned: set.returned,
                parts: bytes(&set.parts),
                earlier: set
                    .earlier
                    .iter()
                    .map(|old| Earlier {
                        fetched_on: day,
                        parts: bytes(&old.parts),
                    })
                    .collect(),
            })
            .collect();
        let section = record::section(category, &of_section, day);
        choose(&section.content, held)
    }

    fn sheet(category: Category, sets: Vec<HeldVersion>, key: Option<&str>) -> String {
        let parts = parts(category, sets, key);
        serde_json::to_string(&parts.sheet(|_| true)).unwrap()
    }

    pub(in super::super) fn letter(key: &str, more: &str, words: &str) -> String {
        format!(
            r#"{{"resourceType":"Bundle","type":"document","identifier":{{"value":"{key}"}},"entry":[
                {{"resource":{{"resourceType":"Composition","status":"final",{more}
                  "type":{{"coding":[{{"code":"57133-1"}}]}},"title":"{words}"}}}},
                {{"resource":{{"resourceType":"Condition","code":{{"text":"{words}"}}}}}}]}}"#
        )
    }

    pub(in super::super) const EMPTIED: &str = r#"{"resourceType":"Bundle","type":"collection","identifier":{"value":"a"},
        "entry":[{"resource":{"resourceType":"Patient","name":[{"text":"Somebody"}]}}]}"#;

    #[test]
    fn a_document_is_found_by_its_key_and_no_other_is_given() {
        let sets = || {
            vec![
                set("a", &letter("a", "", "Alpha"), None),
                set("b", &letter("b", "", "Beta"), None),
            ]
        };
        let one = sheet(Category::Document, sets(), Some("b"));
        assert!(one.contains("Beta") && !one.contains("Alpha"), "{one}");
        let all = sheet(Category::Document, sets(), None);
        assert!(all.contains("Beta") && all.contains("Alpha"));
    }

    #[test]
    fn what_was_taken_back_or_is_not_provided_is_in_no_sheet() {
        let (alpha, invalid) = (
            letter("a", "", "Alpha"),
            letter("a", "", "Alpha").replace("final", "entered-in-error"),
        );
        let tag = r#""meta":{"tag":[{"code":"UNDELIVERED"}]},"#;
        let held_back = letter("a", tag, "Alpha");
        let whole = alpha.replacen("\"type\"", &format!("{tag}\"type\""), 1);
        for newest in [EMPTIED, &invalid, &held_back, &whole] {
            for category in [Category::Document, Category::Checkup] {
                if category == Category::Checkup && newest == invalid {
                    continue;
                }
                let told = sheet(category, vec![set("a", newest, Some(&alpha))], None);
                assert!(!told.contains("Alpha"), "{category:?} {newest}: {told}");
                assert!(!told.contains("Somebody"), "{told}");
            }
        }
    }

    #[test]
    fn a_deletion_held_as_another_set_takes_the_report_out() {
        let report = letter("r", "", "Alpha").replace("57133-1", "53576-5");
        let category = r#""category":[{"coding":[{"system":"http://jpfhir.jp/fhir/eCheckup/CodeSystem/checkup-report-category","code":"19"}]}],"#;
        let deletion = letter("r", category, "Taken back").replace("57133-1", "53576-5");
        let before = sheet(Category::Checkup, vec![set("r", &report, None)], None);
        assert!(before.contains("Alpha"), "{before}");
        let sets = vec![set("r", &report, None), set("d", &deletion, None)];
        let told = sheet(Category::Checkup, sets, None);
        assert!(!told.contains("Alpha") && !told.contains("Taken"), "{told}");
    }

    #[test]
    fn a_part_that_cannot_be_read_is_counted() {
        let told = sheet(Category::Document, vec![set("a", "{", None)], Some("a"));
        assert!(told.contains(r#""unreadable":1"#), "{told}");
    }
}
