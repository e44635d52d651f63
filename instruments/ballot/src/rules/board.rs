//! The order in which ballots are published, and the hash by which a batch is named.

use std::collections::{BTreeMap, HashMap};

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
    fn the_merkle_root_is_that_of_rfc_6962() {
        let (a, b, c) = (Hash::leaf(b"a"), Hash::leaf(b"b"), Hash::leaf(b"c"));
        assert_eq!(merkle([]), Hash::empty().hex());
        assert_eq!(merkle(["a"]), a.hex());
        assert_eq!(merkle(["a", "b", "c"]), Hash::node(&Hash::node(&a, &b), &c).hex());
    }
}
