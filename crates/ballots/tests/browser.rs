//! What voters and scrutineers run in their browsers, against our verifier and `belenios-tool`.

mod common;

use ballots::belenios::{
    Ballot, Board, Credential, Decryption, Election, Outcome, Question, Roll, Seat, Tally, TrusteeKey, TrusteeSecret,
    Trustees, Verifier, verify,
};
use common::{Whole, browser::Worker, dishonest, questions, tool};
use rand::RngCore;
use serde_json::json;

/// Every kind of question, with and without a blank vote.
fn kinds() -> Vec<Question> {
    let grades = ["优秀", "称职", "基本称职", "不称职"];
    vec![
        Question::choose("甲", grades, 1, 1),
        Question::choose("乙", grades, 1, 1).or_blank(),
        Question::choose("up to two", ["A", "B", "C"], 0, 2),
        Question::choose("two or three, or blank", ["A", "B", "C", "D"], 2, 3).or_blank(),
        Question::choose("any, or blank", ["A", "\"quoted\""], 0, 2).or_blank(),
        Question::choose("all", ["A", "B"], 2, 2),
    ]
}
const BALLOTS: [[&str; 6]; 4] = [
    ["1000", "00010", "110", "01100", "000", "11"],
    ["0001", "10000", "000", "01110", "011", "11"],
    ["0100", "01000", "001", "10000", "100", "11"],
    ["0010", "10000", "100", "00011", "001", "11"],
];

#[test]
fn an_election_run_in_browsers_is_accepted_by_us_and_by_belenios_tool() {
    let Some(mut worker) = Worker::start() else { return };
    let mut chance = |bytes: &mut [u8]| rand::rng().fill_bytes(bytes);
    // scrutineers make their keys
    let mut secrets = Vec::new();
    let mut keys: Vec<TrusteeKey> = Vec::new();
    for _ in 0..3 {
        let made = worker.call("makeKey", json!([])).unwrap();
        let secret = made["secret"].as_str().unwrap().to_owned();
        TrusteeSecret::read(&secret).unwrap();
        assert_eq!(worker.text("whose", json!([secret])), made["fingerprint"].as_str().unwrap());
        keys.push(serde_json::from_str(made["published"].as_str().unwrap()).unwrap());
        secrets.push(secret);
    }
    let trustees = Trustees::new(keys).unwrap();
    let uuid = Election::id(&mut chance);
    let election = Election::new(&uuid, "测试", "", kinds(), &trustees).unwrap();
    let credentials: Vec<Credential> = BALLOTS.iter().map(|_| Credential::new(&mut chance)).collect();
    let seats = credentials.iter().map(|c| Seat { credential: c.public(&uuid), weight: 1 }).collect();
    let roll = Roll::sorted(seats).unwrap();
    // voters enter their codes and cast; the first casts twice
    let opened = worker.call("open", json!([election.raw(), trustees.raw()])).unwrap();
    assert_eq!(opened["fingerprint"], election.fingerprint());
    let mut cast = Vec::new();
    for voter in [0, 1, 2, 3, 0] {
        let slip = credentials[voter].text().replace('-', if voter == 1 { "" } else { " " });
        let entered = worker.call("enter", json!([slip])).unwrap();
        let code = entered["code"].as_str().unwrap().to_owned();
        assert_eq!(code, credentials[voter].text());
        assert_eq!(entered["seat"], hash(credentials[voter].public(&uuid).text()), "by this the server finds the code");
        let again = cast.len() == 4;
        let values: Vec<_> = BALLOTS[if again { 1 } else { voter }].iter().map(|v| common::bits(v)).collect();
        let check = worker.text("seal", json!([code, values]));
        let signed = worker.call("sign", json!([])).unwrap();
        let raw = signed["raw"].as_str().unwrap().to_owned();
        assert_eq!(worker.call("sign", json!([])).unwrap()["raw"], raw, "the same ballot can be sent again");
        assert_eq!(signed["tracker"], Ballot::tracker(&raw));
        assert_eq!(Ballot::read(&raw).unwrap().signature.unwrap().hash, check);
        cast.push(raw);
    }
    let verifier = Verifier::new(election, &trustees, roll).unwrap();
    let mut last = std::collections::BTreeMap::new();
    for raw in &cast {
        let ballot = verifier.check(raw).unwrap();
        last.insert(verifier.roll().place(&ballot.credential).unwrap(), ballot);
    }
    let election = verifier.election();
    let tally = Tally::of(election, last.values().map(|b| (b, 1))).unwrap();
    let mut board = Board {
        timestamp: 1_800_000_000,
        election: election.raw().to_owned(),
        trustees: trustees.raw().to_owned(),
        credentials: verifier.roll().raw().to_owned(),
        ballots: cast,
        closed: true,
        tally: Some((tally.raw(), tally.sized_raw())),
        ..Board::default()
    };
    // each scrutineer verifies the archive as it is then, and only then opens
    let mut parts = Vec::new();
    for (i, secret) in secrets.iter().enumerate() {
        let told = worker.verify(&board.write()).unwrap();
        assert_eq!((&told["ballots"], &told["counted"], &told["tallied"]), (&json!(5), &json!(4), &json!(true)));
        assert_eq!(told["opened"].as_array().unwrap().len(), i);
        let part = worker.call("decrypt", json!([uuid, secret])).unwrap();
        assert_eq!(part["owner"], i + 1);
        let raw = part["raw"].as_str().unwrap();
        let decryption: Decryption = serde_json::from_str(raw).unwrap();
        assert_eq!(decryption.raw(i + 1).0, raw);
        board.decryptions.push(decryption.raw(i + 1));
        parts.push((i + 1, decryption));
    }
    let outcome = Outcome::of(&tally, &trustees, &parts).unwrap();
    board.result = Some(outcome.raw());
    let expected: Vec<Vec<u64>> =
        vec![vec![0, 1, 1, 2], vec![3, 1, 0, 0, 0], vec![1, 0, 1], vec![1, 2, 2, 3, 1], vec![1, 2, 3], vec![4, 4]];
    assert_eq!(outcome.0, expected);
    let archive = board.write();
    assert_eq!(verify(&archive).unwrap().outcome, Some(outcome));
    worker.verify(&archive).unwrap();
    if let Some((done, said)) = tool::verify(&archive, &uuid) {
        assert!(done && said.contains("all checks passed"), "{said}");
    }
}

fn random() -> common::Dice {
    Box::new(|bytes: &mut [u8]| rand::rng().fill_bytes(bytes))
}

#[test]
fn the_browser_verifies_an_election_of_others_with_weights() {
    let Some(mut worker) = Worker::start() else { return };
    let mut whole = Whole::new(31, questions(), &[1, 5, 1]);
    whole.cast(0, &["100", "1000"]);
    whole.cast(1, &["010", "0101"]);
    whole.cast(0, &["001", "0100"]);
    whole.count();
    let told = worker.verify(&whole.board.write()).unwrap();
    assert_eq!((&told["credentials"], &told["ballots"], &told["counted"]), (&json!(3), &json!(3), &json!(2)));
    assert_eq!(told["opened"], json!([1, 2]));
    // the same in shares, as helpers do it
    let board = &whole.board;
    let share = |ballots: &[String]| json!([board.election, board.trustees, ballots, 1]);
    assert_eq!(worker.call("check", share(&board.ballots[1..])).unwrap(), json!(null));
    let forged = board.ballots[2].replacen("\"response\":\"", "\"response\":\"1", 1);
    let said = worker.call("check", share(&[board.ballots[1].clone(), forged])).unwrap_err();
    assert!(said.starts_with("ballot 3 ("), "{said}");
}

#[test]
fn a_changed_archive_is_refused_in_the_browser() {
    let Some(mut worker) = Worker::start() else { return };
    let mut whole = Whole::new(32, vec![Question::choose("?", ["A", "B"], 1, 1)], &[1, 1]);
    whole.cast(0, &["10"]);
    whole.cast(1, &["01"]);
    whole.count();
    let archive = whole.board.write();
    worker.verify(&archive).unwrap();
    for at in (0..archive.len()).step_by(997) {
        let mut changed = archive.clone();
        changed[at] ^= 1;
        assert!(worker.verify(&changed).is_err(), "byte {at}");
    }
    let mut refused = |change: &dyn Fn(&mut Board)| {
        let mut board = whole.board.clone();
        change(&mut board);
        worker.verify(&board.write()).unwrap_err()
    };
    let said = refused(&|b| drop(b.ballots.pop()));
    assert_eq!(said, "the published encrypted tally differs from the one computed from the ballots");
    let said = refused(&|b| b.result = Some(r#"{"result":[[2,0]]}"#.into()));
    assert_eq!(said, "the published result is not what the encrypted tally opens to");
    assert_eq!(refused(&|b| drop(b.decryptions.pop())), "a scrutineer's part is missing");
    let said = refused(&|b| b.ballots.push(b.ballots[0].clone()));
    assert_eq!(said, "the same ballot is there twice");
    let said = refused(&|b| b.credentials = r#"["1"]"#.into());
    assert!(said.ends_with("its credential is not on the roll of this election"), "{said}");
}

#[test]
fn ballots_that_cheat_are_refused_in_the_browser() {
    let Some(mut worker) = Worker::start() else { return };
    let questions = vec![Question::choose("one", ["A", "B"], 1, 1), Question::choose("some", ["A", "B"], 0, 1)];
    for (values, outside, why) in [
        (&[1, 0][..], false, ""),
        (&[2, 0], false, "question 1: it is not proved that value 1 is 0 or 1"),
        (&[1, 1], false, "question 1: it is not proved that as many are chosen as may be"),
        (&[0, 0], false, "question 1: it is not proved that as many are chosen as may be"),
        (&[1, 0], true, "question 1: a ciphertext is not in the group"),
    ] {
        let mut whole = Whole::new(33, questions.clone(), &[1]);
        let cheat = dishonest::Cheat { values, outside };
        let first = dishonest::answer(&mut whole, 0, &questions[0], &cheat);
        let second = whole.voter(0).answer(&questions[1], &[false, true], &mut random()).unwrap();
        let raw = whole.voter(0).sign(vec![first, second], &mut random()).raw();
        whole.board.ballots.push(raw);
        let said = worker.verify(&whole.board.write()).err().unwrap_or_default();
        assert!(said.ends_with(why) && said.is_empty() == why.is_empty(), "{values:?}: {said}");
    }
}

#[test]
fn a_challenged_ballot_says_what_it_holds_and_cannot_be_cast() {
    let Some(mut worker) = Worker::start() else { return };
    let whole = Whole::new(34, questions(), &[1]);
    worker.call("open", json!([whole.board.election, whole.board.trustees])).unwrap();
    let (code, values) = (whole.credentials[0].text(), json!([[0, 1, 0], [0, 1, 0, 1]]));
    let bools = json!([[false, true, false], [false, true, false, true]]);
    let check = worker.text("seal", json!([code, bools]));
    let revealed = worker.text("reveal", json!([]));
    assert!(!revealed.contains("signature"));
    let again = worker.call("recompute", json!([revealed])).unwrap();
    assert_eq!((&again["check"], &again["values"]), (&json!(check), &bools));
    assert_ne!(worker.text("seal", json!([code, bools])), check, "the next one is made afresh");
    // a page that shows other choices than it encrypted is found out
    assert!(revealed.contains(&values.to_string()));
    let lie = revealed.replace(&values.to_string(), "[[1,0,0],[0,1,0,1]]");
    let said = worker.call("recompute", json!([lie])).unwrap_err();
    assert!(said.starts_with("question 1: encrypting again gives something else."), "{said}");
}

#[test]
fn a_mistyped_code_is_refused_with_the_reason() {
    let Some(mut worker) = Worker::start() else { return };
    let whole = Whole::new(35, questions(), &[1]);
    worker.call("open", json!([whole.board.election, whole.board.trustees])).unwrap();
    let code = whole.credentials[0].text();
    let mut swapped: Vec<char> = code.chars().collect();
    swapped.swap(0, 1);
    let swapped: String = swapped.into_iter().collect();
    assert_ne!(swapped, code);
    for (typed, why) in [
        (format!(" {code}\n"), None),
        (code.replace('-', "－"), None),
        (code[..8].to_owned(), Some("a voting code has 15 characters; here are 6")),
        (code.replacen(&code[..1], "0", 1), Some("a voting code has no character “0”: compare it with the slip")),
        (swapped, Some("the voting code has an error: compare it with the slip")),
    ] {
        let said = worker.call("enter", json!([typed]));
        match why {
            None => assert_eq!(said.unwrap()["code"], code),
            Some(why) => assert!(said.as_ref().unwrap_err().starts_with(why), "{typed}: {said:?}"),
        }
    }
}

/// A SHA-256 in hexadecimal digits.
fn hash(text: &str) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(text.as_bytes()).iter().map(|b| format!("{b:02x}")).collect()
}
