-- What somebody decided a column of a spreadsheet means, so that the next file with that heading is understood. No fact.
CREATE TABLE import_heading (
    root BYTEA NOT NULL REFERENCES root (id),
    account BYTEA NOT NULL,
    kind TEXT NOT NULL,
    part TEXT NOT NULL,
    heading TEXT NOT NULL,
    key TEXT,
    PRIMARY KEY (root, account, kind, part, heading)
);
