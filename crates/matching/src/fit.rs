//! How well a person fits a post, term by term, with weights that the caller's rules give.

use serde::{Deserialize, Serialize};

/// What each thing is worth, in cost units. All weights come from the caller; none has a value of its own.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Weights {
    /// For each dimension, what one point less than the post asks for costs.
    pub shortage: std::collections::BTreeMap<String, i64>,
    /// What it is worth that the post is in the field that the person is interested in.
    pub interest: i64,
    /// What it is worth to rise by a level or more.
    pub promotion: i64,
    /// What it costs to fall by a level or more.
    pub demotion: i64,
    /// What any move costs.
    pub moving: i64,
    /// What a move to another unit costs beside.
    pub other_unit: i64,
    /// Years at the own post from which staying is overdue.
    pub overdue_after: i64,
    /// What each year beyond costs where the person stays.
    pub overdue: i64,
}

/// A term of a fit.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Term {
    /// Less than the post asks for, in this dimension.
    Shortage(String),
    /// The field that the person is interested in.
    Interest,
    /// A higher level.
    Promotion,
    /// A lower level.
    Demotion,
    /// A move.
    Moving,
    /// To another unit.
    OtherUnit,
    /// Years beyond the limit at the own post.
    Overdue,
    /// A cost that was given for this person and post, in place of the weights.
    Given,
}

/// What is compared.
#[derive(Clone, Copy, Debug)]
pub struct Pair<'a> {
    /// For each dimension of the weights, in their order: what the person has and the post needs.
    pub levels: &'a [(i64, i64)],
    /// Whether the post is in the field of the person's interest.
    pub interested: bool,
    /// The level of the post less the person's.
    pub rise: i32,
    /// Whether it is the own post.
    pub own: bool,
    /// Whether it is in the own unit.
    pub own_unit: bool,
    /// Years at the own post.
    pub years: i64,
}

/// The terms that are not 0; their sum is the cost of the arc.
pub fn fit(weights: &Weights, pair: Pair<'_>) -> Vec<(Term, i64)> {
    let mut terms: Vec<(Term, i64)> = Vec::new();
    for ((name, weight), (has, needs)) in weights.shortage.iter().zip(pair.levels) {
        terms.push((Term::Shortage(name.clone()), weight.saturating_mul((needs - has).max(0))));
    }
    if pair.interested {
        terms.push((Term::Interest, -weights.interest));
    }
    match pair.rise.signum() {
        1 => terms.push((Term::Promotion, -weights.promotion)),
        -1 => terms.push((Term::Demotion, weights.demotion)),
        _ => {}
    }
    if pair.own {
        let years = (pair.years - weights.overdue_after).max(0);
        terms.push((Term::Overdue, weights.overdue.saturating_mul(years)));
    } else {
        terms.push((Term::Moving, weights.moving));
        if !pair.own_unit {
            terms.push((Term::OtherUnit, weights.other_unit));
        }
    }
    terms.retain(|t| t.1 != 0);
    terms
}

/// The sum of the terms.
pub fn cost(terms: &[(Term, i64)]) -> i64 {
    terms.iter().fold(0, |sum: i64, t| sum.saturating_add(t.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_term_is_shown_and_they_add_up() {
        let shortage = [("a".to_owned(), 40), ("b".to_owned(), 10)].into();
        let weights = Weights {
            shortage,
            interest: 400,
            demotion: 1500,
            moving: 300,
            other_unit: 200,
            overdue: 500,
            overdue_after: 8,
            promotion: 300,
        };
        let pair =
            Pair { levels: &[(50, 60), (70, 60)], interested: true, rise: 1, own: false, own_unit: false, years: 3 };
        let terms = fit(&weights, pair);
        assert_eq!(terms[0], (Term::Shortage("a".to_owned()), 400));
        assert_eq!(terms.len(), 5);
        assert_eq!(cost(&terms), 200, "400 short, 400 and 300 gained, 300 and 200 to move");
        let stay = fit(&weights, Pair { own: true, own_unit: true, interested: false, rise: 0, years: 11, ..pair });
        assert_eq!(stay[1..], [(Term::Overdue, 1500)]);
    }
}
