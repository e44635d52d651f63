-- A ballot as it stands: what is asked of whom, and its two keepers. A turn takes the row back and makes the next. `plan` is what was set
-- up, as JSON; `closed_at` when voting ended; `present` who came, where somebody counted.
CREATE TABLE ballot_head (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    ballot BYTEA NOT NULL,
    unit BYTEA NOT NULL,
    title TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('recommendation', 'assessment', 'competition', 'election', 'satisfaction', 'other')),
    plan TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'keys', 'slips', 'fixed', 'open', 'closed', 'counting', 'counted', 'cancelled')),
    urn_keeper TEXT NOT NULL,
    roll_keeper TEXT,
    reason TEXT,
    closed_at BIGINT,
    present BIGINT,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX ballot_head_ballot ON ballot_head (root, ballot);

-- An urn: an election of its own in the formats of Belenios, named by `urn`. `roll` and `election` are texts as they are published.
CREATE TABLE ballot_urn (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    ballot BYTEA NOT NULL,
    urn TEXT NOT NULL,
    place BIGINT NOT NULL,
    name TEXT NOT NULL,
    weight BIGINT NOT NULL,
    size BIGINT NOT NULL,
    printed BIGINT,
    roll TEXT,
    election TEXT,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX ballot_urn_ballot ON ballot_urn (root, ballot);
CREATE INDEX ballot_urn_urn ON ballot_urn (root, urn);

-- A scrutineer with the public key, once it is made.
CREATE TABLE ballot_scrutineer (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    ballot BYTEA NOT NULL,
    scrutineer BYTEA NOT NULL,
    place BIGINT NOT NULL,
    name TEXT NOT NULL,
    key TEXT,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX ballot_scrutineer_ballot ON ballot_scrutineer (root, ballot);

-- The secret of a scrutineer's page: its hash alone. No fact.
CREATE TABLE ballot_link (
    root BYTEA NOT NULL REFERENCES root (id),
    secret BYTEA NOT NULL,
    ballot BYTEA NOT NULL,
    scrutineer BYTEA NOT NULL,
    PRIMARY KEY (root, secret)
);
CREATE INDEX ballot_link_ballot ON ballot_link (root, ballot);

-- What was fixed before opening: the manifest with its SHA-256, the trustees, its place in the public log, and when, in seconds since 1970.
CREATE TABLE ballot_fixed (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    ballot BYTEA NOT NULL,
    manifest TEXT NOT NULL,
    digest TEXT NOT NULL,
    trustees TEXT NOT NULL,
    item BYTEA NOT NULL,
    at BIGINT NOT NULL,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX ballot_fixed_ballot ON ballot_fixed (root, ballot);

-- A slip that was left over, by the SHA-256 of its public credential.
CREATE TABLE ballot_void (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    urn TEXT NOT NULL,
    credential BYTEA NOT NULL,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX ballot_void_urn ON ballot_void (root, urn);

-- Whether an urn takes ballots. Whoever casts, voids or closes changes this row first, so they queue here. `batched_at` is the minute of the
-- opening or of the last batch. No fact.
CREATE TABLE ballot_gate (
    root BYTEA NOT NULL REFERENCES root (id),
    urn TEXT NOT NULL,
    taking BOOLEAN NOT NULL,
    batched_at BIGINT NOT NULL,
    PRIMARY KEY (root, urn)
);

-- A ballot that was cast. No time, address, session, account or order, and no ledger entry, which would have a time: therefore no fact.
-- `seq` counts the ballots of one credential. When a batch is published its rows are written anew in the order of their trackers, so
-- that the place of a row in the file no longer tells when it came. What is published is in `ballot_batch` and in the public log.
CREATE TABLE ballot_cast (
    root BYTEA NOT NULL REFERENCES root (id),
    urn TEXT NOT NULL,
    tracker TEXT NOT NULL,
    credential BYTEA NOT NULL,
    seq BIGINT NOT NULL,
    raw TEXT NOT NULL,
    batch BIGINT,
    PRIMARY KEY (root, urn, tracker)
);
CREATE UNIQUE INDEX ballot_cast_credential ON ballot_cast (root, urn, credential, seq);

-- Ballots that were published together: how many, and the Merkle root over their trackers.
CREATE TABLE ballot_batch (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    urn TEXT NOT NULL,
    number BIGINT NOT NULL,
    ballots BIGINT NOT NULL,
    digest TEXT NOT NULL,
    item BYTEA NOT NULL,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX ballot_batch_urn ON ballot_batch (root, urn);

-- The sums of an urn under encryption; none where too few ballots were cast for a sum to be opened.
CREATE TABLE ballot_tally (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    urn TEXT NOT NULL,
    voters BIGINT NOT NULL,
    tally TEXT,
    sized TEXT,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX ballot_tally_urn ON ballot_tally (root, urn);

-- A scrutineer's part in opening an urn's sums.
CREATE TABLE ballot_opening (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    urn TEXT NOT NULL,
    owner BIGINT NOT NULL,
    part TEXT NOT NULL,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX ballot_opening_urn ON ballot_opening (root, urn);

-- The opened sums of an urn, as they are published.
CREATE TABLE ballot_sums (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    urn TEXT NOT NULL,
    sums TEXT NOT NULL,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX ballot_sums_urn ON ballot_sums (root, urn);

-- What a teller counted by hand where the ballot was counted on paper, as JSON.
CREATE TABLE ballot_paper (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    ballot BYTEA NOT NULL,
    teller TEXT NOT NULL,
    counts TEXT NOT NULL,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX ballot_paper_ballot ON ballot_paper (root, ballot);

-- The result as it was found on the day, with its place in the public log.
CREATE TABLE ballot_result (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    ballot BYTEA NOT NULL,
    result TEXT NOT NULL,
    by_hand BOOLEAN NOT NULL,
    item BYTEA NOT NULL,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX ballot_result_ballot ON ballot_result (root, ballot);
