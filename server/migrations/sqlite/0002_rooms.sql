-- Rooms and who belongs to them, problems that were solved, and a record of who did what that cannot be changed.

CREATE TABLE rooms (
    id           TEXT PRIMARY KEY,
    name         TEXT NOT NULL,
    created_by   TEXT NOT NULL,
    created_ms   INTEGER NOT NULL,
    closed_ms    INTEGER,
    -- What LiveKit last told: people inside, and when.
    participants INTEGER NOT NULL,
    told_ms      INTEGER NOT NULL,
    version      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE enrolments (
    room     TEXT NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
    person   TEXT NOT NULL,
    role     TEXT NOT NULL CHECK (role IN ('student', 'teacher', 'guardian')),
    added_ms INTEGER NOT NULL,
    PRIMARY KEY (room, person)
) STRICT, WITHOUT ROWID;

CREATE INDEX enrolments_by_person ON enrolments (person, room);

CREATE TABLE problems (
    number    INTEGER PRIMARY KEY,
    student   TEXT NOT NULL,
    kind      TEXT NOT NULL,
    latex     TEXT NOT NULL,
    answer    TEXT NOT NULL,
    steps     INTEGER NOT NULL,
    solved_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX problems_by_student ON problems (student, number);

-- Each row's hash covers the row before it, so that nothing can be changed or left out unnoticed. People stand in it by
-- the hash of their pseudonym.
CREATE TABLE audit (
    number   INTEGER PRIMARY KEY,
    at_ms    INTEGER NOT NULL,
    actor    TEXT NOT NULL,
    action   TEXT NOT NULL,
    subject  TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash     TEXT NOT NULL
) STRICT;

CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
BEGIN SELECT raise(ABORT, 'the audit log is append-only'); END;

CREATE TRIGGER audit_is_not_shortened BEFORE DELETE ON audit
BEGIN SELECT raise(ABORT, 'the audit log is append-only'); END;
