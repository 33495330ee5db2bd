//! 緊急用アカウント: made by an administrator, sealed in an envelope, and dead after its use.

use access::{AccountKind, NewAccount, Rights, Role, Session, sealed_secret};
use audit::{EventKind, Purpose};

use crate::accounts_file::{read_accounts, read_wraps, write_accounts, write_wraps};
use crate::emergency::{EmergencyKind, EmergencyUse, ended};
use crate::error::{CommandError, ErrorCode};
use crate::record_act::Act;
use crate::request::{MakeEmergencyAccountRequest, Nothing, ReturnToNormalRequest};
use crate::rooms::{Rooms, blocking};
use crate::seat::Seat;
use crate::session_ended_by::SessionEndedBy;
use crate::sync::lock;
use crate::use_case::clinical_keys::{by_colleague, by_recovery, wrap};
use crate::view::{EmergencyAccountView, EmergencyStateView};

impl Seat {
    /// Makes a sealed account and answers its secret, which is shown this once. It reads, so it gets
    /// the clinical key at once: nobody will be there to hand it over.
    pub(crate) async fn make_emergency_account(
        &self,
        request: MakeEmergencyAccountRequest,
    ) -> Result<EmergencyAccountView, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        blocking(move || make(&rooms, &seated.session, &request)).await
    }

    /// 平常時への復帰: ends a sealed account. Its password is replaced by one that nobody knows, its
    /// wrap of the clinical key is removed, and it is disabled; a new one has to be made.
    pub(crate) async fn return_to_normal(
        &self,
        request: ReturnToNormalRequest,
    ) -> Result<EmergencyStateView, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        let (shared, by) = (rooms.clone(), seated.session.clone());
        let (account, used) = blocking(move || end(&shared, &by, &request.account)).await?;
        // Whoever sits there is out before the rows are written.
        let out = rooms
            .seats
            .end(&rooms, &account, SessionEndedBy::ReturnedToNormal);
        let out = out.await;
        let shared = rooms.clone();
        blocking(move || end_uses(&shared, Some(&seated.session), &account, used)).await?;
        out?;
        self.emergency_state(Nothing {}).await
    }
}

fn make(
    rooms: &Rooms,
    session: &Session,
    request: &MakeEmergencyAccountRequest,
) -> Result<EmergencyAccountView, CommandError> {
    let secret = sealed_secret()?;
    let mut accounts = read_accounts(&rooms.desk)?;
    let new = NewAccount {
        account: &request.account,
        display_name: &request.display_name,
        staff_number: &request.staff_number,
        kind: AccountKind::Emergency,
        roles: &[Role::Doctor],
        emergency: true,
        deputy: false,
        password: &secret,
        issued: false,
    };
    let account = accounts.add(&new, rooms.clock.now())?.clone();
    let clinical = account.clinical().ok_or(ErrorCode::Internal)?;
    let wraps = read_wraps(&rooms.desk)?;
    let keys = match (&request.recovery_key, &request.colleague) {
        (Some(typed), _) => by_recovery(rooms, &wraps, typed)?,
        (None, Some(colleague)) => by_colleague(rooms, &wraps, clinical, colleague)?,
        (None, None) => {
            return Err(CommandError::new(ErrorCode::RecoveryKey).with("problem", "none"));
        }
    };
    // A colleague's proof has changed the account file: it is read once more.
    let _turn = lock(&rooms.accounts_turn);
    let mut accounts = read_accounts(&rooms.desk)?;
    let account = accounts.add(&new, rooms.clock.now())?.clone();
    let mut wraps = read_wraps(&rooms.desk)?;
    wrap(rooms, &mut wraps, clinical, &secret, &keys)?;
    Act::new(EventKind::EmergencyAccountMade)
        .by(session)
        .because(account.account(), None)
        .write_now(rooms)?;
    write_wraps(&rooms.desk, &wraps)?;
    write_accounts(&rooms.desk, &accounts)?;
    Ok(EmergencyAccountView {
        account: account.account().to_owned(),
        secret: secret.to_string(),
    })
}

/// Ends the account; answers its name and its use, if it was used.
fn end(
    rooms: &Rooms,
    session: &Session,
    name: &str,
) -> Result<(String, Option<EmergencyUse>), CommandError> {
    let _turn = lock(&rooms.accounts_turn);
    let mut accounts = read_accounts(&rooms.desk)?;
    let held = accounts.find(name);
    let held = held.filter(|held| held.kind() == AccountKind::Emergency);
    let account = held.ok_or(ErrorCode::NoSuchAccount)?.account().to_owned();
    let rights = Rights {
        roles: vec![Role::Doctor],
        emergency: false,
        deputy: false,
        disabled: true,
    };
    accounts.change(&account, &rights)?;
    accounts.issue_password(&account, &sealed_secret()?, rooms.clock.now())?;
    let kind = EmergencyKind::EmergencyAccount;
    let used = rooms.emergencies.lasting(kind, Some(&account));
    if used.is_none() {
        // It was never used, and ends all the same.
        Act::new(EventKind::ReturnedToNormal)
            .by(session)
            .for_purpose(Purpose::Normal)
            .because(&account, None)
            .write_now(rooms)?;
    }
    let mut wraps = read_wraps(&rooms.desk)?;
    wraps.remove(&account);
    write_wraps(&rooms.desk, &wraps)?;
    write_accounts(&rooms.desk, &accounts)?;
    Ok((account, used))
}

/// Ends what an account had on, by somebody's act or, without one, by the site's file.
pub(in crate::use_case) fn end_uses(
    rooms: &Rooms,
    session: Option<&Session>,
    account: &str,
    used: Option<EmergencyUse>,
) -> Result<(), CommandError> {
    let now = rooms.consent_time().at;
    let readings = rooms.emergencies.running(now).into_iter();
    // What it had open of one patient goes with it; what is on for everybody goes on.
    let of_one = |kind| {
        matches!(
            kind,
            EmergencyKind::PersonReading | EmergencyKind::ServiceEmergency
        )
    };
    let others = readings.filter(|other| other.by.account == account && of_one(other.kind));
    // One row that cannot be written leaves none of them on.
    let each = others
        .chain(used)
        .map(|used| ended(rooms, session, &used, now));
    each.fold(Ok(()), Result::and)
}
