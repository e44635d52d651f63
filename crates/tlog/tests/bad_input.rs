//! What strangers may send, and what they are told.

mod common;

use common::{ORIGIN, alone, entry, key, log, policy, witness};
use tlog::{
    Checkpoint, Entry, Field, Hash, Head, KeyKind, Level, Note, Opened, Policy, Proof, Shown, SignKey, Signature,
    TileCache, TilePath, Tiles, VerifyKey, Why, bundle, tree,
    witness::{AddCheckpoint, Answer, consider},
};

#[test]
fn an_entry_of_four_gigabytes_is_refused_and_the_log_goes_on() {
    let mut writer = log(&[5]);
    // the pages are never touched: only the length is asked
    let huge = vec![0_u8; 4 << 30];
    let refused = writer.append(&huge).unwrap_err();
    assert_eq!(refused.why, Why::Limit);
    assert!(refused.say.en.contains("4294967296 bytes, at most 65535"), "{refused}");
    assert_eq!(writer.append(&vec![b'x'; bundle::MAX_ENTRY]).unwrap(), 5);
    assert_eq!(writer.sign().unwrap().size, 6);
}

#[test]
fn checkpoints_of_another_log_unsigned_false_or_garbled_are_refused() {
    let writer = log(&[5]);
    let note = writer.checkpoint().file();
    let other = SignKey::new("other.example.org", KeyKind::Log, [9; 32]).unwrap();
    let why = |file: &str, key: &VerifyKey| Checkpoint::open(file.as_bytes(), key).unwrap_err().why;
    assert_eq!(why(&note, other.public()), Why::Origin);
    // the same name, another key: its signature is unknown, so nobody known has signed
    let twin = SignKey::new(ORIGIN, KeyKind::Log, [8; 32]).unwrap();
    assert_eq!(why(&note, twin.public()), Why::Unsigned);
    let ours = key();
    assert_eq!(why(&note.replacen("\n5\n", "\n6\n", 1), ours.public()), Why::Signature);
    for (broken, expected) in [
        ("", Why::Form),
        ("a\n5\n", Why::Form),
        ("no signature\n\n", Why::Form),
        ("bell\u{7}\n\n— a b\n", Why::Form),
        (&note.replacen("\n5\n", "\n05\n", 1), Why::Form),
        (&note.replacen("\n5\n", "\n-5\n", 1), Why::Form),
        (&note.replacen("\n5\n", "\n9223372036854775808\n", 1), Why::Form),
        (&note.replacen("\n5\n", "\n0\n", 1), Why::Form),
        (&note[..note.len() - 1], Why::Form),
        (&"x".repeat(tlog::MAX_NOTE + 1), Why::Limit),
        (&format!("{note}{}", "— a AAAAAAAA\n".repeat(64)), Why::Limit),
    ] {
        assert_eq!(why(broken, ours.public()), expected, "{:?}", &broken[..broken.len().min(60)]);
    }
}

#[test]
fn a_quorum_counts_known_witnesses_once_and_none_from_the_future() {
    let mut writer = log(&[5]);
    let text = writer.checkpoint().text.clone();
    let now = 1_800_000_000;
    let by = |number: u8, time| witness(number).sign(&text, time);
    let mut shows = |lines: &[Signature]| writer.show(lines, &policy(), Some(now)).map_err(|e| e.why);
    assert_eq!(shows(&[]).unwrap_err(), Why::Quorum);
    assert_eq!(shows(&[by(1, now)]).unwrap_err(), Why::Quorum);
    assert_eq!(shows(&[by(1, now), by(1, now - 5)]).unwrap_err(), Why::Quorum, "twice the same");
    assert_eq!(shows(&[by(1, now), by(4, now)]).unwrap_err(), Why::Quorum, "a stranger");
    assert_eq!(shows(&[by(1, now), by(2, now + 301)]).unwrap_err(), Why::Future);
    // a false line of a known witness is dropped here; in a finished note it refuses the whole
    let mut forged = by(2, now);
    forged.bytes[20] ^= 1;
    assert_eq!(shows(&[by(1, now), forged.clone()]).unwrap_err(), Why::Quorum);
    let verdict = shows(&[by(1, now), by(3, now - 60), forged.clone()]).unwrap();
    assert_eq!(verdict.witnesses, [("w1".to_owned(), now), ("w3".to_owned(), now - 60)]);
    let shown = String::from_utf8(writer.store().0["checkpoint"].clone()).unwrap();
    policy().check(shown.as_bytes(), Some(now)).unwrap();
    let spoiled = format!("{shown}{}", forged.line());
    assert_eq!(policy().check(spoiled.as_bytes(), Some(now)).unwrap_err().why, Why::Signature);
}

#[test]
fn a_witness_signs_what_continues_and_nothing_else() {
    let mut writer = log(&[5]);
    let w = witness(1);
    let known = |last| move |origin: &str| (origin == ORIGIN).then(|| (key().public().clone(), last));
    let first = writer.request(0).unwrap();
    let (answer, kept) = consider(first.body().as_bytes(), known(None), &w, 100);
    let five = kept.unwrap();
    assert_eq!((answer.status(), five.head.size), (200, 5));
    let lines = match Answer::read(200, answer.body().as_bytes()).unwrap() {
        Answer::Signed(lines) => lines,
        other => panic!("{other:?}"),
    };
    assert_eq!(w.public().check(&writer.checkpoint().text, &lines[0]).unwrap(), Some(100));
    // what it remembers carries both signatures
    assert_eq!(Note::read(five.note.as_bytes()).unwrap().signers(&[key().public(), w.public()]).unwrap().len(), 2);

    let status = |request: &AddCheckpoint, last| consider(request.body().as_bytes(), known(last), &w, 200).0;
    let last = Some(five.head);
    // replayed: the old checkpoint again, as if nothing were known
    assert_eq!(status(&first, last), Answer::Behind(5));
    for number in 5..9 {
        writer.append(&entry(number)).unwrap();
    }
    writer.sign().unwrap();
    let next = writer.request(5).unwrap();
    assert_eq!(status(&next, last).status(), 200);
    assert_eq!(status(&next, None), Answer::Behind(0));
    assert_eq!(status(&AddCheckpoint { old: 10, ..next.clone() }, last).status(), 400);
    assert_eq!(status(&AddCheckpoint { proof: vec![], ..next.clone() }, last).status(), 422);
    let forged = Head { root: Hash::leaf(b"another past"), ..five.head };
    assert_eq!(status(&next, Some(forged)).status(), 422);
    // the same size must have the same root
    let same = AddCheckpoint { old: 5, proof: vec![], ..first.clone() };
    assert_eq!(status(&same, last).status(), 200);
    assert_eq!(status(&same, Some(forged)).status(), 422);
    // a stranger's log, a stranger's key, garbage
    let (answer, _) = consider(next.body().as_bytes(), |_| None, &w, 200);
    assert_eq!(answer.status(), 404);
    let twin = SignKey::new(ORIGIN, KeyKind::Log, [8; 32]).unwrap().public().clone();
    let (answer, kept) = consider(next.body().as_bytes(), |_| Some((twin, last)), &w, 200);
    assert_eq!((answer.status(), kept), (403, None));
    for garbage in ["", "old 5\n", "old x\n\nnote", "old 05\n\nx\n\n— a b\n"] {
        assert_eq!(consider(garbage.as_bytes(), known(last), &w, 200).0.status(), 400, "{garbage}");
    }
    let empty = format!("old 0\n\n{ORIGIN}\n0\n{}\n\n— a AAAAAAAA\n", Hash::leaf(b""));
    assert_eq!(consider(empty.as_bytes(), known(None), &w, 200).0.status(), 422);
    assert_eq!(Answer::read(409, Answer::Behind(7).body().as_bytes()).unwrap(), Answer::Behind(7));
    assert!(Answer::read(302, b"").is_err());
}

#[test]
fn the_request_of_the_witness_specification_reads() {
    let body = "old 20852014\nPlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\njrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=\n\
        5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=\n/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=\n\n\
        example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n\
        — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n";
    let read = AddCheckpoint::read(body.as_bytes()).unwrap();
    assert_eq!((read.old, read.proof.len()), (20_852_014, 4));
    assert_eq!(read.body(), body);
    let answer = "— witness.example/w1 CMp+6LWBU0anHGH5aNDTJkH/gj79sG+T6+iP2ThYN5krrDJbR1HDnucjL39QsZTSvVjyQLrdk3DXDqI5G2HgLatVs0pWh6Up69HVOw==\n";
    let Answer::Signed(lines) = Answer::read(200, answer.as_bytes()).unwrap() else { panic!() };
    assert_eq!((lines[0].line().as_str(), lines[0].bytes.len()), (answer, 72));
}

fn proof_of(index: u64) -> (Proof, Vec<u8>) {
    let writer = log(&[300]);
    let cache = TileCache::new(8);
    let hashes = tree::inclusion(&Tiles::new(writer.store(), 300, &cache), index, 300).unwrap();
    (Proof { extra: None, index, hashes, checkpoint: writer.checkpoint().file() }, entry(index))
}

#[test]
fn a_proof_file_is_read_whole_or_refused_with_what_is_missing() {
    let (proof, text) = proof_of(77);
    let file = proof.file();
    let read = Proof::read(file.as_bytes()).unwrap();
    assert_eq!(read, proof);
    assert_eq!(read.check(&text, &alone(), None).unwrap().checkpoint.head.size, 300);
    assert_eq!(read.check(b"another", &alone(), None).unwrap_err().why, Why::Proof);
    assert_eq!(read.check(&text, &policy(), None).unwrap_err().why, Why::Quorum);
    let with = Proof { extra: Some(b"beside".to_vec()), ..proof };
    assert_eq!(Proof::read(with.file().as_bytes()).unwrap(), with);
    // cut anywhere: never a panic, never taken
    for cut in 0..file.len() {
        let taken = Proof::read(&file.as_bytes()[..cut]).is_ok_and(|p| p.check(&text, &alone(), None).is_ok());
        assert!(!taken, "cut at {cut}");
    }
    assert_eq!(Proof::read(b"c2sp.org/tlog-proof@v2\nindex 0\n\n").unwrap_err().why, Why::Form);
    assert_eq!(Proof::read(b"c2sp.org/tlog-proof@v1\nindex 0\n").unwrap_err().why, Why::Truncated);
}

#[test]
fn a_policy_says_in_which_line_it_is_wrong() {
    let text = policy().to_string();
    assert_eq!(text.parse::<Policy>().unwrap(), policy());
    let w = |n: u8| witness(n).public().to_string();
    for (broken, place) in [
        (format!("log {}\n", w(1)), "1: "),
        (format!("# two\nwitness a {}\nwitness a {}\nquorum a\n", w(1), w(2)), "3: "),
        (format!("witness a {}\nwitness b {}\nquorum a\n", w(1), w(1)), "2: "),
        (format!("witness a {}\ngroup g 2 a\nquorum g\n", w(1)), "2: "),
        (format!("witness a {}\ngroup g any a\ngroup h any a\nquorum g\n", w(1)), "3: "),
        ("group g any later\nquorum g\n".to_owned(), "1: "),
        ("quorum none\nquorum none\n".to_owned(), "2: "),
        ("quorum nobody\n".to_owned(), "1: "),
        ("witness a b\u{7}\n".to_owned(), "1: "),
    ] {
        let refused = broken.parse::<Policy>().unwrap_err();
        assert!(refused.say.en.starts_with(place), "{broken}{refused}");
    }
    assert!("# nothing\n".parse::<Policy>().unwrap_err().say.en.contains("no quorum line"));
}

#[test]
fn fields_open_one_by_one_and_an_erased_one_cannot_be_guessed() {
    let field =
        |name: &str, value: &str, salt| Field { name: name.to_owned(), value: value.to_owned(), salt: [salt; 32] };
    let fields = [field("title", "任免公告", 1), field("person", "测试人员", 2)];
    let entry = Entry::new("decision.published", [3; 16], &fields).unwrap();
    assert_eq!(Entry::read(entry.text().as_bytes()).unwrap(), entry);
    let open = Opened { entry: entry.text(), fields: fields.iter().cloned().map(Shown::Open).collect() };
    assert_eq!(Opened::read(open.text().as_bytes()).unwrap(), open);
    // erased: the value and its salt are gone, the rest stays provable
    let closed = Shown::Closed(fields[1].commitment());
    let erased = Opened { fields: vec![open.fields[0].clone(), closed], ..open.clone() };
    assert_eq!(erased.check().unwrap(), entry);
    assert!(!erased.text().contains(&fields[1].value));
    // the right value with a guessed salt is no better than a wrong value
    let guess = Opened {
        fields: vec![open.fields[0].clone(), Shown::Open(field("person", "测试人员", 9))],
        ..open.clone()
    };
    assert_eq!(guess.check().unwrap_err().why, Why::Proof);
    let swapped = Opened { fields: vec![open.fields[1].clone(), open.fields[0].clone()], ..open.clone() };
    assert_eq!(swapped.check().unwrap_err().why, Why::Proof);
    assert_eq!(Opened::read(open.text().replace("title", "titel").as_bytes()).unwrap_err().why, Why::Proof);
    assert!(Entry::new("Decision", [3; 16], &[]).is_err() && Entry::new("a..b", [3; 16], &[]).is_err());
    for garbage in ["sunshine/1\n", "", "sunshine/1\nkind a\nref 0\nrule -\ncommit 0\nsupersedes -\n"] {
        assert_eq!(Entry::read(garbage.as_bytes()).unwrap_err().why, Why::Form);
    }
}

#[test]
fn only_the_one_spelling_of_a_tiles_path_is_taken() {
    for good in ["tile/0/000", "tile/63/999.p/255", "tile/entries/x001/x234/067.p/1"] {
        assert_eq!(good.parse::<TilePath>().unwrap().to_string(), good);
    }
    for bad in [
        "",
        "tile/",
        "tile/0/",
        "tile/00/000",
        "tile/64/000",
        "tile/0/0",
        "tile/0/0000",
        "tile/0/x000/001",
        "tile/0/001/001",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000.p/",
        "tile/entries/../000",
        "tile/data/000",
        "tile/0/+01",
        "tile/0/x999/x999/x999/x999/x999/x999/x999/999",
        "Tile/0/000",
        "tile/0/000 ",
    ] {
        assert_eq!(bad.parse::<TilePath>().unwrap_err().why, Why::Form, "{bad}");
    }
    assert!(TilePath::of(Level::Entries, u64::MAX, 5).is_none());
}
