//! One part of a model in the solver's terms: choices, and rows that count them.

use std::collections::HashMap;

use super::parts::{Lookup, Part};
use crate::{
    kernel::{CLOSED, Net},
    model::{COUNT_LIMIT, Model, PersonId, PostId, Rule, Scope, UnitId},
    plan::{self, SCALE},
};

/// One side of a rule: `sense * (sum of weights of chosen choices - figure)` must not be above 0, or is paid for.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub rule: usize,
    pub part: plan::Part,
    pub sense: i64,
    pub figure: i64,
    pub price: Option<i64>,
}

/// A part, compiled.
pub(crate) struct Program {
    pub net: Net,
    /// True cost of each choice times [`SCALE`]; closed ones from [`CLOSED`] on.
    pub cost: Vec<i64>,
    /// The person of each choice; empty where there are no rows.
    pub person: Vec<u32>,
    pub rows: Vec<Row>,
    /// Rows of each choice, and choices of each row, with their weights; empty where there are no rows.
    pub of_choice: Vec<u32>,
    pub row: Vec<(u32, i32)>,
    pub of_row: Vec<u32>,
    pub choice: Vec<(u32, i32)>,
    /// No multiplier is above this, so that no sum can leave 64 bits.
    pub ceiling: i64,
    /// The widest of the unscaled costs and prices of the part.
    pub widest: i64,
}

impl Program {
    #[inline]
    pub(crate) fn rows_of(&self, choice: u32) -> &[(u32, i32)] {
        let of = self.of_choice.get(choice as usize..choice as usize + 2);
        of.map_or(&[], |of| &self.row[of[0] as usize..of[1] as usize])
    }
    #[inline]
    pub(crate) fn choices_of(&self, row: usize) -> &[(u32, i32)] {
        &self.choice[self.of_row[row] as usize..self.of_row[row + 1] as usize]
    }
    /// The same choices under other rows.
    pub(crate) fn again(&self, rows: Vec<Row>, of_choice: Vec<u32>, row: Vec<(u32, i32)>) -> Self {
        let same = (self.net.clone(), self.cost.clone(), self.person.clone());
        Self::laid(same, self.widest, rows, of_choice, row)
    }
    fn laid(
        (net, cost, person): (Net, Vec<i64>, Vec<u32>),
        widest: i64,
        rows: Vec<Row>,
        of_choice: Vec<u32>,
        row: Vec<(u32, i32)>,
    ) -> Self {
        let mut of_row = vec![0u32; rows.len() + 1];
        for (r, _) in &row {
            of_row[*r as usize + 1] += 1;
        }
        for r in 0..rows.len() {
            of_row[r + 1] += of_row[r];
        }
        let mut fill = of_row.clone();
        let mut choice = vec![(0, 0); row.len()];
        let mut busiest = 1i64;
        for v in 0..of_choice.len().saturating_sub(1) {
            let own = &row[of_choice[v] as usize..of_choice[v + 1] as usize];
            busiest = busiest.max(own.iter().map(|(_, w)| i64::from(w.abs())).sum());
            for (r, w) in own {
                choice[fill[*r as usize] as usize] = (v as u32, *w);
                fill[*r as usize] += 1;
            }
        }
        // (people + 1) * (cost and multipliers of one choice) stays below 2^57
        let each = (1i64 << 57) / (net.people() as i64 + 1);
        let ceiling = ((each - widest * SCALE) / busiest).clamp(SCALE, (widest + 1) * SCALE * 8);
        Self { net, cost, person, rows, of_choice, row, of_row, choice, ceiling, widest }
    }
    pub(crate) fn choices(&self) -> usize {
        self.cost.len()
    }
    /// The post of a choice, by its place in the part; `None`: no post.
    #[inline]
    pub(crate) fn post(&self, choice: u32) -> Option<u32> {
        self.net.post.get(choice as usize).copied()
    }
}

/// The rows by where their choices are found.
#[derive(Default)]
struct Rows {
    rows: Vec<Row>,
    /// By the unit that people come from: those that stay, and exchanges of the subtree.
    stay: HashMap<UnitId, u32>,
    exchange: HashMap<UnitId, Vec<(usize, u32)>>,
    /// By the unit of the post: anything that a rule there counts.
    to: HashMap<UnitId, Vec<(usize, u32)>>,
    /// Over the subtree of the post's unit.
    above: HashMap<UnitId, Vec<(usize, u32)>>,
    kin: HashMap<(PersonId, UnitId), Vec<u32>>,
    entry: HashMap<(PersonId, PostId), Vec<u32>>,
}

impl Rows {
    fn add(&mut self, rule: usize, part: plan::Part, sense: i64, figure: i64, price: Option<i64>) -> u32 {
        self.rows.push(Row { rule, part, sense, figure, price });
        self.rows.len() as u32 - 1
    }
    fn both(&mut self, r: usize, least: u32, most: u32, price: Option<i64>) -> Vec<(usize, u32)> {
        let mut rows = Vec::new();
        if least > 0 {
            rows.push((r, self.add(r, plan::Part::Least, -1, i64::from(least), price)));
        }
        if most < u32::MAX {
            rows.push((r, self.add(r, plan::Part::Most, 1, i64::from(most), price)));
        }
        rows
    }
    fn new(model: &Model, lookup: &Lookup, part: &Part) -> Self {
        let mut staying: HashMap<UnitId, i64> = HashMap::new();
        for person in &part.people {
            if let (Some(unit), Some(_)) = (model.home(*person), model.person(*person).post) {
                *staying.entry(unit).or_default() += 1;
            }
        }
        let mut rows = Self::default();
        for &r in &part.rules {
            match &model.rules[r] {
                Rule::MovesOut { unit, at_most } => {
                    // at most so many leave: at least the others stay, which counts one choice of each person only
                    let least = staying.get(unit).copied().unwrap_or(0) - i64::from(*at_most);
                    if least > 0 {
                        match rows.stay.get(unit) {
                            // the stricter one of two such rules
                            Some(row) => {
                                let row = *row as usize;
                                if rows.rows[row].figure < least {
                                    rows.rows[row].figure = least;
                                    rows.rows[row].rule = r;
                                }
                            }
                            None => {
                                let row = rows.add(r, plan::Part::Most, -1, least, None);
                                rows.stay.insert(*unit, row);
                            }
                        }
                    }
                }
                Rule::Exchange { within, at_least, .. } => {
                    let found = rows.both(r, *at_least, u32::MAX, None);
                    rows.exchange.entry(*within).or_default().extend(found);
                }
                Rule::MovesIn { unit, at_most } => {
                    let found = rows.both(r, 0, *at_most, None);
                    rows.to.entry(*unit).or_default().extend(found);
                }
                Rule::Backbone { unit, at_least } => {
                    let found = rows.both(r, *at_least, u32::MAX, None);
                    rows.to.entry(*unit).or_default().extend(found);
                }
                Rule::Team { unit, at_least, at_most, price, .. } => {
                    let found = rows.both(r, *at_least, *at_most, *price);
                    rows.to.entry(*unit).or_default().extend(found);
                }
                Rule::Headcount { of, at_least, at_most } => {
                    let found = rows.both(r, *at_least, *at_most, None);
                    let (map, unit) = match of {
                        Scope::Post(p) => (&mut rows.to, model.post(*p).unit),
                        Scope::Unit(u) | Scope::Level(u, _) => (&mut rows.to, *u),
                        Scope::Subtree(u) => (&mut rows.above, *u),
                    };
                    map.entry(unit).or_default().extend(found);
                }
                Rule::Time { post, at_most } => {
                    let found = rows.both(r, 0, *at_most, None);
                    rows.to.entry(model.post(*post).unit).or_default().extend(found);
                }
                Rule::Kin { people } => {
                    for unit in lookup.shared_units(model, people) {
                        let row = rows.add(r, plan::Part::In(unit), 1, 1, None);
                        for person in people {
                            rows.kin.entry((*person, unit)).or_default().push(row);
                        }
                    }
                }
                Rule::OnePerson { entries } => {
                    for post in lookup.shared_posts(model, entries) {
                        let row = rows.add(r, plan::Part::At(post), 1, 1, None);
                        for person in entries {
                            rows.entry.entry((*person, post)).or_default().push(row);
                        }
                    }
                }
                Rule::Rotate { .. } | Rule::Lock { .. } | Rule::Forbid { .. } => {}
            }
        }
        rows
    }
    /// The rows that count a person's choice of a post.
    fn of(&self, model: &Model, person: PersonId, post: PostId, out: &mut Vec<(u32, i32)>) {
        let (spec, place) = (model.person(person), model.post(post));
        let home = model.home(person);
        let own = spec.post == Some(post);
        if own && let Some(row) = home.and_then(|u| self.stay.get(&u)) {
            out.push((*row, 1));
        }
        if !own && !self.exchange.is_empty() {
            let mut at = home;
            while let Some(unit) = at {
                for (r, row) in self.exchange.get(&unit).into_iter().flatten() {
                    if matches!(model.rules[*r], Rule::Exchange { from, to, .. } if from == spec.track && to == place.track)
                    {
                        out.push((*row, 1));
                    }
                }
                at = model.parents[unit.at()];
            }
        }
        for (r, row) in self.to.get(&place.unit).into_iter().flatten() {
            let weight = match &model.rules[*r] {
                Rule::MovesIn { .. } => i32::from(home != Some(place.unit)),
                Rule::Backbone { .. } => i32::from(spec.backbone && home == Some(place.unit)),
                Rule::Team { of, .. } => i32::from(place.leading && spec.traits & (1 << of.0) != 0),
                Rule::Headcount { of: Scope::Post(p), .. } => i32::from(*p == post),
                Rule::Headcount { of: Scope::Level(_, level), .. } => i32::from(place.level == *level),
                Rule::Headcount { .. } => 1,
                Rule::Time { post: p, .. } if *p == post => i32::from(spec.time),
                _ => 0,
            };
            if weight != 0 {
                out.push((*row, weight));
            }
        }
        if !self.above.is_empty() {
            let mut at = Some(place.unit);
            while let Some(unit) = at {
                out.extend(self.above.get(&unit).into_iter().flatten().map(|(_, row)| (*row, 1)));
                at = model.parents[unit.at()];
            }
        }
        if !self.kin.is_empty() {
            out.extend(self.kin.get(&(person, place.unit)).into_iter().flatten().map(|row| (*row, 1)));
        }
        if !self.entry.is_empty() {
            out.extend(self.entry.get(&(person, post)).into_iter().flatten().map(|row| (*row, 1)));
        }
    }
}

/// Compiles a part.
pub(crate) fn compile(model: &Model, lookup: &Lookup, part: &Part) -> Program {
    let rows = Rows::new(model, lookup, part);
    // a post with more places than there can be people is never full, however many more
    let enough = COUNT_LIMIT as u32 + 1;
    let quota: Vec<u32> = part.posts.iter().map(|p| model.post(*p).quota.min(enough)).collect();
    let n = part.people.len();
    let most: usize = part.people.iter().map(|i| model.arcs_of(*i).len()).sum();
    let (mut starts, mut post) = (Vec::with_capacity(n + 1), Vec::with_capacity(most));
    starts.push(0);
    let mut cost = Vec::with_capacity(most + n);
    let counted = !rows.rows.is_empty();
    let (mut person, mut of_choice, mut row) = (Vec::new(), Vec::new(), Vec::new());
    if counted {
        person.reserve(most + n);
        of_choice.reserve(most + n + 1);
        of_choice.push(0);
    }
    let mut widest = rows.rows.iter().filter_map(|r| r.price).max().unwrap_or(0);
    for (i, id) in part.people.iter().enumerate() {
        let narrowed = lookup.narrowing.contains_key(id);
        for (to, c) in model.arcs_of(*id) {
            if narrowed && !lookup.open(model, *id, Some(to)) {
                continue;
            }
            widest = widest.max(c.abs());
            post.push(lookup.place[to.at()]);
            cost.push(c * SCALE);
            if counted {
                person.push(i as u32);
                rows.of(model, *id, to, &mut row);
                of_choice.push(row.len() as u32);
            }
        }
        starts.push(post.len() as u32);
    }
    for (i, id) in part.people.iter().enumerate() {
        let bench = model.person(*id).bench.filter(|_| lookup.open(model, *id, None));
        widest = widest.max(bench.unwrap_or(0).abs());
        cost.push(bench.map_or(CLOSED, |b| b * SCALE));
        if counted {
            person.push(i as u32);
            of_choice.push(row.len() as u32);
        }
    }
    let net = Net::new(starts, post, quota);
    Program::laid((net, cost, person), widest, rows.rows, of_choice, row)
}
