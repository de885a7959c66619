-- Lessons, what was said in them, and who agreed to it. Times are milliseconds since 1970. Sound is never stored.

CREATE TABLE sessions (
    id         TEXT PRIMARY KEY,
    student    TEXT NOT NULL,
    language   TEXT NOT NULL,
    started_ms BIGINT NOT NULL,
    ended_ms   BIGINT,
    ending     TEXT,
    -- Where the tutor can take the conversation up again.
    handle     TEXT
);

CREATE INDEX sessions_by_student ON sessions (student, started_ms);
CREATE INDEX sessions_by_age ON sessions (started_ms);

CREATE TABLE segments (
    session    TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    number     BIGINT NOT NULL,
    speaker    TEXT NOT NULL CHECK (speaker IN ('student', 'tutor')),
    text       TEXT NOT NULL,
    latex      TEXT,
    confidence DOUBLE PRECISION,
    -- Words that came from a script instead of a recogniser.
    scripted   BOOLEAN NOT NULL,
    at_ms      BIGINT NOT NULL,
    PRIMARY KEY (session, number)
);

CREATE TABLE consents (
    number       BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    student      TEXT NOT NULL,
    guardian     TEXT,
    method       TEXT NOT NULL,
    text_version TEXT NOT NULL,
    given_ms     BIGINT NOT NULL,
    withdrawn_ms BIGINT
);

CREATE INDEX consents_by_student ON consents (student, given_ms);
