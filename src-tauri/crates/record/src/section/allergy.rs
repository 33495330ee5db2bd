use super::admit::admit;
use super::collect::{Read, Row, Tally, collect};
use super::condition::newest_first;
use super::parsed::Set;
use super::repeated::{repeats, tell};
use super::row_key::row_key;
use super::status::{Status, is_unconfirmed, unclear_note};
use crate::fhir::concept::Concept;
use crate::fhir::entry::Entry;
use crate::fhir::facility::facility;
use crate::fhir::scope::Scope;
use crate::fhir::{date, notes, tagged};
use crate::json::Node;
use crate::problem::{Problem, Severity};
use crate::view::{AllergyContent, AllergyStatus, AllergyView, RowKey, RowMark, Substance};
use crate::vocabulary::PartialDate;

/// The two halves of the allergy band.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Half {
    /// 薬剤アレルギー等.
    Drug,
    /// その他アレルギー等.
    Other,
}

/// One half of the allergies of all sets.
pub(super) fn section(
    sets: &[Set<'_>],
    half: Half,
    problems: &mut Vec<Problem>,
) -> (AllergyContent, Tally) {
    let collected = collect(sets, problems, |scope, problems| {
        scope
            .of_kind("AllergyIntolerance")
            .filter(|entry| half_of(entry.resource) == half)
            .map(|entry| read(scope, entry, problems))
            .collect()
    });
    let tally = collected.tally();
    let (mut past, mut items): (Vec<_>, Vec<_>) = collected.live.into_iter().partition(|row| {
        matches!(
            row.status,
            AllergyStatus::Inactive | AllergyStatus::Resolved
        )
    });
    items.sort_by_key(|row| {
        (
            !row.critical,
            row.unconfirmed,
            newest_first(row.recorded.as_ref()),
        )
    });
    past.sort_by_key(|row| newest_first(row.recorded.as_ref()));
    (
        AllergyContent {
            items,
            past,
            withdrawn: collected.withdrawn,
        },
        tally,
    )
}

/// The service's own rule: 薬剤アレルギー等 only when `category` contains `medication`.
fn half_of(resource: &Node<'_>) -> Half {
    if has_category(resource, "medication") {
        Half::Drug
    } else {
        Half::Other
    }
}

/// 薬剤アレルギー等 by the service's own rule.
pub(crate) fn is_drug_allergy(resource: &Node<'_>) -> bool {
    half_of(resource) == Half::Drug
}

fn has_category(resource: &Node<'_>, category: &str) -> bool {
    resource
        .list("category")
        .into_iter()
        .any(|c| c.as_text() == Some(category) || Concept::read(c).has_code(category))
}

fn read<'a>(
    scope: &Scope<'a>,
    entry: &Entry<'a>,
    problems: &mut Vec<Problem>,
) -> Read<AllergyView> {
    let resource = entry.resource;
    let facility = facility(scope, resource);
    let code = Concept::under(resource, "code");
    let key = row_key(
        &facility,
        resource,
        code.key(),
        code.text.unwrap_or_default(),
    );
    let key = match admit(resource, key, &entry.pointer, problems) {
        Ok(key) => key,
        Err(no_row) => return no_row,
    };
    tell(repeats(resource), &entry.pointer, problems);
    let Some(text) = code.words() else {
        problems.push(Problem::new(Severity::Error, "no_name", &entry.pointer));
        return Read::Void(key);
    };
    let recorded = date(resource, "recordedDate");
    Read::Live(AllergyView {
        key,
        mark: RowMark::None,
        text: text.to_owned(),
        substance: substance(resource, &code),
        drug_by_code: half_of(resource) == Half::Other && coded_as_drug(&code),
        text_only: code.real().next().is_none(),
        status: status(resource),
        unconfirmed: is_unconfirmed(resource),
        critical: Status::under(resource, "criticality").says("high"),
        reactions: reactions(resource),
        described: described(resource),
        date: date(resource, "onsetDateTime").or_else(|| recorded.clone()),
        recorded: recorded.or_else(|| {
            resource
                .first("meta")
                .and_then(|meta| date(meta, "lastUpdated"))
        }),
        facility,
        notes: notes(resource)
            .into_iter()
            .chain(resource.list("reaction").into_iter().flat_map(notes))
            .chain(unclear_note(resource))
            .collect(),
        long_term: tagged(resource, "LTS"),
        last_supplied: None,
    })
}

/// The safety net: prefixes of the drug allergen tables. Looks at dummy codes too (`D9M…`).
pub(crate) fn coded_as_drug(code: &Concept<'_>) -> bool {
    code.codings.iter().any(|c| {
        ["YCM", "GCM", "D9M"]
            .iter()
            .any(|prefix| c.code.starts_with(prefix))
            || c.system.contains("JfagyMedicationAllergen")
    })
}

fn substance(resource: &Node<'_>, code: &Concept<'_>) -> Substance {
    let food_code = || {
        code.codings
            .iter()
            .any(|c| c.code.starts_with("J9F") || c.code.starts_with("D9F"))
    };
    if has_category(resource, "medication") || coded_as_drug(code) {
        Substance::Drug
    } else if has_category(resource, "food") || food_code() {
        Substance::Food
    } else {
        Substance::Other
    }
}

fn status(resource: &Node<'_>) -> AllergyStatus {
    let status = Status::under(resource, "clinicalStatus");
    if status.says("active") {
        AllergyStatus::Active
    } else if status.says("inactive") {
        AllergyStatus::Inactive
    } else if status.says("resolved") {
        AllergyStatus::Resolved
    } else {
        AllergyStatus::NotStated
    }
}

/// Manifestations and descriptions; a manifestation may be an extension only and then says nothing.
fn reactions(resource: &Node<'_>) -> Vec<String> {
    let mut texts = Vec::new();
    for reaction in resource.list("reaction") {
        let manifestations = reaction
            .list("manifestation")
            .into_iter()
            .filter_map(|m| Concept::read(m).words());
        texts.extend(manifestations.map(str::to_owned));
        texts.extend(reaction.text("description").map(str::to_owned));
    }
    texts
}

/// The sender's own sentences among the reactions.
fn described(resource: &Node<'_>) -> Vec<String> {
    let reactions = resource.list("reaction").into_iter();
    reactions
        .filter_map(|reaction| reaction.text("description").map(str::to_owned))
        .collect()
}

impl Row for AllergyView {
    fn key(&self) -> &RowKey {
        &self.key
    }
    fn key_mut(&mut self) -> &mut RowKey {
        &mut self.key
    }
    fn withdraw(&mut self, last_supplied: Option<PartialDate>) {
        self.last_supplied = last_supplied;
    }
}
