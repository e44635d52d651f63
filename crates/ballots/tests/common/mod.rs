//! An election in memory, and the program that others wrote.
#![allow(dead_code, reason = "each test takes what it needs")]

pub mod browser;
pub mod dishonest;
pub mod poll;
pub mod tool;

use ballots::belenios::{
    Board, Credential, Decryption, Election, Outcome, Question, Roll, Seat, Tally, TrusteeSecret, Trustees, Verifier,
    Voter,
};
use rand::{RngCore, SeedableRng, rngs::StdRng};

/// Chance in a test's hands.
pub type Dice = Box<dyn FnMut(&mut [u8])>;

/// Chance that repeats itself.
pub fn chance(seed: u64) -> impl FnMut(&mut [u8]) {
    let mut rng = StdRng::seed_from_u64(seed);
    move |bytes| rng.fill_bytes(bytes)
}

/// The values as bits: `"010"`.
pub fn bits(text: &str) -> Vec<bool> {
    text.chars().map(|c| c == '1').collect()
}

/// One of three; up to two of three or blank.
pub fn questions() -> Vec<Question> {
    vec![
        Question::choose("谁为主任？", ["甲", "乙", "丙"], 1, 1),
        Question::choose("Which two for the committee?", ["A", "B", "C"], 0, 2).or_blank(),
    ]
}

/// An election with its secrets, which only a test has in one hand.
pub struct Whole {
    pub chance: Dice,
    pub trustees: Trustees,
    pub secrets: Vec<TrusteeSecret>,
    pub credentials: Vec<Credential>,
    pub verifier: Verifier,
    pub board: Board,
}
impl Whole {
    pub fn new(seed: u64, questions: Vec<Question>, weights: &[u64]) -> Self {
        let mut chance: Dice = Box::new(chance(seed));
        let (secrets, keys): (Vec<_>, Vec<_>) = (0..2).map(|_| TrusteeSecret::new(&mut chance)).unzip();
        let trustees = Trustees::new(keys).unwrap();
        let uuid = Election::id(&mut chance);
        let election = Election::new(&uuid, "测试 test", "", questions, &trustees).unwrap();
        let credentials: Vec<_> = weights.iter().map(|_| Credential::new(&mut chance)).collect();
        let seats = credentials.iter().zip(weights);
        let seats = seats.map(|(c, weight)| Seat { credential: c.public(&uuid), weight: *weight }).collect();
        let roll = Roll::sorted(seats).unwrap();
        let board = Board {
            timestamp: 1_800_000_000,
            election: election.raw().to_owned(),
            trustees: trustees.raw().to_owned(),
            credentials: roll.raw().to_owned(),
            ..Board::default()
        };
        let verifier = Verifier::new(election, &trustees, roll).unwrap();
        Self { chance, trustees, secrets, credentials, verifier, board }
    }
    pub fn voter(&self, i: usize) -> Voter<'_> {
        Voter::new(self.verifier.election(), &self.credentials[i])
    }
    pub fn cast(&mut self, i: usize, choices: &[&str]) -> String {
        let choices: Vec<_> = choices.iter().map(|c| bits(c)).collect();
        let voter = Voter::new(self.verifier.election(), &self.credentials[i]);
        let raw = voter.cast(&choices, &mut self.chance).unwrap().raw();
        self.verifier.check(&raw).unwrap();
        self.board.ballots.push(raw.clone());
        raw
    }
    /// Closes and counts, and puts all of it on the board.
    pub fn count(&mut self) -> Outcome {
        self.board.closed = true;
        let verified = ballots::belenios::verify(&self.board.write()).unwrap();
        assert!(verified.outcome.is_none());
        let raws: Vec<&str> = self.board.ballots.iter().map(String::as_str).collect();
        let checked = self.verifier.check_all(&raws).into_iter().map(Result::unwrap);
        let mut last = std::collections::BTreeMap::new();
        for ballot in checked {
            last.insert(self.verifier.roll().place(&ballot.credential).unwrap(), ballot);
        }
        let seats = self.verifier.roll().seats();
        let weighted = last.iter().map(|(place, ballot)| (ballot, seats[*place].weight));
        let election = self.verifier.election();
        let tally = Tally::of(election, weighted).unwrap();
        self.board.tally = Some((tally.raw(), tally.sized_raw()));
        let parts = self.secrets.iter().enumerate();
        let parts: Vec<_> =
            parts.map(|(i, s)| (i + 1, Decryption::new(election, &tally, s, &mut self.chance))).collect();
        self.board.decryptions = parts.iter().map(|(owner, part)| part.raw(*owner)).collect();
        let outcome = Outcome::of(&tally, &self.trustees, &parts).unwrap();
        self.board.result = Some(outcome.raw());
        outcome
    }
}
