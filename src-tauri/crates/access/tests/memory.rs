//! Whether a key is still anywhere in this process after what held it was dropped: every writable
//! page is looked through. Linux shows a process its own memory.
#![cfg(target_os = "linux")]
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::indexing_slicing)]

use std::fs::{self, File};
use std::os::unix::fs::FileExt as _;

use access::{
    ClinicalKeys, DataKeys, FileSecrets, MachineSecret, PasswordCost, RecoveryFile, RecoveryKey,
};
use zeroize::{Zeroize as _, Zeroizing};

/// A key as this test keeps it: never its own bytes, and of these the second half. An allocator
/// writes its own notes over the first half of what is given back to it.
#[derive(Clone, Copy)]
struct Mark {
    name: &'static str,
    masked: [u8; HALF],
}

const HALF: usize = 16;

const MASK: u8 = 0xa5;

impl Mark {
    fn of(name: &'static str, key: &[u8]) -> Self {
        let mut masked = [0; HALF];
        assert_eq!(key.len(), 2 * HALF);
        for (to, from) in masked.iter_mut().zip(&key[HALF..]) {
            *to = from ^ MASK;
        }
        Self { name, masked }
    }

    fn is_at(&self, bytes: &[u8]) -> bool {
        bytes.len() >= HALF && bytes.iter().zip(&self.masked).all(|(a, b)| a ^ MASK == *b)
    }
}

/// How often each mark is in memory.
fn copies(marks: &[Mark]) -> Vec<usize> {
    let memory = File::open("/proc/self/mem").unwrap();
    let maps = fs::read_to_string("/proc/self/maps").unwrap();
    let mut page = vec![0_u8; 1 << 20];
    let own = page.as_ptr() as usize..page.as_ptr() as usize + page.len();
    let mut found = vec![0; marks.len()];
    for line in maps.lines().filter(|line| line.contains(" rw")) {
        let (from, to) = line.split_once(' ').unwrap().0.split_once('-').unwrap();
        let mut at = usize::from_str_radix(from, 16).unwrap();
        let end = usize::from_str_radix(to, 16).unwrap();
        while at < end {
            let length = page.len().min(end - at);
            if memory
                .read_exact_at(&mut page[..length], at as u64)
                .is_err()
            {
                break;
            }
            for place in 0..length.saturating_sub(HALF - 1) {
                if own.contains(&(at + place)) {
                    continue;
                }
                for (mark, found) in marks.iter().zip(&mut found) {
                    *found += usize::from(mark.is_at(&page[place..place + HALF]));
                }
            }
            at += if length == end - at {
                length
            } else {
                length - (HALF - 1)
            };
        }
    }
    page.zeroize();
    found
}

/// Everything that this room holds, and what it is known by.
struct Held {
    machine: MachineSecret,
    clinical: ClinicalKeys,
    recovery: RecoveryKey,
    data: DataKeys,
}

impl Held {
    fn marks(&self) -> Vec<Mark> {
        let mut marks = vec![
            Mark::of("desk", self.machine.desk_key()),
            Mark::of("audit", self.machine.audit_key()),
            Mark::of("certificate", self.machine.certificate_key()),
            Mark::of("records", self.clinical.records_key()),
            Mark::of("notes", self.clinical.notes_key()),
            Mark::of("sealing", self.clinical.sealing_private()),
        ];
        let names = ["data key 2", "data key 1"];
        for (name, key) in names.into_iter().zip(self.data.candidates()) {
            marks.push(Mark::of(name, key.key()));
        }
        marks.push(Mark::of("recovery key", &digits(&self.recovery)));
        marks
    }
}

/// The key as the room keeps it: a base32 digit per byte, without the check characters.
fn digits(recovery: &RecoveryKey) -> Zeroizing<Vec<u8>> {
    const ALPHABET: &[u8] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let printed = recovery.to_printable();
    let mut digits = Zeroizing::new(Vec::with_capacity(32));
    for group in printed.split('-') {
        for letter in &group.as_bytes()[..4] {
            digits.push(ALPHABET.iter().position(|a| a == letter).unwrap() as u8);
        }
    }
    digits
}

#[inline(never)]
fn held(folder: &std::path::Path) -> Held {
    let store = FileSecrets::new(folder);
    let machine = MachineSecret::create(&store, "p1").unwrap();
    let clinical = ClinicalKeys::generate().unwrap();
    let recovery = RecoveryKey::generate().unwrap();
    let data = DataKeys::first(&clinical)
        .unwrap()
        .begin_rotation()
        .unwrap();
    Held {
        machine,
        clinical,
        recovery,
        data,
    }
}

/// A whole way through files, as a recovery on another PC takes it.
#[inline(never)]
fn through_files(held: Held, folder: &std::path::Path) -> Held {
    let file = RecoveryFile::new(&held.machine, &held.clinical, &held.recovery).unwrap();
    let recovered = file.open(&held.recovery).unwrap();
    let data = DataKeys::from_bytes(&recovered.clinical, &held.data.to_bytes().unwrap()).unwrap();
    let recovery = RecoveryKey::parse(&held.recovery.to_printable()).unwrap();
    let elsewhere = FileSecrets::new(&folder.join("elsewhere"));
    fs::create_dir(folder.join("elsewhere")).unwrap();
    let machine = recovered.machine.unwrap();
    machine.adopt(&elsewhere, "p1").unwrap();
    Held {
        machine: MachineSecret::open(&elsewhere, "p1").unwrap(),
        clinical: recovered.clinical,
        recovery,
        data,
    }
}

#[inline(never)]
fn with_a_password(held: &Held) {
    let mut accounts = access::Accounts::new(PasswordCost::explicit(64, 1, 1)).unwrap();
    let new = access::NewAccount {
        account: "yamada",
        display_name: "山田 医師",
        staff_number: "D001",
        kind: access::AccountKind::Personal,
        roles: &[access::Role::Doctor],
        emergency: false,
        deputy: false,
        password: "kawa-7-nagare-no",
        issued: false,
    };
    let now = "2026-11-21T00:00:00Z".parse().unwrap();
    let account = accounts.add(&new, now).unwrap().clinical().unwrap();
    let mut wraps = access::Wraps::new(&held.clinical, &held.recovery).unwrap();
    let cost = PasswordCost::explicit(64, 1, 1);
    wraps
        .add(account, new.password, &held.clinical, &held.machine, cost)
        .unwrap();
    let keys = wraps.open(account, new.password, &held.machine).unwrap();
    assert!(keys.records_key() == held.clinical.records_key());
}

#[test]
fn no_key_is_left_anywhere_when_its_holder_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let held = through_files(held(folder.path()), folder.path());
    with_a_password(&held);
    let mut marks = held.marks();
    let mut secret = fs::read(folder.path().join("machine-p1.secret")).unwrap();
    marks.push(Mark::of("machine secret", &secret));
    secret.zeroize();
    let before = copies(&marks);
    for (mark, copies) in marks.iter().zip(&before) {
        assert!(*copies > 0, "{} is not even found while in use", mark.name);
    }
    drop(held);
    let left: Vec<_> = marks
        .iter()
        .zip(copies(&marks))
        .filter(|(_, copies)| *copies > 0)
        .map(|(mark, copies)| format!("{} {copies}x", mark.name))
        .collect();
    assert!(
        left.is_empty(),
        "left in memory: {left:?} (in use {before:?})"
    );
}
