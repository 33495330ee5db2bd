use vault::{Format, Synchronous};

pub(super) static FORMAT: Format = Format {
    application_id: 0x434C_5644, // "CLVD"
    migrations: &[V1, V2],
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

/// Lists that last over days, people who were joined or separated, names that answers gave.
/// `person_join.numbers` is JSON; `logged` says that the audit holds the join.
const V2: &str = "
ALTER TABLE arrival ADD COLUMN source TEXT NOT NULL DEFAULT 'service';
ALTER TABLE arrival ADD COLUMN setting TEXT NOT NULL DEFAULT 'outpatient';
ALTER TABLE person ADD COLUMN joined_into INTEGER REFERENCES person (id);
CREATE INDEX person_joined ON person (joined_into) WHERE joined_into IS NOT NULL;
CREATE TABLE person_join (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    person INTEGER NOT NULL REFERENCES person (id),
    other INTEGER NOT NULL REFERENCES person (id),
    by_hand INTEGER NOT NULL,
    numbers TEXT NOT NULL,
    joined_at INTEGER NOT NULL,
    separated_at INTEGER,
    logged INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE barred_number (
    person INTEGER NOT NULL REFERENCES person (id),
    normalised TEXT NOT NULL,
    PRIMARY KEY (person, normalised)
) STRICT, WITHOUT ROWID;
CREATE TABLE stated_name (
    person INTEGER NOT NULL REFERENCES person (id),
    name TEXT NOT NULL,
    seen_at INTEGER NOT NULL,
    confirmed_at INTEGER,
    PRIMARY KEY (person, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE named_list (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE listed (
    list INTEGER NOT NULL REFERENCES named_list (id),
    person INTEGER NOT NULL REFERENCES person (id),
    since INTEGER NOT NULL,
    PRIMARY KEY (list, person)
) STRICT, WITHOUT ROWID;
";
