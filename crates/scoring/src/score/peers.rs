//! Points that depend on the peer group: its lowest and highest, ranks.

use std::ops::Range;

use super::{
    BLOCK, Failure, Flags,
    frame::{Frame, Rows, Scene},
    leaf::FULL,
    levels::Levels,
    order::Order,
    rank::Ranker,
    share::share,
};
use crate::{
    Facts, Plan,
    exact::{DECIMALS, MISSING, Reciprocal, ten},
    plan::{Norm, Raw},
    scheme::{Best, Ties},
};

/// Points of the indicators of [`Plan::relative`], in the order of the groups, one person's after another's: who looks a person
/// up finds them all in one place.
#[derive(Clone, Debug)]
pub(super) struct Peers {
    width: usize,
    points: Vec<i64>,
    /// What must be said of the values, in the order of the facts.
    flags: Vec<Flags>,
}

impl Peers {
    #[inline]
    pub(super) fn of(&self, place: usize, k: usize) -> i64 {
        self.points[place * self.width + k]
    }
    pub(super) fn flags(&self, row: usize) -> Flags {
        self.flags.get(row).copied().unwrap_or(Flags::NONE)
    }
    /// Exchanges the points of these places and the flags of the rows there: what was there is in `new` afterwards.
    pub(super) fn exchange(&mut self, order: &Order, places: Range<usize>, new: &mut (Vec<i64>, Vec<Flags>)) {
        self.points[places.start * self.width..places.end * self.width].swap_with_slice(&mut new.0);
        for (place, flags) in places.zip(&mut new.1) {
            std::mem::swap(&mut self.flags[order.row(place)], flags);
        }
    }
}

pub(super) fn everybody(
    plan: &Plan,
    facts: &Facts,
    order: &Order,
    levels: &[Levels],
    threads: usize,
) -> Result<Peers, Failure> {
    let width = plan.relative().len();
    if width == 0 {
        return Ok(Peers { width, points: Vec::new(), flags: Vec::new() });
    }
    let mut values = vec![0; facts.people() * width];
    let mut flags = vec![Flags::NONE; facts.people()];
    let work = values.chunks_mut(BLOCK * width).zip(flags.chunks_mut(BLOCK)).enumerate().collect();
    share(
        threads,
        work,
        || frame(plan),
        |(frame, room), (block, (out, flags)): (usize, (&mut [i64], &mut [Flags]))| {
            let from = block * BLOCK;
            let rows = Rows::Straight(from..from + flags.len());
            frame.peer_values(&Scene { plan, facts, levels, rows }, room, out, flags)
        },
    )?;
    let mut points = vec![0; values.len()];
    share(threads, order.runs(&mut points, width), Group::default, |room, (groups, out)| {
        let mut rest = out;
        for group in groups {
            let places = order.people(group);
            let (now, later) = rest.split_at_mut(places.len() * width);
            rest = later;
            room.take(width, places.map(|p| &values[order.row(p) * width..][..width]));
            room.points(plan, now)
                .map_err(|(i, name)| Failure::Overflow { row: order.row(order.people(group).start + i), name })?;
        }
        Ok(())
    })?;
    Ok(Peers { width, points, flags })
}

/// Room for the values of indicators that need peers.
pub(super) fn frame(plan: &Plan) -> (Frame, Vec<i64>) {
    let formulas = plan.relative().iter().filter_map(|l| match &plan.leaves[*l].raw {
        Raw::Formula(formula) => Some(formula),
        _ => None,
    });
    (Frame::new(plan, formulas), Vec::new())
}

impl Frame {
    /// Values of a block's people, one person's after another's.
    pub(super) fn peer_values(
        &mut self,
        scene: &Scene,
        room: &mut Vec<i64>,
        out: &mut [i64],
        flags: &mut [Flags],
    ) -> Result<(), Failure> {
        self.begin(scene)?;
        let width = scene.plan.relative().len();
        for (k, leaf) in scene.plan.relative().iter().enumerate() {
            self.value(scene, *leaf, room)?;
            out.chunks_mut(width).zip(&*room).for_each(|(person, x)| person[k] = *x);
        }
        flags.copy_from_slice(&self.flags);
        Ok(())
    }
}

/// One group's values, indicator after indicator.
#[derive(Default)]
pub(super) struct Group {
    values: Vec<Vec<i64>>,
    ranker: Ranker,
}

impl Group {
    pub(super) fn take<'a>(&mut self, width: usize, people: impl Iterator<Item = &'a [i64]>) {
        self.values.resize(width, Vec::new());
        self.values.iter_mut().for_each(Vec::clear);
        for person in people {
            self.values.iter_mut().zip(person).for_each(|(v, x)| v.push(*x));
        }
    }
    /// Points, one person's after another's. Who is at fault is named by the place in the group.
    pub(super) fn points(&mut self, plan: &Plan, out: &mut [i64]) -> Result<(), (usize, String)> {
        let width = self.values.len();
        for (k, (values, leaf)) in self.values.iter_mut().zip(plan.relative()).enumerate() {
            let leaf = &plan.leaves[*leaf];
            match leaf.norm {
                Norm::MinMax { best, equal } => {
                    min_max(values, best, equal).map_err(|i| (i, leaf.id.clone()))?;
                }
                Norm::Rank { best, ties, alone } => {
                    let step = match leaf.raw {
                        Raw::Fact(column) => ten(DECIMALS - plan.columns[column].decimals),
                        _ => 1,
                    };
                    rank(&mut self.ranker, values, step, (best, ties, alone));
                }
                _ => {}
            }
            out.chunks_mut(width).zip(values).for_each(|(person, x)| person[k] = *x);
        }
        Ok(())
    }
}

/// `100 × (x − zero) ÷ (full − zero)` where zero and full are the ends of the group.
fn min_max(values: &mut [i64], best: Best, equal: i64) -> Result<(), usize> {
    let known = || values.iter().copied().filter(|x| *x != MISSING);
    let (Some(low), Some(high)) = (known().min(), known().max()) else { return Ok(()) };
    let by = Reciprocal::of(high.checked_sub(low).ok_or(0usize)?.max(1));
    for (i, x) in values.iter_mut().enumerate().filter(|(_, x)| **x != MISSING) {
        let above = if best == Best::High { *x - low } else { high - *x };
        *x = if low == high { equal } else { by.mul_div(above, FULL).ok_or(i)? };
    }
    Ok(())
}

/// `100 × (n − r) ÷ (n − 1)` for the rank r among the n who have a value.
fn rank(ranker: &mut Ranker, values: &mut [i64], step: i64, (best, ties, alone): (Best, Ties, i64)) {
    let n = values.iter().filter(|x| **x != MISSING).count() as i64;
    let by = Reciprocal::of(2 * (n - 1).max(1));
    ranker.ranks(values, step, best == Best::High, &mut |ahead, equal| {
        let (first, last) = (ahead as i64 + 1, (ahead + equal) as i64);
        // ranks in halves, so that a mean rank is whole
        let twice = match ties {
            Ties::Best => 2 * first,
            Ties::Mean => first + last,
            Ties::Worst => 2 * last,
        };
        if n == 1 { alone } else { by.half_up(FULL * (2 * n - twice)) }
    });
}
