-- A published call: a table of openings with the rules that hold for it.
CREATE TABLE call (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    call_id BYTEA NOT NULL,
    name TEXT NOT NULL,
    pack TEXT NOT NULL,
    day TEXT NOT NULL,
    catalogue TEXT NOT NULL,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX call_call ON call (root, call_id);

-- One row of such a table: the requirement as understood, and the cells as published.
CREATE TABLE opening (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    call_id BYTEA NOT NULL,
    opening_id BYTEA NOT NULL,
    code TEXT NOT NULL,
    title TEXT NOT NULL,
    unit_code TEXT NOT NULL,
    unit_name TEXT NOT NULL,
    places BIGINT NOT NULL,
    sheet TEXT NOT NULL,
    line BIGINT NOT NULL,
    cells TEXT NOT NULL,
    requirement TEXT NOT NULL,
    needs_person TEXT,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX opening_code ON opening (root, call_id, code);
