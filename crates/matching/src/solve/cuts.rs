//! Rules that hold together what each of them leaves half open: half the sum of some people's, posts' and rules' rows, rounded down
//! (a Chvátal–Gomory cut with halves). Plans keep it because they are whole; the priced rows alone do not.
//!
//! What the relaxation leaves open is read off the averages of its placings: somebody half here and half there. Rows are added up
//! modulo 2 until the halves cancel (Koster, Zymolka and Kutschka 2009, “Algorithms to separate {0,½}-Chvátal–Gomory cuts”); a sum
//! whose right side is odd then cuts the halves off. Whatever is found is valid: the averages only say where to look.

use std::collections::{HashMap, HashSet};

use super::{
    ascent::Shares,
    chance::Chance,
    program::{Program, Row},
    relaxed::Relaxed,
};
use crate::plan::SCALE;

/// A cut of a part: which rows are halved, and what comes of it.
#[derive(Clone, Debug)]
pub(crate) struct Cut {
    /// People (each placed once), posts (within the quota) and rows of the program.
    pub people: Vec<u32>,
    pub posts: Vec<u32>,
    pub rows: Vec<u32>,
    /// Choices that nobody takes more than once.
    pub once: Vec<u32>,
    /// Choices with their weights, whose sum is at most `figure`, beyond which the shortfalls of the soft rows count.
    pub weights: Vec<(u32, i32)>,
    pub figure: i64,
    pub soft: Vec<u32>,
}

impl Cut {
    fn of(program: &Program, shares: &Shares, people: Vec<u32>, posts: Vec<u32>, rows: Vec<u32>) -> Self {
        let net = &program.net;
        let mut sums: HashMap<u32, i64> = HashMap::new();
        let mut right = people.len() as i64;
        for i in &people {
            let own = net.of(*i as usize).map(|a| a as u32);
            own.chain([net.arcs() as u32 + i]).for_each(|v| *sums.entry(v).or_default() += 1);
        }
        for j in &posts {
            right += i64::from(net.quota[*j as usize]);
            net.of_post(*j as usize).iter().for_each(|(_, a)| *sums.entry(*a).or_default() += 1);
        }
        let mut soft = Vec::new();
        for r in &rows {
            let row = &program.rows[*r as usize];
            right += row.sense * row.figure;
            let all = program.choices_of(*r as usize);
            all.iter().for_each(|(v, w)| *sums.entry(*v).or_default() += row.sense * i64::from(*w));
            if row.price.is_some() {
                soft.push(*r);
            }
        }
        // what is mostly taken is rounded from the other side
        let mostly = |(v, s): &(&u32, &mut i64)| s.rem_euclid(2) == 1 && shares.of(**v) > Shares::ONE / 2;
        let mut once: Vec<u32> = sums
            .iter_mut()
            .filter(mostly)
            .map(|(v, s)| {
                *s += 1;
                *v
            })
            .collect();
        once.sort_unstable();
        right += once.len() as i64;
        let halves = sums.into_iter().map(|(v, s)| (v, s.div_euclid(2) as i32)).filter(|(_, w)| *w != 0);
        let mut weights: Vec<(u32, i32)> = halves.collect();
        weights.sort_unstable();
        Self { people, posts, rows, once, weights, figure: right.div_euclid(2), soft }
    }
    /// By how much the averages break it, the shortfalls of soft rows as small as they can be.
    fn broken(&self, program: &Program, shares: &Shares) -> i64 {
        let sum: i64 = self.weights.iter().map(|(v, w)| i64::from(*w) * shares.of(*v)).sum();
        let paid: i64 = self.soft.iter().map(|r| slack(program, *r as usize, shares).min(0)).sum();
        sum + paid - self.figure * Shares::ONE
    }
}

/// What a row leaves by the averages; below 0: by how much it is broken or paid for.
fn slack(program: &Program, r: usize, shares: &Shares) -> i64 {
    let row = &program.rows[r];
    let count: i64 = program.choices_of(r).iter().map(|(v, w)| i64::from(*w) * shares.of(*v)).sum();
    row.sense * (row.figure * Shares::ONE - count)
}

/// A row of the system modulo 2: which halves it has, whether its right side is odd, what it leaves, and what it is made of.
#[derive(Clone)]
struct Line {
    halves: Vec<u64>,
    odd: bool,
    loss: i64,
    parts: Vec<u64>,
}
impl Line {
    fn has(&self, bit: usize) -> bool {
        self.halves[bit / 64] >> (bit % 64) & 1 == 1
    }
    fn add(&mut self, other: &Self) {
        self.halves.iter_mut().zip(&other.halves).for_each(|(a, b)| *a ^= b);
        self.parts.iter_mut().zip(&other.parts).for_each(|(a, b)| *a ^= b);
        self.odd ^= other.odd;
        self.loss += other.loss;
    }
}

#[derive(Clone, Copy)]
enum Source {
    Person(u32),
    Post(u32),
    Row(u32),
}

/// Cuts that the averages break, at most so many, the most broken first.
pub(crate) fn find(
    program: &Program,
    shares: &Shares,
    known: &mut HashSet<Vec<u32>>,
    most: usize,
    chance: &mut Chance,
) -> Vec<Cut> {
    let net = &program.net;
    let half = |x: i64| x > Shares::ONE / 10 && x < Shares::ONE * 9 / 10;
    let mut column: HashMap<u32, usize> = HashMap::new();
    let mut share = Vec::new();
    for v in shares.seen().iter().filter(|v| half(shares.of(**v))) {
        column.insert(*v, share.len());
        share.push(shares.of(*v));
    }
    let mut people: Vec<u32> = column.keys().map(|v| program.person[*v as usize]).collect();
    let mut posts: Vec<u32> = column.keys().filter_map(|v| program.post(*v)).collect();
    let mut rows: Vec<u32> = column.keys().flat_map(|v| program.rows_of(*v)).map(|(r, _)| *r).collect();
    for all in [&mut people, &mut posts, &mut rows] {
        all.sort_unstable();
        all.dedup();
    }
    let words = share.len().div_ceil(64);
    let mut sources = Vec::new();
    let mut lines = Vec::new();
    let mut push = |source: Source, weights: &mut dyn Iterator<Item = (u32, i64)>, right: i64, loss: i64| {
        let mut line = Line { halves: vec![0; words], odd: false, loss, parts: Vec::new() };
        let mut right = right;
        for (v, w) in weights {
            if w % 2 == 0 {
                continue;
            }
            let x = shares.of(v);
            if let Some(k) = column.get(&v) {
                line.halves[k / 64] ^= 1 << (k % 64);
            } else if x > Shares::ONE / 2 {
                right += 1;
            }
        }
        line.odd = right.rem_euclid(2) == 1;
        sources.push(source);
        lines.push(line);
    };
    for i in people {
        let all = net.of(i as usize).map(|a| a as u32).chain([net.arcs() as u32 + i]);
        push(Source::Person(i), &mut all.map(|v| (v, 1)), 1, 0);
    }
    const LOOSE: i64 = Shares::ONE / 3;
    for j in posts {
        let all = net.of_post(j as usize);
        let quota = i64::from(net.quota[j as usize]);
        let left = quota * Shares::ONE - all.iter().map(|(_, a)| shares.of(*a)).sum::<i64>();
        if left < LOOSE {
            push(Source::Post(j), &mut all.iter().map(|(_, a)| (*a, 1)), quota, left.max(0));
        }
    }
    for r in rows {
        let row = &program.rows[r as usize];
        let left = slack(program, r as usize, shares);
        // a soft row that is paid for in part has the shortfall as a half of its own, which nothing cancels
        if left < LOOSE && left > -LOOSE {
            let mut all = program.choices_of(r as usize).iter().map(|(v, w)| (*v, i64::from(*w)));
            push(Source::Row(r), &mut all, row.figure, left.abs());
        }
    }
    let blocks = lines.len().div_ceil(64);
    for (k, line) in lines.iter_mut().enumerate() {
        line.parts = vec![0; blocks];
        line.parts[k / 64] |= 1 << (k % 64);
    }
    let mut found: Vec<(i64, Cut)> = Vec::new();
    for _ in 0..4 {
        for line in eliminated(lines.clone(), &share, chance) {
            if !line.odd || line.loss >= Shares::ONE {
                continue;
            }
            let (mut people, mut posts, mut rows) = (Vec::new(), Vec::new(), Vec::new());
            let made_of = |k: &usize| line.parts[k / 64] >> (k % 64) & 1 == 1;
            for source in (0..sources.len()).filter(made_of).map(|k| &sources[k]) {
                match source {
                    Source::Person(i) => people.push(*i),
                    Source::Post(j) => posts.push(*j),
                    Source::Row(r) => rows.push(*r),
                }
            }
            // without a rule it is a cut of the network, which has none to give
            if rows.is_empty() || people.len() + posts.len() + rows.len() > 400 {
                continue;
            }
            let name: Vec<u32> =
                people.iter().chain([&u32::MAX]).chain(&posts).chain([&u32::MAX]).chain(&rows).copied().collect();
            if known.contains(&name) {
                continue;
            }
            let cut = Cut::of(program, shares, people, posts, rows);
            let by = cut.broken(program, shares);
            if by > Shares::ONE / 50 {
                known.insert(name);
                found.push((by, cut));
            }
        }
    }
    found.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.weights.len().cmp(&b.1.weights.len())));
    found.truncate(most);
    found.into_iter().map(|f| f.1).collect()
}

/// The lines that are left when halves are cancelled, the largest first, each by the line that leaves the least.
fn eliminated(mut lines: Vec<Line>, share: &[i64], chance: &mut Chance) -> Vec<Line> {
    let mut order: Vec<(i64, usize)> =
        share.iter().enumerate().map(|(k, x)| (-(*x) + chance.below(Shares::ONE as usize / 4) as i64, k)).collect();
    order.sort_unstable();
    let mut used = vec![false; lines.len()];
    for (_, bit) in order {
        let pivot = (0..lines.len())
            .filter(|k| !used[*k] && lines[*k].has(bit))
            .min_by_key(|k| (lines[*k].loss, lines[*k].parts.iter().map(|w| w.count_ones()).sum::<u32>(), *k));
        let Some(pivot) = pivot else { continue };
        used[pivot] = true;
        let line = lines[pivot].clone();
        for k in 0..lines.len() {
            if k != pivot && !used[k] && lines[k].has(bit) {
                lines[k].add(&line);
            }
        }
    }
    let left = |line: &Line| share.iter().enumerate().filter(|(k, _)| line.has(*k)).map(|(_, x)| *x).sum::<i64>();
    let mut out: Vec<Line> = Vec::new();
    for (k, mut line) in lines.into_iter().enumerate() {
        if !used[k] {
            line.loss += left(&line);
            out.push(line);
        }
    }
    out
}

/// The program with these cuts as rows behind its own.
pub(crate) fn with(program: &Program, cuts: &[Cut]) -> Program {
    let plain = program.rows.len();
    let mut rows = program.rows.clone();
    let mut added: Vec<Vec<(u32, i32)>> = vec![Vec::new(); program.choices()];
    for (k, cut) in cuts.iter().enumerate() {
        rows.push(Row { rule: usize::MAX, part: crate::plan::Part::Most, sense: 1, figure: cut.figure, price: None });
        for (v, w) in &cut.weights {
            added[*v as usize].push(((plain + k) as u32, *w));
        }
    }
    let (mut of_choice, mut row) = (vec![0], Vec::with_capacity(program.row.len()));
    for (v, added) in added.iter().enumerate() {
        row.extend_from_slice(program.rows_of(v as u32));
        row.extend_from_slice(added);
        of_choice.push(row.len() as u32);
    }
    program.again(rows, of_choice, row)
}

/// A part priced with cuts, put back to its own rows: what the cuts are worth stays in the costs.
pub(crate) fn folded<'p>(it: Relaxed<'_>, program: &'p Program, cuts: &[Cut]) -> (Relaxed<'p>, Vec<(usize, i64)>) {
    let plain = program.rows.len();
    let worth: Vec<(usize, i64)> =
        it.lambda[plain..].iter().copied().enumerate().filter(|(_, value)| *value > 0).collect();
    let base = worth.iter().map(|(k, value)| cuts[*k].figure * value).sum();
    let mut taken = vec![0; plain];
    for (k, value) in &worth {
        cuts[*k].soft.iter().for_each(|r| taken[*r as usize] += value);
    }
    (it.onto(program, base, taken), worth)
}

/// Makes multipliers of cuts and soft rows fit the prices of these: a shortfall is paid for once.
pub(crate) fn fit(program: &Program, cuts: &[Cut], lambda: &mut [i64]) {
    let plain = program.rows.len();
    let price = |r: u32| program.rows[r as usize].price.map_or(i64::MAX, |p| p * SCALE);
    let mut room: HashMap<u32, i64> = HashMap::new();
    for (k, cut) in cuts.iter().enumerate().filter(|(_, c)| !c.soft.is_empty()) {
        let least = cut.soft.iter().map(|r| *room.entry(*r).or_insert_with(|| price(*r))).min().unwrap_or(i64::MAX);
        lambda[plain + k] = lambda[plain + k].min(least);
        for r in &cut.soft {
            room.entry(*r).and_modify(|left| *left -= lambda[plain + k]);
        }
    }
    for (r, left) in room {
        lambda[r as usize] = lambda[r as usize].min(left);
    }
}
