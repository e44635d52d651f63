//! Units: words and their powers.

use std::{collections::BTreeMap, fmt};

/// In what a number is counted: `points`, `hours`, `points/hours`. A plain number has none.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Unit(BTreeMap<String, i8>);

impl Unit {
    /// A plain number.
    pub fn none() -> Self {
        Self::default()
    }
    /// That word; `1` and nothing are a plain number.
    pub fn of(word: &str) -> Self {
        if matches!(word, "" | "1") { Self::none() } else { Self(BTreeMap::from([(word.to_owned(), 1)])) }
    }
    /// Points, in which every figure of a scheme is counted.
    pub fn points() -> Self {
        Self::of("points")
    }
    /// The unit of a product (`sign` 1) or quotient (−1); nothing where a power passes 9.
    pub(crate) fn times(&self, other: &Self, sign: i8) -> Option<Self> {
        let mut product = self.0.clone();
        for (word, power) in &other.0 {
            let p = product.entry(word.clone()).or_insert(0);
            *p += sign * power;
            if p.abs() > 9 {
                return None;
            }
        }
        product.retain(|_, p| *p != 0);
        Some(Self(product))
    }
    /// In Chinese, where only the plain number has a name of its own.
    pub fn zh(&self) -> String {
        if self.0.is_empty() { "无单位数".to_owned() } else { self.to_string() }
    }
}
impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("a plain number");
        }
        let side = |sign: i8| {
            let words = self.0.iter().filter(|(_, p)| **p * sign > 0);
            words.map(|(w, p)| if p.abs() == 1 { w.clone() } else { format!("{w}^{}", p.abs()) }).collect::<Vec<_>>()
        };
        let (over, under) = (side(1), side(-1));
        let over = if over.is_empty() { "1".to_owned() } else { over.join("·") };
        if under.is_empty() { f.write_str(&over) } else { write!(f, "{over}/{}", under.join("·")) }
    }
}
