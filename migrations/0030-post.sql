-- What a post is, and to which unit it belongs.
CREATE TABLE post_frame (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    post BYTEA NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    unit BYTEA NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    level TEXT,
    is_leading BOOLEAN NOT NULL,
    class TEXT NOT NULL,
    time TEXT NOT NULL,
    managed_by TEXT,
    openings BIGINT NOT NULL,
    term_years BIGINT,
    position BIGINT NOT NULL,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id),
    CHECK (class IN ('party_affairs', 'administration', 'professional', 'technical', 'support')),
    CHECK (time IN ('full', 'part')),
    CHECK (openings >= 0),
    CHECK (term_years BETWEEN 1 AND 10)
);
CREATE INDEX post_frame_post ON post_frame (root, post);
CREATE INDEX post_frame_unit ON post_frame (root, unit, position, post);
CREATE INDEX post_frame_code ON post_frame (root, code, post);
CREATE INDEX post_frame_made ON post_frame (root, made);

-- What is done on a post, and what role, status and pay go with it.
CREATE TABLE post_content (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    post BYTEA NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    duties TEXT NOT NULL,
    work TEXT NOT NULL,
    role TEXT NOT NULL,
    status TEXT NOT NULL,
    pay TEXT NOT NULL,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX post_content_post ON post_content (root, post);
CREATE INDEX post_content_made ON post_content (root, made);

-- What a post asks for: one row a requirement, over the six dimensions. The condition is the typed form of the same
-- words for the eligibility kernel, with the version of that form; the words are what counts.
CREATE TABLE post_requirement (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    post BYTEA NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    dimension TEXT NOT NULL,
    hard BOOLEAN NOT NULL,
    weight BIGINT,
    words TEXT NOT NULL,
    condition TEXT,
    condition_version BIGINT,
    position BIGINT NOT NULL,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id),
    CHECK (dimension IN ('talent', 'knowledge', 'interest', 'integrity', 'qualification', 'physical')),
    CHECK (weight BETWEEN 1 AND 10000)
);
CREATE INDEX post_requirement_post ON post_requirement (root, post);
CREATE INDEX post_requirement_made ON post_requirement (root, made);
