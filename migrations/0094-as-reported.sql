-- What the national workbook tells of an appointment, of a reward or sanction and of a title beside what was kept already.
ALTER TABLE tenure_fact ADD COLUMN in_team BOOLEAN;
ALTER TABLE tenure_fact ADD COLUMN exceptional BOOLEAN;
ALTER TABLE tenure_fact ADD COLUMN printed BOOLEAN;
ALTER TABLE person_award ADD COLUMN authority_level TEXT;
ALTER TABLE person_award ADD COLUMN authority_kind TEXT;
ALTER TABLE person_certificate ADD COLUMN printed TEXT;

-- Where a unit is and to which level of government it belongs.
CREATE TABLE unit_affiliation (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    unit BYTEA NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    area TEXT,
    belongs TEXT,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX unit_affiliation_unit ON unit_affiliation (root, unit);
CREATE INDEX unit_affiliation_made ON unit_affiliation (root, made);
