//! What several years' results lead to.

use base::Say;
use serde::{Deserialize, Serialize};

use crate::{
    Basis, Scheme,
    scheme::{Consequence, Pattern},
};

/// A year's result.
#[derive(Deserialize, Serialize, Clone, PartialEq, Eq, Debug)]
#[serde(deny_unknown_fields)]
pub struct Year {
    /// The year.
    pub year: i16,
    /// The word of the grade or of the outcome without grade.
    pub result: String,
}

/// What a rule proposes. People confirm it.
#[derive(Serialize, Clone, PartialEq, Debug)]
pub struct Proposal {
    /// The word of the consequence.
    pub id: String,
    /// What is proposed.
    pub name: Say,
    /// The years that it rests on.
    pub years: Vec<i16>,
    /// The rule.
    pub basis: Basis,
    /// Why, in one sentence.
    pub why: Say,
}

/// What is proposed on the result of `year`, given it and the years before. A year that does not appear breaks a row.
pub fn proposals(scheme: &Scheme, history: &[Year], year: i16) -> Vec<Proposal> {
    let mut years: Vec<&Year> = history.iter().filter(|y| y.year <= year).collect();
    years.sort_by_key(|y| y.year);
    years.dedup_by_key(|y| y.year);
    let due = |c: &Consequence| {
        let rests = run(scheme, c, &years, year)?;
        let names = scheme.grades.iter().flat_map(|g| g.of.iter().map(|g| (&g.id, &g.name)));
        let names = names.chain(scheme.outcomes.iter().map(|o| (&o.id, &o.name)));
        let grade =
            names.into_iter().find(|(id, _)| **id == c.grade).map_or_else(|| Say::new("", ""), |(_, n)| n.clone());
        let list = rests.iter().map(i16::to_string).collect::<Vec<_>>();
        let (zh, en) = match (c.pattern, c.or_better) {
            (Pattern::Running, false) => ("连续", "in a row"),
            (Pattern::Running, true) => ("连续（及以上）", "or better in a row"),
            (Pattern::Total, false) => ("累计", "in total"),
            (Pattern::Total, true) => ("累计（及以上）", "or better in total"),
        };
        let why = Say::new(
            format!(
                "{} 年{zh} {} 年“{}”：{}（{}{}）",
                list.join("、"),
                c.years,
                grade.zh,
                c.name.zh,
                c.basis.rule,
                c.basis.article
            ),
            format!(
                "{}: “{}” {} years {en}: {} ({} {})",
                list.join(", "),
                grade.en,
                c.years,
                c.name.en,
                c.basis.rule,
                c.basis.article
            ),
        );
        Some(Proposal { id: c.id.clone(), name: c.name.clone(), years: rests, basis: c.basis.clone(), why })
    };
    scheme.consequences.iter().filter_map(due).collect()
}

/// The years that make the consequence due in `year`, if they do.
fn run(scheme: &Scheme, c: &Consequence, years: &[&Year], year: i16) -> Option<Vec<i16>> {
    let grades = scheme.grades.as_ref().map_or(&[][..], |g| &g.of[..]);
    let place = |id: &str| grades.iter().position(|g| g.id == id);
    let good = |y: &Year| {
        y.result == c.grade || (c.or_better && place(&y.result).zip(place(&c.grade)).is_some_and(|(a, b)| a <= b))
    };
    let (mut rests, mut last): (Vec<i16>, Option<i16>) = (Vec::new(), None);
    for y in years {
        let gap = last.is_some_and(|l| i32::from(y.year) != i32::from(l) + 1);
        if c.pattern == Pattern::Running && (gap || !good(y)) {
            rests.clear();
        }
        last = Some(y.year);
        if good(y) {
            rests.push(y.year);
        }
        if rests.len() == usize::from(c.years) {
            if y.year == year {
                return Some(rests);
            }
            // it was proposed then; the count begins again
            rests.clear();
        }
    }
    None
}
