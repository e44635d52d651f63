-- Recusal asks for the entries of family relations that name a person of this system, which few do.
CREATE INDEX person_sealed_kin ON person_sealed (root, person) WHERE section = 'kin' AND blind IS NOT NULL;
