//! The tree against its definition, and proofs that were touched.

mod common;

use common::{entry, log};
use proptest::prelude::*;
use tlog::{CHECKPOINT, Fetch, Hash, Level, TileCache, TilePath, Tiles, audit, tree};

/// RFC 6962, 2.1, word for word.
fn defined(leaves: &[Vec<u8>]) -> Hash {
    match leaves {
        [] => Hash::empty(),
        [one] => Hash::leaf(one),
        more => {
            let mut k = 1;
            while 2 * k < more.len() {
                k *= 2;
            }
            Hash::node(&defined(&more[..k]), &defined(&more[k..]))
        }
    }
}

#[test]
fn a_log_has_the_root_that_the_definition_gives_at_each_size() {
    let sizes: Vec<u64> = (1..270).chain([511, 512, 513, 65_536, 65_537]).collect();
    let mut writer = log(&[]);
    let all: Vec<Vec<u8>> = (0..65_537).map(entry).collect();
    for size in sizes {
        while writer.size() < size {
            writer.append(&all[writer.size() as usize]).unwrap();
        }
        assert_eq!(writer.sign().unwrap().root, defined(&all[..size as usize]), "size {size}");
    }
}

#[test]
fn a_whole_log_is_read_back_and_a_changed_byte_is_found_wherever_it_is() {
    let writer = log(&[70, 300, 1000]);
    let head = writer.signed();
    let mut read = 0;
    audit::read(writer.store(), head, 0, |number, bytes| {
        assert_eq!(bytes, entry(number));
        read += 1;
        Ok(())
    })
    .unwrap();
    assert_eq!(read, 1000);
    let needed = |name: &str| {
        name.parse::<TilePath>().is_ok_and(|tile| TilePath::of(tile.level, tile.index, head.size) == Some(tile))
    };
    for name in writer.store().0.keys().filter(|name| needed(name)) {
        let mut store = writer.store().clone();
        let bytes = store.0.get_mut(name).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        assert!(audit::read(&store, head, 0, |_, _| Ok(())).is_err(), "{name} changed");
        let bytes = store.0.get_mut(name).unwrap();
        bytes[middle] ^= 1;
        bytes.pop();
        let cut = audit::read(&store, head, 0, |_, _| Ok(())).unwrap_err();
        assert_eq!(cut.why, tlog::Why::Truncated, "{name}: {cut}");
    }
}

#[test]
fn partial_tiles_go_when_the_full_one_is_shown_and_old_sizes_stay_provable() {
    let writer = log(&[100, 200, 256, 300]);
    assert!(writer.store().0.keys().all(|name| !name.starts_with("tile/0/000.p/")));
    assert!(writer.store().0.contains_key("tile/0/001.p/44") && writer.store().0.contains_key(CHECKPOINT));
    let cache = TileCache::new(8);
    let old = Tiles::new(writer.store(), 100, &cache);
    let all: Vec<Vec<u8>> = (0..100).map(entry).collect();
    assert_eq!(tree::root(&old, 100).unwrap(), defined(&all));
    assert!(writer.store().fetch(&TilePath { level: Level::Hashes(0), index: 0, width: 100 }).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_proof_holds_and_holds_for_nothing_else(size in 1_u64..1500, at in any::<prop::sample::Index>(), flip in any::<prop::sample::Index>()) {
        let writer = log(&[size]);
        let cache = TileCache::new(16);
        let tiles = Tiles::new(writer.store(), size, &cache);
        let root = writer.signed().root;
        let index = at.index(size as usize) as u64;
        let leaf = Hash::leaf(&entry(index));
        let proof = tree::inclusion(&tiles, index, size).unwrap();
        prop_assert!(tree::check_inclusion(index, size, &leaf, &proof, &root).is_ok());
        prop_assert!(tree::check_inclusion(index, size, &Hash::leaf(b"other"), &proof, &root).is_err());
        prop_assert!(tree::check_inclusion(index + 1, size, &leaf, &proof, &root).is_err());
        let old = 1 + at.index(size as usize) as u64;
        let before = tree::root(&tiles, old).unwrap();
        let steps = tree::consistency(&tiles, old, size).unwrap();
        prop_assert!(tree::check_consistency(old, &before, size, &root, &steps).is_ok());
        prop_assert!(old == size || tree::check_consistency(old, &root, size, &root, &steps).is_err());
        for (which, hashes) in [&proof, &steps].into_iter().enumerate().filter(|(_, hashes)| !hashes.is_empty()) {
            let mut touched = hashes.clone();
            let bit = flip.index(touched.len() * 256);
            touched[bit / 256].0[bit % 256 / 8] ^= 1 << (bit % 8);
            let mut short = hashes.clone();
            short.pop();
            let mut long = hashes.clone();
            long.push(root);
            for wrong in [touched, short, long] {
                let refused = if which == 0 {
                    tree::check_inclusion(index, size, &leaf, &wrong, &root).is_err()
                } else {
                    tree::check_consistency(old, &before, size, &root, &wrong).is_err()
                };
                prop_assert!(refused, "{} {}", which, wrong.len());
            }
        }
    }
}
