-- A version of a procedure under which cases were opened, as its file was.
CREATE TABLE decision_procedure (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    name TEXT NOT NULL,
    version TEXT NOT NULL,
    text TEXT NOT NULL,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX decision_procedure_name ON decision_procedure (root, name, version);

-- A case: what is to be decided, under which version of which procedure. `procedure_id` is the row above.
CREATE TABLE decision_case (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    case_id BYTEA NOT NULL,
    title TEXT NOT NULL,
    unit BYTEA NOT NULL,
    procedure_id BYTEA NOT NULL,
    opened TEXT NOT NULL,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX decision_case_case ON decision_case (root, case_id);
CREATE INDEX decision_case_opened ON decision_case (root, opened);

-- A post that a case is about.
CREATE TABLE decision_post (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    case_id BYTEA NOT NULL,
    post BYTEA NOT NULL,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX decision_post_case ON decision_post (root, case_id);

-- Someone who is considered for a post of a case. Taken off: the row is taken back and the ledger says why. `tenure` is what the
-- person was appointed to once the decision came into force.
CREATE TABLE decision_candidate (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    case_id BYTEA NOT NULL,
    person BYTEA NOT NULL,
    post BYTEA NOT NULL,
    tenure BYTEA,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX decision_candidate_case ON decision_candidate (root, case_id);
CREATE INDEX decision_candidate_person ON decision_candidate (root, person);

-- A fact recorded in a step: of the case, or of one candidate (`subject`).
CREATE TABLE decision_fact (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    case_id BYTEA NOT NULL,
    step TEXT NOT NULL,
    subject BYTEA,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    day TEXT NOT NULL,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX decision_fact_case ON decision_fact (root, case_id);

-- What happened in a case, in order: steps closed with their gates as they were, sent back, tries that were refused.
CREATE TABLE decision_event (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    case_id BYTEA NOT NULL,
    ordinal BIGINT NOT NULL,
    step TEXT NOT NULL,
    kind TEXT NOT NULL,
    day TEXT NOT NULL,
    event TEXT NOT NULL,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id),
    CHECK (kind IN ('opened', 'named', 'taken_off', 'closed', 'sent_back', 'published', 'refused'))
);
CREATE INDEX decision_event_case ON decision_event (root, case_id, ordinal);

-- A paper of a step. `hash` is the SHA-256 of its content, which `decision_content` holds once.
CREATE TABLE decision_paper (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    paper BYTEA NOT NULL,
    case_id BYTEA NOT NULL,
    step TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    media TEXT NOT NULL,
    size BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX decision_paper_case ON decision_paper (root, case_id);

-- The content of papers, sealed, once for each hash. Not a fact: the papers' hashes are, and they commit to it.
CREATE TABLE decision_content (
    root BYTEA NOT NULL REFERENCES root (id),
    hash BYTEA NOT NULL,
    content BYTEA NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (root, hash)
);
