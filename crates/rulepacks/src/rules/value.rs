//! Figures with their units.

use std::{cmp::Ordering, collections::BTreeMap, fmt, str::FromStr};

use base::{Lang, Say};
use serde::{Deserialize, Serialize};

/// A figure with its unit.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// How much.
    pub value: Value,
    /// Of what.
    pub unit: Unit,
    /// What people call it, where a rule has several figures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Say>,
    /// What its words are called, where they are not called as they are written.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub words: BTreeMap<String, Say>,
}

/// How much: a whole number, a share written `2/3`, or a list of words.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// A whole number.
    Whole(i64),
    /// A share of a whole, exact.
    Share(Share),
    /// Words, such as the codes that a rule names.
    List(Vec<String>),
}

/// A share of a whole, from none to all of it. Two of them are compared exactly: `2/4` equals `1/2`.
#[derive(Clone, Copy, Debug)]
pub struct Share {
    n: u32,
    d: u32,
}

/// What a figure counts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// A share of a whole.
    Share,
    /// Days on which people work.
    WorkingDays,
    /// Days of the calendar.
    Days,
    /// Months.
    Months,
    /// Years.
    Years,
    /// People.
    Persons,
    /// Anything counted one by one.
    Times,
    /// Marks or points.
    Points,
    /// Words.
    Words,
}

impl Share {
    /// `n` of `d`; nothing where `d` is 0 or `n` is more.
    pub fn new(n: u32, d: u32) -> Option<Self> {
        (d > 0 && n <= d).then_some(Self { n, d })
    }
    /// Whether `part` is at least this share of `whole`.
    pub fn reached(self, part: i64, whole: i64) -> bool {
        i128::from(part) * i128::from(self.d) >= i128::from(whole) * i128::from(self.n)
    }
    /// Whether `part` is more than this share of `whole`.
    pub fn exceeded(self, part: i64, whole: i64) -> bool {
        i128::from(part) * i128::from(self.d) > i128::from(whole) * i128::from(self.n)
    }
    /// The fewest of `whole` that reach it, or that exceed it. Of a negative number of things, none.
    pub fn fewest(self, whole: i64, exceed: bool) -> i64 {
        let product = i128::from(whole.max(0)) * i128::from(self.n);
        let d = i128::from(self.d);
        let least = if exceed { product / d + 1 } else { (product + d - 1) / d };
        i64::try_from(least).unwrap_or(i64::MAX)
    }
}
impl PartialEq for Share {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}
impl Eq for Share {}
impl PartialOrd for Share {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Share {
    fn cmp(&self, other: &Self) -> Ordering {
        (u64::from(self.n) * u64::from(other.d)).cmp(&(u64::from(other.n) * u64::from(self.d)))
    }
}
impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.n, self.d)
    }
}
impl FromStr for Share {
    type Err = String;
    fn from_str(s: &str) -> Result<Self, String> {
        let wrong = || format!("“{s}” is no share: write 2/3");
        let (n, d) = s.split_once('/').ok_or_else(wrong)?;
        let number = |t: &str| t.trim().parse::<u32>().map_err(|_| wrong());
        Self::new(number(n)?, number(d)?).ok_or_else(wrong)
    }
}
impl Serialize for Share {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Share {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(d)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl Value {
    /// Which of two figures of one kind is more. Lists are equal or cannot be compared.
    pub fn compare(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Whole(a), Self::Whole(b)) => Some(a.cmp(b)),
            (Self::Share(a), Self::Share(b)) => Some(a.cmp(b)),
            (Self::List(a), Self::List(b)) => (a == b).then_some(Ordering::Equal),
            _ => None,
        }
    }
}

impl Parameter {
    /// The figure fits its unit.
    pub(super) fn check(&self) -> Result<(), Say> {
        let fits = match (&self.value, self.unit) {
            (Value::Share(_), unit) => unit == Unit::Share,
            (Value::List(words), unit) => unit == Unit::Words && !words.is_empty(),
            (Value::Whole(_), Unit::Share | Unit::Words) => false,
            (Value::Whole(n), _) => (0..=1_000_000).contains(n),
        };
        if fits { Ok(()) } else { Err(Say::new("数值与单位不符。", "The figure does not fit its unit.")) }
    }

    /// What one of its words is called.
    pub fn word<'w>(&'w self, word: &'w str, lang: Lang) -> &'w str {
        self.words.get(word).map_or(word, |say| say.to(lang))
    }
    /// What people call it: its label, else “figure”.
    pub fn called(&self) -> Say {
        self.label.clone().unwrap_or_else(|| Say::new("数值", "Figure"))
    }

    /// The figure with its unit, in words.
    pub fn say(&self, lang: Lang) -> String {
        let zh = lang == Lang::Zh;
        match &self.value {
            Value::Share(share) => share.to_string(),
            Value::List(words) => lang.list(words.iter().map(|w| self.word(w, lang))),
            Value::Whole(n) => {
                let one = *n == 1;
                let (in_zh, in_en) = match self.unit {
                    Unit::WorkingDays => ("个工作日", if one { " working day" } else { " working days" }),
                    Unit::Days => ("天", if one { " day" } else { " days" }),
                    Unit::Months => ("个月", if one { " month" } else { " months" }),
                    Unit::Years => ("年", if one { " year" } else { " years" }),
                    Unit::Persons => ("人", if one { " person" } else { " people" }),
                    Unit::Times => ("次", if one { " time" } else { " times" }),
                    Unit::Points => ("分", if one { " point" } else { " points" }),
                    Unit::Share | Unit::Words => ("", ""),
                };
                format!("{n}{}", if zh { in_zh } else { in_en })
            }
        }
    }
}
