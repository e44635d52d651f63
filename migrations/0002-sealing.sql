-- The keys that restricted columns of this database are sealed with: a number for each, and a value by which the right
-- key is known. The keys themselves are in a file outside the database.
CREATE TABLE sealing (
    key_id BYTEA PRIMARY KEY,
    proof BYTEA NOT NULL
);
