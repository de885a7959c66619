-- Rooms and who belongs to them, problems that were solved, and a record of who did what that cannot be changed.

CREATE TABLE rooms (
    id           TEXT PRIMARY KEY,
    name         TEXT NOT NULL,
    created_by   TEXT NOT NULL,
    created_ms   BIGINT NOT NULL,
    closed_ms    BIGINT,
    -- What LiveKit last told: people inside, and when.
    participants BIGINT NOT NULL,
    told_ms      BIGINT NOT NULL,
    version      BIGINT NOT NULL
);

CREATE TABLE enrolments (
    room     TEXT NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
    person   TEXT NOT NULL,
    role     TEXT NOT NULL CHECK (role IN ('student', 'teacher', 'guardian')),
    added_ms BIGINT NOT NULL,
    PRIMARY KEY (room, person)
);

CREATE INDEX enrolments_by_person ON enrolments (person, room);

CREATE TABLE problems (
    number    BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    student   TEXT NOT NULL,
    kind      TEXT NOT NULL,
    latex     TEXT NOT NULL,
    answer    TEXT NOT NULL,
    steps     BIGINT NOT NULL,
    solved_ms BIGINT NOT NULL
);

CREATE INDEX problems_by_student ON problems (student, number);

-- Each row's hash covers the row before it, so that nothing can be changed or left out unnoticed. People stand in it by
-- the hash of their pseudonym.
CREATE TABLE audit (
    number   BIGINT PRIMARY KEY,
    at_ms    BIGINT NOT NULL,
    actor    TEXT NOT NULL,
    action   TEXT NOT NULL,
    subject  TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash     TEXT NOT NULL
);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$;

CREATE TRIGGER audit_is_not_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
