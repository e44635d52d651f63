//! What strangers send is refused with a reason, whatever it is.

mod common;

use ballots::{
    Why,
    belenios::{Ballot, Board, Election, Outcome, Question, Roll, Trustees, verify},
};
use common::{Whole, questions};
use proptest::prelude::*;

#[test]
fn a_question_that_cannot_be_answered_is_refused_when_the_election_is_made() {
    let whole = Whole::new(30, questions(), &[1]);
    let refused = |question: Question| {
        let made = Election::new(whole.verifier.election().uuid(), "", "", vec![question], &whole.trustees);
        made.unwrap_err().say.en
    };
    assert_eq!(
        refused(Question::choose("?", ["A"; 0], 0, 0)),
        "question 1: it offers 0 answers; 1 to 1000 are possible"
    );
    assert_eq!(
        refused(Question::choose("?", ["A", "B"], 1, 3)),
        "question 1: it asks for 1 to 3 of 2 answers, which cannot be"
    );
    assert_eq!(
        refused(Question::choose("?", ["A", "B"], 2, 1)),
        "question 1: it asks for 2 to 1 of 2 answers, which cannot be"
    );
    assert_eq!(
        refused(Question::choose("x".repeat(4001), ["A", "B"], 1, 1)),
        "question 1: a text of 4001 bytes is longer than the 4000 that are taken"
    );
}

#[test]
fn choices_that_do_not_answer_the_questions_are_refused_with_what_can_be_chosen() {
    let mut whole = Whole::new(31, questions(), &[1]);
    let voter = ballots::belenios::Voter::new(whole.verifier.election(), &whole.credentials[0]);
    let mut refused = |choices: &[&str]| {
        let choices: Vec<_> = choices.iter().map(|c| common::bits(c)).collect();
        let refused = voter.cast(&choices, &mut whole.chance).unwrap_err();
        assert_eq!(refused.why, Why::Choice);
        refused.say
    };
    assert_eq!(refused(&["110", "0000"]).en, "question 1: 2 are chosen; 1 to 1 can be");
    assert_eq!(refused(&["110", "0000"]).zh, "第 1 题：选了 2 项，应选 1 至 1 项");
    assert_eq!(refused(&["100", "1100"]).en, "question 2: 1 are chosen; 0 to 2 can be, or a blank vote alone");
    assert_eq!(refused(&["100", "000"]).en, "question 2: 4 values are expected, 3 are given");
    assert_eq!(refused(&["100"]).en, "2 questions are to be answered, 1 are");
}

#[test]
fn kinds_that_are_not_read_here_are_refused_by_name() {
    let whole = Whole::new(32, questions(), &[1]);
    let raw = whole.verifier.election().raw().to_owned();
    for (from, to, say) in [
        ("BELENIOS-2048", "RFC-3526-2048", "the election uses the group RFC-3526-2048; BELENIOS-2048 is read here"),
        ("\"version\":1", "\"version\":2", "the election has version 2; version 1 is read here"),
        (
            "{\"answers\":[\"甲\"",
            "{\"type\":\"NonHomomorphic\",\"answers\":[\"甲\"",
            "only homomorphic questions are read here",
        ),
    ] {
        let changed = raw.replacen(from, to, 1);
        assert_ne!(changed, raw);
        let said = Election::read(&changed).unwrap_err().say.en;
        assert!(said.contains(say), "{said}");
    }
    let said = Trustees::read(r#"[["Pedersen",{}]]"#).unwrap_err().say.en;
    assert_eq!(said, "trustees of the kind Pedersen (a threshold) are not read here, only Single ones");
}

#[test]
fn a_roll_names_the_line_that_is_wrong() {
    let whole = Whole::new(33, questions(), &[1, 2]);
    let key = whole.verifier.roll().seats()[0].credential.text().to_owned();
    let refused = |lines: &[String]| Roll::read(&serde_json::to_string(lines).unwrap()).unwrap_err().say.en;
    assert_eq!(refused(&[key.clone(), key.clone()]), "public credential 2: it is the same as number 1");
    for weight in ["", "-1", "+1", "01", "1.5", "1,name", "99999999999999999999"] {
        let said = refused(&[format!("{key},{weight}")]);
        assert_eq!(said, "public credential 1: the weight must be a whole number that is not negative", "{weight}");
    }
    assert_eq!(
        refused(&[format!("{key},1000000000001")]),
        "public credential 1: the weight is greater than 1000000000000"
    );
    assert_eq!(
        refused(&["0".into()]),
        "public credential 1: a positive whole number in base 10 below the modulus of the group is expected here"
    );
}

#[test]
fn records_in_the_wrong_order_are_refused() {
    let mut whole = Whole::new(34, questions(), &[1]);
    whole.cast(0, &["100", "0000"]);
    whole.count();
    let open = Board { closed: false, ..whole.board.clone() };
    assert_eq!(Board::read(&open.write()).unwrap_err().why, Why::Form);
    let untallied = Board { tally: None, ..whole.board.clone() };
    assert_eq!(Board::read(&untallied.write()).unwrap_err().why, Why::Form);
    assert_eq!(Board::read(b"").unwrap_err().why, Why::Form);
    let mut longer = whole.board.write();
    longer.extend([0; 512]);
    assert!(verify(&longer).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_text_makes_a_reader_panic(text in ".{0,200}") {
        let _ = (Ballot::read(&text), Election::read(&text), Trustees::read(&text), Roll::read(&text), Outcome::read(&text));
    }

    #[test]
    fn no_archive_makes_the_verifier_panic(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
        let _ = verify(&bytes);
    }

    #[test]
    fn a_ballot_with_one_digit_changed_is_refused(at in any::<prop::sample::Index>(), digit in b'0'..=b'9') {
        thread_local!(static ONE: (Whole, String) = {
            let mut whole = Whole::new(35, questions(), &[1]);
            let raw = whole.cast(0, &["010", "0110"]);
            (whole, raw)
        });
        ONE.with(|(whole, raw)| {
            let places: Vec<usize> = (0..raw.len()).filter(|i| raw.as_bytes()[*i].is_ascii_digit()).collect();
            let place = places[at.index(places.len())];
            let mut changed = raw.clone().into_bytes();
            changed[place] = digit;
            let changed = String::from_utf8(changed).unwrap();
            assert_eq!(whole.verifier.check(&changed).is_ok(), changed == *raw, "place {place}");
        });
    }
}
