-- A saved list may be shared with a unit and those below it.
ALTER TABLE people_list ADD COLUMN unit BYTEA;
