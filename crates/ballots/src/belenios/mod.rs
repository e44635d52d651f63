//! Elections in the formats of the Belenios specification, version 2.0, over its group BELENIOS-2048.
//!
//! Sections are those of that specification (`doc/specification.tex` of Belenios 2.0); where its text leaves something open, the
//! program `belenios-tool` 2.0 decides, which verifies in the tests what is made here.
//!
//! | what | section |
//! |---|---|
//! | [`Element`], [`Scalar`] | 4.2 basic types, 5.1 BELENIOS-2048 |
//! | [`TrusteeKey`], [`Trustees`] | 4.5 verification keys, 4.7 trustees (single ones: all must act) |
//! | [`Credential`], [`Roll`] | 4.8 credentials, with weights |
//! | [`Question`], [`Election`] | 4.9 questions (homomorphic), 4.10 elections |
//! | [`Ballot`], [`Voter`] | 4.11 answers, 4.12 and 4.13 proofs, 4.14 signatures, 4.15 ballots |
//! | [`Tally`] | 4.16 encrypted tally |
//! | [`Decryption`] | 4.18 partial decryptions |
//! | [`Outcome`] | 4.19 result |
//! | [`Board`] | 4.4 public data: the archive with its chain of events |
//! | [`Checker`], [`Verifier`], [`verify`] | 3.5 audit |
//!
//! Not here: threshold decryption (4.6) and questions that are not homomorphic (4.9.2), which are refused by name.

mod answer;
mod ballot;
mod board;
mod credential;
mod decryption;
mod election;
mod event;
mod group;
mod json;
mod number;
mod outcome;
mod powers;
mod proof;
mod question;
mod scalar;
mod sheet;
mod tally;
mod tar;
mod trustee;
mod verifier;

pub use answer::{Answer, Ciphertext};
pub use ballot::{Ballot, MAX_BALLOT, Signature, Voter};
pub use board::{Board, MAX_BOARD};
pub use credential::{Credential, MAX_WEIGHT, Roll, Seat};
pub use decryption::Decryption;
pub use election::{Election, MAX_QUESTIONS};
pub use group::Element;
pub use outcome::Outcome;
pub use proof::Proof;
pub use question::{MAX_OPTIONS, Question};
pub use scalar::Scalar;
pub use tally::Tally;
pub use trustee::{TrusteeKey, TrusteeSecret, Trustees};
pub use verifier::{Checker, Verified, Verifier, verify};
