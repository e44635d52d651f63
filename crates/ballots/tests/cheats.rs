//! Ballots that cheat under a valid signature: neither our verifier nor `belenios-tool` takes one.

mod common;

use ballots::{
    Refused, Why,
    belenios::{Answer, Question, Voter},
};
use common::{
    Whole,
    dishonest::{Cheat, answer},
    tool,
};

fn election(seed: u64) -> Whole {
    let questions =
        vec![Question::choose("one", ["A", "B", "C"], 1, 1), Question::choose("up to two", ["A", "B", "C"], 0, 2)];
    Whole::new(seed, questions, &[1, 1])
}

/// Puts the ballot on the board unchecked; says why we refuse it after making sure that the other program does too.
fn refused_by_both(whole: &mut Whole, voter: usize, answers: Vec<Answer>) -> Refused {
    let voter = Voter::new(whole.verifier.election(), &whole.credentials[voter]);
    let raw = voter.sign(answers, &mut whole.chance).raw();
    both(whole, raw)
}
fn both(whole: &mut Whole, raw: String) -> Refused {
    let refused = whole.verifier.check(&raw).unwrap_err();
    whole.board.ballots.push(raw);
    let archive = whole.board.write();
    assert_eq!(ballots::belenios::verify(&archive).unwrap_err().why, refused.why);
    if let Some((done, said)) = tool::verify(&archive, whole.verifier.election().uuid()) {
        assert!(!done, "belenios-tool takes what we refuse: {said}");
    }
    refused
}

/// Answers to both questions, where one cheats.
fn answers(whole: &mut Whole, cheating: usize, values: &[u64], outside: bool) -> Vec<Answer> {
    let questions = whole.verifier.election().questions().to_vec();
    let honest: [&[u64]; 2] = [&[0, 1, 0], &[1, 1, 0]];
    let make = |(i, question): (usize, &Question)| {
        let cheats = i == cheating;
        let cheat = Cheat { values: if cheats { values } else { honest[i] }, outside: outside && cheats };
        answer(whole, 0, question, &cheat)
    };
    questions.iter().enumerate().map(make).collect()
}

#[test]
fn the_dishonest_voters_honest_ballot_is_taken() {
    // or the tests below would say nothing
    let mut whole = election(10);
    let answers = answers(&mut whole, 0, &[1, 0, 0], false);
    let voter = Voter::new(whole.verifier.election(), &whole.credentials[0]);
    let raw = voter.sign(answers, &mut whole.chance).raw();
    whole.verifier.check(&raw).unwrap();
    whole.board.ballots.push(raw);
    if let Some((done, said)) = tool::verify(&whole.board.write(), whole.verifier.election().uuid()) {
        assert!(done, "{said}");
    }
}

#[test]
fn a_value_of_two_is_refused() {
    let mut whole = election(11);
    let answers = answers(&mut whole, 1, &[2, 0, 0], false);
    let refused = refused_by_both(&mut whole, 0, answers);
    assert_eq!(refused.say.en, "question 2: it is not proved that value 1 is 0 or 1");
    assert_eq!(refused.say.zh, "第 2 题：不能证明第 1 个值是 0 或 1");
}

#[test]
fn two_where_one_may_be_chosen_are_refused() {
    let mut whole = election(12);
    let answers = answers(&mut whole, 0, &[1, 1, 0], false);
    let refused = refused_by_both(&mut whole, 0, answers);
    assert_eq!(refused.say.en, "question 1: it is not proved that as many are chosen as may be");
}

#[test]
fn none_where_one_must_be_chosen_is_refused() {
    let mut whole = election(13);
    let answers = answers(&mut whole, 0, &[0, 0, 0], false);
    assert_eq!(refused_by_both(&mut whole, 0, answers).why, Why::Proof);
}

#[test]
fn a_ciphertext_copied_from_another_voter_is_refused() {
    let mut whole = election(14);
    let answers = answers(&mut whole, 0, &[1, 0, 0], false);
    assert_eq!(refused_by_both(&mut whole, 1, answers).why, Why::Proof);
}

#[test]
fn an_element_outside_the_group_is_refused_though_every_proof_holds() {
    let mut whole = election(15);
    let answers = answers(&mut whole, 0, &[1, 0, 0], true);
    let refused = refused_by_both(&mut whole, 0, answers);
    assert_eq!(refused.say.en, "question 1: ciphertext 1 is not in the group");
}

#[test]
fn a_blank_vote_that_chooses_is_refused() {
    // the proofs of an honest blank vote, with the ciphertexts of a choice
    let question = Question::choose("?", ["A", "B"], 1, 1).or_blank();
    let mut whole = Whole::new(16, vec![question.clone()], &[1]);
    let voter = Voter::new(whole.verifier.election(), &whole.credentials[0]);
    let blank = voter.answer(&question, &common::bits("100"), &mut whole.chance).unwrap();
    let chosen = voter.answer(&question, &common::bits("010"), &mut whole.chance).unwrap();
    let mut mixed = blank.clone();
    mixed.choices[1] = chosen.choices[1].clone();
    mixed.individual_proofs[1] = chosen.individual_proofs[1].clone();
    let refused = refused_by_both(&mut whole, 0, vec![mixed]);
    assert_eq!(refused.why, Why::Proof);
}

#[test]
fn a_signature_of_another_ballot_is_refused() {
    let mut whole = election(17);
    let first = answers(&mut whole, 0, &[1, 0, 0], false);
    let second = answers(&mut whole, 0, &[0, 0, 1], false);
    let voter = Voter::new(whole.verifier.election(), &whole.credentials[0]);
    let (first, mut second) = (voter.sign(first, &mut whole.chance), voter.sign(second, &mut whole.chance));
    second.signature = first.signature;
    assert_eq!(both(&mut whole, second.raw()).why, Why::Signature);
}

#[test]
fn a_credential_that_is_not_on_the_roll_is_refused() {
    let mut whole = election(18);
    whole.credentials[0] = ballots::belenios::Credential::new(&mut whole.chance);
    let answers = answers(&mut whole, 0, &[1, 0, 0], false);
    assert_eq!(refused_by_both(&mut whole, 0, answers).why, Why::Credential);
}

#[test]
fn a_ballot_of_another_election_is_refused() {
    let (mut whole, mut other) = (election(19), election(20));
    other.credentials = whole.credentials.clone();
    let answers = answers(&mut other, 0, &[1, 0, 0], false);
    let raw = Voter::new(other.verifier.election(), &other.credentials[0]).sign(answers, &mut other.chance).raw();
    // the same credential makes another key in another election
    assert_eq!(both(&mut whole, raw).why, Why::Credential);
}

#[test]
fn another_spelling_of_the_same_ballot_is_refused() {
    let mut whole = election(21);
    let raw = whole.cast(0, &["100", "110"]);
    whole.board.ballots.clear();
    for (from, to) in
        [("{\"election_uuid\"", "{ \"election_uuid\""), ("\"alpha\":\"", "\"alpha\":\"0"), ("}}}", "}},\"x\":1}")]
    {
        let changed = raw.replacen(from, to, 1);
        assert_ne!(changed, raw);
        assert_eq!(both(&mut whole, changed).why, Why::Form, "{from}");
        whole.board.ballots.clear();
    }
}
