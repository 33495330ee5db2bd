//! The second factor: enrolling, codes, printed codes, the code for a lost one.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use access::{
    AccessError, Accounts, ClinicalKeys, Enrolment, FactorKind, MachineSecret, Missing, ProvedBy,
    Session, SignInRefused, Tries, Verified,
};
use common::phone::Phone;
use common::{DOCTOR_PASSWORD, accounts, at, machine, verify};

/// The doctor with a second factor, on this PC.
struct Enrolled {
    accounts: Accounts,
    machine: MachineSecret,
    phone: Phone,
    codes: Vec<String>,
}

impl Enrolled {
    fn at_minute_zero() -> Self {
        let (mut accounts, machine) = (accounts(), machine());
        let mut verified = verify(&mut accounts, "yamada", DOCTOR_PASSWORD, 0).unwrap();
        let enrolment = Enrolment::new(&verified).unwrap();
        let phone = Phone::scan(&enrolment);
        let code = phone.code(at(0));
        let codes = accounts.enrol(&mut verified, &enrolment, &code, &machine, at(0));
        Self {
            codes: codes.unwrap().iter().map(|code| code.to_string()).collect(),
            accounts,
            machine,
            phone,
        }
    }

    fn password(&mut self, minutes: i64) -> Verified {
        verify(&mut self.accounts, "yamada", DOCTOR_PASSWORD, minutes).unwrap()
    }

    fn give(
        &mut self,
        verified: &mut Verified,
        code: &str,
        minutes: i64,
    ) -> Result<ProvedBy, SignInRefused> {
        let (tries, now) = (Tries::default(), at(minutes));
        self.accounts
            .verify_code(verified, code, &self.machine, tries, now)
    }

    /// With the code that was given for it.
    fn signed_in(&mut self, minutes: i64) -> (Session, String) {
        let mut verified = self.password(minutes);
        let code = self.phone.code(at(minutes));
        self.give(&mut verified, &code, minutes).unwrap();
        let session = self.accounts.session(&verified, None, at(minutes));
        (session.unwrap(), code)
    }
}

#[test]
fn there_is_no_session_without_the_second_factor() {
    let mut doctor = Enrolled::at_minute_zero();
    let mut verified = doctor.password(5);
    assert_eq!(
        doctor.accounts.missing(&verified),
        Some(Missing::SecondFactor)
    );
    let session = doctor.accounts.session(&verified, None, at(5));
    assert_eq!(session, Err(SignInRefused::NotYet));
    let set = doctor
        .accounts
        .set_password(&mut verified, "kawa8nag", at(5));
    assert_eq!(
        set,
        Err(AccessError::NotProved),
        "nor is a password changed"
    );
    let code = doctor.phone.code(at(5));
    assert_eq!(doctor.give(&mut verified, &code, 5), Ok(ProvedBy::Totp));
    let session = doctor.accounts.session(&verified, None, at(5)).unwrap();
    assert_eq!(session.proved_by(), ProvedBy::Totp);
    assert_eq!(session.second_factor(), Some(FactorKind::Totp));
    // Eight characters are enough from now on.
    let set = doctor
        .accounts
        .set_password(&mut verified, "kawa8nag", at(6));
    assert_eq!(set, Ok(()));
}

#[test]
fn a_code_seen_over_the_shoulder_does_not_work_again() {
    let mut doctor = Enrolled::at_minute_zero();
    let code = doctor.phone.code(at(5));
    let mut first = doctor.password(5);
    assert_eq!(doctor.give(&mut first, &code, 5), Ok(ProvedBy::Totp));
    let mut second = doctor.password(5);
    let replayed = doctor.give(&mut second, &code, 5);
    assert_eq!(replayed, Err(SignInRefused::WrongCredentials));
    let mut accounts = Accounts::from_bytes(&doctor.accounts.to_bytes().unwrap()).unwrap();
    let (tries, now) = (Tries::default(), at(5));
    let replayed = accounts.verify_code(&mut second, &code, &doctor.machine, tries, now);
    assert_eq!(
        replayed,
        Err(SignInRefused::WrongCredentials),
        "nor after a restart"
    );
}

#[test]
fn each_printed_code_works_once_and_ten_are_printed() {
    let mut doctor = Enrolled::at_minute_zero();
    assert_eq!(doctor.codes.len(), 10);
    let codes = doctor.codes.clone();
    for (used, code) in codes.iter().enumerate() {
        let typed = code.to_lowercase().replace('-', " ");
        let mut verified = doctor.password(5);
        let given = doctor.give(&mut verified, &typed, 5);
        assert_eq!(given, Ok(ProvedBy::OneTimeCode));
        let again = doctor.give(&mut verified, code, 5);
        assert_eq!(again, Err(SignInRefused::WrongCredentials));
        doctor.accounts.session(&verified, None, at(5)).unwrap();
        let left = doctor.accounts.find("yamada").unwrap().codes_left();
        assert_eq!(left, 9 - used);
    }
    let mut verified = doctor.password(6);
    let code = doctor.phone.code(at(6));
    doctor.give(&mut verified, &code, 6).unwrap();
    let renewed = doctor.accounts.new_codes(&verified, at(6)).unwrap();
    assert_eq!(renewed.len(), 10);
    assert!(renewed.iter().all(|code| !codes.contains(code)));
}

#[test]
fn wrong_codes_lock_and_the_right_password_does_not_forget_them() {
    let mut doctor = Enrolled::at_minute_zero();
    for _ in 0..5 {
        let mut verified = doctor.password(5);
        let wrong = doctor.give(&mut verified, "000000", 5);
        assert_eq!(wrong, Err(SignInRefused::WrongCredentials));
    }
    let locked = SignInRefused::LockedOut { until: at(20) };
    let tried = verify(&mut doctor.accounts, "yamada", DOCTOR_PASSWORD, 6);
    assert_eq!(tried, Err(locked));
}

#[test]
fn every_wrong_code_is_answered_alike() {
    let mut doctor = Enrolled::at_minute_zero();
    let used = doctor.codes.first().unwrap().clone();
    let mut verified = doctor.password(5);
    doctor.give(&mut verified, &used, 5).unwrap();
    let old = doctor.phone.code(at(0));
    let long = "9".repeat(10_000);
    for wrong in [
        "123456",
        "",
        "ABCDE-FGHJK",
        &used,
        &old,
        &long,
        "' OR 1=1 --",
    ] {
        doctor.accounts.free("yamada").unwrap();
        let mut verified = doctor.password(6);
        let given = doctor.give(&mut verified, wrong, 6);
        assert_eq!(given, Err(SignInRefused::WrongCredentials), "{wrong}");
    }
}

#[test]
fn the_code_for_a_lost_factor_opens_one_sign_in_within_its_hours() {
    let mut doctor = Enrolled::at_minute_zero();
    let issue = |doctor: &mut Enrolled, hours, minutes| {
        let issued = doctor
            .accounts
            .issue_factor_code("yamada", hours, at(minutes));
        let (code, until) = issued.unwrap();
        (code.to_string(), until)
    };
    let (code, until) = issue(&mut doctor, 2, 10);
    assert_eq!(until, at(130));
    let held = doctor.accounts.find("yamada").unwrap();
    assert_eq!(held.factor_code_until(at(11)), Some(at(130)));
    let mut verified = doctor.password(20);
    assert_eq!(
        doctor.give(&mut verified, &code, 20),
        Ok(ProvedBy::FactorCode)
    );
    let session = doctor.accounts.session(&verified, None, at(20)).unwrap();
    assert_eq!(session.proved_by(), ProvedBy::FactorCode);
    let mut verified = doctor.password(21);
    let again = doctor.give(&mut verified, &code, 21);
    assert_eq!(again, Err(SignInRefused::WrongCredentials), "once");

    let (code, _) = issue(&mut doctor, 1, 30);
    let mut verified = doctor.password(91);
    let late = doctor.give(&mut verified, &code, 91);
    assert_eq!(
        late,
        Err(SignInRefused::WrongCredentials),
        "an hour is over"
    );
    let back = doctor.give(&mut verified, &code, 29);
    assert_eq!(
        back,
        Err(SignInRefused::WrongCredentials),
        "the clock was set back"
    );
    let (_, until) = issue(&mut doctor, 500, 100);
    assert_eq!(until, at(100 + 24 * 60), "a day at most");
}

#[test]
fn a_code_for_a_lost_factor_needs_a_factor() {
    let mut accounts = accounts();
    let issued = accounts.issue_factor_code("yamada", 1, at(0));
    assert_eq!(issued.map(drop), Err(AccessError::NoSecondFactor));
    let verified = verify(&mut accounts, "yamada", DOCTOR_PASSWORD, 0).unwrap();
    let codes = accounts.new_codes(&verified, at(0)).map(drop);
    assert_eq!(codes, Err(AccessError::NoSecondFactor));
}

#[test]
fn only_the_phone_that_was_enrolled_enrols() {
    let (mut accounts, machine) = (accounts(), machine());
    let mut verified = verify(&mut accounts, "yamada", DOCTOR_PASSWORD, 0).unwrap();
    let enrolment = Enrolment::new(&verified).unwrap();
    let other = Phone::scan(&Enrolment::new(&verified).unwrap()).code(at(0));
    let enrolled = accounts.enrol(&mut verified, &enrolment, &other, &machine, at(0));
    assert_eq!(enrolled.map(drop), Err(AccessError::WrongCode));
    assert_eq!(accounts.find("yamada").unwrap().second_factor(), None);
    let mut desk = verify(&mut accounts, "uketsuke", common::DESK_PASSWORD, 0).unwrap();
    let code = Phone::scan(&enrolment).code(at(0));
    let enrolled = accounts.enrol(&mut desk, &enrolment, &code, &machine, at(0));
    assert_eq!(enrolled.map(drop), Err(AccessError::NotProved), "another's");
}

#[test]
fn a_proof_inside_a_session_wants_the_factor_or_else_the_password() {
    let mut doctor = Enrolled::at_minute_zero();
    let (session, code) = doctor.signed_in(5);
    let tries = Tries::default();
    let mut prove = |secret: &str, minutes| {
        let accounts = &mut doctor.accounts;
        accounts.prove_again(&session, secret, &doctor.machine, tries, at(minutes))
    };
    let password = prove(DOCTOR_PASSWORD, 7);
    assert_eq!(password, Err(SignInRefused::WrongCredentials));
    assert_eq!(
        prove(&code, 7),
        Err(SignInRefused::WrongCredentials),
        "used"
    );
    assert_eq!(prove(&doctor.phone.code(at(7)), 7), Ok(ProvedBy::Totp));
    let desk = verify(&mut doctor.accounts, "uketsuke", common::DESK_PASSWORD, 7).unwrap();
    let desk = doctor.accounts.session(&desk, None, at(7)).unwrap();
    let accounts = &mut doctor.accounts;
    let proved = accounts.prove_again(&desk, common::DESK_PASSWORD, &doctor.machine, tries, at(8));
    assert_eq!(proved, Ok(ProvedBy::Password));
}

#[test]
fn the_account_file_holds_no_secret_in_clear() {
    let doctor = Enrolled::at_minute_zero();
    let text = String::from_utf8(doctor.accounts.to_bytes().unwrap()).unwrap();
    let shown = format!("{:?}", doctor.accounts);
    for code in &doctor.codes {
        assert!(!text.contains(code.as_str()) && !shown.contains(code.as_str()));
    }
    let secret: String = doctor
        .phone
        .secret()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    assert!(!text.contains(&secret) && !text.contains(DOCTOR_PASSWORD));
    use base64::Engine as _;
    let secret = base64::engine::general_purpose::STANDARD.encode(doctor.phone.secret());
    assert!(!text.contains(&secret));
    let again = Accounts::from_bytes(text.as_bytes()).unwrap();
    assert_eq!(again, doctor.accounts);
}

#[test]
fn wrong_passwords_inside_a_session_are_forgotten_by_a_right_one_and_wrong_codes_are_not() {
    let mut doctor = Enrolled::at_minute_zero();
    let (session, _) = doctor.signed_in(5);
    let tries = Tries::default();
    for _ in 0..2 {
        for _ in 0..4 {
            let wrong = doctor
                .accounts
                .verify_again(&session, "chigau-9-koto", tries, at(6));
            assert_eq!(wrong, Err(SignInRefused::WrongCredentials));
        }
        let right = doctor
            .accounts
            .verify_again(&session, DOCTOR_PASSWORD, tries, at(6));
        assert!(right.is_ok());
    }
    for _ in 0..5 {
        let right = doctor
            .accounts
            .verify_again(&session, DOCTOR_PASSWORD, tries, at(7));
        let mut right = right.unwrap();
        let wrong = doctor.give(&mut right, "000000", 7);
        assert_eq!(wrong, Err(SignInRefused::WrongCredentials));
    }
    let locked = doctor
        .accounts
        .verify_again(&session, DOCTOR_PASSWORD, tries, at(7));
    assert_eq!(locked, Err(SignInRefused::LockedOut { until: at(22) }));
}

#[test]
fn a_factor_is_replaced_by_whoever_has_it_and_not_by_the_password_alone() {
    let mut doctor = Enrolled::at_minute_zero();
    let (session, code) = doctor.signed_in(5);
    let (issued, _) = doctor
        .accounts
        .issue_factor_code("yamada", 2, at(5))
        .unwrap();
    let mut verified = doctor.password(6);
    doctor.give(&mut verified, &issued, 6).unwrap();
    let lost = doctor.accounts.session(&verified, None, at(6)).unwrap();
    let fresh = doctor.phone.code(at(8));
    let mut owner = |session: &Session, code: &str| {
        let given = (DOCTOR_PASSWORD, code);
        let accounts = &mut doctor.accounts;
        let owner = accounts.verify_owner(session, given, &doctor.machine, Tries::default(), at(8));
        owner.map(drop)
    };
    let refused = Err(SignInRefused::WrongCredentials);
    assert_eq!(owner(&session, ""), refused);
    assert_eq!(owner(&session, &code), refused, "used at the sign-in");
    assert_eq!(owner(&session.unlocked(), ""), refused);
    assert_eq!(owner(&lost.unlocked(), ""), refused, "whoever unlocked it");
    assert_eq!(owner(&lost, ""), Ok(()), "the phone is lost");
    assert_eq!(owner(&session, &fresh), Ok(()));
}

#[test]
fn the_recovery_key_leads_an_administrator_to_another_factor_and_to_no_session() {
    let keys = ClinicalKeys::generate().unwrap();
    let (mut accounts, machine) = (accounts(), machine());
    for (account, password, administers) in [
        ("kanri", "mori-5-hikari-to", true),
        ("yamada", DOCTOR_PASSWORD, false),
    ] {
        let mut verified = verify(&mut accounts, account, password, 0).unwrap();
        let none = accounts.stand_in(&mut verified, Some(&keys), Tries::default(), at(0));
        assert_eq!(
            none,
            Err(SignInRefused::WrongCredentials),
            "nothing is lost"
        );
        let enrolment = Enrolment::new(&verified).unwrap();
        let code = Phone::scan(&enrolment).code(at(0));
        let enrolled = accounts.enrol(&mut verified, &enrolment, &code, &machine, at(0));
        assert_eq!(enrolled.unwrap().len(), 10);

        let mut verified = verify(&mut accounts, account, password, 1).unwrap();
        let wrong = accounts.stand_in(&mut verified, None, Tries::default(), at(1));
        assert_eq!(wrong, Err(SignInRefused::WrongCredentials));
        let given = accounts.stand_in(&mut verified, Some(&keys), Tries::default(), at(1));
        assert_eq!(given.is_ok(), administers, "{account}");
        if !administers {
            assert_eq!(accounts.missing(&verified), Some(Missing::SecondFactor));
            continue;
        }
        assert_eq!(accounts.missing(&verified), Some(Missing::NewFactor));
        let session = accounts.session(&verified, None, at(1));
        assert_eq!(session, Err(SignInRefused::NotYet));
        let again = accounts.stand_in(&mut verified, Some(&keys), Tries::default(), at(1));
        assert_eq!(again, Err(SignInRefused::WrongCredentials), "once");
        let enrolment = Enrolment::new(&verified).unwrap();
        let code = Phone::scan(&enrolment).code(at(2));
        accounts
            .enrol(&mut verified, &enrolment, &code, &machine, at(2))
            .unwrap();
        let session = accounts.session(&verified, None, at(2)).unwrap();
        assert_eq!(session.proved_by(), ProvedBy::Totp);
    }
}
