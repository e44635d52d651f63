//! Bringing results up to date when one fact changes.

use super::{Failure, Result, Scored, frame::Frame};
use crate::{Facts, Plan, plan::Levelled};

impl Scored {
    /// Records a fact of a person and computes anew whoever it reaches: the peer group, and where a levelled score changed,
    /// the peer groups of everybody whom that rater scored. Gives the groups. On failure neither facts nor results change.
    pub fn change(
        &mut self,
        plan: &Plan,
        facts: &mut Facts,
        row: usize,
        column: usize,
        value: Option<i64>,
    ) -> std::result::Result<Vec<u32>, Failure> {
        let def = plan.columns.get(column).filter(|_| row < facts.people());
        let Some(def) = def.filter(|d| value.is_none_or(|v| (d.min..=d.max).contains(&v))) else {
            let name = plan.columns.get(column).map_or_else(String::new, |c| c.name.clone());
            return Err(Failure::Fact { row, name });
        };
        let before = facts.columns[column].get(row);
        let mut raters = Vec::new();
        let sets: Vec<usize> = (0..plan.levels.len())
            .filter(|s| matches!(plan.levels[*s].of, Levelled::Leader(x, r) if x == column || r == column))
            .collect();
        for set in &sets {
            raters.extend(self.count(plan, facts, *set, row, -1));
        }
        let fits = facts.columns[column].set(row, value);
        for set in &sets {
            raters.extend(self.count(plan, facts, *set, row, 1));
        }
        raters.sort_unstable();
        raters.dedup();
        let mut groups = vec![facts.group[row]];
        for (rater_column, rater) in &raters {
            let rated = (0..facts.people()).filter(|r| facts.columns[*rater_column].get(*r) == Some(*rater));
            groups.extend(rated.map(|r| facts.group[r]));
        }
        groups.sort_unstable();
        groups.dedup();
        let done =
            if fits { self.groups(plan, facts, &groups) } else { Err(Failure::Fact { row, name: def.name.clone() }) };
        match done {
            Ok(new) => {
                for (row, result) in new {
                    self.results[row] = result;
                }
                Ok(groups)
            }
            Err(why) => {
                for set in &sets {
                    self.count(plan, facts, *set, row, -1);
                }
                if fits && !facts.columns[column].set(row, before) {
                    return Err(Failure::Fact { row, name: def.name.clone() });
                }
                for set in &sets {
                    self.count(plan, facts, *set, row, 1);
                }
                Err(why)
            }
        }
    }
    /// Puts a person's levelled score into its rater's sums, or takes it out.
    fn count(&mut self, plan: &Plan, facts: &Facts, set: usize, row: usize, times: i64) -> Option<(usize, i64)> {
        let Levelled::Leader(score, rater) = plan.levels[set].of else { return None };
        let (x, r) = (facts.columns[score].get(row)?, facts.columns[rater].get(row)?);
        let at = usize::try_from(r).ok()?;
        let sums = &mut self.levels[set];
        if at >= sums.len() {
            sums.resize(at + 1, Default::default());
        }
        sums[at].put(x, times);
        Some((rater, r))
    }
    /// New results of these groups' people.
    fn groups(&self, plan: &Plan, facts: &Facts, groups: &[u32]) -> std::result::Result<Vec<(usize, Result)>, Failure> {
        let mut frame = Frame::new(plan);
        let (mut new, mut out) = (Vec::new(), Vec::new());
        for group in groups.iter().map(|g| *g as usize) {
            let places = self.order.people(group);
            out.clear();
            out.resize(places.len(), Result::NOTHING);
            frame.run(plan, facts, &self.order, &self.levels, group..group + 1, &mut out)?;
            new.extend(places.map(|p| self.order.row(p)).zip(out.iter().copied()));
        }
        Ok(new)
    }
}
