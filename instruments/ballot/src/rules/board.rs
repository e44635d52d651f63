//! The order in which ballots are published, and the hash by which a batch is named.

use std::collections::{BTreeMap, HashMap, HashSet};

use ballots::Chance;
use tlog::Hash;

/// A ballot on the board.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cast {
    /// The number by which its voter finds it.
    pub tracker: String,
    /// The SHA-256 of its public credential.
    pub credential: Vec<u8>,
    /// Which of that credential's ballots it is, from 1.
    pub seq: i64,
    /// The batch; nothing while it waits.
    pub batch: Option<i64>,
    /// The ballot.
    pub raw: String,
}

/// The ballots of one batch in their order: that of their trackers, which are hashes and tell nothing. Only the ballots of one
/// credential keep the order in which they were cast, since the last of them counts.
fn ordered(mut batch: Vec<Cast>) -> Vec<Cast> {
    batch.sort_by(|a, b| a.tracker.cmp(&b.tracker));
    let mut credentials: HashMap<Vec<u8>, Vec<usize>> = HashMap::new();
    for (place, cast) in batch.iter().enumerate() {
        credentials.entry(cast.credential.clone()).or_default().push(place);
    }
    let mut out: Vec<Option<Cast>> = batch.iter().map(|_| None).collect();
    let mut batch: Vec<Option<Cast>> = batch.into_iter().map(Some).collect();
    for places in credentials.into_values() {
        let mut own: Vec<Cast> = places.iter().filter_map(|p| batch[*p].take()).collect();
        own.sort_by_key(|c| c.seq);
        own.into_iter().zip(places).for_each(|(cast, place)| out[place] = Some(cast));
    }
    out.into_iter().flatten().collect()
}

/// The published ballots in the order of the archive: batch by batch. What waits is left out.
pub fn by_batch(casts: Vec<Cast>) -> Vec<Cast> {
    let mut batches: BTreeMap<i64, Vec<Cast>> = BTreeMap::new();
    for cast in casts {
        if let Some(batch) = cast.batch {
            batches.entry(batch).or_default().push(cast);
        }
    }
    batches.into_values().flat_map(ordered).collect()
}

/// Parts ballots that wait into those to be published and at least so many that wait on, drawn by chance: were all published, the ballot of
/// whoever votes last would stand alone in the last batch. The ballots of one credential stay together, since the last of them counts.
pub fn held_back(waiting: Vec<Cast>, least: usize, chance: &mut impl Chance) -> (Vec<Cast>, Vec<Cast>) {
    let mut lots: HashMap<Vec<u8>, [u8; 16]> = HashMap::new();
    for cast in &waiting {
        lots.entry(cast.credential.clone()).or_insert_with(|| {
            let mut lot = [0; 16];
            chance.fill(&mut lot);
            lot
        });
    }
    let mut drawn: Vec<(Vec<u8>, [u8; 16])> = lots.into_iter().collect();
    drawn.sort_by_key(|(_, lot)| *lot);
    let of = |credential: &[u8]| waiting.iter().filter(|c| c.credential == credential).count();
    let (mut held, mut count) = (HashSet::new(), 0);
    for (credential, _) in drawn {
        if count >= least {
            break;
        }
        count += of(&credential);
        held.insert(credential);
    }
    waiting.into_iter().partition(|c| !held.contains(&c.credential))
}

/// The Merkle root (RFC 6962) over the trackers, in hexadecimal.
pub fn merkle<'a>(trackers: impl IntoIterator<Item = &'a str>) -> String {
    let mut level: Vec<Hash> = trackers.into_iter().map(|t| Hash::leaf(t.as_bytes())).collect();
    if level.is_empty() {
        return Hash::empty().hex();
    }
    // pairs from the left and a single one carried up make the tree of RFC 6962
    while level.len() > 1 {
        let pair = |two: &[Hash]| match two {
            [left, right] => Hash::node(left, right),
            one => one[0],
        };
        level = level.chunks(2).map(pair).collect();
    }
    level[0].hex()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cast(tracker: &str, credential: u8, seq: i64, batch: Option<i64>) -> Cast {
        Cast { tracker: tracker.into(), credential: vec![credential], seq, batch, raw: String::new() }
    }
    #[test]
    fn ballots_stand_in_the_order_of_their_hashes_and_those_of_one_credential_in_their_own() {
        let all = vec![
            cast("d", 1, 1, Some(1)),
            cast("b", 2, 1, Some(1)),
            cast("a", 1, 2, Some(1)),
            cast("c", 3, 1, Some(1)),
            cast("0", 2, 2, Some(2)),
            cast("x", 4, 1, None),
        ];
        let order: Vec<String> = by_batch(all.clone()).into_iter().map(|c| c.tracker).collect();
        assert_eq!(order, ["d", "b", "c", "a", "0"], "a was cast after d by the same credential and takes its place");
        let backwards: Vec<String> = by_batch(all.into_iter().rev().collect()).into_iter().map(|c| c.tracker).collect();
        assert_eq!(backwards, order, "the order in which they came is lost");
    }
    #[test]
    fn some_ballots_wait_on_by_chance_and_those_of_one_credential_together() {
        let all: Vec<Cast> = (0..20u8).map(|i| cast(&format!("{i:02}"), i / 2, (i % 2 + 1).into(), None)).collect();
        let mut seed = 1u8;
        let mut chance = |bytes: &mut [u8]| {
            for b in bytes {
                seed = seed.wrapping_mul(5).wrapping_add(3);
                *b = seed;
            }
        };
        let mut often = [0; 10];
        for _ in 0..100 {
            let (out, held) = held_back(all.clone(), 5, &mut chance);
            assert_eq!((out.len(), held.len()), (14, 6), "three credentials of two ballots each");
            assert!(out.iter().all(|o| held.iter().all(|h| h.credential != o.credential)));
            held.iter().for_each(|h| often[usize::from(h.credential[0])] += 1);
        }
        assert!(often.iter().all(|n| *n > 0), "each may wait on: {often:?}");
        assert_eq!(held_back(all, 50, &mut chance).0.len(), 0);
    }
    #[test]
    fn the_merkle_root_is_that_of_rfc_6962() {
        let (a, b, c) = (Hash::leaf(b"a"), Hash::leaf(b"b"), Hash::leaf(b"c"));
        assert_eq!(merkle([]), Hash::empty().hex());
        assert_eq!(merkle(["a"]), a.hex());
        assert_eq!(merkle(["a", "b", "c"]), Hash::node(&Hash::node(&a, &b), &c).hex());
    }
}
