//! A reader that others wrote: the crate `signed_note`, as it comes.

mod common;

use common::{key, log};
use signed_note::{Note, StandardSigner, StandardVerifier, VerifierList};

#[test]
fn another_reader_takes_our_checkpoint_and_refuses_a_changed_one() {
    let file = log(&[300]).checkpoint().file();
    let theirs = || VerifierList::new(vec![Box::new(StandardVerifier::new(&key().public().to_string()).unwrap())]);
    let read = Note::from_bytes(file.as_bytes()).unwrap();
    let (verified, unknown) = read.verify(&theirs()).unwrap();
    assert_eq!((verified.len(), unknown.len()), (1, 0));
    let changed = file.replacen("\n300\n", "\n301\n", 1);
    assert!(Note::from_bytes(changed.as_bytes()).unwrap().verify(&theirs()).is_err());
}

#[test]
fn another_writers_note_is_read_here() {
    let signer = StandardSigner::new(&key().secret()).unwrap();
    let mut note = Note::new(b"hello\n", &[]).unwrap();
    note.add_sigs(&[&signer]).unwrap();
    let read = tlog::Note::read(&note.to_bytes()).unwrap();
    assert_eq!(read.signers(&[key().public()]).unwrap(), [(0, None)]);
}
