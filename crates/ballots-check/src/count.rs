//! Sums and what they open to.

use std::collections::HashMap;

use crate::{
    Counted, No, Poll,
    ballot::{Cast, Rest, point},
    hash,
    point::Point,
    scalar::Scalar,
};

impl Poll {
    /// Whether the published sums are what these ballots open to: every ballot is valid, the last of each credential counts, each
    /// trustee's part is proved, and the numbers are those that the parts leave.
    pub fn count(&self, ballots: &[&[u8]], openings: &[&[u8]], published: &Counted) -> Result<(), No> {
        let mut last: HashMap<[u8; 32], (Cast, &[u8])> = HashMap::new();
        for bytes in ballots {
            let cast = self.cast(bytes)?;
            match last.get(&cast.credential) {
                Some((before, other)) if before.sequence == cast.sequence && other != bytes => {
                    return Err("two ballots of a credential have one number");
                }
                Some((before, _)) if before.sequence >= cast.sequence => {}
                _ => drop(last.insert(cast.credential, (cast, bytes))),
            }
        }
        if openings.len() != self.manifest.trustees.len() || published.len() != self.manifest.sums.len() {
            return Err("parts of trustees or sums are missing");
        }
        let mut parts: Vec<Rest<'_>> = openings.iter().map(|bytes| Rest(bytes)).collect();
        for (number, ((question, classes), published)) in self.manifest.sums.iter().zip(published).enumerate() {
            let Some(published) = published else { continue };
            let covered = self.manifest.covered(*question);
            if published.len() != covered.len() {
                return Err("a sum has other questions");
            }
            let mut place = 0;
            for (question, published) in covered.zip(published) {
                if published.len() != self.manifest.questions[question].2 {
                    return Err("a sum has other options");
                }
                for (option, value) in published.iter().enumerate() {
                    let mut sum = (Point::ZERO, Point::ZERO);
                    for (cast, _) in last.values() {
                        let class = self.roll[&cast.credential].0;
                        if classes.contains(&class) {
                            let weight = Scalar::small(self.manifest.classes[class].0);
                            let pair = &cast.pairs[question][option];
                            sum = (sum.0.plus(&pair.0.times(&weight)), sum.1.plus(&pair.1.times(&weight)));
                        }
                    }
                    let mut open = sum.1;
                    for (trustee, rest) in parts.iter_mut().enumerate() {
                        open = open.minus(&self.part(trustee, number, place, &sum.0, rest)?);
                    }
                    if !open.equals(&Point::generator().times(&Scalar::small(*value))) {
                        return Err("a sum opens to another number");
                    }
                    place += 1;
                }
            }
        }
        if parts.iter().any(|rest| !rest.0.is_empty()) {
            return Err("a trustee opened more than is published");
        }
        Ok(())
    }
    /// A trustee's part of one ciphertext, proved.
    fn part(&self, trustee: usize, sum: usize, place: usize, alpha: &Point, rest: &mut Rest<'_>) -> Result<Point, No> {
        let (factor, a, b, s) = (rest.bytes()?, rest.bytes()?, rest.bytes()?, rest.scalar()?);
        let (written, key) = &self.manifest.trustees[trustee];
        let (sum, place) = (hash::number(sum), hash::number(place));
        let c =
            hash::challenge("opening", &[&self.fingerprint, &sum, &place, written, &alpha.bytes(), &factor, &a, &b]);
        let factor = point(&factor)?;
        let first = Point::generator().times(&s).equals(&point(&a)?.plus(&key.times(&c)));
        let second = alpha.times(&s).equals(&point(&b)?.plus(&factor.times(&c)));
        if first && second { Ok(factor) } else { Err("a trustee's part is not proved") }
    }
}
