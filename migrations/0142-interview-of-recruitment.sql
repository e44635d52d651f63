-- The number of the written test, by which a candidate of a recruitment is known again.
ALTER TABLE interview_candidate ADD COLUMN exam TEXT;
-- The person of the register who sits at the table, where there is one: kinship is computed from it.
ALTER TABLE interview_member ADD COLUMN person BYTEA;
