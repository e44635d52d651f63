-- An edition of a rule pack that was brought in: its whole text. It has no effect until it is adopted.
CREATE TABLE rule_edition (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    pack TEXT NOT NULL,
    edition TEXT NOT NULL,
    hash TEXT NOT NULL,
    text TEXT NOT NULL,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX rule_edition_pack ON rule_edition (root, pack);

-- From which day the organisation goes by which edition, by which decision.
CREATE TABLE rule_adoption (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    pack TEXT NOT NULL,
    hash TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    document TEXT NOT NULL,
    decided_on TEXT NOT NULL,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX rule_adoption_pack ON rule_adoption (root, pack);

-- A figure that the organisation, or a part of it, has put in the place of a pack's: stricter, or a setting confirmed.
CREATE TABLE rule_figure (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    pack TEXT NOT NULL,
    rule TEXT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    unit BYTEA,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    document TEXT NOT NULL,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX rule_figure_pack ON rule_figure (root, pack);
