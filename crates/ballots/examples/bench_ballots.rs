//! What `cargo xtask bench ballots` measures of ours: `make FOLDER VOTERS`, `verify ARCHIVE`, `large VOTERS`.

use std::{env, fs, time::Instant};

use ballots::belenios::{
    Board, Credential, Election, Question, Roll, Seat, TrusteeSecret, Trustees, Verifier, Voter, verify,
};
use ballots::fast;
use rand::{RngCore, SeedableRng, rngs::StdRng};

fn main() {
    let args: Vec<String> = env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["make", folder, voters] => make(folder, voters.parse().expect("a number of voters")),
        ["verify", archive] => check(archive),
        ["large", voters] => large(voters.parse().expect("a number of voters")),
        _ => panic!("make FOLDER VOTERS | verify ARCHIVE | large VOTERS"),
    }
}

/// Makes an archive in which each voter answers one question of five and ten of four.
fn make(folder: &str, voters: usize) {
    let mut rng = StdRng::seed_from_u64(1);
    let mut chance = |bytes: &mut [u8]| rng.fill_bytes(bytes);
    for (name, questions) in [
        ("one-of-five", vec![Question::choose("?", ["a", "b", "c", "d", "e"], 1, 1)]),
        ("ten-of-four", (0..10).map(|_| Question::choose("?", ["a", "b", "c", "d"], 1, 1)).collect()),
    ] {
        let (_, key) = TrusteeSecret::new(&mut chance);
        let trustees = Trustees::new(vec![key]).expect("a good key");
        let uuid = Election::id(&mut chance);
        let widths: Vec<usize> = questions.iter().map(Question::width).collect();
        let election = Election::new(&uuid, name, "", questions, &trustees).expect("good questions");
        let voters = if widths.len() > 1 { voters.div_ceil(8) } else { voters };
        let credentials: Vec<Credential> = (0..voters).map(|_| Credential::new(&mut chance)).collect();
        let seats = credentials.iter().map(|c| Seat { credential: c.public(&uuid), weight: 1 }).collect();
        let roll = Roll::sorted(seats).expect("no credential twice");
        let mut board = Board {
            election: election.raw().to_owned(),
            trustees: trustees.raw().to_owned(),
            credentials: roll.raw().to_owned(),
            ..Board::default()
        };
        let begun = Instant::now();
        for (i, credential) in credentials.iter().enumerate() {
            let choices: Vec<Vec<bool>> = widths.iter().map(|w| (0..*w).map(|o| o == i % w).collect()).collect();
            let ballot = Voter::new(&election, credential).cast(&choices, &mut chance).expect("one of each");
            board.ballots.push(ballot.raw());
        }
        let each = begun.elapsed().as_secs_f64() / voters as f64 * 1000.0;
        let verifier = Verifier::new(election, &trustees, roll).expect("they belong together");
        assert!(verifier.check(&board.ballots[0]).is_ok());
        let file = format!("{folder}/{name}/{uuid}.bel");
        fs::create_dir_all(format!("{folder}/{name}")).expect("a folder");
        fs::write(&file, board.write()).expect("a file");
        println!("{name} {file} {voters} ballots of {} bytes, {each:.1} ms to make one", board.ballots[0].len());
    }
}

fn check(file: &str) {
    let archive = fs::read(file).expect("an archive");
    let begun = Instant::now();
    let verified = verify(&archive).expect("it holds");
    println!("{} {:.6}", verified.ballots, begun.elapsed().as_secs_f64());
}

/// Casts, checks, sums and opens the ballots of a large poll: one choice of five.
fn large(voters: usize) {
    let mut rng = StdRng::seed_from_u64(2);
    let mut chance = |bytes: &mut [u8]| rng.fill_bytes(bytes);
    let (secrets, trustees): (Vec<_>, Vec<_>) = (0..3).map(|_| fast::Secret::new("bench", &mut chance)).unzip();
    let manifest = fast::Manifest {
        id: "bench".into(),
        title: "bench".into(),
        trustees,
        classes: vec![fast::Class { name: "all".into(), weight: 1, size: voters as u64 }],
        contests: vec![fast::Contest::choose("?", &["a", "b", "c", "d", "e"], 1, 1)],
        sums: vec![fast::Sum { question: None, classes: vec![0] }],
        least: 5,
    };
    let pairs: Vec<_> = (0..voters).map(|_| fast::Caster::credential(&mut chance)).collect();
    let seats: Vec<_> = pairs.iter().map(|(_, credential)| fast::Seat { credential: *credential, class: 0 }).collect();
    let poll = fast::Poll::new(manifest, &seats).expect("a good manifest");
    let mut plain = vec![0; 5];
    let begun = Instant::now();
    let mut ballots = Vec::with_capacity(voters);
    for (i, (secret, _)) in pairs.iter().enumerate() {
        let choice = i * i % 5;
        plain[choice] += 1;
        let values = vec![(0..5).map(|o| o == choice).collect()];
        let caster = fast::Caster::new(&poll, *secret).expect("a good credential");
        ballots.push(caster.seal(&values, 0, &mut chance).expect("one of five").bytes());
    }
    let each = begun.elapsed().as_secs_f64() / voters as f64 * 1000.0;
    println!("large: {voters} ballots of {} bytes, {each:.2} ms to make one", ballots[0].len());
    let raws: Vec<&[u8]> = ballots.iter().map(Vec::as_slice).collect();
    let begun = Instant::now();
    let checked: Vec<_> = poll.check_all(&raws).into_iter().map(|b| b.expect("a good ballot")).collect();
    let check = begun.elapsed().as_secs_f64();
    let begun = Instant::now();
    let sums = fast::Sums::of(&poll, &checked).expect("no number twice");
    let openings: Vec<_> = secrets.iter().map(|s| fast::Opening::new(&poll, &sums, s, &mut chance)).collect();
    let count = fast::Count::of(&poll, &sums, &openings).expect("good parts");
    assert_eq!(count.0, [Some(vec![plain])]);
    let tally = begun.elapsed().as_secs_f64();
    let rate = voters as f64 / check;
    println!(
        "large: checked in {check:.1} s ({rate:.0} ballots/s), summed and opened by three trustees in {tally:.1} s"
    );
}
