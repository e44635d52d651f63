//! RFC 6962, section 2.1, by its recursive definitions rather than the bit tricks that writers use.

type Hash = [u8; 32];

/// The hash of no leaves.
pub fn nothing() -> Hash {
    hmac_sha256::Hash::hash(b"")
}

/// The hash of a leaf.
pub fn leaf(entry: &[u8]) -> Hash {
    let mut hash = hmac_sha256::Hash::new();
    hash.update([0]);
    hash.update(entry);
    hash.finalize()
}

fn node(left: &Hash, right: &Hash) -> Hash {
    let mut hash = hmac_sha256::Hash::new();
    hash.update([1]);
    hash.update(left);
    hash.update(right);
    hash.finalize()
}

/// The largest power of two smaller than `n`.
fn half(n: u64) -> u64 {
    let mut k = 1;
    while k < n - k {
        k *= 2;
    }
    k
}

/// The root that `path`, read from its end, gives the tree of `size` leaves around the leaf `index`.
fn climb(index: u64, size: u64, leaf: &Hash, path: &[Hash]) -> Option<Hash> {
    if size == 1 {
        return path.is_empty().then_some(*leaf);
    }
    let (last, rest) = path.split_last()?;
    let k = half(size);
    if index < k {
        Some(node(&climb(index, k, leaf, rest)?, last))
    } else {
        Some(node(last, &climb(index - k, size - k, leaf, rest)?))
    }
}

/// Whether the leaf `index` is in the tree of `size` leaves with this root.
pub fn included(index: u64, size: u64, leaf: &Hash, path: &[Hash], root: &Hash) -> bool {
    index < size && climb(index, size, leaf, path) == Some(*root)
}

/// The roots that `path` gives the first `old` leaves and all `size` leaves. `whole` says whether the old tree's root is
/// itself what the path leaves out (RFC 6962, 2.1.2, the flag b).
fn both(old: u64, size: u64, whole: Option<&Hash>, path: &[Hash]) -> Option<(Hash, Hash)> {
    if old == size {
        return match (whole, path) {
            (Some(root), []) => Some((*root, *root)),
            (None, [one]) => Some((*one, *one)),
            _ => None,
        };
    }
    let (last, rest) = path.split_last()?;
    let k = half(size);
    if old <= k {
        let (before, now) = both(old, k, whole, rest)?;
        Some((before, node(&now, last)))
    } else {
        let (before, now) = both(old - k, size - k, None, rest)?;
        Some((node(last, &before), node(last, &now)))
    }
}

/// Whether the tree `size`, `root` begins with the tree `old`, `old_root`.
pub fn same_beginning(old: u64, old_root: &Hash, size: u64, root: &Hash, path: &[Hash]) -> bool {
    if old == 0 {
        return path.is_empty() && *old_root == nothing() && (size > 0 || *root == nothing());
    }
    old <= size && both(old, size, Some(old_root), path) == Some((*old_root, *root))
}
