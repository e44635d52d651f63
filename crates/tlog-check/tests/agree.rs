//! The two verifiers agree, about what is right and about every way of touching it.

use proptest::prelude::*;
use tlog::{
    Entry, Field, Hash, KeyKind, Memory, Opened, Policy, Proof, Shown, SignKey, TileCache, Tiles, Writer, tree,
};
use tlog_check::{Key, included, opened_fields, proof, same_beginning};

const ORIGIN: &str = "records.example.org/log";

fn log_key() -> SignKey {
    SignKey::new(ORIGIN, KeyKind::Log, [7; 32]).unwrap()
}
fn witness(number: u8) -> SignKey {
    SignKey::new(&format!("witness{number}.example.org"), KeyKind::Witness, [number; 32]).unwrap()
}
fn policy() -> Policy {
    let text = format!(
        "log {}\nwitness a {}\nwitness b {}\ngroup both all a b\nquorum both\n",
        log_key().public(),
        witness(1).public(),
        witness(2).public()
    );
    text.parse().unwrap()
}
fn theirs(key: &SignKey) -> Key {
    Key::read(&key.public().to_string()).unwrap()
}

fn record() -> (Entry, Opened) {
    let fields =
        ["title", "body"].map(|name| Field { name: name.to_owned(), value: "公告".to_owned(), salt: [5; 32] });
    let entry = Entry::new("notice", [3; 16], &fields).unwrap();
    let [one, two] = fields;
    let closed = Shown::Closed(two.commitment());
    (entry.clone(), Opened { entry: entry.text(), fields: vec![Shown::Open(one), closed] })
}

/// A proof of the record in a log of `size` entries, signed by the log and two witnesses.
fn made(size: u64, index: u64) -> (Proof, Vec<u8>) {
    let (entry, opened) = record();
    let mut writer = Writer::create(Memory::default(), log_key()).unwrap();
    for number in 0..size {
        let other = format!("entry {number}");
        writer.append(if number == index { entry.text() } else { other }.as_bytes()).unwrap();
    }
    writer.sign().unwrap();
    let mut note = writer.checkpoint().clone();
    note.signatures.extend([1, 2].map(|n| witness(n).sign(&note.text, 1_800_000_000)));
    let cache = TileCache::new(8);
    let hashes = tree::inclusion(&Tiles::new(writer.store(), size, &cache), index, size).unwrap();
    let extra = Some(opened.text().into_bytes());
    (Proof { extra, index, hashes, checkpoint: note.file() }, entry.text().into_bytes())
}

/// What each of the two says about a proof file.
fn both(file: &[u8], entry: &[u8]) -> (bool, bool) {
    let first = Proof::read(file).and_then(|p| p.check(entry, &policy(), None));
    let second = proof(file, entry, &theirs(&log_key()), &[theirs(&witness(1)), theirs(&witness(2))], 2);
    (first.is_ok(), second.is_ok())
}

#[test]
fn a_proof_with_any_byte_changed_is_refused_by_both() {
    let (made, entry) = made(37, 20);
    let file = Proof { extra: None, ..made }.file().into_bytes();
    assert_eq!(both(&file, &entry), (true, true));
    for at in 0..file.len() {
        for change in [1, 0x20, 0x80, 0xff] {
            let mut touched = file.clone();
            touched[at] ^= change;
            assert_eq!(both(&touched, &entry), (false, false), "byte {at} ^ {change:#x}: {:?}", file[at] as char);
        }
        let (mut less, mut more) = (file.clone(), file.clone());
        less.remove(at);
        more.insert(at, file[at]);
        let (less, more) = (both(&less, &entry), both(&more, &entry));
        assert!(less == (false, false) && more == (false, false), "byte {at} left out or doubled: {less:?} {more:?}");
        assert_eq!(both(&file[..at], &entry), (false, false), "cut at {at}");
    }
    for at in 0..entry.len() {
        let mut touched = entry.clone();
        touched[at] ^= 1;
        assert_eq!(both(&file, &touched), (false, false), "byte {at} of the entry");
    }
}

#[test]
fn opened_fields_with_any_byte_changed_are_refused_by_both() {
    let (entry, opened) = record();
    let text = opened.text().into_bytes();
    let (theirs, fields) = opened_fields(&text).unwrap();
    assert_eq!((theirs, fields), (entry.text().into_bytes(), vec![("title".to_owned(), "公告".to_owned())]));
    for at in 0..text.len() {
        for change in [1, 0x20, 0x80] {
            let mut touched = text.clone();
            touched[at] ^= change;
            let (first, second) = (Opened::read(&touched), opened_fields(&touched));
            // the entry itself is bound by the proof, not by the fields: a touched entry may read, and is another one
            let other = |found: &[u8]| found != entry.text().as_bytes();
            assert!(first.is_err() || first.is_ok_and(|o| other(o.entry.as_bytes())), "byte {at}");
            assert!(second.is_err() || second.is_ok_and(|(e, _)| other(&e)), "byte {at}");
        }
    }
}

#[test]
fn both_read_the_same_keys() {
    let good = log_key().public().to_string();
    let weak = "a+00000000+AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    for text in [&good, weak, "", "a", "a+b", "a+b+c", &good.replace("log+", "log2+"), &good[..good.len() - 4]] {
        assert_eq!(text.parse::<tlog::VerifyKey>().is_ok(), Key::read(text).is_some(), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn both_say_the_same_of_every_path(
        size in 1_u64..700, index in 0_u64..720, old in 0_u64..720, hash in any::<prop::sample::Index>(), how in 0..5,
    ) {
        let (writer, _) = (filled(size), ());
        let cache = TileCache::new(8);
        let tiles = Tiles::new(writer.store(), size, &cache);
        let root = writer.signed().root;
        let leaf = Hash::leaf(format!("entry {index}").as_bytes());
        let before = tree::root(&tiles, old.min(size)).unwrap();
        let path = tree::inclusion(&tiles, index.min(size - 1), size).unwrap();
        let steps = tree::consistency(&tiles, old.min(size), size).unwrap();
        for (inclusion, hashes) in [(true, path), (false, steps)] {
            let mut hashes = hashes;
            match how {
                0 => {}
                1 => drop(hashes.pop()),
                2 => hashes.push(root),
                3 => hashes.reverse(),
                _ if hashes.is_empty() => {}
                _ => { let at = hash.index(hashes.len()); hashes[at].0[at % 32] ^= 4; }
            }
            let raw: Vec<[u8; 32]> = hashes.iter().map(|h| h.0).collect();
            let (first, second) = if inclusion {
                (tree::check_inclusion(index, size, &leaf, &hashes, &root).is_ok(), included(index, size, &leaf.0, &raw, &root.0))
            } else {
                (tree::check_consistency(old, &before, size, &root, &hashes).is_ok(),
                 same_beginning(old, &before.0, size, &root.0, &raw))
            };
            prop_assert_eq!(first, second);
            if how == 0 {
                prop_assert_eq!(first, if inclusion { index < size } else { old <= size });
            }
        }
    }

    #[test]
    fn both_say_the_same_of_garbled_files(cuts in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4)) {
        let (made, entry) = made(9, 4);
        let mut file = made.file().into_bytes();
        for (at, byte) in cuts {
            let at = at.index(file.len());
            file[at] = byte;
        }
        let (first, second) = both(&file, &entry);
        prop_assert_eq!(first, second);
    }
}

fn filled(size: u64) -> Writer<Memory> {
    let mut writer = Writer::create(Memory::default(), log_key()).unwrap();
    for number in 0..size {
        writer.append(format!("entry {number}").as_bytes()).unwrap();
    }
    writer.sign().unwrap();
    writer
}
