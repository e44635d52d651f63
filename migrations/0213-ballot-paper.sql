-- Why a ballot is voted and counted on paper instead, once its keeper has declared it.
ALTER TABLE ballot_head ADD COLUMN paper TEXT;
