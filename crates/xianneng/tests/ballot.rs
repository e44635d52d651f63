//! `xianneng verify --ballot` as somebody outside uses it, with an archive and nothing else.

mod binary;

use std::fs;

use ballots::belenios::{
    Board, Credential, Decryption, Election, Outcome, Question, Roll, Seat, Tally, TrusteeSecret, Trustees, Voter,
};
use binary::{json, text, xianneng};

/// An election of three voters, one of whom votes blank.
fn archive() -> (Board, String) {
    let mut state = 1u64;
    // a repeated sequence: nothing here is secret
    let mut chance = |bytes: &mut [u8]| {
        for b in bytes {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            *b = (state >> 56) as u8;
        }
    };
    let (secret, key) = TrusteeSecret::new(&mut chance);
    let trustees = Trustees::new(vec![key]).unwrap();
    let uuid = Election::id(&mut chance);
    let question = Question::choose("主任人选", ["甲", "乙"], 1, 1).or_blank();
    let election = Election::new(&uuid, "民主推荐", "", vec![question], &trustees).unwrap();
    let credentials: Vec<_> = (0..3).map(|_| Credential::new(&mut chance)).collect();
    let seats = credentials.iter().map(|c| Seat { credential: c.public(&uuid), weight: 1 }).collect();
    let roll = Roll::sorted(seats).unwrap();
    let values = [[false, true, false], [false, true, false], [true, false, false]];
    let mut cast = |(credential, values): (&Credential, &[bool; 3])| {
        Voter::new(&election, credential).cast(&[values.to_vec()], &mut chance).unwrap()
    };
    let ballots: Vec<_> = credentials.iter().zip(&values).map(&mut cast).collect();
    let tally = Tally::of(&election, ballots.iter().map(|b| (b, 1))).unwrap();
    let part = (1, Decryption::new(&election, &tally, &secret, &mut chance));
    let board = Board {
        timestamp: 1_800_000_000,
        election: election.raw().to_owned(),
        trustees: trustees.raw().to_owned(),
        credentials: roll.raw().to_owned(),
        ballots: ballots.iter().map(|b| b.raw()).collect(),
        closed: true,
        tally: Some((tally.raw(), tally.sized_raw())),
        decryptions: vec![part.1.raw(1)],
        result: Some(Outcome::of(&tally, &trustees, &[part]).unwrap().raw()),
    };
    (board, election.fingerprint().to_owned())
}

#[test]
fn an_archive_is_checked_without_a_database_and_its_result_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    let (board, fingerprint) = archive();
    fs::write(folder.path().join("a.bel"), board.write()).unwrap();
    let told = xianneng(folder.path(), &["verify", "--ballot", "a.bel", "--lang", "en"]);
    assert_eq!(
        text(&told.stdout),
        format!(
            "民主推荐 (fingerprint {fingerprint})
Credentials: 3. Trustees: 1; all must act to open a sum
Ballots: 3. Counted, the last of each credential: 3, with a total weight of 3
主任人选
  1  blank
  2  甲
  0  乙
All of it holds.
"
        ),
        "{}",
        text(&told.stderr)
    );
    let told = xianneng(folder.path(), &["verify", "--ballot", "a.bel", "--lang", "zh-CN"]);
    assert!(text(&told.stdout).ends_with("  1  空白票\n  2  甲\n  0  乙\n核验通过。\n"), "{}", text(&told.stdout));
    let told = json(&xianneng(folder.path(), &["verify", "--ballot", "a.bel", "--json"]));
    assert_eq!((&told["holds"], &told["result"]), (&true.into(), &serde_json::json!([[1, 2, 0]])));
    assert!(!folder.path().join("xianneng").exists(), "no database is made");
}

#[test]
fn what_does_not_hold_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let (mut board, _) = archive();
    board.result = Some(r#"{"result":[[0,3,0]]}"#.into());
    fs::write(folder.path().join("a.bel"), board.write()).unwrap();
    let refused = |args: &[&str]| {
        let done = xianneng(folder.path(), args);
        assert!(!done.status.success());
        text(&done.stderr).to_owned()
    };
    let said = refused(&["verify", "--ballot", "a.bel", "--lang", "en"]);
    assert!(said.contains("the published result is not what the encrypted tally opens to"), "{said}");
    let said = refused(&["verify", "--ballot", "a.bel", "--lang", "zh-CN"]);
    assert!(said.contains("公布的结果不是加密合计所含的数"), "{said}");
    let said = refused(&["verify", "--ballot", "none.bel", "--lang", "en"]);
    assert!(said.contains("none.bel cannot be read"), "{said}");
    assert_eq!(xianneng(folder.path(), &["verify", "--ballot", "a.bel", "--log", "x"]).status.code(), Some(2));
}
