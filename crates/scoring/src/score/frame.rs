//! The room in which a block of people is computed, used again for the next block.

use std::{collections::HashMap, ops::Range};

use super::{Failure, Flags, levels::Levels};
use crate::{
    Column, Facts, Plan,
    backing::Backing,
    exact::{DECIMALS, MISSING, ten},
    formula::{Formula, Value},
};

/// The people of a block: one after another in the facts, or gathered.
#[derive(Clone)]
pub(super) enum Rows<'a> {
    Straight(Range<usize>),
    Gathered(&'a [usize]),
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
            Self::Gathered(rows) => rows[i],
        }
    }
}

/// Everything that a block needs.
pub(super) struct Scene<'a> {
    pub(super) plan: &'a Plan,
    pub(super) facts: &'a Facts,
    pub(super) levels: &'a [Levels],
    pub(super) rows: Rows<'a>,
}

/// Figures of a block, a column per indicator and branch.
pub(super) struct Frame {
    pub(super) leaf: Vec<Vec<i64>>,
    pub(super) branch: Vec<Vec<i64>>,
    /// Whether everybody has the indicator, and the branch: then its loops ask nobody.
    pub(super) whole: (Vec<bool>, Vec<bool>),
    pub(super) flags: Vec<Flags>,
    /// Whether any indicator is missing.
    pub(super) gaps: Vec<bool>,
    pub(super) weights: Vec<i64>,
    pub(super) room: [Vec<i64>; 4],
    pub(super) narrow: [Vec<i32>; 4],
    pub(super) stack: Vec<Value>,
    /// The columns that formulas read, in units of the sixth decimal, and where each is.
    named: Vec<Vec<i64>>,
    place: Vec<u16>,
    pub(super) missing: Vec<u64>,
    pub(super) patterns: HashMap<Vec<u64>, Backing>,
}

impl Frame {
    /// Room for a plan, of whose formulas these are used.
    pub(super) fn new<'a>(plan: &Plan, formulas: impl Iterator<Item = &'a Formula>) -> Self {
        let mut place = vec![u16::MAX; plan.columns.len()];
        let mut named = Vec::new();
        for slot in formulas.flat_map(Formula::slots) {
            if let Some(p @ &mut u16::MAX) = place.get_mut(usize::from(slot)) {
                *p = named.len() as u16;
                named.push(Vec::new());
            }
        }
        Self {
            leaf: vec![Vec::new(); plan.leaves.len()],
            branch: vec![Vec::new(); plan.branches.len()],
            whole: (vec![false; plan.leaves.len()], vec![false; plan.branches.len()]),
            flags: Vec::new(),
            gaps: Vec::new(),
            weights: Vec::new(),
            room: Default::default(),
            narrow: Default::default(),
            stack: Vec::new(),
            named,
            place,
            missing: vec![0; plan.leaves.len().div_ceil(64)],
            patterns: HashMap::new(),
        }
    }
    /// Begins a block: nothing is said of anybody yet, and what formulas read is at hand.
    pub(super) fn begin(&mut self, scene: &Scene) -> Result<(), Failure> {
        let people = scene.rows.len();
        self.flags.clear();
        self.flags.resize(people, Flags::NONE);
        self.gaps.clear();
        self.gaps.resize(people, false);
        for column in 0..scene.plan.columns.len() {
            if let Some(to) = self.place.get(column).filter(|p| **p != u16::MAX) {
                load(scene, column, true, &mut self.named[usize::from(*to)])?;
            }
        }
        Ok(())
    }
    /// Of each slot that formulas see, the column of the block.
    pub(super) fn slot(&self, slot: u16) -> &[i64] {
        let slot = usize::from(slot);
        match self.place.get(slot) {
            Some(at) => &self.named[usize::from(*at)],
            None => {
                let figure = slot - self.place.len();
                self.leaf.get(figure).unwrap_or_else(|| &self.branch[figure - self.leaf.len()])
            }
        }
    }
    /// A formula's value for the person at `i`, over facts and figures.
    pub(super) fn formula(&mut self, formula: &Formula, i: usize) -> Value {
        let mut stack = std::mem::take(&mut self.stack);
        let value = formula.value(&mut stack, |slot| self.slot(slot)[i]);
        self.stack = stack;
        value
    }
}

/// A column of the block, as recorded or in units of the sixth decimal, each number within what the scheme says.
pub(super) fn load(scene: &Scene, column: usize, units: bool, out: &mut Vec<i64>) -> Result<(), Failure> {
    let (def, data) = (&scene.plan.columns[column], &scene.facts.columns[column]);
    let by = if units { ten(DECIMALS - def.decimals) } else { 1 };
    out.clear();
    // a number outside is an error, so that the product is only used where it fits
    let put = |x: i64| if x == MISSING { MISSING } else { x.wrapping_mul(by) };
    let outside = |x: i64| (x < def.min || x > def.max) & (x != MISSING);
    let bad = match (data, &scene.rows) {
        (Column::Narrow(v), Rows::Straight(range)) if def.narrow() => {
            let v = &v[range.clone()];
            out.extend(v.iter().map(|x| put(widen(*x))));
            narrow_outside(v, def.min as i32, def.max as i32)
        }
        (Column::Narrow(v), Rows::Straight(range)) => {
            out.extend(v[range.clone()].iter().map(|x| put(widen(*x))));
            v[range.clone()].iter().any(|x| outside(widen(*x)))
        }
        (Column::Wide(v), Rows::Straight(range)) => {
            out.extend(v[range.clone()].iter().map(|x| put(*x)));
            v[range.clone()].iter().fold(false, |bad, x| bad | outside(*x))
        }
        (_, Rows::Gathered(rows)) => {
            let get = |r: &usize| data.get(*r).unwrap_or(MISSING);
            out.extend(rows.iter().map(|r| put(get(r))));
            rows.iter().any(|r| outside(get(r)))
        }
    };
    if bad { Err(first_outside(scene, column)) } else { Ok(()) }
}
/// The numbers of a narrow column, if it is one and all are within what the scheme says.
pub(super) fn load_narrow<'a>(
    scene: &'a Scene,
    column: usize,
    room: &'a mut Vec<i32>,
) -> Option<Result<&'a [i32], Failure>> {
    let (def, Column::Narrow(v)) = (&scene.plan.columns[column], &scene.facts.columns[column]) else { return None };
    let v = match &scene.rows {
        Rows::Straight(range) => &v[range.clone()],
        Rows::Gathered(rows) => {
            room.clear();
            room.extend(rows.iter().map(|r| v[*r]));
            &room[..]
        }
    };
    let bad = def.narrow() && narrow_outside(v, def.min as i32, def.max as i32);
    def.narrow().then(|| if bad { Err(first_outside(scene, column)) } else { Ok(v) })
}
#[inline]
fn narrow_outside(v: &[i32], min: i32, max: i32) -> bool {
    v.iter().fold(false, |bad, x| bad | (((*x < min) | (*x > max)) & (*x != i32::MIN)))
}
#[inline]
fn widen(x: i32) -> i64 {
    if x == i32::MIN { MISSING } else { i64::from(x) }
}
fn first_outside(scene: &Scene, column: usize) -> Failure {
    let (def, data) = (&scene.plan.columns[column], &scene.facts.columns[column]);
    let mut rows = (0..scene.rows.len()).map(|i| scene.rows.at(i));
    let bad = rows.find(|r| data.get(*r).is_some_and(|x| x < def.min || x > def.max));
    Failure::Fact { row: bad.unwrap_or(0), name: def.name.clone() }
}
