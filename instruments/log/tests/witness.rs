//! A witness of our own over HTTP, and a log that asks it.

use std::{
    path::Path,
    sync::{Arc, mpsc},
    thread,
};

use public_log::{
    Place, Wanted, round, verify,
    witness::{Witness, key, router},
};
use testkit::Bench;
use tlog::{Policy, Why, witness::Answer};

const NOW: u64 = 1_780_286_400;

/// A witness that listens until the test ends; gives its address.
fn listening(witness: Arc<Witness>) -> String {
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            tell.send(listener.local_addr().unwrap().to_string()).unwrap();
            axum::serve(listener, router(witness)).await.unwrap();
        });
    });
    format!("http://{}", told.recv().unwrap())
}

fn witness(folder: &Path, number: u8, log: &Place) -> Arc<Witness> {
    let key = key(&folder.join(format!("w{number}.key")), Some(&format!("w{number}.example.org/witness"))).unwrap();
    let logs = Policy::alone(log.key().unwrap().public().clone());
    Arc::new(Witness::new(key, &logs, &folder.join(format!("w{number}")), || NOW).unwrap())
}

/// The log's policy: two of three, the third of which does not answer.
fn policy(place: &Place, witnesses: &[(String, String)]) {
    let mut text = format!("log {}\n", place.key().unwrap().public());
    for (at, (key, url)) in witnesses.iter().enumerate() {
        text += &format!("witness w{at} {key} {url}\n");
    }
    text += "group two 2 w0 w1 w2\nquorum two\n";
    std::fs::write(place.folder().join("policy"), text).unwrap();
}

#[test]
fn a_log_is_shown_once_its_witnesses_have_signed_and_a_fork_is_not() {
    let t = Bench::sqlite();
    let folder = tempfile::tempdir().unwrap();
    let place = Place::new(folder.path().join("log"));
    place.begin("hr.example.org/log").unwrap();
    let (one, two, three) =
        (witness(folder.path(), 1, &place), witness(folder.path(), 2, &place), witness(folder.path(), 3, &place));
    let keys = [&one, &two, &three].map(|w| w.public().to_string());
    let nobody = "http://127.0.0.1:9".to_owned();
    let first = listening(one.clone());

    // one of three: entered and signed, and not shown
    policy(
        &place,
        &[(keys[0].clone(), first.clone()), (keys[1].clone(), nobody.clone()), (keys[2].clone(), nobody.clone())],
    );
    let outcome = round(&t.db, t.root, &place, 0).unwrap();
    assert!(outcome.added > 0 && outcome.shown == 0, "{outcome:?}");
    let trouble: Vec<&str> = outcome.trouble.iter().map(|s| s.en.as_str()).collect();
    assert!(
        trouble[0].starts_with("w1: cannot be reached") && trouble[2].contains("1 of 3 have signed (w0)"),
        "{trouble:?}"
    );

    // the second one comes up: the next round asks again, and the log is shown with both
    policy(&place, &[(keys[0].clone(), first.clone()), (keys[1].clone(), listening(two)), (keys[2].clone(), nobody)]);
    let outcome = round(&t.db, t.root, &place, 0).unwrap();
    assert_eq!((outcome.shown, outcome.trouble.len()), (outcome.size, 1), "{outcome:?}");
    let log = Some(place.folder().display().to_string());
    let wanted = Wanted { log, policy: Some(place.folder().join("policy")), now: Some(NOW), ..Wanted::default() };
    assert!(verify(&wanted).unwrap().says[0].en.ends_with("2 witnesses have signed."));
    // a clock that stands before the signatures says so
    assert_eq!(verify(&Wanted { now: Some(NOW - 3600), ..wanted }).unwrap_err().why, Why::Future);

    // what the witness shows monitors is the checkpoint with both signatures
    let hash: String = {
        use sha2::{Digest, Sha256};
        Sha256::digest("hr.example.org/log").iter().map(|b| format!("{b:02x}")).collect()
    };
    let monitored =
        ureq::get(format!("{first}/{hash}/checkpoint")).call().unwrap().body_mut().read_to_string().unwrap();
    assert!(monitored.starts_with("hr.example.org/log\n") && monitored.matches("— ").count() == 2, "{monitored}");
    assert_eq!(
        ureq::get(format!("{first}/{}/checkpoint", "0".repeat(64))).call().unwrap_err().to_string(),
        "http status: 404"
    );

    // a second log under the same key, from the beginning: the witness knows better and keeps what it was asked
    let fork = tlog::Writer::create(tlog::Memory::default(), place.key().unwrap()).unwrap();
    let mut fork = fork;
    for _ in 0..outcome.size {
        fork.append(b"forged").unwrap();
    }
    fork.sign().unwrap();
    assert_eq!(one.answer(fork.request(0).unwrap().body().as_bytes()).unwrap(), Answer::Behind(outcome.size));
    let asked = fork.request(outcome.size).unwrap().body();
    assert_eq!(one.answer(asked.as_bytes()).unwrap().status(), 422);
    let evidence = folder.path().join("w1").join(format!("{hash}.checkpoint.evidence"));
    assert_eq!(std::fs::read_to_string(evidence).unwrap(), asked);
    // an unknown log, and something that is no request at all
    let stranger = tlog::SignKey::new("other.example.org/log", tlog::KeyKind::Log, [1; 32]).unwrap();
    let other = tlog::Writer::create(tlog::Memory::default(), stranger).unwrap();
    assert_eq!(one.answer(other.request(0).unwrap().body().as_bytes()).unwrap(), Answer::Unknown);
    assert_eq!(one.answer(b"hello").unwrap().status(), 400);
}

#[test]
fn a_log_that_is_shown_already_is_witnessed_once_witnesses_are_named() {
    let t = Bench::sqlite();
    let folder = tempfile::tempdir().unwrap();
    let place = Place::new(folder.path().join("log"));
    place.begin("hr.example.org/log").unwrap();
    let before = round(&t.db, t.root, &place, 0).unwrap();
    assert!(before.witnessed && before.shown == before.size);
    let witness = witness(folder.path(), 1, &place);
    let key = witness.public().to_string();
    let named = |url: &str| {
        let log = place.key().unwrap();
        let text = format!("log {}\nwitness w1 {key} {url}\nquorum w1\n", log.public());
        std::fs::write(place.folder().join("policy"), text).unwrap();
    };
    // nothing new, and nobody answers: what is shown stays and lacks its witness, which is said
    named("http://127.0.0.1:9");
    let none = round(&t.db, t.root, &place, i64::MAX).unwrap();
    assert_eq!((none.added, none.shown, none.witnessed), (0, before.size, false));
    assert!(none.trouble[1].en.starts_with("too few witnesses: 0 of 1 have signed, "), "{:?}", none.trouble);
    named(&listening(witness));
    let signed = round(&t.db, t.root, &place, i64::MAX).unwrap();
    assert_eq!((signed.added, signed.witnessed, signed.trouble.len()), (0, true, 0), "{signed:?}");
    let log = Some(place.folder().display().to_string());
    let wanted = Wanted { log, policy: Some(place.folder().join("policy")), now: Some(NOW), ..Wanted::default() };
    assert!(verify(&wanted).unwrap().says[0].en.ends_with("1 witness has signed."), "{:?}", verify(&wanted));
}

#[test]
fn a_witness_remembers_across_a_restart_and_a_second_process_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::new(folder.path().join("log"));
    place.begin("hr.example.org/log").unwrap();
    let mut log = tlog::Writer::create(tlog::Memory::default(), place.key().unwrap()).unwrap();
    log.append(b"one").unwrap();
    log.sign().unwrap();
    let first = witness(folder.path(), 1, &place);
    assert_eq!(first.answer(log.request(0).unwrap().body().as_bytes()).unwrap().status(), 200);
    let logs = Policy::alone(place.key().unwrap().public().clone());
    let again =
        || Witness::new(key(&folder.path().join("w1.key"), None).unwrap(), &logs, &folder.path().join("w1"), || NOW);
    assert_eq!(again().err().unwrap().why, Why::Storage);
    drop(first);
    let second = again().unwrap();
    assert_eq!(second.answer(log.request(0).unwrap().body().as_bytes()).unwrap(), Answer::Behind(1));
    assert_eq!(second.answer(log.request(1).unwrap().body().as_bytes()).unwrap().status(), 200);
    assert!(key(&folder.path().join("none.key"), None).unwrap_err().say.en.contains("give --name"));
}
