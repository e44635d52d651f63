//! The texts that strangers send: ballots, elections, trustees, rolls, credentials, results. What is read is written back the same.
#![no_main]
use ballots::belenios::{Ballot, Credential, Election, Outcome, Roll, TrusteeSecret, Trustees};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(ballot) = Ballot::read(text) {
        assert_eq!(ballot.raw(), text);
    }
    if let Ok(election) = Election::read(text) {
        assert_eq!(election.raw(), text);
    }
    let _ = Trustees::read(text);
    let _ = Roll::read(text);
    let _ = TrusteeSecret::read(text);
    if let Ok(credential) = Credential::read(text) {
        assert_eq!(Credential::read(credential.text()), Ok(credential));
    }
    if let Ok(outcome) = Outcome::read(text) {
        assert_eq!(Outcome::read(&outcome.raw()), Ok(outcome));
    }
});
