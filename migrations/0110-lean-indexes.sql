-- Facts are taken back seldom. These indexes held every row; the ones that are made in their place, as for each table of
-- facts, hold only rows that were taken back.
DROP INDEX person_basic_unmade;
DROP INDEX person_study_unmade;
DROP INDEX person_career_unmade;
DROP INDEX person_award_unmade;
DROP INDEX person_annual_unmade;
DROP INDEX person_certificate_unmade;
DROP INDEX person_ability_unmade;
DROP INDEX person_interest_unmade;
DROP INDEX person_sealed_unmade;
DROP INDEX person_unit_unmade;
DROP INDEX person_merge_unmade;
-- A table that is nothing but its key is kept once: SQLite puts such a table into the index itself.
CREATE TABLE people_key_once (
    root BYTEA NOT NULL REFERENCES root (id),
    key TEXT NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (root, key, kind, text),
    CHECK (kind IN ('name', 'title'))
);
INSERT INTO people_key_once SELECT root, key, kind, text FROM people_key;
DROP TABLE people_key;
ALTER TABLE people_key_once RENAME TO people_key;
-- Looking for a unit by any part of its name reads this index alone, not every unit's row.
DROP INDEX unit_name_code;
CREATE INDEX unit_name_code ON unit_name (root, code, unit, name, short, valid_from, valid_to, unmade);
