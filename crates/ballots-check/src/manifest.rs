//! The manifest: lines in a fixed order.

use std::collections::BTreeSet;

use crate::{No, hash, point::Point, scalar::Scalar};

/// What there is to know of a poll.
pub(crate) struct Manifest {
    /// The trustees' keys, as written and as points.
    pub(crate) trustees: Vec<([u8; 32], Point)>,
    /// Weights and sizes.
    pub(crate) classes: Vec<(u64, u64)>,
    /// Least and greatest number of choices, and how many options.
    pub(crate) questions: Vec<(usize, usize, usize)>,
    /// The question from 1, or 0 for all, and the classes from 0.
    pub(crate) sums: Vec<(usize, Vec<usize>)>,
}

/// The lines that are still to come.
struct Lines<'a>(std::iter::Peekable<std::str::Split<'a, char>>);
impl<'a> Lines<'a> {
    /// What follows the word on the next line, if it begins with it.
    fn next(&mut self, word: &str) -> Option<&'a str> {
        let rest = |line: &&'a str| line.strip_prefix(word)?.strip_prefix(' ').filter(|_| line.len() <= 1000);
        let found = rest(self.0.peek()?)?;
        self.0.next();
        Some(found)
    }
    fn all(&mut self, word: &str, most: usize) -> Result<Vec<&'a str>, No> {
        let mut found = Vec::new();
        while let Some(rest) = self.next(word) {
            found.push(rest);
        }
        if found.is_empty() || found.len() > most { Err("lines of a kind are missing or too many") } else { Ok(found) }
    }
}

impl Manifest {
    pub(crate) fn read(text: &str) -> Result<Self, No> {
        if text.len() > 1 << 20 {
            return Err("too long");
        }
        let text = text.strip_suffix('\n').ok_or("the last line is cut off")?;
        let mut lines = Lines(text.split('\n').peekable());
        if lines.0.next() != Some("xianneng-ballot/1") {
            return Err("not a manifest");
        }
        let id = lines.next("id").ok_or("no id")?;
        let plain = id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if id.is_empty() || id.len() > 64 || !plain {
            return Err("the id is garbled");
        }
        name(lines.next("title").ok_or("no title")?)?;
        let trustees = lines.all("trustee", 100)?.into_iter().map(|line| trustee(id, line));
        let trustees = trustees.collect::<Result<Vec<_>, No>>()?;
        if trustees.iter().map(|t| t.0).collect::<BTreeSet<_>>().len() != trustees.len() {
            return Err("a trustee is there twice");
        }
        let mut classes = Vec::new();
        for line in lines.all("class", 100)? {
            let (weight, size, text) = two(line)?;
            name(text)?;
            if weight == 0 {
                return Err("a class without weight");
            }
            classes.push((weight, size));
        }
        let mut questions = Vec::new();
        while let Some(line) = lines.next("question") {
            let (min, max, text) = two(line)?;
            name(text)?;
            let options = lines.all("option", 1000)?;
            options.iter().try_for_each(|option| name(option))?;
            if min > max || max > options.len() as u64 {
                return Err("a question that cannot be answered");
            }
            questions.push((min as usize, max as usize, options.len()));
        }
        if questions.is_empty() || questions.len() > 1000 {
            return Err("no questions or too many");
        }
        let mut sums = Vec::new();
        for line in lines.all("sum", 1000)? {
            let sum = sum(line, questions.len(), classes.len())?;
            if sums.contains(&sum) {
                return Err("a sum is there twice");
            }
            sums.push(sum);
        }
        number(lines.next("least").ok_or("no least number")?, u64::MAX)?;
        if lines.0.next().is_some() {
            return Err("lines that do not belong there");
        }
        Ok(Self { trustees, classes, questions, sums })
    }
    /// The questions that a sum covers.
    pub(crate) fn covered(&self, question: usize) -> std::ops::Range<usize> {
        if question == 0 { 0..self.questions.len() } else { question - 1..question }
    }
}

fn name(text: &str) -> Result<(), No> {
    if text.is_empty() || text.contains('\r') { Err("a name is missing or garbled") } else { Ok(()) }
}
fn number(text: &str, most: u64) -> Result<u64, No> {
    let digits =
        !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    text.parse().ok().filter(|n| digits && *n <= most).ok_or("a number is garbled or too large")
}
/// Two numbers and a text.
fn two(line: &str) -> Result<(u64, u64, &str), No> {
    let mut parts = line.splitn(3, ' ');
    let mut next = || parts.next().ok_or("a field is missing");
    Ok((number(next()?, 1_000_000)?, number(next()?, 1_000_000)?, next()?))
}
fn hex<const N: usize>(text: &str) -> Result<[u8; N], No> {
    let digits = text.len() == 2 * N && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    if !digits {
        return Err("hexadecimal digits are garbled");
    }
    Ok(std::array::from_fn(|i| u8::from_str_radix(&text[2 * i..2 * i + 2], 16).expect("two digits")))
}
fn trustee(id: &str, line: &str) -> Result<([u8; 32], Point), No> {
    let (key, proof) = line.split_once(' ').ok_or("a trustee's proof is missing")?;
    let (key, proof) = (hex::<32>(key)?, hex::<64>(proof)?);
    let (a, s): ([u8; 32], [u8; 32]) = (proof[..32].try_into().expect("32"), proof[32..].try_into().expect("32"));
    let point = Point::read(&key).filter(|p| !p.is_zero()).ok_or("a trustee's key is not in the group")?;
    let commitment = Point::read(&a).ok_or("a trustee's proof is not in the group")?;
    let response = Scalar::read(&s).ok_or("a trustee's proof is garbled")?;
    let c = hash::challenge("trustee", &[id.as_bytes(), &key, &a]);
    if !Point::generator().times(&response).equals(&commitment.plus(&point.times(&c))) {
        return Err("a trustee's proof does not hold");
    }
    Ok((key, point))
}
fn sum(line: &str, questions: usize, classes: usize) -> Result<(usize, Vec<usize>), No> {
    let (question, list) = line.split_once(' ').ok_or("a sum without classes")?;
    let question = number(question, questions as u64)? as usize;
    let mut of = Vec::new();
    for class in list.split('+') {
        let class = number(class, classes as u64)?.checked_sub(1).ok_or("classes count from 1")? as usize;
        if of.last().is_some_and(|before| *before >= class) {
            return Err("the classes of a sum are not in order");
        }
        of.push(class);
    }
    Ok((question, of))
}
