//! A poll over ristretto255 in memory.

use ballots::fast::{Caster, Class, Contest, Count, Key, Manifest, Opening, Poll, Sealed, Seat, Secret, Sum, Sums};

use super::{Dice, chance};

/// A poll with its secrets, which only a test has in one hand.
pub struct Hands {
    pub chance: Dice,
    pub poll: Poll,
    pub secrets: Vec<Secret>,
    pub credentials: Vec<[u8; 32]>,
    pub seats: Vec<Seat>,
}
/// A class as (name, weight, size).
pub type Named<'a> = (&'a str, u64, u64);

pub fn manifest(contests: Vec<Contest>, classes: &[Named<'_>], sums: Vec<Sum>, least: u64, keys: Vec<Key>) -> Manifest {
    let class = |c: &Named<'_>| Class { name: c.0.into(), weight: c.1, size: c.2 };
    Manifest {
        id: "poll-1".into(),
        title: "民主测评 2026".into(),
        trustees: keys,
        classes: classes.iter().map(class).collect(),
        contests,
        sums,
        least,
    }
}
impl Hands {
    pub fn new(seed: u64, contests: Vec<Contest>, classes: &[Named<'_>], sums: Vec<Sum>, least: u64) -> Self {
        let mut chance: Dice = Box::new(chance(seed));
        let (secrets, keys) = (0..3).map(|_| Secret::new("poll-1", &mut chance)).unzip();
        let manifest = manifest(contests, classes, sums, least, keys);
        let of_class = classes.iter().enumerate().flat_map(|(i, c)| std::iter::repeat_n(i, c.2 as usize));
        let (mut credentials, mut seats) = (Vec::new(), Vec::new());
        for class in of_class {
            let (secret, credential) = Caster::credential(&mut chance);
            credentials.push(secret);
            seats.push(Seat { credential, class });
        }
        // as it is published, so that what is written is also read
        let manifest = Manifest::read(&manifest.text()).unwrap();
        let poll = Poll::new(manifest, &seats).unwrap();
        Self { chance, poll, secrets, credentials, seats }
    }
    pub fn seal(&mut self, voter: usize, choices: &[&str], sequence: u32) -> Sealed {
        let choices: Vec<_> = choices.iter().map(|c| super::bits(c)).collect();
        self.seal_bits(voter, &choices, sequence)
    }
    pub fn seal_bits(&mut self, voter: usize, choices: &[Vec<bool>], sequence: u32) -> Sealed {
        Caster::new(&self.poll, self.credentials[voter]).unwrap().seal(choices, sequence, &mut self.chance).unwrap()
    }
    pub fn seal_any(&mut self, voter: usize, values: &[Vec<u64>]) -> Sealed {
        Caster::new(&self.poll, self.credentials[voter]).unwrap().seal_any(values, 0, &mut self.chance)
    }
    /// Checks, sums and opens.
    pub fn count(&mut self, ballots: &[Vec<u8>]) -> (Count, Sums, Vec<Opening>) {
        let all: Vec<&[u8]> = ballots.iter().map(Vec::as_slice).collect();
        let checked: Vec<Sealed> = self.poll.check_all(&all).into_iter().map(Result::unwrap).collect();
        let sums = Sums::of(&self.poll, &checked).unwrap();
        let openings: Vec<_> =
            self.secrets.iter().map(|s| Opening::new(&self.poll, &sums, s, &mut self.chance)).collect();
        let openings: Vec<_> = openings.iter().map(|o| Opening::read(&o.bytes()).unwrap()).collect();
        (Count::of(&self.poll, &sums, &openings).unwrap(), sums, openings)
    }
}
/// The sum of all questions over some classes.
pub fn all(classes: &[usize]) -> Sum {
    Sum { question: None, classes: classes.to_vec() }
}
