//! The notes store: drafts, confirming, superseding, and what must never happen to a note.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a failing helper is a failing test"
)]

mod common;

use std::path::PathBuf;

use cache::notes::{
    By, Changing, Confirming, Draft, HeldNote, NewDraft, Note, NoteText, NotesError, NotesStanding,
    Stamp,
};
use cache::{Notes, OpenError, StoreError};
use record::vocabulary::PersonId;
use tempfile::TempDir;

use common::{PERSON, at, key, raw};

fn by(account: &str, role: &str) -> By {
    By {
        account: account.to_owned(),
        name: format!("{account} 花子"),
        role: role.to_owned(),
    }
}

fn doctor() -> By {
    by("yamada", "doctor")
}

fn stamp(second: i64) -> Stamp {
    Stamp {
        at: at(second),
        trusted: Some(at(second)),
        in_doubt: false,
    }
}

fn text(text: &str) -> NoteText {
    NoteText::typed(text).unwrap()
}

fn new(words: &str) -> NewDraft {
    NewDraft {
        person: PERSON,
        text: text(words),
        author: doctor(),
        entered_by: by("jimu", "clerk"),
        written: stamp(0),
        supersedes: None,
    }
}

fn written(notes: &Notes, words: &str) -> Draft {
    notes.write(new(words), &mut |_| true).unwrap()
}

fn confirming(draft: &Draft) -> Confirming {
    Confirming {
        person: draft.person,
        draft: draft.id,
        seen: draft.seen(),
        by: doctor(),
        at: stamp(60),
    }
}

fn confirmed(notes: &Notes, words: &str) -> Note {
    let draft = written(notes, words);
    notes.confirm(confirming(&draft), &mut |_| true).unwrap()
}

fn changing(draft: &Draft, words: &str) -> Changing {
    Changing {
        person: draft.person,
        draft: draft.id,
        seen: draft.seen(),
        text: text(words),
        by: by("jimu", "clerk"),
        at: stamp(30),
    }
}

struct Shelf {
    folder: TempDir,
    notes: Notes,
}

impl Shelf {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let notes = Notes::create(&folder.path().join("notes.db"), &key()).unwrap();
        Self { folder, notes }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("notes.db")
    }
}

#[test]
fn a_note_is_what_was_seen_with_who_when_and_by_which_clock() {
    let Shelf { notes, .. } = Shelf::new();
    let draft = written(&notes, "健診の腎機能を確認");
    assert_eq!(notes.of_person(PERSON).unwrap(), [], "never by itself");
    let note = notes.confirm(confirming(&draft), &mut |_| true).unwrap();
    assert_eq!(
        notes.of_person(PERSON).unwrap(),
        [HeldNote::Whole(Box::new(note.clone()))]
    );
    assert_eq!(notes.drafts_of(PERSON).unwrap(), []);
    assert_eq!(note.number, 1);
    assert_eq!(note.confirmed.text, "健診の腎機能を確認");
    assert_eq!(note.confirmed.author, doctor());
    assert_eq!(note.confirmed.entered_by, by("jimu", "clerk"));
    assert_eq!(
        (note.confirmed.written, note.confirmed.confirmed),
        (stamp(0), stamp(60))
    );
    assert!(!note.by_deputy());
    assert_eq!(notes.of_person(PersonId(8)).unwrap(), []);
}

#[test]
fn a_text_that_was_changed_since_it_was_seen_is_not_confirmed() {
    let Shelf { notes, .. } = Shelf::new();
    let seen = written(&notes, "eGFR 45");
    let now = notes
        .change(changing(&seen, "eGFR 54"), &mut |_| true)
        .unwrap();
    assert_eq!(now.changed_by, Some(by("jimu", "clerk")));
    let refused = notes.confirm(confirming(&seen), &mut |_| true);
    assert_eq!(refused, Err(NotesError::Changed));
    let refused = notes.change(changing(&seen, "eGFR 40"), &mut |_| true);
    assert_eq!(refused, Err(NotesError::Changed));
    let refused = notes.discard(PERSON, seen.id, &seen.seen(), &mut |_| true);
    assert_eq!(refused, Err(NotesError::Changed));
    let note = notes.confirm(confirming(&now), &mut |_| true).unwrap();
    assert_eq!(note.confirmed.text, "eGFR 54");
}

#[test]
fn a_draft_of_another_person_or_one_that_is_gone_is_not_found() {
    let Shelf { notes, .. } = Shelf::new();
    let draft = written(&notes, "確認");
    let other = Confirming {
        person: PersonId(8),
        ..confirming(&draft)
    };
    assert_eq!(
        notes.confirm(other, &mut |_| true),
        Err(NotesError::NoSuchDraft)
    );
    notes
        .discard(PERSON, draft.id, &draft.seen(), &mut |_| true)
        .unwrap();
    assert_eq!(notes.draft(PERSON, draft.id), Err(NotesError::NoSuchDraft));
    let gone = notes.confirm(confirming(&draft), &mut |_| true);
    assert_eq!(gone, Err(NotesError::NoSuchDraft));
}

#[test]
fn superseded_notes_stay_and_each_is_superseded_once() {
    let Shelf { notes, .. } = Shelf::new();
    let first = confirmed(&notes, "一度目");
    let second = |words| NewDraft {
        supersedes: Some(first.number),
        ..new(words)
    };
    let one = notes.write(second("二度目"), &mut |_| true).unwrap();
    let other = notes.write(second("別の二度目"), &mut |_| true).unwrap();
    let note = notes.confirm(confirming(&one), &mut |_| true).unwrap();
    assert_eq!(note.confirmed.supersedes, Some(1));
    assert_eq!(
        notes.confirm(confirming(&other), &mut |_| true),
        Err(NotesError::Superseded)
    );
    assert_eq!(
        notes.write(second("三度目"), &mut |_| true),
        Err(NotesError::Superseded)
    );
    let held = notes.of_person(PERSON).unwrap();
    let said: Vec<_> = held
        .iter()
        .map(|held| match held {
            HeldNote::Whole(note) => (note.confirmed.text.as_str(), note.superseded_by),
            HeldNote::Damaged { number } => panic!("{number} is damaged"),
        })
        .collect();
    assert_eq!(said, [("一度目", Some(2)), ("二度目", None)]);
    let nobody = NewDraft {
        supersedes: Some(9),
        ..new("無い記録")
    };
    assert_eq!(
        notes.write(nobody, &mut |_| true),
        Err(NotesError::NoSuchNote)
    );
    let of_another = NewDraft {
        person: PersonId(8),
        supersedes: Some(2),
        ..new("別の患者")
    };
    assert_eq!(
        notes.write(of_another, &mut |_| true),
        Err(NotesError::NoSuchNote)
    );
}

#[test]
fn what_cannot_be_written_down_first_does_not_happen() {
    let Shelf { notes, .. } = Shelf::new();
    let refused = notes.write(new("記録できない"), &mut |_| false);
    assert_eq!(refused, Err(NotesError::Untold));
    assert_eq!(notes.open_drafts().unwrap(), []);
    let draft = written(&notes, "下書き");
    let before = notes.writes().unwrap();
    assert_eq!(
        notes.confirm(confirming(&draft), &mut |_| false),
        Err(NotesError::Untold)
    );
    assert_eq!(notes.of_person(PERSON).unwrap(), []);
    assert_eq!(notes.draft(PERSON, draft.id).unwrap(), draft);
    assert_eq!(notes.writes().unwrap(), before);
}

#[test]
fn a_confirmed_note_is_neither_changed_nor_removed_by_any_statement() {
    let shelf = Shelf::new();
    confirmed(&shelf.notes, "確定");
    let path = shelf.path();
    shelf.notes.close().unwrap();
    let store = raw(&path);
    for statement in [
        "UPDATE note SET line = '{}'",
        "DELETE FROM note",
        "INSERT INTO note SELECT 7, '{\"number\":7}', hash FROM note",
        "UPDATE counter SET writes = 0",
        "DELETE FROM counter",
    ] {
        assert!(store.execute(statement, []).is_err(), "{statement}");
    }
}

#[test]
fn somebody_with_the_key_who_changes_or_removes_a_note_is_found() {
    let shelf = Shelf::new();
    for words in ["一", "二", "三"] {
        confirmed(&shelf.notes, words);
    }
    let path = shelf.path();
    shelf.notes.close().unwrap();
    let store = raw(&path);
    store
        .execute_batch(
            "DROP TRIGGER note_is_never_changed; DROP TRIGGER note_is_never_removed;
             UPDATE note SET line = replace(line, '二', '五') WHERE number = 2;
             DELETE FROM note WHERE number = 1;",
        )
        .unwrap();
    drop(store);
    let notes = Notes::open(&path, &key()).unwrap();
    let check = notes.check().unwrap();
    assert_eq!((check.notes, check.damaged), (2, vec![1, 2]));
    let held = notes.of_person(PERSON).unwrap();
    assert_eq!(held[0], HeldNote::Damaged { number: 2 });
    assert!(matches!(&held[1], HeldNote::Whole(note) if note.confirmed.text == "三"));
}

#[test]
fn what_looks_like_code_is_text() {
    let Shelf { notes, .. } = Shelf::new();
    let words = "'); DROP TABLE note; -- <img src=x onerror=alert(1)> {\"person\":8}";
    assert_eq!(confirmed(&notes, words).confirmed.text, words);
    assert_eq!(notes.of_person(PERSON).unwrap().len(), 1);
    assert_eq!(notes.of_person(PersonId(8)).unwrap(), []);
}

#[test]
fn a_damaged_store_is_left_as_it_is_while_the_second_copy_is_read() {
    let shelf = Shelf::new();
    confirmed(&shelf.notes, "複製にある");
    let (path, copy) = (shelf.path(), shelf.folder.path().join("copy.db"));
    shelf.notes.copy_to(&copy, &mut |_| true).unwrap();
    let writes = shelf.notes.writes().unwrap();
    shelf.notes.close().unwrap();
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[40] ^= 1;
    std::fs::write(&path, &bytes).unwrap();

    let opened = Notes::open_guarded(&path, &copy, &key(), writes).unwrap();
    let why = OpenError::Damaged;
    assert_eq!(opened.standing, NotesStanding::SecondCopy { why, lost: 0 });
    assert_eq!(opened.notes.of_person(PERSON).unwrap().len(), 1);
    let refused = opened.notes.write(new("書けない"), &mut |_| true);
    assert_eq!(refused, Err(NotesError::ReadOnly));
    assert_eq!(std::fs::read(&path).unwrap(), bytes, "left as it is");

    let aside = opened.notes.replace_damaged(&path).unwrap().unwrap();
    assert_eq!(std::fs::read(aside).unwrap(), bytes, "kept aside");
    let opened = Notes::open_guarded(&path, &copy, &key(), writes).unwrap();
    assert_eq!(opened.standing, NotesStanding::Whole);
    assert_eq!(confirmed(&opened.notes, "続き").number, 2);
    assert_eq!(
        opened.notes.replace_damaged(&path).err(),
        Some(StoreError::Occupied)
    );
}

#[test]
fn an_older_store_put_back_is_noticed_and_without_a_copy_it_is_said() {
    let shelf = Shelf::new();
    confirmed(&shelf.notes, "一");
    let (path, copy) = (shelf.path(), shelf.folder.path().join("copy.db"));
    let older = shelf.folder.path().join("older.db");
    shelf.notes.copy_to(&older, &mut |_| true).unwrap();
    confirmed(&shelf.notes, "二");
    let writes = shelf.notes.writes().unwrap();
    shelf.notes.copy_to(&copy, &mut |_| true).unwrap();
    shelf.notes.close().unwrap();
    std::fs::copy(&older, &path).unwrap();
    let opened = Notes::open_guarded(&path, &copy, &key(), writes).unwrap();
    assert_eq!(opened.notes.of_person(PERSON).unwrap().len(), 2);
    assert!(matches!(
        opened.standing,
        NotesStanding::SecondCopy { lost: 0, .. }
    ));
    drop(opened);
    std::fs::remove_file(&copy).unwrap();
    let opened = Notes::open_guarded(&path, &copy, &key(), writes).unwrap();
    assert_eq!(opened.standing, NotesStanding::Behind { lost: 2 });
    assert_eq!(opened.notes.of_person(PERSON).unwrap().len(), 1);
    drop(opened);
    std::fs::remove_file(&path).unwrap();
    let missing = Notes::open_guarded(&path, &copy, &key(), writes);
    assert_eq!(missing.err(), Some(OpenError::Missing));
    assert!(!path.exists(), "nothing is made in its place");
}

#[test]
fn a_store_that_lost_steps_counts_on_beyond_them_and_never_back() {
    let shelf = Shelf::new();
    confirmed(&shelf.notes, "一");
    let writes = shelf.notes.writes().unwrap();
    shelf.notes.count_on_from(writes + 5).unwrap();
    assert_eq!(shelf.notes.writes().unwrap(), writes + 5);
    shelf.notes.count_on_from(1).unwrap();
    assert_eq!(shelf.notes.writes().unwrap(), writes + 5);
    confirmed(&shelf.notes, "二");
    assert!(shelf.notes.writes().unwrap() > writes + 5);
}
