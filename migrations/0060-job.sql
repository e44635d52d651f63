-- A long piece of work that one can watch and leave. No fact: what it did stands in the ledger.
CREATE TABLE job (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'interrupted', 'cancelled')),
    account BYTEA,
    label_zh TEXT NOT NULL,
    label_en TEXT NOT NULL,
    done BIGINT NOT NULL,
    total BIGINT,
    note_zh TEXT NOT NULL,
    note_en TEXT NOT NULL,
    href TEXT,
    cancel BOOLEAN NOT NULL,
    made_at BIGINT NOT NULL,
    alive_at BIGINT NOT NULL,
    ended_at BIGINT,
    PRIMARY KEY (root, id)
);
CREATE INDEX job_account ON job (root, account, made_at);
CREATE INDEX job_state ON job (root, state, alive_at);
