-- Who holds which post. The days are those of the holding itself; a planned beginning or end lies in the future.
CREATE TABLE tenure_fact (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    tenure BYTEA NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    person BYTEA NOT NULL,
    post BYTEA NOT NULL,
    way TEXT NOT NULL,
    chosen TEXT,
    appointed_by TEXT,
    removed_by TEXT,
    reason TEXT,
    ordinal BIGINT NOT NULL,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id),
    CHECK (way IN ('main', 'concurrent', 'acting', 'seconded'))
);
CREATE INDEX tenure_fact_tenure ON tenure_fact (root, tenure);
CREATE INDEX tenure_fact_person ON tenure_fact (root, person, valid_from);
CREATE INDEX tenure_fact_post ON tenure_fact (root, post, valid_from);
CREATE INDEX tenure_fact_made ON tenure_fact (root, made);
