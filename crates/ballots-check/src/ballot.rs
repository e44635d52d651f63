//! A ballot: each of its equations for itself.

use crate::{No, Poll, hash, point::Point, scalar::Scalar};

/// Bytes that are still to come.
pub(crate) struct Rest<'a>(pub(crate) &'a [u8]);
impl Rest<'_> {
    pub(crate) fn bytes(&mut self) -> Result<[u8; 32], No> {
        let (head, rest) = self.0.split_first_chunk::<32>().ok_or("cut short")?;
        self.0 = rest;
        Ok(*head)
    }
    pub(crate) fn scalar(&mut self) -> Result<Scalar, No> {
        Scalar::read(&self.bytes()?).ok_or("a number is not below the order")
    }
}
pub(crate) fn point(bytes: &[u8; 32]) -> Result<Point, No> {
    Point::read(bytes).ok_or("a number is not in the group")
}

/// What a ballot brings to the sums.
pub(crate) struct Cast {
    pub(crate) credential: [u8; 32],
    pub(crate) sequence: u32,
    /// α and β of each option of each question.
    pub(crate) pairs: Vec<Vec<(Point, Point)>>,
}

impl Poll {
    /// Whether a ballot is a valid one of this poll.
    pub fn ballot(&self, bytes: &[u8]) -> Result<(), No> {
        self.cast(bytes).map(|_| ())
    }
    pub(crate) fn cast(&self, bytes: &[u8]) -> Result<Cast, No> {
        let unsigned = bytes.len().checked_sub(64).ok_or("cut short")?;
        let mut rest = Rest(bytes);
        let credential = rest.bytes()?;
        let (sequence, answers) = rest.0.split_first_chunk::<4>().ok_or("cut short")?;
        let sequence = u32::from_le_bytes(*sequence);
        rest.0 = answers;
        let (_, key) = self.roll.get(&credential).ok_or("the credential is not on the roll")?;
        let mut pairs = Vec::new();
        for question in 0..self.manifest.questions.len() {
            pairs.push(self.answer(question, &credential, &mut rest)?);
        }
        let (a, s) = (rest.bytes()?, rest.scalar()?);
        if !rest.0.is_empty() {
            return Err("bytes that do not belong there");
        }
        let c = hash::challenge("ballot", &[&self.fingerprint, &credential, &bytes[..unsigned], &a]);
        if !Point::generator().times(&s).equals(&point(&a)?.plus(&key.times(&c))) {
            return Err("the signature does not hold");
        }
        Ok(Cast { credential, sequence, pairs })
    }
    fn answer(&self, question: usize, credential: &[u8; 32], rest: &mut Rest<'_>) -> Result<Vec<(Point, Point)>, No> {
        let (min, max, options) = self.manifest.questions[question];
        let y = self.key.bytes();
        let mut pairs = Vec::new();
        let mut written = Vec::new();
        for option in 0..options {
            let (alpha, beta) = (rest.bytes()?, rest.bytes()?);
            let commitments = [rest.bytes()?, rest.bytes()?, rest.bytes()?, rest.bytes()?];
            let first = rest.scalar()?;
            let responses = [rest.scalar()?, rest.scalar()?];
            let (q, o) = (hash::number(question), hash::number(option));
            let mut fields: Vec<&[u8]> = vec![&self.fingerprint, credential, &q, &o, &y, &alpha, &beta];
            fields.extend(commitments.iter().map(|c| c.as_slice()));
            let second = hash::challenge("choice", &fields).minus(&first);
            let pair = (point(&alpha)?, point(&beta)?);
            for (j, c) in [first, second].iter().enumerate() {
                let (a, b) = (&commitments[2 * j], &commitments[2 * j + 1]);
                self.branch(&pair, (a, b), c, &responses[j], j as u64)
                    .map_err(|no| no.unwrap_or("a choice is not proved"))?;
            }
            pairs.push(pair);
            written.extend([alpha, beta]);
        }
        let branches = max - min + 1;
        let commitments = (0..2 * branches).map(|_| rest.bytes()).collect::<Result<Vec<_>, No>>()?;
        let mut challenges = (1..branches).map(|_| rest.scalar()).collect::<Result<Vec<_>, No>>()?;
        let responses = (0..branches).map(|_| rest.scalar()).collect::<Result<Vec<_>, No>>()?;
        let q = hash::number(question);
        let mut fields: Vec<&[u8]> = vec![&self.fingerprint, credential, &q, &y];
        fields.extend(written.iter().chain(&commitments).map(|c| c.as_slice()));
        let whole = hash::challenge("total", &fields);
        challenges.push(whole.minus(&challenges.iter().fold(Scalar::ZERO, |sum, c| sum.plus(c))));
        let zero = (Point::ZERO, Point::ZERO);
        let sum = pairs.iter().fold(zero, |sum, pair| (sum.0.plus(&pair.0), sum.1.plus(&pair.1)));
        for (j, c) in challenges.iter().enumerate() {
            let (a, b) = (&commitments[2 * j], &commitments[2 * j + 1]);
            self.branch(&sum, (a, b), c, &responses[j], (min + j) as u64)
                .map_err(|no| no.unwrap_or("a total is not proved"))?;
        }
        Ok(pairs)
    }
    /// s·G = A + c·α and s·y = B + c·(β − value·G); the error is nothing where they do not hold.
    fn branch(
        &self,
        pair: &(Point, Point),
        (a, b): (&[u8; 32], &[u8; 32]),
        c: &Scalar,
        s: &Scalar,
        value: u64,
    ) -> Result<(), Option<No>> {
        let (a, b) = (point(a)?, point(b)?);
        let beta = pair.1.minus(&Point::generator().times(&Scalar::small(value)));
        let first = Point::generator().times(s).equals(&a.plus(&pair.0.times(c)));
        let second = self.key.times(s).equals(&b.plus(&beta.times(c)));
        if first && second { Ok(()) } else { Err(None) }
    }
}
