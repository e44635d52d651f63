-- Where each case stands, computed from its events in the transaction that makes them: for lists and what is due. `step` is empty where
-- the case is over. No fact.
CREATE TABLE decision_now (
    root BYTEA NOT NULL REFERENCES root (id),
    case_id BYTEA NOT NULL,
    step TEXT NOT NULL,
    fulfilled BOOLEAN NOT NULL,
    notice BYTEA,
    PRIMARY KEY (root, case_id)
);
CREATE INDEX decision_now_step ON decision_now (root, step);
-- Whose roll names somebody, and from which day something runs, is asked over all cases.
CREATE INDEX decision_fact_name ON decision_fact (root, name);
