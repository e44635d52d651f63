-- Name, birth, political standing, category and the like: one state of a person at a time. The reading of the name is kept with it.
CREATE TABLE person_basic (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    person BYTEA NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    name TEXT,
    former_names TEXT,
    number TEXT,
    sex TEXT,
    birth TEXT,
    ethnic TEXT,
    native_place TEXT,
    birthplace TEXT,
    growing_place TEXT,
    political TEXT,
    joined TEXT,
    second_party TEXT,
    work_start TEXT,
    category TEXT,
    state TEXT,
    management TEXT,
    establishment TEXT,
    level TEXT,
    level_since TEXT,
    grade TEXT,
    post_title TEXT,
    specialty TEXT,
    pinyin TEXT NOT NULL,
    corrects BYTEA,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX person_basic_person ON person_basic (root, person);
CREATE INDEX person_basic_made ON person_basic (root, made);
CREATE INDEX person_basic_unmade ON person_basic (root, unmade);

-- Studies and degrees.
CREATE TABLE person_study (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    person BYTEA NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    kind TEXT,
    level TEXT,
    degree TEXT,
    school TEXT,
    major TEXT,
    major_code TEXT,
    began TEXT,
    ended TEXT,
    corrects BYTEA,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX person_study_person ON person_study (root, person);
CREATE INDEX person_study_made ON person_study (root, made);
CREATE INDEX person_study_unmade ON person_study (root, unmade);

-- Periods of the resume.
CREATE TABLE person_career (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    person BYTEA NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    began TEXT,
    ended TEXT,
    work TEXT,
    service TEXT,
    grassroots TEXT,
    level TEXT,
    corrects BYTEA,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX person_career_person ON person_career (root, person);
CREATE INDEX person_career_made ON person_career (root, made);
CREATE INDEX person_career_unmade ON person_career (root, unmade);

-- Rewards and sanctions.
CREATE TABLE person_award (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    person BYTEA NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    name TEXT,
    "on" TEXT,
    honour TEXT,
    authority TEXT,
    document TEXT,
    reason TEXT,
    effect_to TEXT,
    lifted TEXT,
    corrects BYTEA,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX person_award_person ON person_award (root, person);
CREATE INDEX person_award_made ON person_award (root, made);
CREATE INDEX person_award_unmade ON person_award (root, unmade);

-- Annual results.
CREATE TABLE person_annual (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    person BYTEA NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    year TEXT,
    result TEXT,
    note TEXT,
    corrects BYTEA,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX person_annual_person ON person_annual (root, person);
CREATE INDEX person_annual_made ON person_annual (root, made);
CREATE INDEX person_annual_unmade ON person_annual (root, unmade);

-- Titles and certificates.
CREATE TABLE person_certificate (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    person BYTEA NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    kind TEXT,
    name TEXT,
    grade TEXT,
    "on" TEXT,
    until TEXT,
    issuer TEXT,
    way TEXT,
    corrects BYTEA,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX person_certificate_person ON person_certificate (root, person);
CREATE INDEX person_certificate_made ON person_certificate (root, made);
CREATE INDEX person_certificate_unmade ON person_certificate (root, unmade);

-- Measured competences.
CREATE TABLE person_ability (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    person BYTEA NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    dimension TEXT,
    name TEXT,
    level TEXT,
    "on" TEXT,
    source TEXT,
    corrects BYTEA,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX person_ability_person ON person_ability (root, person);
CREATE INDEX person_ability_made ON person_ability (root, made);
CREATE INDEX person_ability_unmade ON person_ability (root, unmade);

-- Interests.
CREATE TABLE person_interest (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    person BYTEA NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    interest TEXT,
    note TEXT,
    corrects BYTEA,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX person_interest_person ON person_interest (root, person);
CREATE INDEX person_interest_made ON person_interest (root, made);
CREATE INDEX person_interest_unmade ON person_interest (root, unmade);

-- Identity, health and family: the values are sealed. The blind index finds an identity number without opening any; the hints
-- tell whether it agrees with the recorded birth and sex. The cell is what the box is bound to: it stays the same when the
-- fact is recorded anew with another period.
CREATE TABLE person_sealed (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    person BYTEA NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    section TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    cell BYTEA NOT NULL,
    blind BYTEA,
    hints BYTEA,
    corrects BYTEA,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id),
    CHECK (section IN ('identity', 'health', 'fitness', 'kin'))
);
CREATE INDEX person_sealed_person ON person_sealed (root, person);
CREATE INDEX person_sealed_blind ON person_sealed (root, blind);
CREATE INDEX person_sealed_made ON person_sealed (root, made);
CREATE INDEX person_sealed_unmade ON person_sealed (root, unmade);

-- The unit that keeps a person's file: scope goes by its place.
CREATE TABLE person_unit (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    person BYTEA NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    unit BYTEA NOT NULL,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX person_unit_person ON person_unit (root, person);
CREATE INDEX person_unit_unit ON person_unit (root, unit);
CREATE INDEX person_unit_made ON person_unit (root, made);
CREATE INDEX person_unit_unmade ON person_unit (root, unmade);

-- That two records were found to be one person: the other one is now found under this one.
CREATE TABLE person_merge (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    person BYTEA NOT NULL,
    other BYTEA NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX person_merge_other ON person_merge (root, other);
CREATE INDEX person_merge_made ON person_merge (root, made);
CREATE INDEX person_merge_unmade ON person_merge (root, unmade);

-- Bookkeeping, computed from the facts above as of the day it was made: one line per person, for lists.
CREATE TABLE people_now (
    root BYTEA NOT NULL REFERENCES root (id),
    person BYTEA NOT NULL,
    unit BYTEA,
    sort TEXT NOT NULL,
    name TEXT NOT NULL,
    number TEXT,
    sex TEXT NOT NULL,
    birth TEXT NOT NULL,
    ethnic TEXT NOT NULL,
    political TEXT NOT NULL,
    education BIGINT NOT NULL,
    study TEXT NOT NULL,
    degree TEXT NOT NULL,
    level TEXT NOT NULL,
    post_title TEXT NOT NULL,
    work_start TEXT NOT NULL,
    category TEXT NOT NULL,
    state TEXT NOT NULL,
    complete BIGINT NOT NULL,
    findings TEXT NOT NULL,
    found BIGINT NOT NULL,
    due TEXT NOT NULL,
    PRIMARY KEY (root, person)
);
CREATE INDEX people_now_sort ON people_now (root, sort, person);
CREATE INDEX people_now_birth ON people_now (root, birth, person);
CREATE INDEX people_now_unit ON people_now (root, unit, sort, person);
CREATE INDEX people_now_name ON people_now (root, name);
CREATE INDEX people_now_title ON people_now (root, post_title);
CREATE INDEX people_now_number ON people_now (root, number);
CREATE INDEX people_now_due ON people_now (root, due);
CREATE INDEX people_now_count ON people_now (root, unit, sex, political, education, level, state, category, birth, complete, found);

-- Bookkeeping: what names and posts are found by. Key: from each character on, and each reading.
CREATE TABLE people_key (
    root BYTEA NOT NULL REFERENCES root (id),
    key TEXT NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (root, key, kind, text),
    CHECK (kind IN ('name', 'title'))
);

-- Bookkeeping: filters that someone saved under a name.
CREATE TABLE people_list (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    account BYTEA NOT NULL,
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    PRIMARY KEY (root, id)
);
CREATE INDEX people_list_account ON people_list (root, account, name);
