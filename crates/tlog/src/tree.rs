//! The Merkle tree of RFC 6962: proofs made from its nodes, proofs checked without it.
//!
//! The node `(level, index)` covers the leaves from `index << level` up to `(index + 1) << level`; only complete nodes have
//! a name, which is why a log's files never change.

use crate::{Hash, Refused, Why};

/// Where complete nodes are looked up.
pub trait Nodes {
    /// The hash of a complete node.
    fn node(&self, level: u8, index: u64) -> Result<Hash, Refused>;
}

/// The most hashes that a proof can need: one for each level of a tree of 2⁶³ leaves.
pub const MAX_PROOF: usize = 63;

/// The largest power of two below `n`, which is at least 2.
fn split(n: u64) -> u64 {
    1 << (63 - (n - 1).leading_zeros())
}

/// The complete nodes that the leaves from `low` up to `high` consist of, left to right. `low` is where a subtree of the
/// tree begins, so that the nodes grow smaller to the right.
fn pieces(mut low: u64, high: u64) -> impl DoubleEndedIterator<Item = (u8, u64)> {
    let mut found = Vec::with_capacity(8);
    while low < high {
        let level = 63 - (high - low).leading_zeros();
        found.push((level as u8, low >> level));
        low += 1 << level;
    }
    found.into_iter()
}

/// The hash over the leaves from `low` up to `high`.
fn range(nodes: &impl Nodes, low: u64, high: u64) -> Result<Hash, Refused> {
    let mut hash = None;
    for (level, index) in pieces(low, high).rev() {
        let left = nodes.node(level, index)?;
        hash = Some(hash.map_or(left, |right| Hash::node(&left, &right)));
    }
    Ok(hash.unwrap_or_else(Hash::empty))
}

/// The root of the tree of the first `size` leaves.
pub fn root(nodes: &impl Nodes, size: u64) -> Result<Hash, Refused> {
    range(nodes, 0, size)
}

/// The proof that leaf `index` is in the tree of `size` leaves.
pub fn inclusion(nodes: &impl Nodes, index: u64, size: u64) -> Result<Vec<Hash>, Refused> {
    if index >= size {
        return Err(Refused::new(
            Why::Proof,
            format!("日志共 {size} 条，没有第 {index} 号（从 0 起）；请检查编号"),
            format!("the log has {size} entries and none numbered {index} (from 0); check the number"),
        ));
    }
    let (mut low, mut high) = (0, size);
    let mut proof = Vec::with_capacity(MAX_PROOF);
    while high - low > 1 {
        let middle = low + split(high - low);
        if index < middle {
            proof.push(range(nodes, middle, high)?);
            high = middle;
        } else {
            proof.push(range(nodes, low, middle)?);
            low = middle;
        }
    }
    proof.reverse();
    Ok(proof)
}

/// The proof that the tree of `size` leaves begins with the tree of `old` leaves.
pub fn consistency(nodes: &impl Nodes, old: u64, size: u64) -> Result<Vec<Hash>, Refused> {
    if old > size {
        return Err(Refused::new(
            Why::Proof,
            format!("日志只有 {size} 条，不能证明它延续 {old} 条的日志"),
            format!("the log has {size} entries: it cannot be shown to continue one of {old}"),
        ));
    }
    if old == 0 || old == size {
        return Ok(Vec::new());
    }
    let (mut low, mut high) = (0, size);
    let mut proof = Vec::with_capacity(MAX_PROOF);
    while old < high {
        let middle = low + split(high - low);
        if old <= middle {
            proof.push(range(nodes, middle, high)?);
            high = middle;
        } else {
            proof.push(range(nodes, low, middle)?);
            low = middle;
        }
    }
    if low > 0 {
        proof.push(range(nodes, low, high)?);
    }
    proof.reverse();
    Ok(proof)
}

fn unproven() -> Refused {
    Refused::new(
        Why::Proof,
        "证明不成立：散列值对不上；内容、编号或证明被改动过，或属于另一份日志",
        "the proof does not hold: the hashes do not meet; the content, the number or the proof was changed, or belongs to \
         another log",
    )
}

/// Checks that the leaf with number `index` is in the tree of `size` leaves with this root (RFC 9162, 2.1.3.2).
pub fn check_inclusion(index: u64, size: u64, leaf: &Hash, proof: &[Hash], root: &Hash) -> Result<(), Refused> {
    if index >= size {
        return Err(unproven());
    }
    let (mut at, mut last, mut hash) = (index, size - 1, *leaf);
    for sibling in proof {
        if last == 0 {
            return Err(unproven());
        }
        if at & 1 == 1 || at == last {
            hash = Hash::node(sibling, &hash);
            while at & 1 == 0 && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            hash = Hash::node(&hash, sibling);
        }
        at >>= 1;
        last >>= 1;
    }
    if last == 0 && hash == *root { Ok(()) } else { Err(unproven()) }
}

/// Checks that the tree `size`, `root` begins with the tree `old`, `old_root` (RFC 9162, 2.1.4.2). Every tree begins with
/// the empty one.
pub fn check_consistency(old: u64, old_root: &Hash, size: u64, root: &Hash, proof: &[Hash]) -> Result<(), Refused> {
    let met = |met: bool| if met { Ok(()) } else { Err(unproven()) };
    if old > size {
        return Err(unproven());
    }
    if old == 0 {
        return met(proof.is_empty() && *old_root == Hash::empty() && (size > 0 || *root == Hash::empty()));
    }
    if old == size {
        return met(proof.is_empty() && old_root == root);
    }
    let shift = (old - 1).trailing_ones();
    let (mut at, mut last) = ((old - 1) >> shift, (size - 1) >> shift);
    let (first, rest) =
        if old.is_power_of_two() { (old_root, proof) } else { proof.split_first().ok_or_else(unproven)? };
    let (mut before, mut now) = (*first, *first);
    for sibling in rest {
        if last == 0 {
            return Err(unproven());
        }
        if at & 1 == 1 || at == last {
            before = Hash::node(sibling, &before);
            now = Hash::node(sibling, &now);
            while at & 1 == 0 && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            now = Hash::node(&now, sibling);
        }
        at >>= 1;
        last >>= 1;
    }
    met(last == 0 && before == *old_root && now == *root)
}
