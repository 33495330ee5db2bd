use vault::{Format, Synchronous};

/// `audit.db`. The entry is kept as the very text that was hashed; what lists filter by is indexed
/// inside that text, so there is no second copy that could say something else.
pub(crate) static FORMAT: Format = Format {
    application_id: 0x434C_5641, // "CLVA"
    migrations: &[V1, V2, V3],
    synchronous: Synchronous::Full,
    meanwhile: None,
};

/// The triggers stop a mistake of this program; the chain is what finds somebody with the key.
const V1: &str = "
CREATE TABLE entry (
    number INTEGER PRIMARY KEY,
    text TEXT NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE INDEX entry_of_person ON entry (json_extract(text, '$.person'), number);
CREATE INDEX entry_of_account ON entry (json_extract(text, '$.actor.account'), number);
CREATE TRIGGER entry_is_never_changed BEFORE UPDATE ON entry
BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER entry_is_never_removed BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'append only'); END;
";

/// The count of another store, kept where that store's file does not reach.
const V2: &str = "
CREATE TABLE commit_mark (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    commits INTEGER NOT NULL
) STRICT;
CREATE TRIGGER commit_mark_never_goes_back BEFORE UPDATE ON commit_mark
WHEN new.commits < old.commits
BEGIN SELECT RAISE(ABORT, 'never back'); END;
CREATE TRIGGER commit_mark_is_never_removed BEFORE DELETE ON commit_mark
BEGIN SELECT RAISE(ABORT, 'kept'); END;
";

/// Rows that were closed off may go, and only they; what an auditor filters by has its index.
const V3: &str = "
CREATE TABLE start_head (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    number INTEGER NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    sealed TEXT NOT NULL
) STRICT;
CREATE TRIGGER start_head_never_goes_back BEFORE UPDATE ON start_head
WHEN new.number < old.number
BEGIN SELECT RAISE(ABORT, 'never back'); END;
CREATE TRIGGER start_head_is_never_removed BEFORE DELETE ON start_head
BEGIN SELECT RAISE(ABORT, 'kept'); END;
DROP TRIGGER entry_is_never_removed;
CREATE TRIGGER entry_is_never_removed BEFORE DELETE ON entry
WHEN old.number > coalesce((SELECT number FROM start_head), 0)
BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE INDEX entry_of_chart_number ON entry (json_extract(text, '$.chart_number'), number);
";
