//! Facts published with the formats, by others.

use tlog::{Checkpoint, Hash, Level, Note, SignKey, TilePath, VerifyKey, tree};

/// The roots of the first trees of the Certificate Transparency reference log (RFC 6962's test tree).
const LEAVES: [&[u8]; 8] = [
    b"",
    &[0x00],
    &[0x10],
    &[0x20, 0x21],
    &[0x30, 0x31],
    &[0x40, 0x41, 0x42, 0x43],
    &[0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57],
    &[0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f],
];
const ROOTS: [&str; 9] = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

struct Plain;
impl tree::Nodes for Plain {
    fn node(&self, level: u8, index: u64) -> Result<Hash, tlog::Refused> {
        if level == 0 {
            return Ok(Hash::leaf(LEAVES[index as usize]));
        }
        Ok(Hash::node(&self.node(level - 1, 2 * index)?, &self.node(level - 1, 2 * index + 1)?))
    }
}

#[test]
fn the_roots_are_those_of_the_reference_log() {
    for (size, root) in ROOTS.iter().enumerate() {
        assert_eq!(tree::root(&Plain, size as u64).unwrap().hex(), *root, "size {size}");
    }
}

#[test]
fn the_proofs_of_the_reference_log_hold() {
    // the audit path of leaf 6 in the tree of 7, and the proof from 6 to 8, as RFC 6962 draws them
    let path = tree::inclusion(&Plain, 6, 7).unwrap();
    assert_eq!(path.len(), 2);
    for size in 1..=8 {
        let root = tree::root(&Plain, size).unwrap();
        for index in 0..size {
            let proof = tree::inclusion(&Plain, index, size).unwrap();
            tree::check_inclusion(index, size, &Hash::leaf(LEAVES[index as usize]), &proof, &root).unwrap();
        }
        for old in 0..=size {
            let before = tree::root(&Plain, old).unwrap();
            let proof = tree::consistency(&Plain, old, size).unwrap();
            tree::check_consistency(old, &before, size, &root, &proof).unwrap();
        }
    }
}

#[test]
fn the_note_of_the_signed_note_specification_verifies() {
    let key: VerifyKey = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k".parse().unwrap();
    let note = "This is an example message.\n\n\
        — example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";
    let note = Note::read(note.as_bytes()).unwrap();
    assert_eq!(note.signers(&[&key]).unwrap(), [(0, None)]);
}

#[test]
fn the_note_of_gos_documentation_is_signed_to_the_same_bytes() {
    let key: SignKey =
        "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz".parse().unwrap();
    assert_eq!(key.public().to_string(), "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
    let text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
    assert_eq!(
        key.sign(text, 0).line(),
        "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
    );
    // keys that Go's package refuses
    for bad in [
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ] {
        assert_eq!(bad.parse::<VerifyKey>().unwrap_err().why, tlog::Why::Key, "{bad}");
    }
}

#[test]
fn the_checkpoint_of_the_specification_reads() {
    let text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
    let read = Checkpoint::read(text).unwrap();
    assert_eq!((read.origin.as_str(), read.head.size), ("example.com/behind-the-sofa", 20_852_163));
    assert_eq!(read.text(), text);
}

#[test]
fn the_tiles_of_the_specifications_example_are_found() {
    // “a tree of size 70,000 will be represented by 273 full level 0 tiles, one partial level 0 tile of width 112, one full
    // level 1 tile, one partial level 1 tile of width 17, and one partial level 2 tile of width 1”
    let tile = |level, index| TilePath::of(Level::Hashes(level), index, 70_000).map(|t| (t.width, t.to_string()));
    assert_eq!(tile(0, 272), Some((256, "tile/0/272".to_owned())));
    assert_eq!(tile(0, 273), Some((112, "tile/0/273.p/112".to_owned())));
    assert_eq!(tile(0, 274), None);
    assert_eq!(tile(1, 0), Some((256, "tile/1/000".to_owned())));
    assert_eq!(tile(1, 1), Some((17, "tile/1/001.p/17".to_owned())));
    assert_eq!(tile(2, 0), Some((1, "tile/2/000.p/1".to_owned())));
    assert_eq!(tile(3, 0), None);
    let far = TilePath { level: Level::Entries, index: 1_234_067, width: 256 };
    assert_eq!(far.to_string(), "tile/entries/x001/x234/067");
    assert_eq!(far.to_string().parse::<TilePath>().unwrap(), far);
}
