-- A calendar feed of one account: the secret of its address is kept as its hash alone. No fact.
CREATE TABLE inbox_calendar (
    root BYTEA NOT NULL REFERENCES root (id),
    account BYTEA NOT NULL,
    secret BYTEA NOT NULL,
    made_at BIGINT NOT NULL,
    PRIMARY KEY (root, account)
);
CREATE UNIQUE INDEX inbox_calendar_secret ON inbox_calendar (root, secret);

-- Where an account wants to be told: a mail address or a webhook. Not before it was confirmed. No fact.
CREATE TABLE inbox_channel (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    account BYTEA NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('mail', 'webhook')),
    address TEXT NOT NULL,
    confirmed BOOLEAN NOT NULL,
    told_on TEXT,
    told TEXT NOT NULL,
    PRIMARY KEY (root, id)
);
CREATE INDEX inbox_channel_account ON inbox_channel (root, account);

-- A message on its way: what it says, how often it was tried, when again. No fact.
CREATE TABLE inbox_message (
    root BYTEA NOT NULL REFERENCES root (id),
    id BYTEA NOT NULL,
    channel BYTEA NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'dead')),
    body TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    next_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    trouble TEXT NOT NULL,
    PRIMARY KEY (root, id)
);
CREATE INDEX inbox_message_next ON inbox_message (root, state, next_at);
