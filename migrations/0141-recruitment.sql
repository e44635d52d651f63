-- A recruitment as announced. A later deadline or a cancellation is another row; the ones before stay readable.
CREATE TABLE recruit_announcement (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    recruitment BYTEA NOT NULL,
    unit BYTEA NOT NULL,
    call_id BYTEA NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    opens TEXT NOT NULL,
    closes TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'cancelled')),
    reason TEXT,
    day TEXT NOT NULL,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX recruit_announcement_recruitment ON recruit_announcement (root, recruitment);

-- An application as it was handed in: for which opening, and the salted SHA-256 of what it says. What it says is kept beside the
-- facts, so that it can be deleted when it is no longer needed.
CREATE TABLE recruit_application (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    application BYTEA NOT NULL,
    recruitment BYTEA NOT NULL,
    opening TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('submitted', 'withdrawn')),
    day TEXT NOT NULL,
    content BYTEA NOT NULL,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX recruit_application_recruitment ON recruit_application (root, recruitment);
CREATE INDEX recruit_application_application ON recruit_application (root, application);

-- What the office found: `computed` is what the requirement said by itself, `reasons` its clauses as they were then.
CREATE TABLE recruit_review (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    application BYTEA NOT NULL,
    recruitment BYTEA NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('qualified', 'unqualified', 'supplement')),
    computed TEXT NOT NULL CHECK (computed IN ('yes', 'no', 'unknown')),
    reasons TEXT NOT NULL,
    says TEXT NOT NULL,
    until TEXT,
    day TEXT NOT NULL,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX recruit_review_recruitment ON recruit_review (root, recruitment);
CREATE INDEX recruit_review_application ON recruit_review (root, application);

-- The number under which somebody sits the written test.
CREATE TABLE recruit_number (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    application BYTEA NOT NULL,
    recruitment BYTEA NOT NULL,
    number TEXT NOT NULL,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX recruit_number_number ON recruit_number (root, number);
CREATE INDEX recruit_number_recruitment ON recruit_number (root, recruitment);

-- The mark of the written test in millionths, or why there is none.
CREATE TABLE recruit_mark (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    application BYTEA NOT NULL,
    recruitment BYTEA NOT NULL,
    mark BIGINT,
    away TEXT,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id),
    CHECK ((mark IS NULL) <> (away IS NULL))
);
CREATE INDEX recruit_mark_recruitment ON recruit_mark (root, recruitment);
CREATE INDEX recruit_mark_application ON recruit_mark (root, application);

-- The interview of those shortlisted for an opening.
CREATE TABLE recruit_interview (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    recruitment BYTEA NOT NULL,
    opening TEXT NOT NULL,
    interview BYTEA NOT NULL,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX recruit_interview_recruitment ON recruit_interview (root, recruitment);

-- The personnel file that somebody was given, or had already.
CREATE TABLE recruit_person (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    application BYTEA NOT NULL,
    recruitment BYTEA NOT NULL,
    person BYTEA NOT NULL,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX recruit_person_recruitment ON recruit_person (root, recruitment);

-- What an application says, as long as it is kept. `sealed` holds identity number and telephone; `print` is the keyed fingerprint of
-- the number, so that nobody applies twice. No fact.
CREATE TABLE recruit_draft (
    root BYTEA NOT NULL REFERENCES root (id),
    application BYTEA NOT NULL,
    recruitment BYTEA NOT NULL,
    email TEXT NOT NULL,
    confirmed BOOLEAN NOT NULL,
    lang TEXT NOT NULL,
    opening TEXT NOT NULL,
    form TEXT NOT NULL,
    sealed BYTEA,
    print BYTEA,
    salt BYTEA NOT NULL,
    made_at BIGINT NOT NULL,
    saves BIGINT NOT NULL,
    letter BYTEA,
    PRIMARY KEY (root, application)
);
CREATE INDEX recruit_draft_recruitment ON recruit_draft (root, recruitment, email);

-- The secret of the address under which an applicant finds the own application: its hash alone. No fact.
CREATE TABLE recruit_link (
    root BYTEA NOT NULL REFERENCES root (id),
    secret BYTEA NOT NULL,
    application BYTEA NOT NULL,
    made_at BIGINT NOT NULL,
    PRIMARY KEY (root, secret)
);
CREATE INDEX recruit_link_application ON recruit_link (root, application);

-- An attachment, sealed. No fact: the application's hash commits to it.
CREATE TABLE recruit_file (
    root BYTEA NOT NULL REFERENCES root (id),
    file BYTEA NOT NULL,
    application BYTEA NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    media TEXT NOT NULL,
    size BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (root, file)
);
CREATE INDEX recruit_file_application ON recruit_file (root, application);
