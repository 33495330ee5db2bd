//! A person's own second factor (二要素の登録) and printed one-time codes.

use std::sync::Arc;

use access::{Accounts, Enrolment, FactorKind, Missing, Session, Verified};
use audit::EventKind;
use zeroize::Zeroizing;

use super::sign_in_steps::noting;
use crate::accounts_file::{read_accounts, write_accounts};
use crate::error::{CommandError, ErrorCode};
use crate::qr::square;
use crate::record_act::Act;
use crate::request::{
    BeginSecondFactorRequest, ConfirmSecondFactorRequest, NewOneTimeCodesRequest,
};
use crate::rooms::{Rooms, blocking};
use crate::seat::Seat;
use crate::signing_in::Enrolling;
use crate::sync::lock;
use crate::view::{EnrolmentView, OneTimeCodesView};

impl Seat {
    /// Makes a secret for an app, after the own password once more: inside a session, or where a
    /// sign-in waits for it. Whoever has a factor gives a code of it, unless the sitting was begun
    /// with the code for a lost one. Nothing is stored before the first code.
    pub(crate) async fn begin_second_factor(
        &self,
        request: BeginSecondFactorRequest,
    ) -> Result<EnrolmentView, CommandError> {
        request.kind.unwrap_or(FactorKind::Totp).built()?;
        let seated = self.seated();
        let rooms = self.viewer.rooms()?;
        let (verified, sitting) = match seated {
            Some(seated) => {
                let shared = rooms.clone();
                let sitting = seated.sitting;
                let given = (request.password.clone(), request.code.unwrap_or_default());
                let owner = blocking(move || {
                    verify_owner(
                        &shared,
                        &seated.session,
                        (given.0.as_str(), given.1.as_str()),
                    )
                });
                (Some(owner.await?), Some(sitting))
            }
            None => (None, None),
        };
        let enrolment = match &verified {
            Some(verified) => Enrolment::new(verified)?,
            None => self.enrolment_of_sign_in(&rooms, &request.password).await?,
        };
        let view = enrolment_view(&enrolment)?;
        self.signing_in
            .enrol(Enrolling::new(enrolment, verified, sitting));
        Ok(view)
    }

    /// Enrols what was begun, with a first code of the app. Answers the printed codes, once.
    pub(crate) async fn confirm_second_factor(
        &self,
        request: ConfirmSecondFactorRequest,
    ) -> Result<OneTimeCodesView, CommandError> {
        let rooms = self.viewer.rooms()?;
        let sitting = self.sitting();
        let enrolling = self.signing_in.take_enrolling(sitting);
        let mut enrolling = enrolling.ok_or(ErrorCode::NotSignedIn)?;
        // Inside a session it has its own proof; else the sign-in under way gets on by it.
        let mut pending = match sitting {
            Some(_) => None,
            None => Some(self.signing_in.take().ok_or(ErrorCode::NotSignedIn)?),
        };
        let (done, enrolling, pending) = blocking(move || {
            let verified = match (&mut enrolling.verified, &mut pending) {
                (Some(verified), _) => verified,
                (None, Some(pending)) => &mut pending.verified,
                (None, None) => return Err(ErrorCode::NotSignedIn.into()),
            };
            let done = enrol(&rooms, verified, &enrolling.enrolment, &request.code);
            Ok((done, enrolling, pending))
        })
        .await?;
        if let Some(pending) = pending {
            self.wait_on(pending.renewed())?;
        }
        if done.is_err() {
            self.signing_in.enrol(enrolling);
        }
        done
    }

    /// Another sheet of printed codes, after the own password and a code once more.
    pub(crate) async fn new_one_time_codes(
        &self,
        request: NewOneTimeCodesRequest,
    ) -> Result<OneTimeCodesView, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        blocking(move || {
            let code = request.code.as_deref().unwrap_or_default();
            let given = (request.password.as_str(), code);
            let verified = verify_owner(&rooms, &seated.session, given)?;
            let _turn = lock(&rooms.accounts_turn);
            let mut accounts = read_accounts(&rooms.desk)?;
            let codes = accounts.new_codes(&verified, rooms.clock.now())?;
            Act::new(EventKind::OneTimeCodesMade)
                .by(&seated.session)
                .write_now(&rooms)?;
            write_accounts(&rooms.desk, &accounts)?;
            Ok(codes_view(&codes))
        })
        .await
    }

    /// For the sign-in that waits for it.
    async fn enrolment_of_sign_in(
        &self,
        rooms: &Arc<Rooms>,
        password: &str,
    ) -> Result<Enrolment, CommandError> {
        let pending = self.signing_in.take().ok_or(ErrorCode::NotSignedIn)?;
        let (shared, typed) = (rooms.clone(), Zeroizing::new(password.to_owned()));
        let account = pending.verified.account().to_owned();
        let again =
            blocking(move || super::sign_in_steps::verify_password(&shared, &account, &typed));
        let again = again.await;
        let on_the_way = pending.verified.clone();
        self.wait_on(pending.renewed())?;
        let again = again?;
        let (shared, checked) = (rooms.clone(), again.clone());
        let may = blocking(move || {
            let accounts = read_accounts(&shared.desk)?;
            Ok(may_enrol(&accounts, &on_the_way, &checked))
        });
        if !may.await? {
            return Err(ErrorCode::NotSignedIn.into());
        }
        Ok(Enrolment::new(&again)?)
    }
}

/// Whoever has a factor gives it; only who has none may enrol one on the way in, and the administrator
/// whose lost one the recovery key stands in for.
fn may_enrol(accounts: &Accounts, on_the_way: &Verified, again: &Verified) -> bool {
    match on_the_way.proved_by() {
        None => accounts.missing(again).is_none(),
        Some(_) => accounts.missing(on_the_way) == Some(Missing::NewFactor),
    }
}

fn verify_owner(
    rooms: &Rooms,
    session: &Session,
    given: (&str, &str),
) -> Result<Verified, CommandError> {
    let (now, tries) = (rooms.clock.now(), rooms.rules().sign_in.tries());
    let _turn = lock(&rooms.accounts_turn);
    let mut accounts = read_accounts(&rooms.desk)?;
    let verified = accounts.verify_owner(session, given, &rooms.machine, tries, now);
    write_accounts(&rooms.desk, &accounts)?;
    noting(rooms, &accounts, session.account(), verified)
}

fn enrol(
    rooms: &Rooms,
    verified: &mut Verified,
    enrolment: &Enrolment,
    code: &str,
) -> Result<OneTimeCodesView, CommandError> {
    let _turn = lock(&rooms.accounts_turn);
    let mut accounts = read_accounts(&rooms.desk)?;
    let now = rooms.clock.now();
    let codes = accounts.enrol(verified, enrolment, code, &rooms.machine, now)?;
    let account = accounts.find(verified.account());
    let account = account.ok_or(ErrorCode::Internal)?;
    Act::new(EventKind::FactorEnrolled)
        .by_account(account)
        .because(FactorKind::Totp.as_str(), None)
        .write_now(rooms)?;
    write_accounts(&rooms.desk, &accounts)?;
    Ok(codes_view(&codes))
}

fn enrolment_view(enrolment: &Enrolment) -> Result<EnrolmentView, CommandError> {
    let uri = enrolment.uri();
    let square = square(&uri)?;
    Ok(EnrolmentView {
        qr: square.path,
        size: square.size,
        secret: enrolment.secret().to_string(),
        uri: uri.to_string(),
    })
}

fn codes_view(codes: &[Zeroizing<String>]) -> OneTimeCodesView {
    OneTimeCodesView {
        codes: codes.iter().map(|code| code.to_string()).collect(),
    }
}
