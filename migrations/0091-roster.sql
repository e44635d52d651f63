-- The design of a roster under a name: which columns in which order, in which groups, on which paper. It holds no person.
CREATE TABLE roster_template (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    account BYTEA NOT NULL,
    name TEXT NOT NULL,
    design TEXT NOT NULL,
    PRIMARY KEY (root, id)
);
CREATE INDEX roster_template_account ON roster_template (root, account);
