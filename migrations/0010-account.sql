-- Someone or something that can sign in, as it stood from a day on. Nothing secret: that is in account_secret.
CREATE TABLE account (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    account BYTEA NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    name_look TEXT NOT NULL,
    display TEXT NOT NULL,
    person BYTEA,
    lang TEXT NOT NULL CHECK (lang IN ('zh-CN', 'en')),
    disabled BOOLEAN NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE UNIQUE INDEX account_now ON account (root, account) WHERE unmade IS NULL AND valid_to IS NULL;
CREATE UNIQUE INDEX account_name ON account (root, name_key) WHERE unmade IS NULL AND valid_to IS NULL;
CREATE UNIQUE INDEX account_look ON account (root, name_look) WHERE unmade IS NULL AND valid_to IS NULL;
CREATE INDEX account_made ON account (root, made);

-- A role that an account holds over a part of the tree, with the restricted columns that come with it there. `place` is
-- where the unit stood when the role was granted; no unit is the whole tree.
CREATE TABLE role_grant (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    role_grant BYTEA NOT NULL,
    account BYTEA NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('administrator', 'officer', 'leader', 'inspector', 'cadre')),
    unit BYTEA,
    place TEXT NOT NULL,
    shows TEXT NOT NULL,
    granted_by TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    made BYTEA NOT NULL,
    unmade BYTEA,
    PRIMARY KEY (root, id)
);
CREATE INDEX role_grant_account ON role_grant (root, account);
CREATE INDEX role_grant_made ON role_grant (root, made);

-- What proves who signs in. No facts: none of it may stand in the ledger.
CREATE TABLE account_secret (
    root BYTEA NOT NULL REFERENCES root (id),
    account BYTEA NOT NULL,
    password TEXT NOT NULL,
    password_at BIGINT NOT NULL,
    totp BYTEA,
    totp_step BIGINT NOT NULL,
    totp_next BYTEA,
    PRIMARY KEY (root, account)
);
CREATE TABLE recovery_code (
    root BYTEA NOT NULL REFERENCES root (id),
    account BYTEA NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (root, account, hash)
);

-- One-time links by which an account gets its password. Without an account, one is made when the link is used.
CREATE TABLE invitation (
    root BYTEA NOT NULL REFERENCES root (id),
    hash BYTEA NOT NULL,
    id BYTEA NOT NULL,
    account BYTEA,
    role TEXT,
    made_by TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (root, hash)
);

-- A signed-in browser. `stage` says whether the second factor is still to come.
CREATE TABLE session (
    root BYTEA NOT NULL REFERENCES root (id),
    hash BYTEA NOT NULL,
    id BYTEA NOT NULL,
    account BYTEA NOT NULL,
    stage TEXT NOT NULL CHECK (stage IN ('second', 'full')),
    tries BIGINT NOT NULL,
    agent TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (root, hash)
);
CREATE INDEX session_account ON session (root, account);

CREATE TABLE api_token (
    root BYTEA NOT NULL REFERENCES root (id),
    hash BYTEA NOT NULL,
    id BYTEA NOT NULL,
    account BYTEA NOT NULL,
    name TEXT NOT NULL,
    scope TEXT NOT NULL,
    made_on TEXT NOT NULL,
    expires_on TEXT NOT NULL,
    seen_on TEXT,
    PRIMARY KEY (root, hash)
);
CREATE INDEX api_token_account ON api_token (root, account);

-- Failed attempts by account name and by address, both only as keyed hashes; rows are dropped after a day.
CREATE TABLE sign_in_throttle (
    root BYTEA NOT NULL REFERENCES root (id),
    hash BYTEA NOT NULL,
    failures BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    open_at BIGINT NOT NULL,
    PRIMARY KEY (root, hash)
);
