//! 役割の切替: another of the account's roles, in the same sitting of the same person.

use std::sync::Arc;

use access::Session;
use audit::EventKind;

use super::sign_in::session_view;
use super::sign_in_steps::{clinical_of, may_enter, verify_again};
use crate::accounts_file::read_accounts;
use crate::error::{CommandError, ErrorCode};
use crate::record_act::Act;
use crate::request::SwitchRoleRequest;
use crate::rooms::{Rooms, blocking};
use crate::seat::{Seat, Seated};
use crate::view::SessionView;

impl Seat {
    /// Goes on in another role. One that reads clinical content needs the password, because it opens
    /// the key; leaving one drops the key. Answers still under way for the former role are not
    /// handed out.
    pub(crate) async fn switch_role(
        &self,
        request: SwitchRoleRequest,
    ) -> Result<SessionView, CommandError> {
        let asked = self.standing();
        let (rooms, former) = self.signed_in()?;
        let began = asked.of(former.sitting);
        let session = former.session.in_role(request.role);
        let session = session.ok_or(ErrorCode::RoleNotHeld)?;
        let from = former.session.role();
        let shared = rooms.clone();
        let mut seated =
            blocking(move || switch(&shared, session, request.password.as_deref())).await?;
        seated.full = former.full;
        let act = Act::new(EventKind::RoleSwitched).by(&seated.session);
        act.because(from.as_str(), None).write(&rooms).await?;
        let view = session_view(&seated, &rooms);
        // Who left, was sent away or locked the screen meanwhile is not brought back.
        if !self.take_place(began, seated) {
            return Err(ErrorCode::NotSignedIn.into());
        }
        rooms.on_screen.shows_nobody(self.id);
        self.still_stands(&rooms).await?;
        Ok(view)
    }
}

fn switch(
    rooms: &Arc<Rooms>,
    session: Session,
    password: Option<&str>,
) -> Result<Seated, CommandError> {
    let accounts = read_accounts(&rooms.desk)?;
    let account = accounts.find(session.account());
    let account = account.ok_or(ErrorCode::WrongCredentials)?;
    may_enter(rooms, account, session.role())?;
    if !session.role().opens_clinical() {
        return Ok(Seated::new(session, None));
    }
    let password = password.ok_or(ErrorCode::WrongCredentials)?;
    verify_again(rooms, &session, password)?;
    let clinical = clinical_of(rooms, &accounts, &session, password)?;
    Ok(Seated::new(session, clinical))
}
