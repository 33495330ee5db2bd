//! Accounts: adding, signing in, lock-out, the file format and the gate.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::time::{Duration, Instant};

use access::{
    AccessError, Accounts, NotAllowed, PasswordCost, PasswordRule, Role, Roles, SignInRefused,
    permit,
};
use common::{CHEAP, DOCTOR_PASSWORD, accounts, at, personal, refused, verify};

#[test]
fn signs_in_with_the_right_password_whatever_the_case_and_width_of_the_name() {
    let mut accounts = accounts();
    for name in ["yamada", " Yamada ", "ＹＡＭＡＤＡ"] {
        let verified = verify(&mut accounts, name, DOCTOR_PASSWORD, 1).unwrap();
        let session = accounts.session(&verified, None, at(1)).unwrap();
        assert_eq!(session.account(), "yamada");
        assert_eq!(session.display_name(), "山田 医師");
        assert_eq!((session.role(), session.since()), (Role::Doctor, at(1)));
    }
}

#[test]
fn unknown_account_and_wrong_password_are_answered_alike_up_to_the_lock_out() {
    let mut accounts = accounts();
    for name in ["yamada", "nobody"] {
        let mut answers = Vec::new();
        for _ in 0..6 {
            answers.push(
                verify(&mut accounts, name, "wrong", 1)
                    .map(|_| ())
                    .unwrap_err(),
            );
        }
        let mut expected = vec![SignInRefused::WrongCredentials; 5];
        expected.push(SignInRefused::LockedOut { until: at(16) });
        assert_eq!(answers, expected, "{name}");
    }
}

/// People mistype their names for years, and whoever looks for names tries many.
#[test]
fn names_that_nobody_has_do_not_lock_each_other() {
    let mut accounts = accounts();
    for number in 0..300 {
        for _ in 0..4 {
            verify(&mut accounts, &format!("nobody{number}"), "wrong", 1).unwrap_err();
        }
    }
    for number in 300..330 {
        let refused = verify(&mut accounts, &format!("nobody{number}"), "wrong", 1).unwrap_err();
        assert_eq!(refused, SignInRefused::WrongCredentials);
    }
}

#[test]
fn lock_out_holds_against_the_right_password_and_through_the_file_and_ends() {
    let mut accounts = accounts();
    for _ in 0..5 {
        verify(&mut accounts, "yamada", "wrong", 1).unwrap_err();
    }
    let mut accounts = Accounts::from_bytes(&accounts.to_bytes().unwrap()).unwrap();
    let locked = SignInRefused::LockedOut { until: at(16) };
    assert_eq!(
        verify(&mut accounts, "yamada", DOCTOR_PASSWORD, 15).unwrap_err(),
        locked
    );
    assert_eq!(
        accounts.find("yamada").unwrap().locked_until(at(15)),
        Some(at(16))
    );
    assert!(verify(&mut accounts, "yamada", DOCTOR_PASSWORD, 16).is_ok());
    assert_eq!(accounts.find("yamada").unwrap().locked_until(at(16)), None);
    assert!(
        verify(&mut accounts, "uketsuke", common::DESK_PASSWORD, 2).is_ok(),
        "others are not locked"
    );
}

#[test]
fn a_right_password_forgets_failures() {
    let mut accounts = accounts();
    for _ in 0..3 {
        for _ in 0..4 {
            verify(&mut accounts, "yamada", "wrong", 1).unwrap_err();
        }
        assert!(verify(&mut accounts, "yamada", DOCTOR_PASSWORD, 1).is_ok());
    }
}

/// Without a clock: the hash of an unknown name costs what an account's hash costs, and is computed
/// for each try. One whose cost is impossible says so exactly when it is computed.
#[test]
fn an_unknown_account_costs_one_hash_as_a_wrong_password_does() {
    let text = String::from_utf8(accounts().to_bytes().unwrap()).unwrap();
    let file: serde_json::Value = serde_json::from_str(&text).unwrap();
    let (known, unknown) = ("/accounts/0/password/cost", "/decoy/cost");
    assert!(file.pointer(known).is_some_and(|cost| cost.is_object()));
    assert_eq!(file.pointer(known), file.pointer(unknown));
    for (cost, broken, other) in [(known, "yamada", "nobody"), (unknown, "nobody", "yamada")] {
        let mut file = file.clone();
        *file.pointer_mut(cost).unwrap().get_mut("passes").unwrap() = 17.into();
        let mut accounts = Accounts::from_bytes(&serde_json::to_vec(&file).unwrap()).unwrap();
        let mut answer = |name| {
            let verified = verify(&mut accounts, name, "wrong", 1);
            verified.map(|_| ()).unwrap_err()
        };
        assert_eq!(answer(broken), SignInRefused::Unreadable, "{broken}");
        assert_eq!(answer(other), SignInRefused::WrongCredentials, "{other}");
    }
}

/// The one test with the real cost: an unknown name takes as long as a wrong password.
#[test]
fn an_unknown_account_takes_as_long_as_a_wrong_password() {
    let mut accounts = Accounts::new(PasswordCost::STANDARD).unwrap();
    let owner = ("山田 医師", "D001");
    let new = personal("yamada", owner, &[Role::Doctor], DOCTOR_PASSWORD);
    accounts.add(&new, at(0)).unwrap();
    assert!(verify(&mut accounts, "yamada", DOCTOR_PASSWORD, 1).is_ok());
    // Taken in turn, and the quickest of each: other work on the machine only ever adds time. The
    // factor is wide for the same reason; without the hash it would be in the thousands.
    let mut time = |name: &str| -> Duration {
        let start = Instant::now();
        verify(&mut accounts, name, "wrong", 1).unwrap_err();
        start.elapsed()
    };
    let tries: Vec<(Duration, Duration)> =
        (0..5).map(|_| (time("yamada"), time("nobody"))).collect();
    let known = tries.iter().map(|pair| pair.0).min().unwrap();
    let unknown = tries.iter().map(|pair| pair.1).min().unwrap();
    assert!(known > Duration::from_millis(20), "too cheap: {known:?}");
    assert!(
        unknown > known / 20 && unknown < known * 20,
        "{known:?} against {unknown:?}"
    );
}

#[test]
fn refuses_a_second_account_of_the_name_bad_names_and_weak_passwords() {
    let mut accounts = accounts();
    let owner = ("鈴木 四郎", "N04711");
    let new = |account, password| personal(account, owner, &[Role::Doctor], password);
    let mut add =
        |account, password| refused(accounts.add(&new(account, password), at(0)).cloned());
    assert_eq!(add("YAMADA", "hoshi-4-yoru-ni"), AccessError::AccountExists);
    let long = "x".repeat(33);
    for name in ["", " ", "a b", "山田", "a/b", long.as_str()] {
        assert_eq!(
            add(name, "hoshi-4-yoru-ni"),
            AccessError::AccountName,
            "{name}"
        );
    }
    for (password, rule) in [
        ("short1", PasswordRule::TooShort { least: 13 }),
        ("hoshi-suzuki4-yoru", PasswordRule::ContainsOwner),
        ("hoshi-N04711-yoru", PasswordRule::ContainsOwner),
        ("hoshi4-鈴木-yoru-ni", PasswordRule::ContainsOwner),
    ] {
        assert_eq!(
            add("suzuki", password),
            AccessError::PasswordRule(rule),
            "{password}"
        );
    }
    assert_eq!(accounts.iter().count(), 4);
}

#[test]
fn the_file_tells_newer_versions_from_damage() {
    let bytes = accounts().to_bytes().unwrap();
    assert_eq!(
        Accounts::from_bytes(&bytes).unwrap(),
        Accounts::from_bytes(&bytes).unwrap()
    );
    let text = String::from_utf8(bytes).unwrap();
    assert!(
        text.starts_with(r#"{"format":2,"#),
        "{}",
        text.get(..20).unwrap()
    );
    let newer = text.replacen(r#""format":2"#, r#""format":3,"more":true"#, 1);
    assert_eq!(
        refused(Accounts::from_bytes(newer.as_bytes())),
        AccessError::TooNew { found: 3 }
    );
    for damaged in [
        text.replacen(r#""format":2"#, r#""format":0"#, 1),
        text.replacen(r#""format":2"#, r#""format":1"#, 1),
        text.replacen(r#""format":2"#, r#""format":2,"more":true"#, 1),
        text.replacen(r#"["doctor"]"#, "[]", 1),
        text.replacen(r#"["doctor"]"#, r#"["desk","doctor"]"#, 1),
        text.replacen("doctor", "director", 1),
        text.get(..text.len() - 1).unwrap().to_owned(),
        String::new(),
        "[]".to_owned(),
    ] {
        assert_eq!(
            refused(Accounts::from_bytes(damaged.as_bytes())),
            AccessError::Unreadable
        );
    }
}

/// Written by the first release; must be read for ever.
#[test]
fn reads_the_file_of_format_one() {
    let mut accounts = Accounts::from_bytes(include_bytes!("fixtures/accounts-1.json")).unwrap();
    assert_eq!(accounts.find("yamada").unwrap().roles(), [Role::Doctor]);
    assert!(verify(&mut accounts, "yamada", DOCTOR_PASSWORD, 1).is_ok());
    assert!(verify(&mut accounts, "uketsuke", DOCTOR_PASSWORD, 1).is_err());
    let written = accounts.to_bytes().unwrap();
    assert!(written.starts_with(br#"{"format":2,"#));
    assert_eq!(Accounts::from_bytes(&written).unwrap(), accounts);
}

#[test]
fn neither_debug_nor_the_file_shows_a_password() {
    let mut accounts = accounts();
    verify(&mut accounts, "typed-into-the-wrong-field-9", "x", 1).unwrap_err();
    let shown = format!("{accounts:?}") + &String::from_utf8(accounts.to_bytes().unwrap()).unwrap();
    assert!(!shown.contains(DOCTOR_PASSWORD));
    assert!(!shown.contains("typed-into"));
}

#[test]
fn every_account_has_its_own_salt() {
    let mut accounts = Accounts::new(CHEAP).unwrap();
    for account in ["first", "second"] {
        let new = personal(account, ("だれか", "1"), &[Role::Desk], DOCTOR_PASSWORD);
        accounts.add(&new, at(0)).unwrap();
    }
    let hashes: Vec<String> = accounts
        .iter()
        .map(|held| {
            let json = serde_json::to_value(held).unwrap();
            json.get("password")
                .unwrap()
                .get("hash")
                .unwrap()
                .to_string()
        })
        .collect();
    assert_ne!(hashes.first(), hashes.last());
}

#[test]
fn the_gate_knows_nobody_and_every_role() {
    let reading = Roles::of(&[Role::Doctor]);
    assert_eq!(permit(None, reading), Err(NotAllowed::NotSignedIn));
    let mut accounts = accounts();
    for (name, password, role) in [
        ("yamada", DOCTOR_PASSWORD, Role::Doctor),
        ("uketsuke", common::DESK_PASSWORD, Role::Desk),
        ("kanri", "mori-5-hikari-to", Role::Admin),
        ("kansa", "umi-8-nami-oto-wo", Role::Auditor),
    ] {
        let verified = verify(&mut accounts, name, password, 1).unwrap();
        let session = accounts.session(&verified, None, at(1)).unwrap();
        assert_eq!(permit(Some(&session), Roles::ANY), Ok(&session));
        let answer = permit(Some(&session), reading);
        if role == Role::Doctor {
            assert_eq!(answer, Ok(&session));
        } else {
            assert_eq!(answer, Err(NotAllowed::NotPermitted { role }));
        }
    }
}
