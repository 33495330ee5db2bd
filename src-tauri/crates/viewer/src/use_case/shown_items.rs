use audit::Item;
use cache::SetKind;
use record::vocabulary::{Category, PersonId};

use crate::clinical::Clinical;
use crate::error::CommandError;

/// The received sets behind a section, as the log names them: each is a Bundle, by the name of the
/// query or the identifier of the document, in a version kept here. Of people who were joined or
/// separated those that are read for this person.
pub(super) fn shown_items(
    clinical: &Clinical,
    person: PersonId,
    category: Category,
) -> Result<Vec<Item>, CommandError> {
    if clinical.has_kin(person) {
        let sets = clinical.held(person, category)?.sets.into_iter();
        let shown = sets.filter(|set| set.kind != SetKind::Deletion);
        return Ok(shown.map(|set| item(&set.key, set.version_id)).collect());
    }
    let sets = clinical.records.shown(person, category)?;
    let documents_or_scopes = sets.into_iter().filter(|set| set.kind != SetKind::Deletion);
    Ok(documents_or_scopes
        .map(|set| item(&set.key, set.version_id))
        .collect())
}

/// One received set.
pub(super) fn item(key: &str, version: i64) -> Item {
    Item {
        resource: "Bundle".to_owned(),
        id: key.to_owned(),
        version: version.to_string(),
    }
}
