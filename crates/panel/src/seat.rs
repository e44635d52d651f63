//! What one panel's marks make of one candidate.

use scoring::Fixed;
use serde::{Deserialize, Serialize};

use crate::rounded;

/// How a panel is formed and its marks become a score, as announced.
#[derive(Deserialize, Serialize, Clone, PartialEq, Eq, Debug)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The fewest members.
    pub members: u32,
    /// Whether their number must be odd.
    pub odd: bool,
    /// How many of the highest marks are left out.
    pub high: u32,
    /// How many of the lowest marks are left out.
    pub low: u32,
    /// The fewest marks that must be left to count, whoever is away for one candidate.
    pub counted: u32,
    /// The lowest mark that may be given.
    pub from: Fixed,
    /// The highest mark that may be given.
    pub to: Fixed,
    /// Decimals of the score, at most 6.
    pub decimals: u8,
}

/// What a member's sheet says of one candidate. A mark that is missing is no mark of zero: until it is given, or the member
/// is recorded as away, there is no score.
#[derive(Serialize, Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "snake_case")]
pub enum Seat {
    /// The mark given.
    Mark(Fixed),
    /// Nothing yet.
    Missing,
    /// Away for this candidate: recused, or excused with a reason that the record holds.
    Away,
}

/// A score with its working. Members are told by their place at the table, from 0.
#[derive(Serialize, Clone, PartialEq, Eq, Debug)]
pub struct Working {
    /// Whose marks were left out as the highest.
    pub high: Vec<usize>,
    /// Whose marks were left out as the lowest.
    pub low: Vec<usize>,
    /// Whose marks count.
    pub counted: Vec<usize>,
    /// Who was away.
    pub away: Vec<usize>,
    /// The marks that count, added up.
    pub sum: Fixed,
    /// Their mean, rounded.
    pub score: Fixed,
}

/// Why there is no score, or no such panel.
#[derive(Serialize, Clone, PartialEq, Eq, Debug)]
#[serde(rename_all = "snake_case")]
pub enum Problem {
    /// Too few members.
    Few {
        /// Members at the table.
        members: usize,
        /// The fewest.
        least: u32,
    },
    /// An even number of members.
    Even(usize),
    /// These members have not given their marks.
    Missing(Vec<usize>),
    /// This member’s mark is not between the lowest and the highest.
    Outside(usize),
    /// Too few marks are left once members are away and the extremes are out.
    Left {
        /// Marks left.
        left: usize,
        /// The fewest.
        least: u32,
    },
    /// Figures of the rule that no score can come from: more than six decimals, nothing to count.
    Rule,
}

impl Rule {
    /// Whether so many members make a panel.
    ///
    /// # Errors
    /// [`Problem::Few`] and [`Problem::Even`].
    pub fn formed(&self, members: usize) -> Result<(), Problem> {
        match () {
            () if (members as u64) < u64::from(self.members) => Err(Problem::Few { members, least: self.members }),
            () if self.odd && members.is_multiple_of(2) => Err(Problem::Even(members)),
            () => Ok(()),
        }
    }
}

/// The score of one candidate: the extremes are left out, the rest is averaged and rounded half up. Of equal marks at an
/// end the member who sits first is named; it changes nothing in the score.
///
/// # Errors
/// Every reason why there is none, the panel's own before its marks'.
pub fn score(rule: &Rule, seats: &[Seat]) -> Result<Working, Problem> {
    rule.formed(seats.len())?;
    let is = |wanted: Seat| (0..seats.len()).filter(|i| seats[*i] == wanted).collect::<Vec<_>>();
    let missing = is(Seat::Missing);
    if !missing.is_empty() {
        return Err(Problem::Missing(missing));
    }
    let mut marks: Vec<(Fixed, usize)> = Vec::with_capacity(seats.len());
    for (i, seat) in seats.iter().enumerate() {
        if let Seat::Mark(mark) = seat {
            if *mark < rule.from || *mark > rule.to {
                return Err(Problem::Outside(i));
            }
            marks.push((*mark, i));
        }
    }
    marks.sort();
    let (low, high) = (rule.low as usize, rule.high as usize);
    let left = marks.len().saturating_sub(low.saturating_add(high));
    if left == 0 || (left as u64) < u64::from(rule.counted) {
        return Err(Problem::Left { left, least: rule.counted.max(1) });
    }
    // at the high end, too, the first of equals is the one that is named
    let mut top = marks.clone();
    top.sort_by_key(|(mark, i)| (std::cmp::Reverse(*mark), *i));
    let high: Vec<usize> = top.iter().filter(|m| !marks[..low].contains(m)).take(high).map(|m| m.1).collect();
    let low: Vec<usize> = marks[..low].iter().map(|m| m.1).collect();
    let counts = |i: &usize| !high.contains(i) && !low.contains(i);
    let counted: Vec<usize> = (0..seats.len()).filter(|i| matches!(seats[*i], Seat::Mark(_))).filter(counts).collect();
    let sum: i128 = marks.iter().filter(|m| counts(&m.1)).map(|m| i128::from(m.0.units())).sum();
    let score = rounded(sum, counted.len() as i128, rule.decimals).ok_or(Problem::Rule)?;
    let sum = i64::try_from(sum).map(Fixed::from_units).map_err(|_| Problem::Rule)?;
    Ok(Working { high, low, counted, away: is(Seat::Away), sum, score })
}
