-- What requirements tell apart in a study, a period of work and a certificate.
ALTER TABLE person_study ADD COLUMN form TEXT;
ALTER TABLE person_study ADD COLUMN school_area TEXT;
ALTER TABLE person_study ADD COLUMN certified TEXT;
ALTER TABLE person_study ADD COLUMN directed TEXT;
ALTER TABLE person_career ADD COLUMN basis TEXT;
ALTER TABLE person_career ADD COLUMN evidence TEXT;
ALTER TABLE person_career ADD COLUMN at_school TEXT;
ALTER TABLE person_certificate ADD COLUMN listed TEXT;

-- Household registration, and what else recruitments ask for.
CREATE TABLE person_residence (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    person BYTEA NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    household TEXT,
    household_since TEXT,
    origin TEXT,
    unit_settled TEXT,
    hong_kong_macao TEXT,
    corrects BYTEA,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX person_residence_person ON person_residence (root, person);

-- Programmes of service at the grass roots.
CREATE TABLE person_programme (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    person BYTEA NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    kind TEXT,
    began TEXT,
    ended TEXT,
    recruited_by TEXT,
    area TEXT,
    passed TEXT,
    note TEXT,
    corrects BYTEA,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX person_programme_person ON person_programme (root, person);

-- Military service.
CREATE TABLE person_military (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    person BYTEA NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    began TEXT,
    ended TEXT,
    enlisted_in TEXT,
    entered TEXT,
    arranged TEXT,
    resettled_in TEXT,
    note TEXT,
    corrects BYTEA,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX person_military_person ON person_military (root, person);

-- Units where a relative serves, as far as recusal is concerned.
CREATE TABLE person_recusal (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    person BYTEA NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    unit TEXT,
    unit_name TEXT,
    finding TEXT,
    "on" TEXT,
    corrects BYTEA,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX person_recusal_person ON person_recusal (root, person);

-- What was looked into and is not there.
CREATE TABLE person_absent (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    person BYTEA NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    what TEXT,
    "on" TEXT,
    source TEXT,
    corrects BYTEA,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX person_absent_person ON person_absent (root, person);
