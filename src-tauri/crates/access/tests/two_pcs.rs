//! What two PCs of a site know of one account: sheets of one-time codes, and people of the same name.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use access::{
    Accounts, Enrolment, Grants, KnownSite, MachineSecret, ProvedBy, Role, SignInRefused, SiteFile,
    SiteKey, Tries,
};
use common::phone::Phone;
use common::{CHEAP, DOCTOR_PASSWORD, accounts, at, machine, personal, verify};

const REFUSED: Result<ProvedBy, SignInRefused> = Err(SignInRefused::WrongCredentials);
const TAKEN: Result<ProvedBy, SignInRefused> = Ok(ProvedBy::OneTimeCode);

/// A PC, with what it has taken in of the other one.
struct Pc {
    machine: MachineSecret,
    accounts: Accounts,
    known: Option<KnownSite>,
}

impl Pc {
    fn with(accounts: Accounts) -> Self {
        Self {
            machine: machine(),
            accounts,
            known: None,
        }
    }

    fn empty() -> Self {
        Self::with(Accounts::new(CHEAP).unwrap())
    }

    /// With one doctor called `yamada`, of its own.
    fn of_a_doctor(staff_number: &str, password: &str, minutes: i64) -> Self {
        let mut pc = Self::empty();
        let owner = ("山田 別人", staff_number);
        let own = personal("yamada", owner, &[Role::Doctor], password);
        pc.accounts.add(&own, at(minutes)).unwrap();
        pc
    }

    /// Answers the accounts whose namesake here is somebody else.
    fn takes(&mut self, home: &Self, version: u64) -> Vec<String> {
        let (grants, key) = (Grants::default(), SiteKey::of(&home.machine).unwrap());
        let (maker, told) = (&home.machine, &home.accounts);
        let file = SiteFile::make(maker, version, told, &grants, b"{}", at(0)).unwrap();
        let content = file.open(self.known.as_ref(), &key).unwrap().unwrap();
        self.known = Some(file.known());
        self.accounts
            .take_in(&content, &key, &self.machine)
            .unwrap()
    }

    /// The doctor enrols an app. Answers the printed codes.
    fn enrol(&mut self, password: &str, minutes: i64) -> Vec<String> {
        let mut verified = verify(&mut self.accounts, "yamada", password, minutes).unwrap();
        let enrolment = Enrolment::new(&verified).unwrap();
        let code = Phone::scan(&enrolment).code(at(minutes));
        let (accounts, now) = (&mut self.accounts, at(minutes));
        let codes = accounts.enrol(&mut verified, &enrolment, &code, &self.machine, now);
        codes.unwrap().iter().map(|code| code.to_string()).collect()
    }

    /// The doctor has another sheet made. Answers its codes.
    fn makes_anew(&mut self, minutes: i64) -> Vec<String> {
        let verified = verify(&mut self.accounts, "yamada", DOCTOR_PASSWORD, minutes).unwrap();
        let codes = self.accounts.new_codes(&verified, at(minutes)).unwrap();
        codes.iter().map(|code| code.to_string()).collect()
    }

    /// The doctor gives a printed code at a sign-in.
    fn give(&mut self, code: &str, minutes: i64) -> Result<ProvedBy, SignInRefused> {
        let mut verified = verify(&mut self.accounts, "yamada", DOCTOR_PASSWORD, minutes)?;
        let (tries, now) = (Tries::default(), at(minutes));
        self.accounts
            .verify_code(&mut verified, code, &self.machine, tries, now)
    }

    fn codes_left(&self) -> usize {
        self.accounts.find("yamada").unwrap().codes_left()
    }

    /// The account file as it was written before a sheet knew its moment.
    fn forget_when_sheets_were_made(&mut self) {
        let bytes = self.accounts.to_bytes().unwrap();
        let mut file: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        let codes = file.pointer_mut("/accounts/0/second_factor/totp/codes");
        let made_at = codes.unwrap().as_object_mut().unwrap().remove("made_at");
        assert!(made_at.is_some());
        self.accounts = Accounts::from_bytes(file.to_string().as_bytes()).unwrap();
    }
}

/// The doctor is enrolled where the file is made, and the other PC has taken it in. Answers the sheet.
fn two_pcs() -> (Pc, Pc, Vec<String>) {
    let (mut home, mut other) = (Pc::with(accounts()), Pc::empty());
    let sheet = home.enrol(DOCTOR_PASSWORD, 0);
    other.takes(&home, 1);
    (home, other, sheet)
}

#[test]
fn a_sheet_made_anew_on_the_other_pc_stays_when_the_next_file_comes() {
    let (home, mut other, old) = two_pcs();
    assert_eq!(other.give(&old[0], 5), TAKEN);
    let new = other.makes_anew(6);
    other.takes(&home, 2);
    assert_eq!(other.give(&old[0], 7), REFUSED, "used up");
    assert_eq!(other.give(&old[1], 7), REFUSED, "of a sheet that ended");
    assert_eq!(other.give(&new[0], 7), TAKEN);
    other.takes(&home, 3);
    assert_eq!(other.give(&new[0], 8), REFUSED, "used up for good");
    assert_eq!(other.give(&new[1], 8), TAKEN);
}

#[test]
fn a_sheet_made_anew_where_the_file_is_made_ends_every_former_one() {
    let (mut home, mut other, old) = two_pcs();
    let theirs = other.makes_anew(5);
    let ours = home.makes_anew(6);
    other.takes(&home, 2);
    assert_eq!(other.give(&old[0], 7), REFUSED);
    assert_eq!(other.give(&theirs[0], 7), REFUSED);
    assert_eq!(other.give(&ours[0], 7), TAKEN);
}

#[test]
fn a_code_of_one_sheet_that_was_used_on_either_pc_stays_used_up() {
    let (mut home, mut other, sheet) = two_pcs();
    assert_eq!(home.give(&sheet[0], 5), TAKEN);
    assert_eq!(other.give(&sheet[1], 5), TAKEN);
    other.takes(&home, 2);
    assert_eq!(other.codes_left(), 8);
    assert_eq!(other.give(&sheet[0], 6), REFUSED, "used where it is made");
    assert_eq!(other.give(&sheet[1], 6), REFUSED, "used here");
    assert_eq!(other.give(&sheet[2], 6), TAKEN);
}

#[test]
fn a_clock_that_was_set_back_does_not_bring_the_former_sheet_back() {
    let (home, mut other, old) = two_pcs();
    let new = other.makes_anew(-60);
    other.takes(&home, 2);
    assert_eq!(other.give(&old[0], 5), REFUSED);
    assert_eq!(other.give(&new[0], 5), TAKEN);
}

#[test]
fn a_sheet_of_before_is_read_and_gives_way_to_one_made_since() {
    let (mut home, mut other, old) = two_pcs();
    home.forget_when_sheets_were_made();
    other.forget_when_sheets_were_made();
    other.takes(&home, 2);
    assert_eq!(other.give(&old[0], 5), TAKEN);
    let new = other.makes_anew(6);
    other.takes(&home, 3);
    assert_eq!(other.give(&old[1], 7), REFUSED);
    assert_eq!(other.give(&new[0], 7), TAKEN);
    let newest = home.makes_anew(8);
    other.takes(&home, 4);
    assert_eq!(other.give(&new[1], 9), REFUSED);
    assert_eq!(other.give(&newest[0], 9), TAKEN);
}

#[test]
fn a_sheet_of_a_factor_that_was_replaced_ends_with_it() {
    let (mut home, mut other, _) = two_pcs();
    let replaced = home.enrol(DOCTOR_PASSWORD, 5);
    let later = other.makes_anew(6);
    other.takes(&home, 2);
    assert_eq!(other.give(&later[0], 7), REFUSED);
    assert_eq!(other.give(&replaced[0], 7), TAKEN);
}

#[test]
fn nothing_of_a_namesake_opens_the_sites_account_when_the_first_file_comes() {
    // The number tells nothing yet, nor the moment: until now every PC gave its own.
    for (number, minutes) in [("D001", 0), ("D001", 60), ("X9", 60)] {
        let (home, own) = (Pc::with(accounts()), "tsuki-9-akari-no");
        let mut other = Pc::of_a_doctor(number, "hajime-4-kotoba", minutes);
        let verified = verify(&mut other.accounts, "yamada", "hajime-4-kotoba", 61);
        let set = other
            .accounts
            .set_password(&mut verified.unwrap(), own, at(61));
        set.unwrap();
        other.enrol(own, 62);
        assert_eq!(other.takes(&home, 1), ["yamada"], "{number} {minutes}");
        assert!(verify(&mut other.accounts, "yamada", own, 70).is_err());
        assert!(verify(&mut other.accounts, "yamada", DOCTOR_PASSWORD, 70).is_ok());
        let held = other.accounts.find("yamada").unwrap();
        assert_eq!((held.second_factor(), held.codes_left()), (None, 0));
        assert_eq!(held.staff_number(), "D001");
    }
}

#[test]
fn the_code_for_the_lost_factor_of_a_namesake_opens_nothing() {
    let (mut home, own) = (Pc::with(accounts()), "tsuki-9-akari-no");
    home.enrol(DOCTOR_PASSWORD, 60);
    let mut other = Pc::of_a_doctor("D001", own, -60);
    other.enrol(own, -60);
    let issued = other.accounts.issue_factor_code("yamada", 5, at(62));
    let (code, _) = issued.unwrap();
    other.takes(&home, 1);
    assert_eq!(other.give(&code, 63), REFUSED);
}

#[test]
fn a_lock_out_is_no_shorter_for_a_namesake() {
    let home = Pc::with(accounts());
    let mut other = Pc::of_a_doctor("X9", "tsuki-9-akari-no", 0);
    for _ in 0..5 {
        verify(&mut other.accounts, "yamada", "chigau-1-koto", 1).unwrap_err();
    }
    other.takes(&home, 1);
    let tried = verify(&mut other.accounts, "yamada", DOCTOR_PASSWORD, 2);
    assert_eq!(tried, Err(SignInRefused::LockedOut { until: at(16) }));
}

#[test]
fn an_account_made_for_another_person_takes_nothing_of_the_former_one() {
    let (mut home, mut other, _) = two_pcs();
    let mut verified = verify(&mut other.accounts, "yamada", DOCTOR_PASSWORD, 1).unwrap();
    let code = other.makes_anew(2);
    let (machine, tries) = (&other.machine, Tries::default());
    let accounts = &mut other.accounts;
    let given = accounts.verify_code(&mut verified, &code[0], machine, tries, at(3));
    assert_eq!(given, TAKEN);
    let own = "atarashii-7-koto";
    accounts.set_password(&mut verified, own, at(3)).unwrap();
    // The accounts of that PC were lost, and the name went to somebody else at the same moment.
    home.accounts = Pc::of_a_doctor("D777", "hoka-no-8-hito-ga", 0).accounts;
    assert_eq!(other.takes(&home, 2), ["yamada"]);
    assert!(verify(&mut other.accounts, "yamada", own, 5).is_err());
    let theirs = verify(&mut other.accounts, "yamada", "hoka-no-8-hito-ga", 5);
    assert!(theirs.is_ok());
    let held = other.accounts.find("yamada").unwrap();
    assert_eq!((held.second_factor(), held.codes_left()), (None, 0));
}

#[test]
fn whoever_the_first_file_shut_out_is_not_let_in_by_a_later_one_that_has_the_name() {
    let (mut home, own) = (Pc::empty(), "tsuki-9-akari-no");
    let mut other = Pc::of_a_doctor("D001", own, 60);
    assert!(other.takes(&home, 1).is_empty());
    assert!(verify(&mut other.accounts, "yamada", own, 61).is_err());
    home.accounts = accounts();
    assert_eq!(other.takes(&home, 2), ["yamada"]);
    assert!(verify(&mut other.accounts, "yamada", own, 62).is_err());
    assert!(verify(&mut other.accounts, "yamada", DOCTOR_PASSWORD, 62).is_ok());
}

#[test]
fn the_same_person_keeps_a_password_that_was_changed_since_and_is_no_namesake() {
    let (home, mut other) = (Pc::with(accounts()), Pc::empty());
    assert!(other.takes(&home, 1).is_empty());
    let mut verified = verify(&mut other.accounts, "yamada", DOCTOR_PASSWORD, 1).unwrap();
    let own = "atarashii-7-koto";
    let set = other.accounts.set_password(&mut verified, own, at(2));
    set.unwrap();
    assert!(other.takes(&home, 2).is_empty());
    assert!(verify(&mut other.accounts, "yamada", own, 3).is_ok());
}
