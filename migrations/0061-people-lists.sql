-- Lists by level start in an index like those by name and birth, and the index that answers filters holds what a list is put
-- in order by, so that the matches are found without reading their rows.
CREATE INDEX people_now_level ON people_now (root, level, person);
DROP INDEX people_now_count;
CREATE INDEX people_now_filter ON people_now (root, unit, sex, political, education, level, state, category, birth, complete, found, sort, person);
