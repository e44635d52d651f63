-- What is kept of a civil servant beside the basic information.
CREATE TABLE person_service (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    person BYTEA NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    registered TEXT,
    pay_level TEXT,
    grade_since TEXT,
    technical_rank TEXT,
    third_party TEXT,
    two_years_below TEXT,
    short_title TEXT,
    remarks TEXT,
    corrects BYTEA,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX person_service_person ON person_service (root, person);

-- How somebody came into the service.
CREATE TABLE person_entry (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    person BYTEA NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    examined TEXT,
    entered TEXT,
    selected TEXT,
    selected_on TEXT,
    corrects BYTEA,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX person_entry_person ON person_entry (root, person);

-- Levels of post and grades, as long as they were held.
CREATE TABLE person_rank (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    person BYTEA NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    kind TEXT,
    rank TEXT,
    "on" TEXT,
    authority TEXT,
    document TEXT,
    ended TEXT,
    present TEXT,
    corrects BYTEA,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX person_rank_person ON person_rank (root, person);
