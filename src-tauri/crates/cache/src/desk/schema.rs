use vault::{Format, Synchronous};

pub(super) static FORMAT: Format = Format {
    application_id: 0x434C_5644, // "CLVD"
    migrations: &[V1],
    synchronous: Synchronous::Full,
    meanwhile: None,
};

/// `identity` and `consents` are JSON of the vocabulary's types; days are `YYYY-MM-DD`, moments
/// nanoseconds. `member_number.rank` is the place in the newest card check that carried it.
const V1: &str = "
CREATE TABLE person (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    chart_number TEXT,
    birth_date TEXT,
    identity TEXT NOT NULL,
    checked_at INTEGER NOT NULL
) STRICT;
CREATE INDEX person_by_chart ON person (chart_number);
CREATE TABLE member_number (
    person INTEGER NOT NULL REFERENCES person (id),
    normalised TEXT NOT NULL,
    as_sent TEXT NOT NULL,
    first_seen TEXT NOT NULL,
    last_seen TEXT NOT NULL,
    rank INTEGER NOT NULL,
    PRIMARY KEY (person, normalised)
) STRICT, WITHOUT ROWID;
CREATE INDEX member_number_by_number ON member_number (normalised);
CREATE TABLE arrival (
    day TEXT NOT NULL,
    person INTEGER NOT NULL REFERENCES person (id),
    arrived_at INTEGER NOT NULL,
    checked_at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    service_ref TEXT NOT NULL,
    chart_number TEXT,
    card INTEGER NOT NULL,
    identity TEXT NOT NULL,
    consents TEXT NOT NULL,
    PRIMARY KEY (day, person)
) STRICT;
CREATE INDEX arrival_of_person ON arrival (person, checked_at);
CREATE TABLE fetch_state (
    person INTEGER NOT NULL REFERENCES person (id),
    category TEXT NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (person, category)
) STRICT, WITHOUT ROWID;
CREATE TABLE blob (
    name TEXT PRIMARY KEY,
    bytes BLOB NOT NULL
) STRICT, WITHOUT ROWID;
";
