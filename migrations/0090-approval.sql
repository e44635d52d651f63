-- The photograph of a person's approval form.
CREATE TABLE person_photo (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    person BYTEA NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    bytes BYTEA NOT NULL,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX person_photo_person ON person_photo (root, person);
CREATE INDEX person_photo_made ON person_photo (root, made);

-- The wording of a form that came in: its open texts as JSON, by the names of their elements. Identity number, health and
-- family are not among them: they are kept sealed in the file itself.
CREATE TABLE person_form (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    person BYTEA NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    texts TEXT NOT NULL,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX person_form_person ON person_form (root, person);
CREATE INDEX person_form_made ON person_form (root, made);
