//! May this role read this category at all? Beside the consent, which asks about the patient.

use std::sync::Arc;

use access::{Grants, Session};
use record::vocabulary::Category;

use crate::rooms::Rooms;
use crate::sync::{read, write};

/// The name under which 記録メモ are granted, beside the names of the categories.
pub(crate) const NOTES: &str = "note";

impl Rooms {
    /// Which role may read what (役割×区分).
    pub(crate) fn grants(&self) -> Arc<Grants> {
        read(&self.grants).clone()
    }

    /// The site has decided anew; the desk store holds it already.
    pub(crate) fn set_grants(&self, grants: Grants) {
        *write(&self.grants) = Arc::new(grants);
    }

    /// The one gate: whether the active role was granted the category. What was not granted never
    /// leaves the core: no content, no count and no date.
    pub(crate) fn may_role_read(&self, session: &Session, category: Category) -> bool {
        self.grants().allows(session.role(), category.as_str())
    }

    /// The same for notes (記録メモ).
    pub(crate) fn may_role_read_notes(&self, session: &Session) -> bool {
        self.grants().allows(session.role(), NOTES)
    }
}
