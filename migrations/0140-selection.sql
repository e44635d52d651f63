-- An interview as announced: how panels are formed, how marks become scores, how totals are weighed, what decides between equals.
CREATE TABLE interview_head (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    interview BYTEA NOT NULL,
    title TEXT NOT NULL,
    day TEXT NOT NULL,
    scheme TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('preparing', 'open', 'closed')),
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX interview_head_interview ON interview_head (root, interview);

-- A member of a panel, by the seat at the table.
CREATE TABLE interview_member (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    interview BYTEA NOT NULL,
    member BYTEA NOT NULL,
    panel BIGINT NOT NULL,
    seat BIGINT NOT NULL,
    name TEXT NOT NULL,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX interview_member_interview ON interview_member (root, interview);

-- A candidate: members know the number drawn and no name.
CREATE TABLE interview_candidate (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    interview BYTEA NOT NULL,
    candidate BYTEA NOT NULL,
    panel BIGINT NOT NULL,
    number BIGINT NOT NULL,
    name TEXT NOT NULL,
    written BIGINT,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX interview_candidate_interview ON interview_candidate (root, interview);

-- What a member's sheet says of a candidate: a mark in millionths, or why the member is away. A changed mark takes the row back.
CREATE TABLE interview_mark (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    interview BYTEA NOT NULL,
    member BYTEA NOT NULL,
    candidate BYTEA NOT NULL,
    mark BIGINT,
    away TEXT,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id),
    CHECK ((mark IS NULL) <> (away IS NULL))
);
CREATE INDEX interview_mark_interview ON interview_mark (root, interview);

-- The secret of a member's sheet: its hash alone. No fact.
CREATE TABLE interview_sheet (
    root BYTEA NOT NULL REFERENCES root (id),
    secret BYTEA NOT NULL,
    interview BYTEA NOT NULL,
    member BYTEA NOT NULL,
    PRIMARY KEY (root, secret)
);
CREATE INDEX interview_sheet_interview ON interview_sheet (root, interview);
