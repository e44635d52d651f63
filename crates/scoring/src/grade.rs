//! One peer group's figures to grades: outcomes without grade, thresholds, bars, quotas.

use crate::{
    Flags, Plan, Standing,
    exact::MISSING,
    plan::QuotaPlan,
    scheme::{QuotaBase, Rounding, Tied},
};

/// What is known of one person before grades are given. There are as many as people, so it is small.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Candidate {
    figure: i64,
    without: u8,
    /// Where there is no figure: because one source would decide.
    withheld: bool,
    /// The best grade that the bars leave.
    at_best: u8,
    /// What must be said already.
    flags: Flags,
}
impl Candidate {
    pub(crate) const NOBODY: Self =
        Self { figure: MISSING, without: u8::MAX, withheld: false, at_best: 0, flags: Flags::NONE };
    /// The outcome without a grade is numbered below `u8::MAX`, as the check of schemes sees to.
    pub(crate) fn new(figure: Option<i64>, without: Option<u8>) -> Self {
        Self { figure: figure.unwrap_or(MISSING), without: without.unwrap_or(u8::MAX), ..Self::NOBODY }
    }
    /// With what must be said besides.
    pub(crate) fn with(self, withheld: bool, at_best: u8, flags: Flags) -> Self {
        Self { withheld, at_best, flags, ..self }
    }
    /// The final figure, if there is one and it may be used.
    pub(crate) fn figure(&self) -> Option<i64> {
        (self.figure != MISSING).then_some(self.figure)
    }
    /// The outcome without a grade, if one holds.
    pub(crate) fn without(&self) -> Option<u8> {
        (self.without != u8::MAX).then_some(self.without)
    }
    /// The figure, of who has a place among the peers.
    pub(crate) fn ranked(&self) -> Option<i64> {
        self.figure().filter(|_| self.without == u8::MAX)
    }
}

/// Grades everybody of one peer group; `tie` gives a figure by its slot.
pub(crate) fn grade_group(
    plan: &Plan,
    approved: bool,
    people: &[Candidate],
    tie: &dyn Fn(usize, u16) -> i64,
    give: &mut dyn FnMut(usize, Standing, Flags),
) {
    let last = plan.from.len().saturating_sub(1);
    let mut grade: Vec<(u8, Flags)> = Vec::with_capacity(people.len());
    let mut graded: i64 = 0;
    for person in people {
        let (mut g, mut flags) = (u8::MAX, person.flags);
        if let (None, Some(figure), false) = (person.without(), person.figure(), plan.from.is_empty()) {
            g = plan.from.iter().position(|from| figure >= *from).unwrap_or(last) as u8;
            if g < person.at_best {
                g = person.at_best;
                flags = flags | Flags::BARRED;
            }
            graded += 1;
        }
        grade.push((g, flags));
    }
    for quota in &plan.quotas {
        apply(quota, approved, people, graded, tie, &mut grade);
    }
    for (i, (person, (g, flags))) in people.iter().zip(grade).enumerate() {
        let standing = match (person.without(), person.figure()) {
            (Some(outcome), _) => Standing::Without(outcome),
            (None, None) if person.withheld => Standing::Withheld,
            (None, None) => Standing::NoResult,
            (None, Some(_)) if plan.from.is_empty() => Standing::Ungraded,
            (None, Some(_)) => Standing::Grade(g),
        };
        give(i, standing, flags);
    }
}

/// How many of `base` people a quota has room for.
pub(crate) fn room(quota: &QuotaPlan, approved: bool, base: i64) -> i64 {
    let exact = base * if approved { quota.approved } else { quota.share };
    match quota.rounding {
        Rounding::Floor => exact / 10_000,
        Rounding::HalfUp => (exact + 5_000) / 10_000,
        Rounding::Ceil => (exact + 9_999) / 10_000,
    }
}

fn apply(
    quota: &QuotaPlan,
    approved: bool,
    people: &[Candidate],
    graded: i64,
    tie: &dyn Fn(usize, u16) -> i64,
    grade: &mut [(u8, Flags)],
) {
    let base = if quota.base == QuotaBase::Graded { graded } else { people.len() as i64 };
    let room = room(quota, approved, base) as usize;
    let mut candidates: Vec<usize> = (0..people.len()).filter(|i| grade[*i].0 == quota.grade).collect();
    if candidates.len() <= room {
        return;
    }
    // best first; equals stay equal whatever order they came in
    let compare = |a: &usize, b: &usize| {
        let figures = people[*b].figure().cmp(&people[*a].figure());
        quota.ties.iter().fold(figures, |order, slot| order.then_with(|| tie(*b, *slot).cmp(&tie(*a, *slot))))
    };
    candidates.sort_by(compare);
    let first_out = candidates[room];
    for (place, i) in candidates.iter().enumerate() {
        let equal = compare(i, &first_out).is_eq();
        if place < room && !equal {
            continue;
        }
        let (g, flags) = &mut grade[*i];
        *g += 1;
        *flags = *flags | Flags::OVER_QUOTA;
        // equals on both sides of the line: no rule of the scheme tells them apart
        let split = room > 0 && compare(&candidates[room - 1], &first_out).is_eq();
        if equal && split && quota.then == Tied::Decide {
            *flags = *flags | Flags::TIED;
        }
    }
}
