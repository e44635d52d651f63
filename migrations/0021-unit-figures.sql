-- How many people were counted in a unit, by the establishment that they count against.
CREATE TABLE unit_staff (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    unit BYTEA NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    kind TEXT NOT NULL,
    counted BIGINT NOT NULL,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id),
    CHECK (counted >= 0)
);
CREATE INDEX unit_staff_unit ON unit_staff (root, unit);
CREATE INDEX unit_staff_made ON unit_staff (root, made);

-- What a unit is given for a purpose in a year, in fen.
CREATE TABLE unit_funds (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    unit BYTEA NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    year BIGINT NOT NULL,
    purpose TEXT NOT NULL,
    amount BIGINT NOT NULL,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id),
    CHECK (year BETWEEN 1949 AND 2999),
    CHECK (purpose IN ('party', 'training', 'personnel', 'operating', 'project')),
    CHECK (amount >= 0)
);
CREATE INDEX unit_funds_unit ON unit_funds (root, unit);
CREATE INDEX unit_funds_made ON unit_funds (root, made);
