-- A root organisation: the outermost unit whose data one transaction stays within.
CREATE TABLE root (
    id BYTEA PRIMARY KEY,
    name TEXT NOT NULL,
    made_at BIGINT NOT NULL
);

-- Where each root's chain stands. Its row is locked by whoever writes.
CREATE TABLE ledger_head (
    root BYTEA PRIMARY KEY REFERENCES root (id),
    seq BIGINT NOT NULL,
    hash BYTEA NOT NULL
);

-- One entry for each transaction that changed anything. `payload` and `salt` may be erased; what remains still proves the chain.
CREATE TABLE ledger (
    root BYTEA NOT NULL REFERENCES root (id),
    seq BIGINT NOT NULL,
    entry BYTEA NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    event TEXT NOT NULL,
    subject TEXT,
    facts TEXT NOT NULL,
    salt BYTEA,
    payload TEXT,
    commitment BYTEA NOT NULL,
    prev BYTEA NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (root, seq),
    UNIQUE (root, entry)
);
CREATE INDEX ledger_subject ON ledger (root, subject, seq);
