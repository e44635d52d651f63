//! What becomes of a scheme that was checked: columns by number, indicators in a row, branches children first.

mod build;
mod check;
mod leaf;
mod source;

use std::fmt;

use base::Say;

pub(crate) use check::Faults;
pub(crate) use leaf::{BallotClass, Leaf, LevelSet, Levelled, Norm, RatingClass, Raw};

use crate::{
    Basis, RulePack, Scheme,
    formula::Formula,
    ratio::Ratio,
    scheme::{Missing, QuotaBase, Rounding, Tied},
};

/// What a column holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Holds {
    Number,
    /// How many ballots of a class bear an option.
    Ballots,
    /// The place of a word in the fact's list.
    Words(Vec<String>),
    /// A number for whoever gave a score.
    Rater,
}

/// A column of facts: its name in files, and how its numbers are read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ColumnDef {
    /// `hours`, or `ballot.class.option`.
    pub name: String,
    /// How many decimals the column's integers have.
    pub decimals: u8,
    /// The smallest number that can be, in units of the last decimal.
    pub min: i64,
    /// The largest.
    pub max: i64,
    pub(crate) holds: Holds,
    pub(crate) label: Say,
}
impl ColumnDef {
    /// Whether 32 bits hold every value.
    pub fn narrow(&self) -> bool {
        self.min > i64::from(i32::MIN) && self.max <= i64::from(i32::MAX)
    }
}

/// A scheme that can be computed.
#[derive(Clone, Debug)]
pub struct Plan {
    pub(crate) scheme: Scheme,
    pub(crate) columns: Vec<ColumnDef>,
    pub(crate) leaves: Vec<Leaf>,
    /// Children before their parents; the root is last.
    pub(crate) branches: Vec<Branch>,
    pub(crate) levels: Vec<LevelSet>,
    pub(crate) outcomes: Vec<Formula>,
    /// A condition and the best grade that it leaves.
    pub(crate) bars: Vec<(Formula, u8)>,
    /// The least figure of each grade, best first.
    pub(crate) from: Vec<i64>,
    pub(crate) quotas: Vec<QuotaPlan>,
    /// The names of the sources; a leaf knows its place.
    pub(crate) sources: Vec<String>,
    /// The indicators whose points depend on the peer group.
    relative: Vec<usize>,
    /// The figures that tell equals apart at the end of any quota.
    tie_slots: Vec<u16>,
    pub(crate) indicator_cap: Ratio,
    pub(crate) source_cap: Ratio,
    pub(crate) coverage: Ratio,
}

#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Child {
    Leaf(usize),
    Branch(usize),
}

#[derive(Clone, Debug)]
pub(crate) struct Branch {
    pub(crate) id: String,
    pub(crate) name: Say,
    pub(crate) children: Vec<(Child, i64)>,
    pub(crate) adjust: Vec<AdjustPlan>,
    pub(crate) decimals: u8,
    pub(crate) floor: i64,
    pub(crate) cap: i64,
}

#[derive(Clone, Debug)]
pub(crate) struct AdjustPlan {
    pub(crate) name: Say,
    pub(crate) formula: Formula,
    pub(crate) effect: AdjustEffect,
}
#[derive(Clone, Copy, Debug)]
pub(crate) enum AdjustEffect {
    /// Added with that sign, up to that many points.
    Points(i64, i64),
    Veto(i64),
}

#[derive(Clone, Debug)]
pub(crate) struct QuotaPlan {
    pub(crate) grade: u8,
    /// In hundredths of a per cent.
    pub(crate) share: i64,
    pub(crate) approved: i64,
    pub(crate) rounding: Rounding,
    pub(crate) base: QuotaBase,
    /// Slots of figures.
    pub(crate) ties: Vec<u16>,
    pub(crate) then: Tied,
    pub(crate) basis: Option<Basis>,
}

/// Why a scheme cannot be used.
#[derive(Clone, PartialEq, Debug, serde::Serialize)]
pub struct SchemeError {
    /// Where: the words from the root down to the fault.
    pub at: String,
    /// What is wrong, and what would be right.
    pub say: Say,
    /// Where it is a formula: the formula, with carets under what is wrong.
    pub picture: Option<String>,
}
impl fmt::Display for SchemeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.at, self.say)?;
        self.picture.iter().try_for_each(|p| write!(f, "\n{p}"))
    }
}

/// The longest text of a scheme or pack, in bytes.
pub(crate) const MAX_TEXT: usize = 1 << 20;

impl Plan {
    /// Checks a scheme, which may keep to one of these packs: every fault at once, each with its place.
    pub fn new(scheme: Scheme, packs: &[RulePack]) -> std::result::Result<Self, Vec<SchemeError>> {
        build::build(scheme, packs)
    }
    /// Reads a scheme from JSON and checks it.
    pub fn read(text: &str, packs: &[RulePack]) -> std::result::Result<Self, Vec<SchemeError>> {
        Self::new(json(text, "方案无法读取", "the scheme cannot be read")?, packs)
    }
    /// The scheme.
    pub fn scheme(&self) -> &Scheme {
        &self.scheme
    }
    /// The columns that facts must have, in order.
    pub fn columns(&self) -> &[ColumnDef] {
        &self.columns
    }
    /// The place of a column.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|c| c.name == name)
    }
    /// The indicators' words, in order.
    pub fn indicators(&self) -> impl Iterator<Item = (&str, &Say)> {
        self.leaves.iter().map(|l| (l.id.as_str(), &l.name))
    }
    /// A grade's name, or an outcome's.
    pub(crate) fn grade_name(&self, grade: u8) -> Say {
        let grades = self.scheme.grades.as_ref();
        grades.and_then(|g| g.of.get(usize::from(grade))).map_or_else(|| Say::new("—", "—"), |g| g.name.clone())
    }
    pub(crate) fn relative(&self) -> &[usize] {
        &self.relative
    }
    pub(crate) fn tie_slots(&self) -> &[u16] {
        &self.tie_slots
    }
    pub(crate) fn leaves_out(&self, leaf: usize) -> bool {
        matches!(self.leaves[leaf].missing, Missing::LeaveOut)
    }
}

/// Reads JSON that is not too long, with the place of what is wrong.
pub(crate) fn json<T: serde::de::DeserializeOwned>(
    text: &str,
    zh: &str,
    en: &str,
) -> std::result::Result<T, Vec<SchemeError>> {
    let fault = |at: String, say: Say| vec![SchemeError { at, say, picture: None }];
    if text.len() > MAX_TEXT {
        return Err(fault(
            "1:1".into(),
            Say::new(format!("{zh}：超过 1 MiB"), format!("{en}: it has more than 1 MiB")),
        ));
    }
    serde_json::from_str(text).map_err(|e| {
        let at = format!("{}:{}", e.line(), e.column());
        // serde's sentence ends with the place, which is already said
        let why = e.to_string();
        let why = why.split(" at line ").next().unwrap_or(&why).to_owned();
        fault(at, Say::new(format!("{zh}：{why}"), format!("{en}: {why}")))
    })
}
