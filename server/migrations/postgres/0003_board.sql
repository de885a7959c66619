-- What was written on the board, solutions in full, and how much of the tutor each lesson used.

CREATE TABLE board (
    session   TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    number    BIGINT NOT NULL,
    name      TEXT NOT NULL,
    -- JSON, as the tutor wrote it.
    arguments TEXT NOT NULL,
    at_ms     BIGINT NOT NULL,
    PRIMARY KEY (session, number)
);

-- JSON, as it was answered; none for problems of before.
ALTER TABLE problems ADD COLUMN solution TEXT;

-- A lesson's time in one server, from when it was taken up there. Rows outlive the lesson's words: they hold counts only.
CREATE TABLE usage (
    session     TEXT NOT NULL,
    began_ms    BIGINT NOT NULL,
    student     TEXT NOT NULL,
    seconds     BIGINT NOT NULL,
    tokens      BIGINT NOT NULL,
    sound_bytes BIGINT NOT NULL,
    PRIMARY KEY (session, began_ms)
);

CREATE INDEX usage_by_student ON usage (student, began_ms);
CREATE INDEX usage_by_age ON usage (began_ms);
