-- Who may vote in an urn, by the SHA-256 of each public credential of its roll: a code is looked up here, and
-- the roll, which may be long, is not read for it. Made from the roll when the urn opens. No fact.
CREATE TABLE ballot_seat (
    root BYTEA NOT NULL REFERENCES root (id),
    urn TEXT NOT NULL,
    credential BYTEA NOT NULL,
    PRIMARY KEY (root, urn, credential)
);
