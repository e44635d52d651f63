//! The manifest: what a poll is, fixed before it opens.

use std::fmt::Write;

use sha2::{Digest, Sha512};

use super::{plan, transcript::NAME, trustee::Key};
use crate::{Refused, Why};

/// The longest manifest, in bytes.
const MAX_TEXT: usize = 1 << 20;
const MAX_LINE: usize = 1000;
const MAX_TRUSTEES: usize = 100;
const MAX_CLASSES: usize = 100;
const MAX_QUESTIONS: usize = 1000;
const MAX_OPTIONS: usize = 1000;
const MAX_SUMS: usize = 1000;
/// The greatest weight of a class, and the greatest size.
const MAX_NUMBER: u64 = 1_000_000;

/// A class of voters.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Class {
    /// Its name.
    pub name: String,
    /// How often a ballot of it counts in a sum.
    pub weight: u64,
    /// How many may vote in it.
    pub size: u64,
}

/// A question: choose at least `min` and at most `max` of the options.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Contest {
    /// The question's text.
    pub text: String,
    /// The least number of options to choose.
    pub min: usize,
    /// The greatest.
    pub max: usize,
    /// What can be chosen.
    pub options: Vec<String>,
}
impl Contest {
    /// Choose `min` to `max` of the options.
    pub fn choose(text: &str, options: &[&str], min: usize, max: usize) -> Self {
        Self { text: text.to_owned(), min, max, options: options.iter().map(|o| (*o).to_owned()).collect() }
    }
    /// Grade one person: exactly one of the grades or the last option, which gives no opinion. So nobody sees from a ballot
    /// whether it is one.
    pub fn grade(text: &str, grades: &[&str], no_opinion: &str) -> Self {
        Self::choose(text, &[grades, &[no_opinion]].concat(), 1, 1)
    }
    /// Vote on one person: for, against, abstain, or another name instead, which is one of `roll`. A vote for another name is a
    /// vote against this person's, as on the paper form where the name is struck out and another written.
    pub fn vote(text: &str, words: [&str; 3], roll: &[&str]) -> Self {
        Self::choose(text, &[&words[..], roll].concat(), 1, 1)
    }
    /// Whether these values answer the question.
    ///
    /// # Errors
    ///
    /// If they do not.
    pub fn allows(&self, values: &[bool]) -> Result<(), Refused> {
        let chosen = values.iter().filter(|v| **v).count();
        if values.len() == self.options.len() && (self.min..=self.max).contains(&chosen) {
            return Ok(());
        }
        Err(Refused::new(
            Why::Choice,
            format!(
                "{} 个选项中选了 {chosen} 个，应在 {} 个选项中选 {} 至 {} 个",
                values.len(),
                self.options.len(),
                self.min,
                self.max
            ),
            format!(
                "{chosen} of {} options are chosen; {} to {} of {} can be",
                values.len(),
                self.min,
                self.max,
                self.options.len()
            ),
        ))
    }
}

/// A sum that may be opened: of some classes, over one question or all.
#[derive(Clone, PartialEq, Eq, Debug, PartialOrd, Ord)]
pub struct Sum {
    /// The question by number from 0, or all.
    pub question: Option<usize>,
    /// The classes by number from 0, in order.
    pub classes: Vec<usize>,
}

/// What a poll is.
#[derive(Clone, Debug)]
pub struct Manifest {
    /// Names the poll.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The trustees, in the order of their numbers.
    pub trustees: Vec<Key>,
    /// The classes of voters.
    pub classes: Vec<Class>,
    /// The questions.
    pub contests: Vec<Contest>,
    /// The tally plan.
    pub sums: Vec<Sum>,
    /// The least number of ballots in anything shown.
    pub least: u64,
}

impl Manifest {
    /// The manifest as it is published (its form is described in the module).
    pub fn text(&self) -> String {
        let mut out = format!("{NAME}\nid {}\ntitle {}\n", self.id, self.title);
        let mut line = |text: std::fmt::Arguments<'_>| out.write_fmt(text).expect("a string takes every text");
        self.trustees.iter().for_each(|key| line(format_args!("trustee {}\n", key.text())));
        self.classes.iter().for_each(|c| line(format_args!("class {} {} {}\n", c.weight, c.size, c.name)));
        for contest in &self.contests {
            line(format_args!("question {} {} {}\n", contest.min, contest.max, contest.text));
            contest.options.iter().for_each(|option| line(format_args!("option {option}\n")));
        }
        for sum in &self.sums {
            let classes: Vec<String> = sum.classes.iter().map(|c| (c + 1).to_string()).collect();
            line(format_args!("sum {} {}\n", sum.question.map_or(0, |q| q + 1), classes.join("+")));
        }
        line(format_args!("least {}\n", self.least));
        out
    }
    /// φ: the SHA-512 of the text.
    pub fn fingerprint(&self) -> [u8; 64] {
        Sha512::digest(self.text()).into()
    }
    /// A manifest as it was published, if a poll can be held by it.
    ///
    /// # Errors
    ///
    /// If it is not written as described, or its plan would show what few voters chose.
    pub fn read(text: &str) -> Result<Self, Refused> {
        if text.len() > MAX_TEXT {
            return Err(Refused::new(
                Why::Limit,
                format!("清单长 {} 字节，超过上限 {MAX_TEXT}", text.len()),
                format!("the manifest has {} bytes, more than the {MAX_TEXT} that are taken", text.len()),
            ));
        }
        let mut manifest = Self {
            id: String::new(),
            title: String::new(),
            trustees: Vec::new(),
            classes: Vec::new(),
            contests: Vec::new(),
            sums: Vec::new(),
            least: 0,
        };
        for (i, line) in text.split_terminator('\n').enumerate() {
            let at = |r: Refused| r.at(format!("清单第 {} 行", i + 1), format!("line {} of the manifest", i + 1));
            manifest.line(i, line).map_err(at)?;
        }
        manifest.check()?;
        if manifest.text() != text {
            return Err(form(
                "清单的写法不是规定的唯一写法",
                "the manifest is not written in the one way that is prescribed",
            ));
        }
        Ok(manifest)
    }
    fn line(&mut self, i: usize, line: &str) -> Result<(), Refused> {
        let unreadable = || form("无法识别", "it cannot be read");
        if line.len() > MAX_LINE {
            return Err(form("过长", "it is too long"));
        }
        if i == 0 {
            return if line == NAME { Ok(()) } else { Err(unreadable()) };
        }
        let (word, rest) = line.split_once(' ').ok_or_else(unreadable)?;
        let numbered = |rest: &str| -> Option<(u64, u64, String)> {
            let mut parts = rest.splitn(3, ' ');
            let mut number = || parts.next()?.parse().ok().filter(|n| *n <= MAX_NUMBER);
            let (first, second) = (number()?, number()?);
            Some((first, second, parts.next()?.to_owned()))
        };
        match word {
            "id" => self.id = rest.to_owned(),
            "title" => self.title = rest.to_owned(),
            "trustee" => {
                let (key, proof) = rest.split_once(' ').ok_or_else(unreadable)?;
                self.trustees.push(Key::read(&self.id, key, proof)?);
            }
            "class" => {
                let (weight, size, name) = numbered(rest).ok_or_else(unreadable)?;
                self.classes.push(Class { name, weight, size });
            }
            "question" => {
                let (min, max, text) = numbered(rest).ok_or_else(unreadable)?;
                let contest = Contest { text, min: min as usize, max: max as usize, options: Vec::new() };
                self.contests.push(contest);
            }
            "option" => {
                let contest = self.contests.last_mut().ok_or_else(unreadable)?;
                contest.options.push(rest.to_owned());
            }
            "sum" => {
                let (question, classes) = rest.split_once(' ').ok_or_else(unreadable)?;
                let question: usize = question.parse().ok().ok_or_else(unreadable)?;
                let classes: Option<Vec<usize>> =
                    classes.split('+').map(|c| c.parse::<usize>().ok()?.checked_sub(1)).collect();
                self.sums.push(Sum { question: question.checked_sub(1), classes: classes.ok_or_else(unreadable)? });
            }
            "least" => self.least = rest.parse().ok().ok_or_else(unreadable)?,
            _ => return Err(unreadable()),
        }
        Ok(())
    }
    /// Whether a poll can be held by this manifest.
    ///
    /// # Errors
    ///
    /// If not.
    pub fn check(&self) -> Result<(), Refused> {
        let named = |text: &str| !text.is_empty() && !text.contains(['\n', '\r']);
        let id = (1..=64).contains(&self.id.len()) && self.id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if !id || !named(&self.title) {
            return Err(form(
                "缺少编号或标题，或写法不对",
                "the id or the title is missing or not written as it should be",
            ));
        }
        for (zh, en, n, most) in [
            ("托管人", "trustees", self.trustees.len(), MAX_TRUSTEES),
            ("类别", "classes", self.classes.len(), MAX_CLASSES),
            ("问题", "questions", self.contests.len(), MAX_QUESTIONS),
            ("合计", "sums", self.sums.len(), MAX_SUMS),
        ] {
            if n == 0 || n > most {
                return Err(Refused::new(
                    Why::Limit,
                    format!("{zh}数为 {n}，应为 1 至 {most}"),
                    format!("there are {n} {en}; 1 to {most} are possible"),
                ));
            }
        }
        for (i, key) in self.trustees.iter().enumerate() {
            if self.trustees[..i].iter().any(|other| other.encoded == key.encoded) {
                return Err(Refused::new(
                    Why::Twice,
                    format!("第 {} 位托管人的公钥与前面的相同", i + 1),
                    format!("trustee {} has the same key as one before", i + 1),
                ));
            }
        }
        if self.classes.iter().any(|c| c.weight == 0 || !named(&c.name)) {
            return Err(form("类别须有名称和正的权重", "a class needs a name and a positive weight"));
        }
        for (i, contest) in self.contests.iter().enumerate() {
            let n = contest.options.len();
            let good = (1..=MAX_OPTIONS).contains(&n)
                && contest.min <= contest.max
                && contest.max <= n
                && named(&contest.text)
                && contest.options.iter().all(|o| named(o));
            if !good {
                return Err(form(
                    format!("第 {} 题的选项或可选数目不对", i + 1),
                    format!("question {} has options or bounds that cannot be", i + 1),
                ));
            }
        }
        plan::check(self)
    }
    /// How many bytes every ballot of this poll has.
    pub fn ballot_size(&self) -> usize {
        let total = |c: &Contest| 32 * (4 * (c.max - c.min + 1) - 1);
        36 + 64 + self.contests.iter().map(|c| c.options.len() * 288 + total(c)).sum::<usize>()
    }
}
fn form(zh: impl Into<String>, en: impl Into<String>) -> Refused {
    Refused::new(Why::Form, zh, en)
}
