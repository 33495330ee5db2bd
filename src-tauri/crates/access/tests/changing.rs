//! Changing accounts and passwords: rights, reuse, issued passwords, lock-out by the site's number.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use access::{
    AccessError, Accounts, Missing, NewAccount, PasswordRule, Rights, Role, SignInRefused, Tries,
};
use common::{DOCTOR_PASSWORD, accounts, at, personal, refused, verify};

const ADMIN_PASSWORD: &str = "mori-5-hikari-to";

fn rights(roles: &[Role]) -> Rights {
    Rights {
        roles: roles.to_vec(),
        emergency: false,
        deputy: false,
        disabled: false,
    }
}

#[test]
fn an_account_holds_several_roles_and_one_is_active() {
    let mut accounts = accounts();
    let both = rights(&[Role::Admin, Role::Doctor, Role::Admin]);
    accounts.change("ＹＡＭＡＤＡ", &both).unwrap();
    let held = accounts.find("yamada").unwrap();
    assert_eq!(
        held.roles(),
        [Role::Doctor, Role::Admin],
        "sorted, each once"
    );
    let verified = verify(&mut accounts, "yamada", DOCTOR_PASSWORD, 1).unwrap();
    let mut session = |role| accounts.session(&verified, role, at(1));
    assert_eq!(session(None).unwrap().role(), Role::Doctor);
    let admin = session(Some(Role::Admin)).unwrap();
    assert_eq!(admin.role(), Role::Admin);
    assert_eq!(session(Some(Role::Desk)), Err(SignInRefused::RoleNotHeld));
    assert_eq!(admin.in_role(Role::Doctor).unwrap().role(), Role::Doctor);
    assert_eq!(admin.in_role(Role::Desk), None);
}

#[test]
fn a_disabled_account_is_answered_as_one_that_does_not_exist() {
    let mut accounts = accounts();
    let verified = verify(&mut accounts, "yamada", DOCTOR_PASSWORD, 1).unwrap();
    let left = Rights {
        disabled: true,
        ..rights(&[Role::Doctor])
    };
    accounts.change("yamada", &left).unwrap();
    // Also where the password had been given before.
    let session = accounts.session(&verified, None, at(1));
    assert_eq!(session, Err(SignInRefused::WrongCredentials));
    for name in ["yamada", "nobody"] {
        let mut answers = Vec::new();
        for _ in 0..6 {
            let tried = verify(&mut accounts, name, DOCTOR_PASSWORD, 2);
            answers.push(tried.unwrap_err());
        }
        let mut expected = vec![SignInRefused::WrongCredentials; 5];
        expected.push(SignInRefused::LockedOut { until: at(17) });
        assert_eq!(answers, expected, "{name}");
    }
}

#[test]
fn somebody_must_be_left_who_administers() {
    let mut accounts = accounts();
    let no_admin = rights(&[Role::Desk]);
    let disabled = Rights {
        disabled: true,
        ..rights(&[Role::Admin])
    };
    for change in [&no_admin, &disabled] {
        let changed = accounts.change("kanri", change).cloned();
        assert_eq!(refused(changed), AccessError::LastAdministrator);
    }
    accounts
        .change("yamada", &rights(&[Role::Doctor, Role::Admin]))
        .unwrap();
    accounts.change("kanri", &disabled).unwrap();
    assert!(accounts.find("kanri").unwrap().disabled());
    let changed = accounts.change("yamada", &rights(&[])).cloned();
    assert_eq!(refused(changed), AccessError::NoRole);
    let changed = accounts.change("nobody", &no_admin).cloned();
    assert_eq!(refused(changed), AccessError::NoSuchAccount);
}

#[test]
fn an_issued_password_has_to_be_changed_before_there_is_a_session() {
    let mut accounts = accounts();
    let new = NewAccount {
        issued: true,
        ..personal(
            "suzuki",
            ("鈴木 四郎", "N1"),
            &[Role::Nurse],
            "hajime-no-1-pw",
        )
    };
    accounts.add(&new, at(0)).unwrap();
    let mut verified = verify(&mut accounts, "suzuki", "hajime-no-1-pw", 1).unwrap();
    assert_eq!(accounts.missing(&verified), Some(Missing::NewPassword));
    let session = accounts.session(&verified, None, at(1));
    assert_eq!(session, Err(SignInRefused::NotYet));
    let again = accounts.set_password(&mut verified, "hajime-no-1-pw", at(1));
    assert_eq!(
        again,
        Err(PasswordRule::Reused.into()),
        "not the issued one"
    );
    let own = "jibun-no-2-pass";
    accounts.set_password(&mut verified, own, at(1)).unwrap();
    assert_eq!(accounts.missing(&verified), None);
    assert!(accounts.session(&verified, None, at(1)).is_ok());
    assert!(verify(&mut accounts, "suzuki", own, 2).is_ok());
    assert!(verify(&mut accounts, "suzuki", "hajime-no-1-pw", 2).is_err());
}

#[test]
fn the_five_passwords_used_last_are_refused_and_the_sixth_is_not() {
    let mut accounts = accounts();
    let word = |number: u32| format!("kawa-{number}-nagare-to");
    let mut verified = verify(&mut accounts, "yamada", DOCTOR_PASSWORD, 1).unwrap();
    for number in 1..=5 {
        accounts
            .set_password(&mut verified, &word(number), at(1))
            .unwrap();
    }
    for number in 1..=5 {
        let set = accounts.set_password(&mut verified, &word(number), at(2));
        assert_eq!(set, Err(PasswordRule::Reused.into()), "{number}");
    }
    let first = accounts.set_password(&mut verified, DOCTOR_PASSWORD, at(3));
    assert_eq!(first, Ok(()), "used six passwords ago");
    let mut accounts = Accounts::from_bytes(&accounts.to_bytes().unwrap()).unwrap();
    assert!(verify(&mut accounts, "yamada", DOCTOR_PASSWORD, 4).is_ok());
}

#[test]
fn a_password_that_was_replaced_meanwhile_opens_nothing() {
    let mut accounts = accounts();
    let mut verified = verify(&mut accounts, "yamada", DOCTOR_PASSWORD, 1).unwrap();
    accounts
        .issue_password("yamada", "kashita-3-pass", at(1))
        .unwrap();
    assert_eq!(
        accounts.set_password(&mut verified, "betsu-no-4-pass", at(2)),
        Err(AccessError::NotProved)
    );
    assert!(accounts.session(&verified, None, at(2)).is_err());
    let issued = verify(&mut accounts, "yamada", "kashita-3-pass", 3).unwrap();
    assert_eq!(accounts.missing(&issued), Some(Missing::NewPassword));
}

#[test]
fn whoever_issues_a_password_does_not_learn_whether_it_was_in_use() {
    let mut accounts = accounts();
    for password in [DOCTOR_PASSWORD, "kashita-3-pass", DOCTOR_PASSWORD] {
        let issued = accounts.issue_password("yamada", password, at(1));
        assert_eq!(issued, Ok(()));
    }
    let mut verified = verify(&mut accounts, "yamada", DOCTOR_PASSWORD, 2).unwrap();
    assert_eq!(
        accounts.set_password(&mut verified, DOCTOR_PASSWORD, at(2)),
        Err(PasswordRule::Reused.into()),
        "its owner chooses another one all the same"
    );
}

#[test]
fn the_site_says_how_many_tries_there_are_and_an_administrator_frees() {
    let mut accounts = accounts();
    let three = Tries::new(3).unwrap();
    let tried = |accounts: &mut Accounts, password: &str| {
        let verified = accounts.verify_password("yamada", password, three, at(1));
        verified.map(drop)
    };
    for _ in 0..3 {
        let wrong = tried(&mut accounts, "wrong");
        assert_eq!(wrong, Err(SignInRefused::WrongCredentials));
    }
    let locked = Err(SignInRefused::LockedOut { until: at(16) });
    assert_eq!(tried(&mut accounts, DOCTOR_PASSWORD), locked);
    accounts.free("Yamada").unwrap();
    assert_eq!(tried(&mut accounts, DOCTOR_PASSWORD), Ok(()));
    assert_eq!(accounts.free("nobody"), Err(AccessError::NoSuchAccount));
}

#[test]
fn an_account_needs_a_person_with_a_number() {
    let mut accounts = accounts();
    for (owner, expected) in [
        (("", "N1"), AccessError::OwnerMissing),
        (("鈴木 四郎", " "), AccessError::OwnerMissing),
        (("鈴木\u{202E}四郎", "N1"), AccessError::OwnerText),
        (("鈴木 四郎", "N\n1"), AccessError::OwnerText),
    ] {
        let new = personal("suzuki", owner, &[Role::Desk], "hoshi-4-yoru-ni");
        assert_eq!(refused(accounts.add(&new, at(0)).cloned()), expected);
    }
    let none = personal("suzuki", ("鈴木 四郎", "N1"), &[], "hoshi-4-yoru-ni");
    assert_eq!(
        refused(accounts.add(&none, at(0)).cloned()),
        AccessError::NoRole
    );
}

#[test]
fn ten_kilobytes_are_refused_as_a_password_and_simply_wrong_at_the_sign_in() {
    let mut accounts = accounts();
    let long = "a1-".repeat(3_500);
    let mut verified = verify(&mut accounts, "yamada", DOCTOR_PASSWORD, 1).unwrap();
    let set = accounts.set_password(&mut verified, &long, at(1));
    assert_eq!(set, Err(PasswordRule::TooLong.into()));
    for odd in [
        long.as_str(),
        "'; DROP TABLE accounts; --",
        "\u{202E}\0",
        "",
    ] {
        accounts.free("yamada").unwrap();
        let wrong = verify(&mut accounts, "yamada", odd, 2);
        assert_eq!(wrong, Err(SignInRefused::WrongCredentials));
        let name = accounts.verify_password(odd, ADMIN_PASSWORD, Tries::default(), at(2));
        assert_eq!(name, Err(SignInRefused::WrongCredentials));
    }
}
