//! 役割×区分: which role may read what.

use access::{Grants, Role};
use audit::EventKind;
use record::vocabulary::Category;

use crate::accounts_file::write_grants;
use crate::error::CommandError;
use crate::event::ViewerEvent;
use crate::reading_right::NOTES;
use crate::record_act::Act;
use crate::request::{Nothing, SetGrantsRequest};
use crate::rooms::{Rooms, blocking};
use crate::seat::{Seat, Seated};
use crate::sync::lock;
use crate::view::{GrantsView, RoleGrants};

impl Seat {
    /// What was granted.
    pub(crate) async fn grants(&self, _: Nothing) -> Result<GrantsView, CommandError> {
        let (rooms, _) = self.signed_in()?;
        Ok(grants_view(&rooms.grants()))
    }

    /// Grants roles exactly these categories, and the notes. All of it or nothing; each changed role is written down.
    pub(crate) async fn set_grants(
        &self,
        request: SetGrantsRequest,
    ) -> Result<GrantsView, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        blocking(move || set(&rooms, &seated, &request)).await
    }
}

fn set(
    rooms: &Rooms,
    seated: &Seated,
    request: &SetGrantsRequest,
) -> Result<GrantsView, CommandError> {
    rooms.site.accounts_are_kept_here()?;
    let _turn = lock(&rooms.accounts_turn);
    let mut grants = Grants::clone(&rooms.grants());
    let mut changes = Vec::new();
    for RoleGrants {
        role,
        categories,
        notes,
    } in &request.grants
    {
        let before = grants.clone();
        let categories = categories.iter().map(|category| category.as_str());
        let names = categories.chain(notes.then_some(NOTES)).map(str::to_owned);
        if grants.set(*role, names)? {
            changes.push((*role, told(&before, &grants, *role)));
        }
    }
    for (role, change) in changes {
        Act::new(EventKind::GrantsSet)
            .by(&seated.session)
            .because(role.as_str(), Some(&change))
            .write_now(rooms)?;
    }
    write_grants(&rooms.desk, &grants)?;
    rooms.set_grants(grants.clone());
    // What a role may no longer read leaves its screens now.
    rooms.tell(ViewerEvent::NewsMissed);
    Ok(grants_view(&grants))
}

/// What is different for a role: `+given -taken`, by the categories' stable names.
fn told(before: &Grants, after: &Grants, role: Role) -> String {
    let taken = before
        .granted(role)
        .filter(|name| !after.allows(role, name));
    let given = after
        .granted(role)
        .filter(|name| !before.allows(role, name));
    let given = given.map(|name| format!("+{name}"));
    let taken = taken.map(|name| format!("-{name}"));
    given.chain(taken).collect::<Vec<_>>().join(" ")
}

fn grants_view(grants: &Grants) -> GrantsView {
    let of = |role: Role| RoleGrants {
        role,
        categories: Category::WITH_DOCUMENTS
            .into_iter()
            .filter(|category| grants.allows(role, category.as_str()))
            .collect(),
        notes: grants.allows(role, NOTES),
    };
    GrantsView {
        roles: Role::GRANTABLE.map(of).to_vec(),
    }
}
