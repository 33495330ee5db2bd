use vault::{Format, Synchronous};

/// FULL, because nothing else holds a note.
pub(super) static FORMAT: Format = Format {
    application_id: 0x434C_564E, // "CLVN"
    migrations: &[V1],
    synchronous: Synchronous::Full,
    meanwhile: None,
};

/// `line` is JSON, of a note the very text that was hashed; what is looked up by is indexed inside it,
/// so there is no second copy that could say something else. The triggers stop a mistake of this
/// program; the chain of hashes finds somebody with the key.
const V1: &str = "
CREATE TABLE draft (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    line TEXT NOT NULL
) STRICT;
CREATE INDEX draft_of_person ON draft (json_extract(line, '$.person'), id);
CREATE TABLE note (
    number INTEGER PRIMARY KEY,
    line TEXT NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE INDEX note_of_person ON note (json_extract(line, '$.person'), number);
CREATE UNIQUE INDEX note_is_superseded_once ON note (json_extract(line, '$.supersedes'));
CREATE TRIGGER note_follows_the_last BEFORE INSERT ON note
WHEN new.number <> (SELECT coalesce(max(number), 0) + 1 FROM note)
BEGIN SELECT RAISE(ABORT, 'in order'); END;
CREATE TRIGGER note_is_never_changed BEFORE UPDATE ON note
BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER note_is_never_removed BEFORE DELETE ON note
BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TABLE counter (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    writes INTEGER NOT NULL
) STRICT;
INSERT INTO counter (only_row, writes) VALUES (1, 0);
CREATE TRIGGER counter_never_goes_back BEFORE UPDATE ON counter
WHEN new.writes < old.writes
BEGIN SELECT RAISE(ABORT, 'never back'); END;
CREATE TRIGGER counter_is_never_removed BEFORE DELETE ON counter
BEGIN SELECT RAISE(ABORT, 'kept'); END;
";
