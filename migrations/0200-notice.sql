-- An edition of a public notice. A correction takes the row back and makes the next edition; both stay visible. `people` holds the
-- fields that a notice may show, as JSON; `item` is its place in the public log; `about` names what it belongs to, such as a case.
CREATE TABLE notice_fact (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    notice BYTEA NOT NULL,
    edition BIGINT NOT NULL,
    unit BYTEA NOT NULL,
    about TEXT,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    people TEXT NOT NULL,
    published TEXT NOT NULL,
    until TEXT NOT NULL,
    reason TEXT,
    item BYTEA NOT NULL,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX notice_fact_notice ON notice_fact (root, notice, edition);
CREATE INDEX notice_fact_about ON notice_fact (root, about);
CREATE INDEX notice_fact_made ON notice_fact (root, made);

-- That a notice was withdrawn, and why.
CREATE TABLE notice_withdrawal (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    notice BYTEA NOT NULL,
    day TEXT NOT NULL,
    reason TEXT NOT NULL,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX notice_withdrawal_notice ON notice_withdrawal (root, notice);

-- An objection to a notice. Who raised it is sealed; nothing where it came without a name.
CREATE TABLE notice_objection (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    objection BYTEA NOT NULL,
    notice BYTEA NOT NULL,
    day TEXT NOT NULL,
    text TEXT NOT NULL,
    who BYTEA,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX notice_objection_notice ON notice_objection (root, notice);
CREATE INDEX notice_objection_objection ON notice_objection (root, objection);

-- The answer to an objection: what was found, and what was said.
CREATE TABLE notice_answer (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    objection BYTEA NOT NULL,
    day TEXT NOT NULL,
    finding TEXT NOT NULL,
    text TEXT NOT NULL,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id),
    CHECK (finding IN ('unfounded', 'harmless', 'grave'))
);
CREATE INDEX notice_answer_objection ON notice_answer (root, objection);
