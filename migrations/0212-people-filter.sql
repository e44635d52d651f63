-- The index that answers filters begins with what lists are filtered by most, so that an engine which does not read a whole index can
-- start in it; lists of one unit start in the index of units. Files that lack something are found by how complete they are.
DROP INDEX people_now_filter;
CREATE INDEX people_now_filter ON people_now (root, political, sex, unit, education, level, state, category, birth, complete, found, sort, person);
CREATE INDEX people_now_complete ON people_now (root, complete, sort, person);
