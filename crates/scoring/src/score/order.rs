//! People in the order of their peer groups.

use std::ops::Range;

use crate::{Facts, score::Result};

/// How many people a run should have: few enough that their indicators stay in a core's cache, enough that loops are long.
const RUN: usize = 1024;

/// Where each peer group's people are.
#[derive(Clone, Debug)]
pub(super) struct Order {
    /// The people, group after group; nothing where the facts already stand so.
    rows: Option<Vec<u32>>,
    /// Where each group begins, and where the last ends.
    start: Vec<u32>,
}

impl Order {
    pub(super) fn of(facts: &Facts) -> Self {
        let mut start = vec![0u32; facts.approved.len() + 1];
        let mut sorted = true;
        let mut before = 0;
        for group in &facts.group {
            start[*group as usize + 1] += 1;
            sorted &= *group >= before;
            before = *group;
        }
        for i in 1..start.len() {
            start[i] += start[i - 1];
        }
        let rows = (!sorted).then(|| {
            let mut next = start.clone();
            let mut rows = vec![0u32; facts.people()];
            for (row, group) in facts.group.iter().enumerate() {
                rows[next[*group as usize] as usize] = row as u32;
                next[*group as usize] += 1;
            }
            rows
        });
        Self { rows, start }
    }
    /// The places of a group's people.
    pub(super) fn people(&self, group: usize) -> Range<usize> {
        self.start[group] as usize..self.start[group + 1] as usize
    }
    /// The person at a place.
    #[inline]
    pub(super) fn row(&self, place: usize) -> usize {
        self.rows.as_ref().map_or(place, |rows| rows[place] as usize)
    }
    /// The people at these places, where they do not stand one after another in the facts.
    pub(super) fn gathered(&self, places: Range<usize>) -> Option<&[u32]> {
        self.rows.as_ref().map(|rows| &rows[places])
    }
    /// Runs of whole groups.
    pub(super) fn runs(&self) -> Vec<Range<usize>> {
        let (mut runs, mut from) = (Vec::new(), 0);
        for group in 0..self.start.len() - 1 {
            if (self.start[group + 1] - self.start[from]) as usize >= RUN {
                runs.push(from..group + 1);
                from = group + 1;
            }
        }
        if from + 1 < self.start.len() {
            runs.push(from..self.start.len() - 1);
        }
        runs
    }
    /// Results from the order of the groups to that of the facts.
    pub(super) fn scatter(&self, results: Vec<Result>) -> Vec<Result> {
        let Some(rows) = &self.rows else { return results };
        let mut out = vec![Result::NOTHING; results.len()];
        for (row, result) in rows.iter().zip(results) {
            out[*row as usize] = result;
        }
        out
    }
}
