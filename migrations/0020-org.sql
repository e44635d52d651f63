-- That a unit exists, and its number in the paths: given once, never to another unit.
CREATE TABLE unit_life (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    unit BYTEA NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    number BIGINT NOT NULL,
    closed_by TEXT,
    heir BYTEA,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id),
    CHECK (closed_by IN ('closed', 'merged'))
);
CREATE INDEX unit_life_unit ON unit_life (root, unit);
CREATE INDEX unit_life_made ON unit_life (root, made);

-- What a unit is called and what it is.
CREATE TABLE unit_name (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    unit BYTEA NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    short TEXT NOT NULL,
    kind TEXT NOT NULL,
    rank TEXT,
    credit_code TEXT,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id),
    CHECK (kind IN ('locality', 'party_committee', 'general_branch', 'branch', 'party_office', 'government_organ',
                    'organ', 'department', 'school', 'faculty', 'institution', 'township', 'enterprise', 'other'))
);
CREATE INDEX unit_name_unit ON unit_name (root, unit);
CREATE INDEX unit_name_code ON unit_name (root, code, unit);
CREATE INDEX unit_name_made ON unit_name (root, made);

-- Which unit it stands under, and where among its sisters.
CREATE TABLE unit_place (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    unit BYTEA NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    parent BYTEA,
    position BIGINT NOT NULL,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX unit_place_unit ON unit_place (root, unit);
CREATE INDEX unit_place_parent ON unit_place (root, parent, position, unit);
CREATE INDEX unit_place_made ON unit_place (root, made);

-- Establishment by type.
CREATE TABLE unit_establishment (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    unit BYTEA NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    kind TEXT NOT NULL,
    approved BIGINT NOT NULL,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id),
    CHECK (approved >= 0)
);
CREATE INDEX unit_establishment_unit ON unit_establishment (root, unit);
CREATE INDEX unit_establishment_made ON unit_establishment (root, made);

-- How many leading posts of a level are approved.
CREATE TABLE unit_quota (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    unit BYTEA NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    level TEXT NOT NULL,
    approved BIGINT NOT NULL,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id),
    CHECK (approved >= 0)
);
CREATE INDEX unit_quota_unit ON unit_quota (root, unit);
CREATE INDEX unit_quota_made ON unit_quota (root, made);

-- The Party organisation of or in a unit, and its term.
CREATE TABLE unit_party (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    unit BYTEA NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    kind TEXT NOT NULL,
    started TEXT NOT NULL,
    years BIGINT NOT NULL,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id),
    CHECK (kind IN ('committee', 'general_branch', 'branch')),
    CHECK (years BETWEEN 1 AND 10)
);
CREATE INDEX unit_party_unit ON unit_party (root, unit);
CREATE INDEX unit_party_made ON unit_party (root, made);

-- Bookkeeping, computed from the facts above: the path of each unit from day to day. The days of a unit meet without
-- gap or overlap from 0001-01-01 to 9999-12-31, so that on every day each unit has exactly one place.
CREATE TABLE place (
    root BYTEA NOT NULL REFERENCES root (id),
    unit BYTEA NOT NULL,
    from_day TEXT NOT NULL,
    to_day TEXT NOT NULL,
    path TEXT NOT NULL,
    number BIGINT NOT NULL,
    PRIMARY KEY (root, unit, from_day)
);
CREATE INDEX place_path ON place (root, path, from_day);
