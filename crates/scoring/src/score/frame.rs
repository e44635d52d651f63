//! The room in which a run of peer groups is computed, used again for the next run.

use std::{collections::HashMap, ops::Range};

use super::{Failure, Flags, RaterSums, Result, Standing, order::Order};
use crate::{
    Column, Facts, Plan,
    backing::{Backing, backing},
    exact::{DECIMALS, MISSING, ten},
    formula::{Formula, Value},
    grade::{Candidate, grade_group},
    plan::ColumnDef,
};

/// The people of a run: one after another in the facts, or gathered.
#[derive(Clone)]
pub(super) enum Rows<'a> {
    Straight(Range<usize>),
    Gathered(&'a [u32]),
}
impl Rows<'_> {
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Straight(range) => range.len(),
            Self::Gathered(rows) => rows.len(),
        }
    }
    pub(super) fn at(&self, i: usize) -> usize {
        match self {
            Self::Straight(range) => range.start + i,
            Self::Gathered(rows) => rows[i] as usize,
        }
    }
}

/// Everything that a run needs.
pub(super) struct Scene<'a> {
    pub(super) plan: &'a Plan,
    pub(super) facts: &'a Facts,
    pub(super) levels: &'a [Vec<RaterSums>],
    pub(super) rows: Rows<'a>,
    /// The groups' places within the run.
    pub(super) groups: Vec<Range<usize>>,
}

/// Figures of a run, a column per indicator and branch.
pub(super) struct Frame {
    pub(super) leaf: Vec<Vec<i64>>,
    pub(super) branch: Vec<Vec<i64>>,
    pub(super) flags: Vec<Flags>,
    /// Whether any indicator is missing.
    pub(super) gaps: Vec<bool>,
    pub(super) room: [Vec<i64>; 4],
    pub(super) pairs: Vec<(i64, u32)>,
    pub(super) stack: Vec<Value>,
    /// The columns that formulas read, in units of the sixth decimal, and where each is.
    named: Vec<Vec<i64>>,
    place: Vec<u16>,
    patterns: HashMap<Vec<u64>, Backing>,
}

impl Frame {
    pub(super) fn new(plan: &Plan) -> Self {
        let mut place = vec![u16::MAX; plan.columns.len()];
        let mut named = Vec::new();
        for slot in plan.formulas().flat_map(Formula::slots) {
            if let Some(p @ &mut u16::MAX) = place.get_mut(usize::from(slot)) {
                *p = named.len() as u16;
                named.push(Vec::new());
            }
        }
        Self {
            leaf: vec![Vec::new(); plan.leaves.len()],
            branch: vec![Vec::new(); plan.branches.len()],
            flags: Vec::new(),
            gaps: Vec::new(),
            room: Default::default(),
            pairs: Vec::new(),
            stack: Vec::new(),
            named,
            place,
            patterns: HashMap::new(),
        }
    }
    /// Computes whole groups into `out`.
    pub(super) fn run(
        &mut self,
        plan: &Plan,
        facts: &Facts,
        order: &Order,
        levels: &[Vec<RaterSums>],
        groups: Range<usize>,
        out: &mut [Result],
    ) -> std::result::Result<(), Failure> {
        let from = order.people(groups.start).start;
        let places = from..from + out.len();
        let rows = order.gathered(places.clone()).map_or(Rows::Straight(places), Rows::Gathered);
        let inside = groups.clone().map(|g| order.people(g)).map(|p| p.start - from..p.end - from).collect();
        let scene = Scene { plan, facts, levels, rows, groups: inside };
        self.flags.clear();
        self.flags.resize(out.len(), Flags::NONE);
        self.gaps.clear();
        self.gaps.resize(out.len(), false);
        for column in 0..plan.columns.len() {
            if let Some(to) = self.place.get(column).filter(|p| **p != u16::MAX) {
                load(&scene, column, true, &mut self.named[usize::from(*to)])?;
            }
        }
        for i in 0..plan.leaves.len() {
            let mut figures = std::mem::take(&mut self.leaf[i]);
            let done = self.one_leaf(&scene, i, &mut figures);
            self.leaf[i] = figures;
            done?;
        }
        self.all_branches(&scene)?;
        self.people(&scene, groups, out)
    }
    /// A formula's value for the person at `i`, over facts and figures.
    pub(super) fn formula(&mut self, plan: &Plan, formula: &Formula, i: usize) -> Value {
        let Self { stack, named, place, leaf, branch, .. } = self;
        let facts = plan.columns.len();
        formula.value(stack, |slot| {
            let slot = usize::from(slot);
            match place.get(slot) {
                Some(at) => named[usize::from(*at)][i],
                None => leaf.get(slot - facts).map_or_else(|| branch[slot - facts - leaf.len()][i], |l| l[i]),
            }
        })
    }
    /// Whether a condition holds; what cannot be told does not, and is flagged.
    fn holds(&mut self, scene: &Scene, formula: &Formula, i: usize, name: &str) -> std::result::Result<bool, Failure> {
        match self.formula(scene.plan, formula, i) {
            Value::Truth(t) => Ok(t),
            Value::Overflow => Err(Failure::Overflow { row: scene.rows.at(i), name: name.to_owned() }),
            _ => {
                self.flags[i] = self.flags[i] | Flags::UNTOLD;
                Ok(false)
            }
        }
    }
    fn people(&mut self, scene: &Scene, groups: Range<usize>, out: &mut [Result]) -> std::result::Result<(), Failure> {
        let plan = scene.plan;
        let root = plan.branches.len() - 1;
        let mut people = Vec::new();
        for (group, places) in groups.zip(&scene.groups) {
            people.clear();
            for i in places.clone() {
                let mut without = None;
                for (o, formula) in plan.outcomes.iter().enumerate() {
                    if self.holds(scene, formula, i, &plan.scheme.outcomes[o].id)? {
                        without = Some(o as u8);
                        break;
                    }
                }
                let mut figure = Some(self.branch[root][i]).filter(|f| *f != MISSING);
                let mut withheld = false;
                if self.gaps[i] {
                    let verdict = self.pattern(plan, i);
                    self.flags[i] = self.flags[i] | Flags::RENORMALISED;
                    withheld = verdict == Backing::Single;
                    figure = figure.filter(|_| verdict == Backing::Enough);
                }
                let mut at_best = 0;
                for (b, (formula, grade)) in plan.bars.iter().enumerate() {
                    if *grade > at_best && self.holds(scene, formula, i, &plan.scheme.bars[b].id)? {
                        at_best = *grade;
                    }
                }
                people.push(Candidate { without, figure, withheld, at_best });
            }
            self.place_in_group(&people, places.start, out);
            let facts = plan.columns.len();
            let (leaf, branch, start) = (&self.leaf, &self.branch, places.start);
            let tie = |i: usize, slot: u16| {
                let at = usize::from(slot) - facts;
                leaf.get(at).map_or_else(|| branch[at - leaf.len()][start + i], |l| l[start + i])
            };
            let flags = &self.flags;
            grade_group(plan, scene.facts.approved[group], &people, &tie, &mut |i, standing, more| {
                let result = &mut out[start + i];
                result.figure = people[i].figure.unwrap_or(MISSING);
                result.standing = standing;
                result.flags = flags[start + i] | more;
                if matches!(standing, Standing::Without(_)) {
                    result.rank = 0;
                }
            });
        }
        Ok(())
    }
    /// What the recorded indicators of the person back; people miss the same ones again and again.
    fn pattern(&mut self, plan: &Plan, i: usize) -> Backing {
        let mut missing = vec![0u64; self.leaf.len().div_ceil(64)];
        for (l, figures) in self.leaf.iter().enumerate() {
            missing[l / 64] |= u64::from(figures[i] == MISSING) << (l % 64);
        }
        let known = |l: usize| missing[l / 64] >> (l % 64) & 1 == 0;
        if let Some(verdict) = self.patterns.get(&missing) {
            return *verdict;
        }
        let verdict = backing(plan, &known);
        if self.patterns.len() < 100_000 {
            self.patterns.insert(missing, verdict);
        }
        verdict
    }
    /// The place of each in the group: 1 for the highest figure, equals share the better place.
    fn place_in_group(&mut self, people: &[Candidate], start: usize, out: &mut [Result]) {
        self.pairs.clear();
        for (i, person) in people.iter().enumerate() {
            out[start + i].rank = 0;
            if let (Some(figure), None) = (person.figure, person.without) {
                self.pairs.push((-figure, i as u32));
            }
        }
        self.pairs.sort_unstable();
        let (mut rank, mut before) = (0, None);
        for (place, (figure, i)) in self.pairs.iter().enumerate() {
            if before != Some(*figure) {
                rank = place as u32 + 1;
                before = Some(*figure);
            }
            out[start + *i as usize].rank = rank;
        }
    }
}

/// A column of the run, as recorded or in units of the sixth decimal, each number within what the scheme says.
pub(super) fn load(scene: &Scene, column: usize, units: bool, out: &mut Vec<i64>) -> std::result::Result<(), Failure> {
    let (def, data) = (&scene.plan.columns[column], &scene.facts.columns[column]);
    let by = if units { ten(DECIMALS - def.decimals) } else { 1 };
    out.clear();
    match (data, &scene.rows) {
        (Column::Narrow(v), Rows::Straight(range)) => put(out, def, by, v[range.clone()].iter().map(|x| widen(*x))),
        (Column::Narrow(v), Rows::Gathered(rows)) => put(out, def, by, rows.iter().map(|r| widen(v[*r as usize]))),
        (Column::Wide(v), Rows::Straight(range)) => put(out, def, by, v[range.clone()].iter().copied()),
        (Column::Wide(v), Rows::Gathered(rows)) => put(out, def, by, rows.iter().map(|r| v[*r as usize])),
    }
    .map_err(|i| Failure::Fact { row: scene.rows.at(i), name: def.name.clone() })
}
#[inline]
fn widen(x: i32) -> i64 {
    if x == i32::MIN { MISSING } else { i64::from(x) }
}
#[inline]
fn put(
    out: &mut Vec<i64>,
    def: &ColumnDef,
    by: i64,
    values: impl Iterator<Item = i64> + Clone,
) -> std::result::Result<(), usize> {
    let (min, max) = (def.min, def.max);
    let outside = |x: i64| (x < min || x > max) & (x != MISSING);
    let mut bad = false;
    out.extend(values.clone().map(|x| {
        bad |= outside(x);
        if x == MISSING { MISSING } else { x.wrapping_mul(by) }
    }));
    // the product is only used where every number was inside, and there it fits
    if bad { Err(values.clone().position(outside).unwrap_or(0)) } else { Ok(()) }
}
