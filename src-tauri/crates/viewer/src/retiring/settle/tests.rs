//! The act broken off after every step: the next start finishes it, and until then nothing opens.

use std::sync::Arc;

use access::{FileSecrets, SecretStore};
use jiff::Timestamp;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;
use zeroize::Zeroizing;

use super::*;
use crate::options::ProfileKind;
use crate::profile::{ProfileFacts, make_private_folder};
use crate::retiring::note::{By, ClockState, Decided, Keys};
use crate::view::{ExportDone, NowhereElse};
use crate::viewer::Viewer;

const KEYS: [&str; 3] = ["recovery.json", "records.keys", "client.sealed"];
const STORES: [&str; 7] = [
    "desk.db",
    "desk.db-wal",
    "audit.db",
    "records.db",
    "second/records.db",
    "records.db.damaged-1",
    "inbox/0123456789abcdef-fedcba9876543210.sealed",
];
const FOREIGN: [&str; 3] = ["letter.txt", "inbox/list.csv", "records.db.bak"];

/// A PC whose stores are closed, and the act that was decided.
struct Pc {
    place: TempDir,
    options: ViewerOptions,
    act: Retiring,
}

impl Pc {
    fn new() -> Self {
        let place = tempfile::tempdir().unwrap();
        for name in ["keyring", "usb"] {
            make_private_folder(&place.path().join(name)).unwrap();
        }
        let mut options = ViewerOptions::new(place.path().join("profile"), ProfileKind::Demo);
        let keyring = FileSecrets::new(&place.path().join("keyring"));
        let facts = ProfileFacts::new(ProfileKind::Demo, SecretPlace::OsKeyring);
        let machine = MachineSecret::create(&keyring, facts.secret_name()).unwrap();
        options.keyring = Arc::new(keyring);
        let facts = facts.of(&machine);
        let folder = ProfileFolder::lock(&options.profile).unwrap();
        folder.write_facts(&facts).unwrap();
        for name in ["inbox", "second"] {
            make_private_folder(&folder.root().join(name)).unwrap();
        }
        for name in KEYS.iter().chain(&STORES).chain(&FOREIGN) {
            fs::write(folder.root().join(name), name).unwrap();
        }
        #[cfg(unix)]
        {
            let outside = place.path().join("outside");
            fs::write(&outside, "outside").unwrap();
            std::os::unix::fs::symlink(&outside, folder.root().join("audit.db-wal")).unwrap();
        }
        let act = Retiring::new(decided(facts, &machine, &place));
        Self {
            place,
            options,
            act,
        }
    }

    fn has(&self, name: &str) -> bool {
        fs::symlink_metadata(self.options.profile.join(name)).is_ok()
    }

    fn secrets(&self) -> usize {
        fs::read_dir(self.place.path().join("keyring"))
            .unwrap()
            .count()
    }

    /// Goes through with the act until the step of this number, and breaks off there. Answers
    /// whether it came to its end before.
    fn begin_until(&self, step: usize) -> bool {
        let mut done = 0;
        let result = begin_until(&self.options, self.act.clone(), &mut || {
            done += 1;
            if done == step {
                return Err(ErrorCode::Internal.into());
            }
            Ok(())
        });
        result.is_ok()
    }

    /// What the program says when it is started.
    async fn start(&self) -> Result<Value, CommandError> {
        let seat = Viewer::new(self.options.clone()).seat();
        let answer = seat.call("start_state", "{}").await?;
        Ok(serde_json::from_str(&answer).unwrap())
    }

    fn keys_are_gone(&self) -> bool {
        self.secrets() == 0 && KEYS.iter().all(|key| !self.has(key))
    }

    fn assert_ended(&self, started: &Value) {
        assert_eq!(started["needs_set_up"], false);
        let certificate = &started["retired"];
        let text = certificate["text"].as_str().unwrap();
        let digest = hex::encode(Sha256::digest(text.as_bytes()));
        assert_eq!(certificate["sha256"], digest);
        // The whole of what was there, wherever it was broken off.
        for line in [
            "保存領域 Stores: 4個、36バイト",
            "第二の控え Second copy: 1個",
            "退避したもの Put aside: 1個",
            "封をした受信分 Sealed sets: 1個",
            "鍵のファイル Key files: 3、消去を確認",
            "失われていた回答 Lost before: 3",
            "このプログラムのファイル Own files: なし",
        ] {
            assert!(text.contains(line), "{line} is not in\n{text}");
        }
        assert!(self.keys_are_gone());
        assert!(STORES.iter().all(|store| !self.has(store)));
        assert!(!self.has("profile.json") && !self.has("retiring.json") && !self.has("second"));
        for name in FOREIGN {
            let kept = fs::read(self.options.profile.join(name)).unwrap();
            assert_eq!(kept, name.as_bytes());
        }
        #[cfg(unix)]
        {
            assert!(self.has("audit.db-wal"), "a link is not ours");
            assert!(text.contains("Others' files: 4個"), "{text}");
            assert!(self.place.path().join("outside").exists());
        }
        let saved = certificate["saved"].as_str().unwrap();
        assert_eq!(fs::read_to_string(saved).unwrap(), text);
    }
}

fn decided(facts: ProfileFacts, machine: &MachineSecret, place: &TempDir) -> Decided {
    Decided {
        begun_at: Timestamp::UNIX_EPOCH,
        by: By {
            account: "admin".to_owned(),
            display_name: "管理 一郎".to_owned(),
        },
        clock: ClockState {
            ahead_seconds: Some(2),
        },
        export: ExportDone {
            at: Timestamp::UNIX_EPOCH,
            folder: place.path().join("usb/copy").display().to_string(),
            commits: 7,
            same_disk: false,
            nowhere_else: NowhereElse::default(),
        },
        keys: Keys {
            machine: machine.check(),
            clinical: "0011223344556677".to_owned(),
            generation: 1,
        },
        audit_head: "9:00".to_owned(),
        certificate_folder: place.path().join("usb").display().to_string(),
        sealed: 1,
        missing: 3,
        facts,
    }
}

#[tokio::test]
async fn broken_off_after_any_step_it_is_finished_at_the_next_start_and_keys_went_first() {
    let mut step = 1;
    loop {
        let pc = Pc::new();
        if pc.begin_until(step) {
            break;
        }
        let stores_gone = STORES.iter().any(|store| !pc.has(store));
        assert!(
            !stores_gone || pc.keys_are_gone(),
            "step {step}: a store went before the last key"
        );
        let started = pc.start().await.unwrap();
        pc.assert_ended(&started);
        let again = pc.start().await.unwrap();
        assert_eq!(again["retired"], started["retired"], "step {step}");
        step += 1;
    }
    // The note, the secret, three key files, eight others, the certificate twice.
    assert_eq!(step, 16, "every step was broken off at");
}

#[tokio::test]
async fn a_pc_whose_use_has_ended_opens_nothing_and_is_set_up_only_on_purpose() {
    let pc = Pc::new();
    assert!(pc.begin_until(usize::MAX));
    pc.assert_ended(&pc.start().await.unwrap());
    let seat = Viewer::new(pc.options.clone()).seat();
    let set_up = json!({"account": "admin", "display_name": "管理 一郎", "staff_number": "1",
                        "password": "kasumi-4417-aoi", "reading_after_end": "never"});
    let others = [
        ("set_up", set_up),
        ("sign_in", json!({"account": "admin", "password": "x"})),
        ("recover", json!({"recovery_key": "x"})),
    ];
    for (command, request) in others {
        let refused = seat.call(command, &request.to_string()).await.unwrap_err();
        assert_eq!(refused.code, ErrorCode::Retired, "{command}");
    }
    let begun = seat.call("begin_anew", "{}").await.unwrap();
    let begun: Value = serde_json::from_str(&begun).unwrap();
    assert_eq!(
        (&begun["needs_set_up"], &begun["retired"]),
        (&json!(true), &Value::Null)
    );
    let certificates = fs::read_dir(&pc.options.profile).unwrap();
    let kept = certificates.filter(|entry| {
        let name = entry.as_ref().unwrap().file_name();
        name.to_string_lossy().starts_with("retired-")
    });
    assert_eq!(kept.count(), 1, "the certificate stays");
}

/// A keyring that gives the secret and does not let it go, until it is unlocked.
struct Stubborn(FileSecrets);

impl SecretStore for Stubborn {
    fn get(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, SecretError> {
        self.0.get(name)
    }

    fn set(&self, name: &str, secret: &[u8]) -> Result<(), SecretError> {
        self.0.set(name, secret)
    }

    fn delete(&self, _: &str) -> Result<(), SecretError> {
        Err(SecretError::Locked)
    }
}

#[tokio::test]
async fn while_a_key_cannot_be_destroyed_no_file_goes_and_nothing_opens() {
    let mut pc = Pc::new();
    let keyring = pc.options.keyring.clone();
    let folder = pc.place.path().join("keyring");
    pc.options.keyring = Arc::new(Stubborn(FileSecrets::new(&folder)));
    assert!(!pc.begin_until(usize::MAX));
    assert!(STORES.iter().chain(&KEYS).all(|name| pc.has(name)));
    let refused = pc.start().await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::RetirementUnfinished);
    assert_eq!(refused.fields["detail"], "keyring_locked");
    let seat = Viewer::new(pc.options.clone()).seat();
    let refused = seat.call("recover", r#"{"recovery_key":"x"}"#).await;
    assert_eq!(refused.unwrap_err().code, ErrorCode::RetirementUnfinished);
    assert!(STORES.iter().chain(&KEYS).all(|name| pc.has(name)));

    pc.options.keyring = keyring;
    pc.assert_ended(&pc.start().await.unwrap());
}

#[test]
fn a_set_sealed_while_the_profile_was_being_closed_refuses_and_destroys_nothing() {
    let pc = Pc::new();
    let late = "inbox/0123456789abcdef-0000000000000000.sealed";
    fs::write(pc.options.profile.join(late), late).unwrap();
    let refused = begin(&pc.options, pc.act.clone()).unwrap_err();
    assert_eq!(refused.fields["why"], "sealed_since");
    assert!(STORES.iter().chain(&KEYS).all(|name| pc.has(name)));
    assert!(pc.secrets() == 1 && !pc.has("retiring.json"));
}

#[cfg(unix)]
#[tokio::test]
async fn what_cannot_be_deleted_is_named_and_its_key_is_gone() {
    use std::os::unix::fs::PermissionsExt as _;
    let pc = Pc::new();
    let second = pc.options.profile.join("second");
    let writable = |mode| fs::set_permissions(&second, fs::Permissions::from_mode(mode));
    writable(0o500).unwrap();
    // Root deletes everywhere; then there is nothing to be told.
    let may_delete = fs::File::create(second.join("trial")).is_ok();
    let _ = fs::remove_file(second.join("trial"));
    assert!(pc.begin_until(usize::MAX));
    assert_eq!(writable(0o700).is_ok(), !may_delete, "the folder went too");
    let started = pc.start().await.unwrap();
    assert_eq!(started["retired"]["remained"], u64::from(!may_delete));
    let text = started["retired"]["text"].as_str().unwrap();
    assert_eq!(
        text.contains("second/records.db: 削除できない"),
        !may_delete
    );
    assert!(pc.keys_are_gone() && !pc.has("records.db"));
}
