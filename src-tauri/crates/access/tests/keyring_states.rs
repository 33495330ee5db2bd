//! Every state the place of the machine secret can be in: one typed answer each, and nothing made,
//! replaced or deleted.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use access::{AccessError, KeyCheck, KeyringFault, MachineSecret, SecretError};
use common::MemorySecrets;

const OURS: [u8; 32] = [1; 32];

fn ours() -> MachineSecret {
    MachineSecret::open(&MemorySecrets::with(&OURS), "p1").unwrap()
}

fn failing(error: SecretError) -> MemorySecrets {
    let store = MemorySecrets::with(&OURS);
    store.failing.set(Some(error));
    store
}

/// What the place is in, and how it answers to opening.
fn states() -> Vec<(MemorySecrets, KeyringFault)> {
    let io = std::io::ErrorKind::PermissionDenied;
    let open = SecretError::OpenToOthers { mode: 0o644 };
    vec![
        (failing(SecretError::Unavailable), KeyringFault::NoService),
        (failing(SecretError::Locked), KeyringFault::Locked),
        (MemorySecrets::default(), KeyringFault::Absent),
        (failing(SecretError::Foreign), KeyringFault::Foreign),
        (MemorySecrets::with(&[]), KeyringFault::Foreign),
        (MemorySecrets::with(&[1; 31]), KeyringFault::Foreign),
        (MemorySecrets::with(&[1; 33]), KeyringFault::Foreign),
        (MemorySecrets::with(&[2; 32]), KeyringFault::Changed),
        (failing(open), KeyringFault::OpenToOthers { mode: 0o644 }),
        (failing(SecretError::Io(io)), KeyringFault::File(io)),
        (failing(SecretError::Failed), KeyringFault::Failed),
    ]
}

#[test]
fn each_state_has_its_answer_and_stays_as_it_is() {
    for (store, expected) in states() {
        let before = store.entries.borrow().clone();
        let check = ours().check();
        let opened = MachineSecret::open_known(&store, "p1", Some(&check));
        assert_eq!(opened.map(|_| ()), Err(expected));
        let _ = MachineSecret::open(&store, "p1");
        assert_eq!(*store.entries.borrow(), before, "{expected}");
    }
    let store = MemorySecrets::with(&OURS);
    let opened = MachineSecret::open_known(&store, "p1", Some(&ours().check())).unwrap();
    assert_eq!(opened.desk_key(), ours().desk_key());
}

/// A profile made before there were check values still opens.
#[test]
fn without_a_check_value_any_secret_of_the_right_size_opens() {
    let store = MemorySecrets::with(&[2; 32]);
    assert!(MachineSecret::open_known(&store, "p1", None).is_ok());
}

#[test]
fn a_recovered_secret_goes_only_where_none_is() {
    for (store, expected) in states() {
        let before = store.entries.borrow().clone();
        let adopted = ours().adopt(&store, "p1");
        if expected == KeyringFault::Absent {
            assert_eq!(adopted, Ok(()));
            let opened = MachineSecret::open_known(&store, "p1", Some(&ours().check()));
            assert_eq!(opened.unwrap().audit_key(), ours().audit_key());
            assert_eq!(ours().adopt(&store, "p1"), Ok(()), "done is done");
        } else {
            assert_eq!(adopted, Err(expected));
            assert_eq!(*store.entries.borrow(), before, "{expected}");
        }
    }
    // Beside one that is not ours, under another name.
    let store = MemorySecrets::with(&[2; 32]);
    assert_eq!(ours().adopt(&store, "p2"), Ok(()));
    assert_eq!(store.entries.borrow()["machine-p1"], [2; 32]);
    assert_eq!(store.entries.borrow()["machine-p2"], OURS);

    let store = MemorySecrets::default();
    store.forgets.set(true);
    assert_eq!(ours().adopt(&store, "p1"), Err(KeyringFault::Failed));
}

#[test]
fn only_the_own_secret_is_destroyed_and_it_must_be_gone() {
    for (store, expected) in states() {
        let before = store.entries.borrow().clone();
        let destroyed = ours().destroy(&store, "p1");
        if expected == KeyringFault::Absent {
            assert_eq!(destroyed, Ok(()), "gone is gone");
        } else {
            assert_eq!(destroyed, Err(expected));
        }
        assert_eq!(*store.entries.borrow(), before, "{expected}");
    }
    let store = MemorySecrets::with(&OURS);
    store.clings.set(true);
    assert_eq!(ours().destroy(&store, "p1"), Err(KeyringFault::StillThere));
    store.clings.set(false);
    assert_eq!(ours().destroy(&store, "p1"), Ok(()));
    assert!(store.entries.borrow().is_empty());
}

#[test]
fn the_check_value_is_kept_as_json_and_tells_secrets_apart() {
    let check = ours().check();
    let text = serde_json::to_string(&check).unwrap();
    assert_eq!(serde_json::from_str::<KeyCheck>(&text).unwrap(), check);
    assert_ne!(common::machine().check(), check);
    for damaged in ["\"\"", "\"AAAA\"", "17", "\"*\""] {
        assert!(serde_json::from_str::<KeyCheck>(damaged).is_err());
    }
    let derived = [*ours().desk_key(), *ours().audit_key(), OURS];
    let shown = text.trim_matches('"').trim_end_matches('=').to_owned();
    for key in derived {
        use base64::Engine as _;
        let encoded = base64::engine::general_purpose::STANDARD.encode(key);
        assert!(!encoded.starts_with(&shown), "not a piece of any key");
    }
}

#[test]
fn every_state_is_told_by_the_plain_opening_too() {
    for (store, expected) in states() {
        let plain = MachineSecret::open(&store, "p1").map(|_| ());
        match expected {
            KeyringFault::Changed => assert_eq!(plain, Ok(()), "it cannot know"),
            KeyringFault::Absent => assert_eq!(plain, Err(AccessError::MachineSecretMissing)),
            _ => assert!(matches!(plain, Err(AccessError::Secret(_)))),
        }
    }
}

#[cfg(unix)]
#[test]
fn states_of_a_secret_file() {
    use access::FileSecrets;
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;

    let folder = tempfile::tempdir().unwrap();
    let store = FileSecrets::new(folder.path());
    let machine = MachineSecret::create(&store, "p1").unwrap();
    let path = folder.path().join("machine-p1.secret");
    let known = || MachineSecret::open_known(&store, "p1", Some(&machine.check())).map(|_| ());
    assert_eq!(known(), Ok(()));
    let mode = |mode| fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
    mode(0o644);
    assert_eq!(known(), Err(KeyringFault::OpenToOthers { mode: 0o644 }));
    assert!(path.exists(), "left as it is");
    mode(0o600);
    // Root reads a file of any mode, so there nothing can be seen.
    mode(0o000);
    if fs::read(&path).is_err() {
        let denied = std::io::ErrorKind::PermissionDenied;
        assert_eq!(known(), Err(KeyringFault::File(denied)));
    }
    mode(0o600);
    fs::write(&path, [3; 32]).unwrap();
    assert_eq!(known(), Err(KeyringFault::Changed));
    fs::write(&path, [3; 12]).unwrap();
    assert_eq!(known(), Err(KeyringFault::Foreign));
    fs::remove_file(&path).unwrap();
    assert_eq!(known(), Err(KeyringFault::Absent));
    assert!(!path.exists(), "nothing was made");
    assert_eq!(machine.adopt(&store, "p1"), Ok(()));
    assert_eq!(known(), Ok(()));
    assert_eq!(machine.destroy(&store, "p1"), Ok(()));
    assert!(!path.exists());
}
