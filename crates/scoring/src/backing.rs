//! What the recorded indicators of a person back: enough for a figure, too little, or so much from one that it would decide.

use std::cmp::Ordering;

use crate::{
    Plan,
    formula::Formula,
    plan::{Child, Raw},
    ratio::Ratio,
    scheme::Missing,
};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Backing {
    Enough,
    TooLittle,
    /// One indicator or source would count more than the scheme allows.
    Single,
}

/// What the indicators that are `known` back.
pub(crate) fn backing(plan: &Plan, known: &dyn Fn(usize) -> bool) -> Backing {
    let needed = |l: usize| matches!(plan.leaves[l].missing, Missing::NoResult) && !known(l);
    if (0..plan.leaves.len()).any(needed) {
        return Backing::TooLittle;
    }
    let above = |x: Option<Ratio>, cap| x.and_then(|x| x.compare(cap)).is_none_or(|o| o == Ordering::Greater);
    let mut recorded = (0..plan.leaves.len()).filter(|l| known(*l));
    let covered = recorded.try_fold(Ratio::ZERO, |sum, l| sum.add(plan.leaves[l].share));
    if covered.and_then(|c| c.compare(plan.coverage)).is_none_or(|o| o == Ordering::Less) {
        return Backing::TooLittle;
    }
    let mut shares = vec![Some(Ratio::ZERO); plan.leaves.len()];
    let one = Ratio::from_units(crate::exact::ONE);
    if !spread(plan, plan.branches.len() - 1, Some(one), known, &mut shares) {
        return Backing::TooLittle;
    }
    let mut sources = vec![Some(Ratio::ZERO); plan.sources.len()];
    for (leaf, share) in plan.leaves.iter().zip(shares) {
        if above(share, plan.indicator_cap) {
            return Backing::Single;
        }
        let source = &mut sources[leaf.source];
        *source = source.and_then(|s| s.add(share?));
    }
    if sources.into_iter().any(|s| above(s, plan.source_cap)) { Backing::Single } else { Backing::Enough }
}

/// Hands a branch's share down to what is known below it. False where nothing is.
fn spread(
    plan: &Plan,
    branch: usize,
    share: Option<Ratio>,
    known: &dyn Fn(usize) -> bool,
    shares: &mut [Option<Ratio>],
) -> bool {
    let there = |c: Child| match c {
        Child::Leaf(l) => known(l),
        Child::Branch(b) => any(plan, b, known),
    };
    let children = &plan.branches[branch].children;
    let total: i64 = children.iter().filter(|(c, _)| there(*c)).map(|(_, w)| w).sum();
    if total == 0 {
        return false;
    }
    let whole = Ratio::from_units(total);
    for (child, weight) in children.iter().filter(|(c, _)| there(*c)) {
        let part = share.and_then(|s| s.mul(Ratio::from_units(*weight).div(whole)?));
        match child {
            Child::Leaf(l) => shares[*l] = part,
            Child::Branch(b) => {
                spread(plan, *b, part, known, shares);
            }
        }
    }
    true
}
/// Whether a branch has a figure: something of weight is known below it.
fn any(plan: &Plan, branch: usize, known: &dyn Fn(usize) -> bool) -> bool {
    plan.branches[branch].children.iter().any(|(c, w)| {
        *w > 0
            && match c {
                Child::Leaf(l) => known(*l),
                Child::Branch(b) => any(plan, *b, known),
            }
    })
}

impl Plan {
    /// Every formula of the scheme.
    pub(crate) fn formulas(&self) -> impl Iterator<Item = &Formula> {
        let leaves = self.leaves.iter().filter_map(|l| match &l.raw {
            Raw::Formula(f) => Some(f),
            _ => None,
        });
        let adjust = self.branches.iter().flat_map(|b| &b.adjust).map(|a| &a.formula);
        leaves.chain(adjust).chain(&self.outcomes).chain(self.bars.iter().map(|(f, _)| f))
    }
}
