//! Logs that a released program wrote open for ever, and their chain is whole.
//!
//! `tests/fixtures/audit-v<n>.db` were written by the program whose schema was number n, about
//! invented persons and with a key that is no secret. `CLINS_WRITE_FIXTURES=1` adds the file of the
//! present schema where there is none; files that are there are never written again.
#![allow(clippy::unwrap_used, reason = "a failing helper is a failing test")]

mod common;

use std::fs;
use std::path::Path;

use audit::{Audit, Filter};
use tempfile::TempDir;

use common::{append, former_opening, key, opening};

/// Newest schema: raised with each migration, together with a new file.
const AUDIT: u32 = 3;

#[test]
fn logs_of_every_release_open_and_are_whole() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let newest = folder.join(format!("audit-v{AUDIT}.db"));
    if std::env::var_os("CLINS_WRITE_FIXTURES").is_some() && !newest.exists() {
        let audit = Audit::create(&newest, &key()).unwrap();
        append(&audit, 1..=5).unwrap();
        audit.note_commits(4).unwrap();
    }
    for schema in 1..=AUDIT {
        let copy = TempDir::new().unwrap();
        let path = copy.path().join("audit.db");
        fs::copy(folder.join(format!("audit-v{schema}.db")), &path).unwrap();
        let audit = Audit::open(&path, &key()).unwrap();
        assert!(audit.verify().unwrap().intact());
        let filter = Filter {
            limit: 9,
            ..Filter::default()
        };
        let entries = audit.entries(&filter).unwrap();
        assert_eq!(entries.len(), 5);
        // Schemas 1 and 2 were of the program that wrote lines of the first format.
        let first = if schema <= 2 {
            former_opening(1)
        } else {
            opening(1)
        };
        assert_eq!(entries.last().unwrap().entry, first);
        let noted = (schema >= 2).then_some(4);
        assert_eq!(audit.commit_mark().unwrap(), noted);
        audit.note_commits(9).unwrap();
        assert_eq!(audit.commit_mark().unwrap(), Some(9));
        append(&audit, 6..=6).unwrap();
        assert!(audit.verify().unwrap().intact());
    }
}
