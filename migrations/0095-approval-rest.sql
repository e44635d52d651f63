-- What a form that came in holds beside the fields of the form: elements of other programs. Nobody can say what is in them, so
-- they are kept sealed and are opened only together with everything that is restricted. The cell is what the box is bound to;
-- the print tells whether a form says the same again.
CREATE TABLE person_form_rest (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    person BYTEA NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    sealed BYTEA NOT NULL,
    cell BYTEA NOT NULL,
    print BYTEA NOT NULL,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX person_form_rest_person ON person_form_rest (root, person);
CREATE INDEX person_form_rest_made ON person_form_rest (root, made);
