use vault::{Format, Synchronous};

/// NORMAL, because each stored set ends with a checkpoint.
pub(super) static FORMAT: Format = Format {
    application_id: 0x434C_5652, // "CLVR"
    migrations: &[V1, V2, V3],
    synchronous: Synchronous::Normal,
    meanwhile: Some(V2_AS_V3),
};

/// Bodies lie in a table of their own, so that a bad page under one costs that body alone and what
/// says what we hold stays readable. Moments are nanoseconds.
const V1: &str = "
CREATE TABLE ledger (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    commits INTEGER NOT NULL
) STRICT;
INSERT INTO ledger VALUES (1, 0);
CREATE TABLE section_state (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    person INTEGER NOT NULL,
    category TEXT NOT NULL,
    began_at INTEGER NOT NULL
) STRICT;
CREATE INDEX section_state_of ON section_state (person, category, id);
CREATE TABLE answer (
    person INTEGER NOT NULL,
    category TEXT NOT NULL,
    latest_at INTEGER NOT NULL,
    complete_at INTEGER,
    PRIMARY KEY (person, category)
) STRICT, WITHOUT ROWID;
CREATE TABLE received_set (
    id INTEGER PRIMARY KEY,
    person INTEGER NOT NULL,
    category TEXT NOT NULL,
    key TEXT NOT NULL,
    UNIQUE (person, category, key)
) STRICT;
CREATE TABLE version (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    received_set INTEGER NOT NULL REFERENCES received_set (id),
    since_state INTEGER NOT NULL REFERENCES section_state (id),
    kind TEXT NOT NULL,
    origin TEXT NOT NULL,
    profile TEXT NOT NULL,
    fetched_at INTEGER NOT NULL,
    confirmed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX version_of ON version (received_set, confirmed_at);
CREATE TABLE body (
    id INTEGER PRIMARY KEY,
    zstd BLOB NOT NULL
) STRICT;
CREATE TABLE part (
    version INTEGER NOT NULL REFERENCES version (id),
    position INTEGER NOT NULL,
    content_type TEXT NOT NULL,
    sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
    length INTEGER NOT NULL,
    body INTEGER NOT NULL REFERENCES body (id),
    PRIMARY KEY (version, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE returned (
    received_set INTEGER NOT NULL REFERENCES received_set (id),
    since_state INTEGER NOT NULL REFERENCES section_state (id),
    returned INTEGER NOT NULL,
    PRIMARY KEY (received_set, since_state)
) STRICT, WITHOUT ROWID;
CREATE TABLE reading (
    reader TEXT NOT NULL,
    person INTEGER NOT NULL,
    category TEXT NOT NULL,
    state INTEGER NOT NULL REFERENCES section_state (id),
    read_at INTEGER NOT NULL,
    former_state INTEGER REFERENCES section_state (id),
    former_until INTEGER,
    PRIMARY KEY (reader, person, category)
) STRICT, WITHOUT ROWID;
";

/// Up to which state of a section something of it was deleted since.
const V2: &str = "
CREATE TABLE thinned (
    person INTEGER NOT NULL,
    category TEXT NOT NULL,
    until_state INTEGER NOT NULL,
    PRIMARY KEY (person, category)
) STRICT, WITHOUT ROWID;
CREATE INDEX version_by_confirmed ON version (confirmed_at);
";

/// What [`V3`] fills `glance` with.
macro_rules! newest_part {
    () => {
        "SELECT n.person, n.category, coalesce(s.id, 0) AS received_set, coalesce(p.position, -1) AS position,
    n.id AS state, a.complete_at, s.key,
    coalesce((SELECT r.returned FROM returned r WHERE r.received_set = s.id
        ORDER BY r.since_state DESC LIMIT 1), 0) AS returned,
    EXISTS (SELECT 1 FROM version o WHERE o.received_set = s.id AND o.id <> v.id) AS older,
    v.id AS version, v.since_state, v.kind, v.origin, v.profile, v.fetched_at, v.confirmed_at,
    p.content_type, p.sha256, p.length, p.seal, p.body
FROM section_state n
LEFT JOIN answer a ON a.person = n.person AND a.category = n.category
LEFT JOIN received_set s ON s.person = n.person AND s.category = n.category
LEFT JOIN version v ON v.id = (SELECT c.id FROM version c WHERE c.received_set = s.id
    ORDER BY c.confirmed_at DESC, c.id DESC LIMIT 1)
LEFT JOIN part p ON p.version = v.id
WHERE n.id = (SELECT max(l.id) FROM section_state l
    WHERE l.person = n.person AND l.category = n.category)"
    };
}

/// `part.seal` binds a packed body to its version ([`super::seal`]); parts that came before have none.
/// `glance` is made of the other tables by `newest_part` and says nothing they do not say: everything
/// about one person side by side, where the tables themselves cost a page each.
const V3: &str = concat!(
    "
ALTER TABLE part ADD COLUMN seal BLOB;
CREATE TABLE glance (
    person INTEGER NOT NULL,
    category TEXT NOT NULL,
    received_set INTEGER NOT NULL,
    position INTEGER NOT NULL,
    state INTEGER NOT NULL,
    complete_at INTEGER,
    key TEXT,
    returned INTEGER NOT NULL,
    older INTEGER NOT NULL,
    version INTEGER,
    since_state INTEGER,
    kind TEXT,
    origin TEXT,
    profile TEXT,
    fetched_at INTEGER,
    confirmed_at INTEGER,
    content_type TEXT,
    sha256 BLOB,
    length INTEGER,
    seal BLOB,
    body INTEGER,
    PRIMARY KEY (person, category, received_set, position)
) STRICT, WITHOUT ROWID;
CREATE VIEW newest_part AS
",
    newest_part!(),
    ";
INSERT INTO glance SELECT * FROM newest_part;
"
);

/// A store of schema 2 read as one of schema 3, while there is no room to fill `glance`, a tenth of the
/// file: made of the tables each time, and parts without seals, as those that came before are.
const V2_AS_V3: &str = concat!(
    "
CREATE TEMP VIEW part AS SELECT *, NULL AS seal FROM main.part;
CREATE TEMP VIEW newest_part AS
",
    newest_part!(),
    ";
CREATE TEMP VIEW glance AS SELECT * FROM newest_part;
"
);

#[cfg(test)]
mod tests {
    use std::path::Path;

    use rusqlite::Connection;
    use rusqlite::types::Value;

    use super::*;

    /// A copy of a store of schema 2, whose key is no secret, after these statements.
    fn glance_after(statements: &str) -> Vec<Vec<Value>> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("records.db");
        let released = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/records-v2.db");
        std::fs::copy(released, &path).unwrap();
        let store = Connection::open(&path).unwrap();
        let key = "05".repeat(32);
        store
            .execute_batch(&format!(
                "PRAGMA key = \"x'{key}'\"; PRAGMA cipher_page_size = 8192; {statements}"
            ))
            .unwrap();
        let mut query = store
            .prepare("SELECT * FROM glance ORDER BY person, category, received_set, position")
            .unwrap();
        let columns = query.column_count();
        let lines = query.query_map([], |row| {
            (0..columns).map(|column| row.get(column)).collect()
        });
        lines.unwrap().map(Result::unwrap).collect()
    }

    #[test]
    fn before_there_is_room_for_the_last_migration_the_store_says_the_same_as_after() {
        let before = glance_after(V2_AS_V3);
        assert!(before.len() > 5, "{}", before.len());
        assert_eq!(before, glance_after(V3));
    }
}
