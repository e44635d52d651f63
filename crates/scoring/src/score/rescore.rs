//! Bringing results up to date when one fact changes.

use super::{
    Failure, Flags, Result, Scored,
    frame::{Frame, Rows, Scene},
    grading::Grader,
    judge::Judged,
    peers::{self, Group},
};
use crate::{
    Column, Facts, Plan,
    exact::MISSING,
    grade::Candidate,
    plan::{Levelled, Raw},
};

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
        let sets: Vec<usize> = (0..plan.levels.len())
            .filter(|s| matches!(plan.levels[*s].of, Levelled::Leader(x, r) if x == column || r == column))
            .collect();
        let mut raters = self.count(plan, facts, &sets, row, -1);
        let fits = facts.columns[column].set(row, value);
        raters.extend(self.count(plan, facts, &sets, row, 1));
        raters.sort_unstable();
        raters.dedup();
        let done = if fits {
            self.again(plan, facts, row, column, &raters)
        } else {
            Err(Failure::Fact { row, name: def.name.clone() })
        };
        if done.is_err() && fits {
            self.count(plan, facts, &sets, row, -1);
            // what was there fits
            let _there = facts.columns[column].set(row, before);
            self.count(plan, facts, &sets, row, 1);
        }
        done
    }
    /// Puts a person's levelled scores into the raters' sums, or takes them out. Gives the raters, each with its column.
    fn count(&mut self, plan: &Plan, facts: &Facts, sets: &[usize], row: usize, times: i64) -> Vec<(usize, i64)> {
        let mut raters = Vec::new();
        for set in sets {
            let Levelled::Leader(score, rater) = plan.levels[*set].of else { continue };
            let (Some(x), Some(r)) = (facts.columns[score].get(row), facts.columns[rater].get(row)) else { continue };
            if let Ok(at) = usize::try_from(r) {
                self.levels[*set].count(&plan.levels[*set], at, x, times);
                raters.push((rater, r));
            }
        }
        raters
    }
    /// Everything that a changed fact reaches. On failure nothing of the results is changed.
    fn again(
        &mut self,
        plan: &Plan,
        facts: &Facts,
        row: usize,
        column: usize,
        raters: &[(usize, i64)],
    ) -> std::result::Result<Vec<u32>, Failure> {
        let mut rows = vec![row];
        raters.iter().for_each(|(column, rater)| rated(&facts.columns[*column], *rater, &mut rows));
        let places = self.order.people(facts.group[row] as usize);
        let mut undo = None;
        if plan.relative().iter().any(|l| reads(&plan.leaves[*l].raw, column)) {
            let mut new = self.peer_points(plan, facts, facts.group[row] as usize)?;
            self.peers.exchange(&self.order, places.clone(), &mut new);
            undo = Some(new);
            rows.extend(places.clone().map(|p| self.order.row(p)));
        }
        rows.sort_unstable();
        rows.dedup();
        let width = plan.tie_slots().len();
        let (people, ties) = (vec![Candidate::NOBODY; rows.len()], vec![MISSING; rows.len() * width]);
        let mut new = Judged { people, ties };
        let scene = Scene { plan, facts, levels: &self.levels, rows: Rows::Gathered(&rows) };
        let mut frame = Frame::new(plan, plan.formulas());
        if let Err(why) = frame.judge(&scene, (&self.peers, &self.order), &mut new.people, &mut new.ties) {
            if let Some(mut old) = undo {
                self.peers.exchange(&self.order, places, &mut old);
            }
            return Err(why);
        }
        for (i, row) in rows.iter().enumerate() {
            self.judged.people[*row] = new.people[i];
            self.judged.ties[row * width..(row + 1) * width].copy_from_slice(&new.ties[i * width..(i + 1) * width]);
        }
        let mut groups: Vec<u32> = rows.iter().map(|r| facts.group[*r]).collect();
        groups.sort_unstable();
        groups.dedup();
        let (mut grader, mut out) = (Grader::default(), Vec::new());
        for group in groups.iter().map(|g| *g as usize) {
            let places = self.order.people(group);
            out.clear();
            out.resize(places.len(), Result::NOTHING);
            grader.group(plan, facts, &self.order, &self.judged, group, &mut out);
            places.zip(&out).for_each(|(p, result)| self.results[self.order.row(p)] = *result);
        }
        Ok(groups)
    }
    /// New points of the indicators that need peers, for one group, and what must be said of them.
    fn peer_points(
        &self,
        plan: &Plan,
        facts: &Facts,
        group: usize,
    ) -> std::result::Result<(Vec<i64>, Vec<Flags>), Failure> {
        let rows: Vec<usize> = self.order.people(group).map(|p| self.order.row(p)).collect();
        let width = plan.relative().len();
        let mut values = vec![MISSING; rows.len() * width];
        let (mut frame, mut room) = peers::frame(plan);
        let scene = Scene { plan, facts, levels: &self.levels, rows: Rows::Gathered(&rows) };
        let mut flags = vec![Flags::NONE; rows.len()];
        frame.peer_values(&scene, &mut room, &mut values, &mut flags)?;
        let mut of = Group::default();
        of.take(width, values.chunks(width));
        let mut points = vec![MISSING; values.len()];
        of.points(plan, &mut points).map_err(|(i, name)| Failure::Overflow { row: rows[i], name })?;
        Ok((points, flags))
    }
}

/// The rows that bear a rater's number. Most stretches bear it nowhere, and are passed quickly.
fn rated(raters: &Column, rater: i64, rows: &mut Vec<usize>) {
    const STRETCH: usize = 1024;
    match (raters, i32::try_from(rater)) {
        (Column::Narrow(v), Ok(rater)) => {
            for (s, stretch) in v.chunks(STRETCH).enumerate() {
                if stretch.iter().fold(false, |found, r| found | (*r == rater)) {
                    let at = stretch.iter().enumerate().filter(|(_, r)| **r == rater);
                    rows.extend(at.map(|(i, _)| s * STRETCH + i));
                }
            }
        }
        (Column::Narrow(_), Err(_)) => {}
        (Column::Wide(v), _) => {
            rows.extend(v.iter().enumerate().filter(|(_, r)| **r == rater).map(|(i, _)| i));
        }
    }
}

/// Whether an indicator's value reads a column.
fn reads(raw: &Raw, column: usize) -> bool {
    match raw {
        Raw::Fact(c) | Raw::Graded(c, _) => *c == column,
        Raw::Rate(a, b) => *a == column || *b == column,
        Raw::Ballot(classes, _) => classes.iter().any(|class| class.counts.iter().any(|(c, _)| *c == column)),
        Raw::Ratings { .. } => false,
        Raw::Formula(formula) => formula.slots().any(|s| usize::from(s) == column),
    }
}
