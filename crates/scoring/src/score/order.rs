//! People in the order of their peer groups.

use std::ops::Range;

use super::{BLOCK, Failure, share::share};
use crate::Facts;

/// Where each peer group's people are. A person's *row* is the place in the facts, the *place* that among the groups.
#[derive(Clone, Debug)]
pub(super) struct Order {
    /// The row at each place and the place of each row; nothing where the facts already stand so.
    turned: Option<(Vec<u32>, Vec<u32>)>,
    /// Where each group begins, and where the last ends.
    start: Vec<u32>,
}

impl Order {
    pub(super) fn of(facts: &Facts) -> Self {
        let mut start = vec![0u32; facts.approved.len() + 1];
        for group in &facts.group {
            start[*group as usize + 1] += 1;
        }
        for i in 1..start.len() {
            start[i] += start[i - 1];
        }
        let turned = (!facts.group.is_sorted()).then(|| {
            let mut next = start.clone();
            let mut rows = vec![0u32; facts.people()];
            let place = |(row, group): (usize, &u32)| {
                let next = &mut next[*group as usize];
                rows[*next as usize] = row as u32;
                *next += 1;
                *next - 1
            };
            let places = facts.group.iter().enumerate().map(place).collect();
            (rows, places)
        });
        Self { turned, start }
    }
    /// The places of a group's people.
    pub(super) fn people(&self, group: usize) -> Range<usize> {
        self.start[group] as usize..self.start[group + 1] as usize
    }
    /// The row at a place.
    #[inline]
    pub(super) fn row(&self, place: usize) -> usize {
        self.turned.as_ref().map_or(place, |(rows, _)| rows[place] as usize)
    }
    /// The place of a row.
    #[inline]
    pub(super) fn place(&self, row: usize) -> usize {
        self.turned.as_ref().map_or(row, |(_, places)| places[row] as usize)
    }
    /// Runs of whole groups, each with its part of `out`, which has `width` entries for each person in the order of the groups.
    pub(super) fn runs<'a, T>(&self, out: &'a mut [T], width: usize) -> Vec<(Range<usize>, &'a mut [T])> {
        let groups = self.start.len() - 1;
        let (mut runs, mut rest, mut from) = (Vec::new(), out, 0);
        for group in 1..=groups {
            let people = (self.start[group] - self.start[from]) as usize;
            if people >= BLOCK || group == groups {
                let (now, later) = rest.split_at_mut(people * width);
                runs.push((from..group, now));
                (rest, from) = (later, group);
            }
        }
        runs
    }
    /// What stands in the order of the groups, in the order of the facts.
    pub(super) fn back<T: Copy + Send + Sync>(&self, given: Vec<T>, threads: usize) -> Result<Vec<T>, Failure> {
        let Some((_, places)) = &self.turned else { return Ok(given) };
        let mut out = given.clone();
        let work = out.chunks_mut(BLOCK).zip(places.chunks(BLOCK)).collect();
        share(
            threads,
            work,
            || (),
            |(), (out, places): (&mut [T], &[u32])| {
                out.iter_mut().zip(places).for_each(|(x, place)| *x = given[*place as usize]);
                Ok(())
            },
        )?;
        Ok(out)
    }
}
