//! What would change a person's grade: for each indicator, the fewest points more that lead to a better grade, everything else
//! and everybody else as they are.

use base::Say;
use serde::Serialize;

use crate::{Facts, Failure, Fixed, Plan, Standing, explain::Group, reference::Reference};

/// What one indicator would have to be.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Change {
    /// The indicator.
    pub indicator: String,
    /// Its points now.
    pub now: Option<Fixed>,
    /// The fewest points with which the grade would be better; none where even its cap would not do.
    pub needed: Option<Fixed>,
    /// The grade that would be reached.
    pub grade: Option<Say>,
    /// All in one sentence.
    pub say: Say,
}

/// For each indicator, the smallest change that gives the person a better grade. Empty where there is no better one, or no grade.
///
/// The figure never falls when an indicator rises, so a search over its points finds the fewest (to the sixth decimal). Quotas
/// and places are those of the peer group with the changed figure.
pub fn what_would_change(plan: &Plan, facts: &Facts, row: usize) -> std::result::Result<Vec<Change>, Failure> {
    crate::score::shape(plan, facts)?;
    if row >= facts.people() {
        return Err(Failure::Shape(Say::new("没有这个人", "there is no such person")));
    }
    let mut group = Group::of(Reference::new(plan, facts, row))?;
    let at = group.reference.peers.iter().position(|r| *r == row).unwrap_or(0);
    let Standing::Grade(grade @ 1..) = group.results()[at].standing else { return Ok(Vec::new()) };
    let now = group.people[at].clone();
    let mut changes = Vec::new();
    for (leaf, indicator) in plan.leaves.iter().enumerate() {
        let mut reached = |points: i64| -> std::result::Result<Option<u8>, Failure> {
            group.reference.instead = Some((row, leaf, points));
            group.people[at] = group.reference.person(row)?;
            Ok(match group.results()[at].standing {
                Standing::Grade(g) if g < grade => Some(g),
                _ => None,
            })
        };
        let is = now.figures[leaf];
        let (mut low, mut high) = (is.unwrap_or(indicator.floor).min(indicator.cap), indicator.cap);
        let mut best = reached(high)?;
        if best.is_some() && is.is_none() && reached(low)?.is_some() {
            high = low;
        }
        while best.is_some() && low + 1 < high {
            let middle = low + (high - low) / 2;
            match reached(middle)? {
                Some(_) => high = middle,
                None => low = middle,
            }
        }
        if best.is_some() {
            best = reached(high)?;
        }
        let needed = best.map(|_| Fixed::from_units(high));
        let better = best.map(|g| plan.grade_name(g));
        let shown = crate::trace::shown(is.map(Fixed::from_units));
        let say = match (&needed, &better) {
            (Some(n), Some(g)) => Say::new(
                format!("“{}”由 {shown} 到 {n}，等次即为“{}”", indicator.name.zh, g.zh),
                format!("“{}” from {shown} to {n} would give “{}”", indicator.name.en, g.en),
            ),
            _ => Say::new(
                format!("单凭“{}”不能改变等次，到上限 {} 也不能", indicator.name.zh, Fixed::from_units(indicator.cap)),
                format!(
                    "“{}” alone would not change the grade, even at its cap {}",
                    indicator.name.en,
                    Fixed::from_units(indicator.cap)
                ),
            ),
        };
        changes.push(Change {
            indicator: indicator.id.clone(),
            now: is.map(Fixed::from_units),
            needed,
            grade: better,
            say,
        });
    }
    Ok(changes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{RulePack, Table, read};

    /// Twelve people, of whom two may be excellent; the third asks.
    #[test]
    fn the_smallest_change_gives_a_better_grade_and_one_unit_less_does_not() {
        let pack = RulePack::read(include_str!("../../../rulepacks/cn/assessment.json")).unwrap();
        let plan = Plan::read(include_str!("../schemes/annual.json"), &[pack]).unwrap();
        let cells = |text: &str| text.split(',').map(str::to_owned).collect::<Vec<_>>();
        let head = "person,group,tasks_done,tasks_due,visits,special,study_hours,leader_score,leader,late_reports,\
                    days_absent,on_probation,admonished,appraisal.A.excellent,appraisal.B.excellent,appraisal.C.competent";
        let row = |i: i32| {
            let (done, visits, hours, points) = (100 - i, 30 - i, 90 - i, 90 - i);
            cells(&format!("p{i},g,{done},100,{visits},good,{hours},{points},L,0,0,0,0,9,9,9"))
        };
        let table = Table { name: "people".into(), head: cells(head), rows: (0..12).map(row).collect() };
        let facts = read(&plan, &[table]).unwrap().facts;
        let person = 2;
        let changes = what_would_change(&plan, &facts, person).unwrap();
        let mut tried = 0;
        for (leaf, change) in changes.iter().enumerate() {
            let Some(needed) = change.needed else { continue };
            let better_with = |points: i64| {
                let mut group = Group::of(Reference::new(&plan, &facts, person)).unwrap();
                let before = group.results()[person].standing;
                group.reference.instead = Some((person, leaf, points));
                group.people[person] = group.reference.person(person).unwrap();
                group.results()[person].standing < before
            };
            assert!(better_with(needed.units()), "{change:?}");
            assert!(!better_with(needed.units() - 1), "{change:?}");
            tried += 1;
        }
        assert!(tried > 0, "{changes:?}");
    }
}
