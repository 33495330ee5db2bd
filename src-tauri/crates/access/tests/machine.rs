//! The machine secret, and the file that holds it where there is no keyring.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use access::{AccessError, MachineSecret, SecretError};
use common::{MemorySecrets, hex, refused};

#[test]
fn creates_once_and_opens_the_same_keys_again() {
    let store = MemorySecrets::default();
    assert_eq!(
        refused(MachineSecret::open(&store, "p1")),
        AccessError::MachineSecretMissing
    );
    assert!(store.entries.borrow().is_empty(), "opening makes nothing");
    let made = MachineSecret::create(&store, "p1").unwrap();
    let kept = store.entries.borrow().clone();
    assert_eq!(
        refused(MachineSecret::create(&store, "p1")),
        AccessError::MachineSecretExists
    );
    assert_eq!(*store.entries.borrow(), kept, "nothing was replaced");
    let opened = MachineSecret::open(&store, "p1").unwrap();
    assert_eq!(made.desk_key(), opened.desk_key());
    assert_eq!(made.audit_key(), opened.audit_key());
    assert_eq!(made.certificate_key(), opened.certificate_key());

    let other = MachineSecret::create(&store, "p2").unwrap();
    let keys = [
        made.desk_key(),
        made.audit_key(),
        made.certificate_key(),
        other.desk_key(),
        other.audit_key(),
    ];
    for (index, key) in keys.iter().enumerate() {
        assert!(
            keys.iter().skip(index + 1).all(|another| another != key),
            "key {index}"
        );
        assert!(
            kept.values().all(|secret| secret != key.as_slice()),
            "never the secret itself"
        );
    }
}

/// A change here would leave every store of every site shut.
#[test]
fn the_keys_of_a_known_secret_do_not_change() {
    let store = MemorySecrets::default();
    store
        .entries
        .borrow_mut()
        .insert("machine-p1".to_owned(), (0..32).collect());
    let machine = MachineSecret::open(&store, "p1").unwrap();
    let shown = [
        machine.desk_key(),
        machine.audit_key(),
        machine.certificate_key(),
    ]
    .map(|key| hex(key))
    .join("\n");
    assert_eq!(shown, include_str!("fixtures/machine-1.keys.txt").trim());
}

#[test]
fn failures_of_the_place_are_told_and_nothing_is_made() {
    for failure in [
        SecretError::Locked,
        SecretError::Unavailable,
        SecretError::Failed,
    ] {
        let store = MemorySecrets::default();
        store.failing.set(Some(failure));
        assert_eq!(
            refused(MachineSecret::create(&store, "p1")),
            AccessError::Secret(failure)
        );
        assert_eq!(
            refused(MachineSecret::open(&store, "p1")),
            AccessError::Secret(failure)
        );
        assert!(store.entries.borrow().is_empty());
    }
}

#[test]
fn an_entry_of_another_size_is_foreign_and_stays() {
    for foreign in [vec![], vec![1; 31], vec![1; 33]] {
        let store = MemorySecrets::default();
        store
            .entries
            .borrow_mut()
            .insert("machine-p1".to_owned(), foreign.clone());
        let refusal = refused(MachineSecret::open(&store, "p1"));
        assert_eq!(refusal, AccessError::Secret(SecretError::Foreign));
        assert_eq!(
            refused(MachineSecret::create(&store, "p1")),
            AccessError::MachineSecretExists
        );
        assert_eq!(store.entries.borrow().get("machine-p1"), Some(&foreign));
    }
}

#[test]
fn a_keyring_that_forgets_at_once_is_noticed() {
    let store = MemorySecrets::default();
    store.forgets.set(true);
    let refusal = refused(MachineSecret::create(&store, "p1"));
    assert_eq!(refusal, AccessError::Secret(SecretError::Failed));
}

#[test]
fn seals_files_for_this_machine_and_purpose() {
    let machine = common::machine();
    let sealed = machine
        .seal_file("client-certificate", b"-----BEGIN")
        .unwrap();
    assert_eq!(
        *machine.open_file("client-certificate", &sealed).unwrap(),
        b"-----BEGIN"
    );
    let wrong = machine.open_file("something-else", &sealed).map(|_| ());
    assert_eq!(refused(wrong), AccessError::WrongKey);
    let elsewhere = common::machine()
        .open_file("client-certificate", &sealed)
        .map(|_| ());
    assert_eq!(refused(elsewhere), AccessError::WrongKey);
}

#[cfg(unix)]
mod file {
    use std::fs;
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use access::{AccessError, FileSecrets, MachineSecret, SecretError, SecretStore as _};

    use super::common::refused;

    #[test]
    fn keeps_a_secret_that_only_its_owner_may_read() {
        let folder = tempfile::tempdir().unwrap();
        let store = FileSecrets::new(folder.path());
        assert_eq!(store.get("machine-p1"), Ok(None));
        store.set("machine-p1", b"first").unwrap();
        store.set("machine-p1", b"second").unwrap();
        assert_eq!(*store.get("machine-p1").unwrap().unwrap(), b"second");
        let path = folder.path().join("machine-p1.secret");
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
        assert_eq!(
            fs::read_dir(folder.path()).unwrap().count(),
            1,
            "nothing left beside"
        );
    }

    #[test]
    fn refuses_a_file_that_others_may_read_and_leaves_it() {
        let folder = tempfile::tempdir().unwrap();
        let store = FileSecrets::new(folder.path());
        MachineSecret::create(&store, "p1").unwrap();
        let path = folder.path().join("machine-p1.secret");
        let kept = fs::read(&path).unwrap();
        for mode in [0o640, 0o604, 0o620, 0o666] {
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            let open = SecretError::OpenToOthers { mode };
            assert_eq!(
                refused(MachineSecret::open(&store, "p1")),
                AccessError::Secret(open)
            );
            assert_eq!(store.set("machine-p1", b"new"), Err(open));
            assert_eq!(fs::read(&path).unwrap(), kept);
        }
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        assert!(MachineSecret::open(&store, "p1").is_ok());
    }

    #[test]
    fn refuses_links_folders_huge_files_and_names_that_are_paths() {
        let folder = tempfile::tempdir().unwrap();
        let store = FileSecrets::new(folder.path());
        let elsewhere = folder.path().join("elsewhere");
        fs::write(&elsewhere, [0; 32]).unwrap();
        symlink(&elsewhere, folder.path().join("linked.secret")).unwrap();
        symlink(
            folder.path().join("nowhere"),
            folder.path().join("dangling.secret"),
        )
        .unwrap();
        fs::create_dir(folder.path().join("folder.secret")).unwrap();
        let huge = folder.path().join("huge.secret");
        fs::write(&huge, vec![0; 70_000]).unwrap();
        fs::set_permissions(&huge, fs::Permissions::from_mode(0o600)).unwrap();
        for name in ["linked", "dangling", "folder", "huge"] {
            assert_eq!(store.get(name), Err(SecretError::Foreign), "{name}");
            assert_eq!(store.set(name, b"x"), Err(SecretError::Foreign), "{name}");
        }
        assert_eq!(fs::read(&elsewhere).unwrap(), [0; 32]);
        for name in ["", "../x", "a/b", "a b", "x".repeat(101).as_str()] {
            assert_eq!(store.get(name), Err(SecretError::Name), "{name}");
            assert_eq!(store.set(name, b"x"), Err(SecretError::Name), "{name}");
        }
    }

    #[test]
    fn a_write_cut_short_leaves_the_old_secret() {
        let folder = tempfile::tempdir().unwrap();
        let store = FileSecrets::new(folder.path());
        store.set("machine-p1", b"old").unwrap();
        // What a crash between writing and renaming leaves behind.
        fs::write(folder.path().join("machine-p1.secret.new"), b"ne").unwrap();
        assert_eq!(*store.get("machine-p1").unwrap().unwrap(), b"old");
        store.set("machine-p1", b"new").unwrap();
        assert_eq!(*store.get("machine-p1").unwrap().unwrap(), b"new");
    }

    #[test]
    fn a_deleted_secret_is_gone_with_what_a_crash_left_of_it() {
        let folder = tempfile::tempdir().unwrap();
        let store = FileSecrets::new(folder.path());
        store.set("machine-p1", b"secret").unwrap();
        store.set("machine-p2", b"other").unwrap();
        fs::write(folder.path().join("machine-p1.secret.new"), b"sec").unwrap();
        // A second name for the same blocks shows that they were overwritten.
        let link = folder.path().join("linked");
        fs::hard_link(folder.path().join("machine-p1.secret"), &link).unwrap();
        store.delete("machine-p1").unwrap();
        assert_eq!(store.get("machine-p1"), Ok(None));
        assert_eq!(fs::read(link).unwrap(), [0; 6]);
        assert!(!folder.path().join("machine-p1.secret.new").exists());
        assert_eq!(*store.get("machine-p2").unwrap().unwrap(), b"other");
        assert_eq!(store.delete("machine-p1"), Ok(()), "gone is gone");
        assert_eq!(store.delete("../x"), Err(SecretError::Name));
        fs::create_dir(folder.path().join("folder.secret")).unwrap();
        assert_eq!(store.delete("folder"), Err(SecretError::Foreign));
    }

    #[test]
    fn a_missing_folder_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let store = FileSecrets::new(&folder.path().join("missing"));
        assert_eq!(store.get("machine-p1"), Ok(None));
        let io = SecretError::Io(std::io::ErrorKind::NotFound);
        assert_eq!(store.set("machine-p1", b"x"), Err(io));
    }
}
