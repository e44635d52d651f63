//! Elections that others' software verifies, and others' elections verified here.

mod common;

use std::fs;

use ballots::{
    Why,
    belenios::{Ballot, verify},
};
use common::{Whole, questions, tool};

#[test]
fn an_election_from_set_up_to_result_is_verified_by_belenios_tool() {
    let mut whole = Whole::new(1, questions(), &[1, 5, 1]);
    whole.cast(0, &["100", "1000"]);
    whole.cast(1, &["010", "0101"]);
    whole.cast(2, &["001", "0000"]);
    // the last ballot of a credential counts
    whole.cast(0, &["001", "0100"]);
    let outcome = whole.count();
    assert_eq!(outcome.0, [vec![0, 5, 2], vec![0, 6, 0, 5]]);
    let archive = whole.board.write();
    let verified = verify(&archive).unwrap();
    assert_eq!((verified.ballots, verified.counted, verified.weight), (4, 3, 7));
    assert_eq!(verified.outcome, Some(outcome));
    if let Some((done, said)) = tool::verify(&archive, whole.verifier.election().uuid()) {
        assert!(done && said.contains("all checks passed"), "{said}");
    }
}

#[test]
fn an_archive_that_is_still_growing_is_verified_too() {
    let mut whole = Whole::new(2, questions(), &[1, 1]);
    for step in 0..2 {
        if step > 0 {
            whole.cast(0, &["100", "0110"]);
        }
        let archive = whole.board.write();
        assert_eq!(verify(&archive).unwrap().ballots, step);
        if let Some((done, said)) = tool::verify(&archive, whole.verifier.election().uuid()) {
            assert!(done, "{said}");
        }
    }
}

/// Runs an election with the program alone; gives the archive and the result that it found.
fn made_by_the_tool() -> Option<(Vec<u8>, String)> {
    let folder = tool::folder()?;
    let at = folder.path();
    let must = |args: &[&str], input: &str| tool::must(at, args, input);
    let uuid = must(&["setup", "generate-token"], "").trim().to_owned();
    let group = ["--group", "BELENIOS-2048"];
    let with = |args: &[&'static str]| [args, &group].concat();
    fs::write(at.join("voters.txt"), "a@x.org,a,2\nb@x.org,b,7\nc@x.org,c,1\n").unwrap();
    must(
        &[&with(&["setup", "generate-credentials", "--file", "voters.txt", "--uuid"])[..5], &[&uuid], &group].concat(),
        "",
    );
    let find = |suffix: &str| {
        let mut all: Vec<_> = fs::read_dir(at).unwrap().map(|e| e.unwrap().path()).collect();
        all.retain(|p| p.to_string_lossy().ends_with(suffix));
        all.sort();
        all
    };
    fs::rename(&find(".pubcreds")[0], at.join("public_creds.json")).unwrap();
    let credentials = fs::read_to_string(&find(".privcreds")[0]).unwrap();
    for _ in 0..2 {
        must(&with(&["setup", "generate-trustee-key"]), "");
    }
    let keys: String = find(".pubkey").iter().map(|p| fs::read_to_string(p).unwrap()).collect();
    fs::write(at.join("public_keys.jsons"), keys).unwrap();
    must(&["setup", "make-trustees"], "");
    let template = r#"{"description":"","name":"n","questions":[{"answers":["A","B"],"min":0,"max":2,"question":"?"},{"answers":["C","D","E"],"blank":true,"min":1,"max":2,"question":"é"}]}"#;
    fs::write(at.join("template.json"), template).unwrap();
    must(&[&["setup", "make-election", "--template", "template.json", "--uuid", &uuid][..], &group].concat(), "");
    must(&["archive", "init"], "");
    let add = |kind: &str, what: &str| must(&["archive", "add-event", "--type", kind], what);
    for (line, vote) in credentials.lines().zip(["[[1,0],[0,1,0,1]]", "[[0,0],[1,0,0,0]]", "[[1,1],[0,0,1,0]]"]) {
        fs::write(at.join("cred"), line.split(' ').nth(1).unwrap()).unwrap();
        fs::write(at.join("vote"), vote).unwrap();
        let ballot = must(&["election", "generate-ballot", "--privcred", "cred", "--ballot", "vote"], "");
        add("Ballot", &ballot);
    }
    add("EndBallots", "");
    add("EncryptedTally", &must(&["election", "compute-encrypted-tally"], ""));
    for (i, key) in find(".privkey").iter().enumerate() {
        let (key, number) = (key.to_string_lossy(), (i + 1).to_string());
        add("PartialDecryption", &must(&["election", "decrypt", "--privkey", &key, "--trustee-id", &number], ""));
    }
    let result = must(&["election", "compute-result"], "");
    add("Result", &result);
    must(&["election", "verify"], "");
    Some((fs::read(at.join(format!("{uuid}.bel"))).unwrap(), result))
}

#[test]
fn an_election_made_by_belenios_tool_alone_is_verified_here() {
    let Some((archive, result)) = made_by_the_tool() else { return };
    let verified = verify(&archive).unwrap();
    assert_eq!((verified.ballots, verified.counted, verified.weight), (3, 3, 10));
    let outcome = verified.outcome.unwrap();
    assert_eq!(outcome.0, [vec![3, 1], vec![7, 2, 1, 2]]);
    assert_eq!(outcome.raw(), result.trim());
}

#[test]
fn a_changed_archive_is_refused_wherever_it_is_changed() {
    let mut whole = Whole::new(3, questions(), &[1, 2]);
    whole.cast(0, &["100", "0100"]);
    whole.cast(1, &["010", "0100"]);
    whole.count();
    let archive = whole.board.write();
    verify(&archive).unwrap();
    // one byte in every 97th place, the places of all records among them
    for at in (0..archive.len()).step_by(97) {
        let mut changed = archive.clone();
        changed[at] ^= 1;
        assert!(verify(&changed).is_err(), "byte {at}");
    }
    for cut in (0..archive.len()).step_by(1021) {
        assert!(verify(&archive[..cut]).is_err() || cut % 512 == 0, "cut at {cut}");
    }
    // what is chained anew says something else: the ballots, the tally, the result
    let mut other = whole.board.clone();
    other.ballots.pop();
    assert_eq!(verify(&other.write()).unwrap_err().why, Why::Differs);
    let mut other = whole.board.clone();
    other.result = Some(r#"{"result":[[1,2,0],[0,2,0,0]]}"#.into());
    assert_eq!(verify(&other.write()).unwrap_err().why, Why::Differs);
    let mut other = whole.board.clone();
    other.decryptions.pop();
    assert_eq!(verify(&other.write()).unwrap_err().why, Why::Missing);
    let mut other = whole.board.clone();
    other.decryptions.swap(0, 1);
    verify(&other.write()).unwrap();
    let first = other.ballots[0].clone();
    other.ballots.push(first);
    assert_eq!(verify(&other.write()).unwrap_err().why, Why::Twice);
}

#[test]
fn the_tracker_is_the_one_that_belenios_shows() {
    let mut whole = Whole::new(4, questions(), &[1]);
    let raw = whole.cast(0, &["100", "1000"]);
    let Some(folder) = tool::folder() else { return };
    assert_eq!(tool::must(folder.path(), &["sha256-b64"], &raw).trim(), Ballot::tracker(&raw));
}
