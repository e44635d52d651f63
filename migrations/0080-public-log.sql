-- Something that goes into the public log: kind, a random reference, and the commitments of its fields. `position` is its
-- number in the log once it is there. Not a fact: the log itself commits to it, more firmly than the ledger could.
CREATE TABLE log_item (
    root BYTEA NOT NULL REFERENCES root (id),
    item BYTEA NOT NULL,
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    reference BYTEA NOT NULL,
    rule BYTEA,
    commitments TEXT NOT NULL,
    supersedes BYTEA,
    position BIGINT,
    PRIMARY KEY (root, item)
);
CREATE INDEX log_item_position ON log_item (root, position);
CREATE INDEX log_item_subject ON log_item (root, kind, subject);
CREATE INDEX log_item_reference ON log_item (root, reference);

-- A field's value and salt, as long as they are kept. Erasing the row makes the field unrecoverable; the item stays provable.
CREATE TABLE log_open (
    root BYTEA NOT NULL REFERENCES root (id),
    item BYTEA NOT NULL,
    place BIGINT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    salt BYTEA NOT NULL,
    shown BOOLEAN NOT NULL,
    PRIMARY KEY (root, item, place)
);

-- What the database remembers of the log's files, so that older files are found out; and what the last round had to say.
CREATE TABLE log_head (
    root BYTEA NOT NULL REFERENCES root (id),
    size BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    shown BIGINT NOT NULL,
    at BIGINT NOT NULL,
    trouble_zh TEXT NOT NULL,
    trouble_en TEXT NOT NULL,
    PRIMARY KEY (root)
);
