//! Which files of a profile folder are ours. Told by their names, which no other program gives, and
//! by being plain files: links and what lies behind them are never touched.

use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

/// What a file of ours holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum FileKind {
    /// Key material, sealed or not.
    Key,
    /// A store, or its log.
    Store,
    /// A second copy of the records store.
    SecondCopy,
    /// A store that was put aside or stands in, or a step of its making.
    Aside,
    /// A sealed set of the inbox.
    Sealed,
    /// The facts of the profile, and the reserve.
    Other,
}

/// A file of ours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct OwnFile {
    /// Below the profile folder, with `/` between.
    pub(super) place: String,
    pub(super) kind: FileKind,
    pub(super) bytes: u64,
}

impl OwnFile {
    /// Whether it is a whole set that waits sealed, and not the draft of one.
    pub(super) fn is_sealed_set(&self) -> bool {
        self.kind == FileKind::Sealed && self.place.ends_with(".sealed")
    }
}

/// What lies in a profile folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Inventory {
    /// Keys first, then in the order of the names.
    pub(super) ours: Vec<OwnFile>,
    /// Files, links and folders of others. Not counted: our notes about the act itself.
    pub(super) foreign: usize,
}

/// The folders that a profile has.
pub(super) const FOLDERS: [&str; 4] = ["aside", "inbox", "second", "secret"];

/// Names under which we keep what is not to be destroyed: the lock, and the notes of the act.
const NOTES: [&str; 5] = [
    "profile.lock",
    "retiring.json",
    "retiring.new",
    "retired.json",
    "retired.new",
];

const WHOLE: [(&str, FileKind); 14] = [
    ("recovery.json", FileKind::Key),
    ("recovery.new", FileKind::Key),
    ("records.keys", FileKind::Key),
    ("records.new", FileKind::Key),
    ("client.sealed", FileKind::Key),
    ("client.new", FileKind::Key),
    ("profile.json", FileKind::Other),
    ("profile.new", FileKind::Other),
    ("restored.json", FileKind::Other),
    ("restored.new", FileKind::Other),
    ("reserve.space", FileKind::Other),
    ("reserve.new", FileKind::Other),
    ("emergency.space", FileKind::Other),
    ("emergency.new", FileKind::Other),
];

/// Looks through a profile folder.
pub(super) fn look(root: &Path) -> io::Result<Inventory> {
    let mut found = Inventory::default();
    look_into(root, "", &mut found)?;
    for folder in FOLDERS {
        let path = root.join(folder);
        if is_folder(&path) {
            look_into(&path, folder, &mut found)?;
        }
    }
    found
        .ours
        .sort_by(|one, other| (one.kind, &one.place).cmp(&(other.kind, &other.place)));
    Ok(found)
}

fn look_into(path: &Path, folder: &str, found: &mut Inventory) -> io::Result<()> {
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        let name = entry.file_name();
        // Of the entry itself, wherever a link may lead.
        let about = entry.metadata()?;
        let name = name.to_str().unwrap_or_default();
        if folder.is_empty() && (is_note(name) || (about.is_dir() && FOLDERS.contains(&name))) {
            continue;
        }
        match kind_of(folder, name).filter(|_| about.is_file()) {
            Some(kind) => found.ours.push(OwnFile {
                place: if folder.is_empty() {
                    name.to_owned()
                } else {
                    format!("{folder}/{name}")
                },
                kind,
                bytes: about.len(),
            }),
            None => found.foreign += 1,
        }
    }
    Ok(())
}

fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|about| about.is_dir())
}

fn is_note(name: &str) -> bool {
    let earlier = name
        .strip_prefix("retired-")
        .and_then(|rest| rest.strip_suffix(".json"));
    NOTES.contains(&name) || earlier.is_some_and(|rest| digits(rest) == rest.len())
}

fn kind_of(folder: &str, name: &str) -> Option<FileKind> {
    match folder {
        "" => WHOLE
            .iter()
            .find_map(|(known, kind)| (*known == name).then_some(*kind))
            .or_else(|| store_kind(name)),
        "second" => store_kind(name).map(|_| FileKind::SecondCopy),
        // In a copied profile: what lay aside where it was copied.
        "aside" => store_kind(name).map(|_| FileKind::Aside),
        "inbox" => is_sealed(name).then_some(FileKind::Sealed),
        "secret" => {
            let rest = name
                .strip_prefix("machine-")
                .or_else(|| name.strip_prefix("audit-head-"))?;
            let rest = rest.strip_suffix(".new").unwrap_or(rest);
            rest.ends_with(".secret").then_some(FileKind::Key)
        }
        _ => None,
    }
}

fn store_kind(name: &str) -> Option<FileKind> {
    let stores = ["desk.db", "records.db", "notes.db", "audit.db"];
    let mut rest = stores.iter().find_map(|store| name.strip_prefix(store))?;
    let is_store = rest.is_empty() || ["-wal", "-shm", "-journal"].contains(&rest);
    while !rest.is_empty() {
        rest = after_one_end(rest)?;
    }
    Some(if is_store {
        FileKind::Store
    } else {
        FileKind::Aside
    })
}

/// What the rooms below add to the name of a store, and SQLite after it.
fn after_one_end(rest: &str) -> Option<&str> {
    let ends = [
        "-wal",
        "-shm",
        "-journal",
        ".next-making",
        ".next",
        ".former",
        ".making",
        ".standin",
        ".creating",
    ];
    if let Some(after) = ends.iter().find_map(|end| rest.strip_prefix(end)) {
        return Some(after);
    }
    let numbered = [".damaged-", ".aside-", ".wal-aside-"];
    if let Some(number) = numbered.iter().find_map(|end| rest.strip_prefix(end)) {
        return number.get(digits(number)..).filter(|_| digits(number) > 0);
    }
    let (number, after) = rest.strip_prefix('.')?.split_at_checked(16)?;
    is_hexadecimal(number).then_some(after)
}

fn is_sealed(name: &str) -> bool {
    let name = name
        .strip_suffix(".sealed")
        .or_else(|| name.strip_suffix(".draft"));
    let parts = name.and_then(|name| name.split_once('-'));
    parts.is_some_and(|(moment, chance)| {
        [moment, chance]
            .iter()
            .all(|part| part.len() == 16 && is_hexadecimal(part))
    })
}

fn is_hexadecimal(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_program_makes_is_known_and_nothing_else() {
        let ours = [
            ("", "desk.db"),
            ("", "records.db-wal"),
            ("", "records.db.standin-shm"),
            ("", "records.db.standin.making"),
            ("", "records.db.damaged-2-wal"),
            ("", "records.db.wal-aside-11"),
            ("", "records.db.next-making"),
            ("", "records.db.former"),
            ("", "notes.db-wal"),
            ("", "notes.db.standin.making"),
            ("second", "notes.db"),
            ("", "audit.db.0123456789abcdef.creating-journal"),
            ("", "recovery.json"),
            ("second", "records.db.aside-1"),
            ("aside", "records.db.damaged-2-wal.aside-1"),
            ("inbox", "0123456789abcdef-fedcba9876543210.sealed"),
            ("inbox", "0123456789abcdef-fedcba9876543210.draft"),
            ("secret", "machine-1b4e28ba.secret.new"),
            ("secret", "audit-head-1b4e28ba.secret"),
        ];
        for (folder, name) in ours {
            assert!(kind_of(folder, name).is_some(), "{folder}/{name}");
        }
        let others = [
            ("", "records.db.bak"),
            ("", "records.db.damaged-"),
            ("", "records.db copy"),
            ("", "desk.dbx"),
            ("", "notes.txt"),
            ("inbox", "letter.sealed"),
            ("secret", "mine.secret"),
            ("second", "recovery.json"),
            ("aside", "letter.txt"),
        ];
        for (folder, name) in others {
            assert_eq!(kind_of(folder, name), None, "{folder}/{name}");
        }
        assert!(is_note("retired-20261122174011.json"));
        assert!(!is_note("retired-people.json"));
    }
}
