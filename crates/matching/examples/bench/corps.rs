//! A corps that does not exist: units in systems in regions, levels, professions, six dimensions of competence.

use std::collections::HashMap;

use matching::{Builder, Model, PersonId, PersonSpec, PostId, PostSpec, Rule, Track, Trait, UnitId};

pub struct Chance(u64);
impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(7919).wrapping_add(17))
    }
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
    pub fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.next()) * n as u128) >> 64) as usize
    }
    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }
    fn normal(&mut self) -> f64 {
        let (u, v) = (self.share().max(1e-12), self.share());
        (-2.0 * u.ln()).sqrt() * (2.0 * std::f64::consts::PI * v).cos()
    }
}

const DIMENSIONS: usize = 6;
const PROFESSIONS: usize = 12;
/// What it costs to leave somebody without a post.
pub const BENCH: i64 = 20_000;
pub const WOMAN: Trait = Trait(0);
pub const YOUNG: Trait = Trait(1);

/// A post for each of `n` people and costs without structure: `uniform`, `low` (1 to 100), or `product`.
pub fn random(kind: &str, n: usize) -> Model {
    let c = &mut Chance::new(5);
    let mut b = Builder::new();
    let unit = b.unit(None);
    let posts: Vec<PostId> = (0..n).map(|_| b.post(PostSpec::of(unit))).collect();
    let mut own: Vec<usize> = (0..n).collect();
    for i in (1..n).rev() {
        let j = c.below(i + 1);
        own.swap(i, j);
    }
    let (rows, columns): (Vec<usize>, Vec<usize>) = (0..n).map(|_| (1 + c.below(999), 1 + c.below(999))).unzip();
    for i in 0..n {
        let mut found = vec![own[i]];
        found.extend((0..30).map(|_| c.below(n)));
        found.sort_unstable();
        found.dedup();
        let cost = |c: &mut Chance, j: usize| match kind {
            "uniform" => 1 + c.below(999_999),
            "low" => 1 + c.below(100),
            _ => rows[i] * columns[j],
        };
        let arcs: Vec<(PostId, i64)> = found.iter().map(|j| (posts[*j], cost(c, *j) as i64)).collect();
        b.person(PersonSpec::at(posts[own[i]]), &arcs);
    }
    b.finish().unwrap_or_else(|faults| panic!("{faults:?}"))
}

/// What is asked of the corps.
#[derive(Clone, Copy)]
pub struct Wish {
    pub people: usize,
    pub arcs: usize,
    pub seed: u64,
    /// Posts with quotas, vacancies and newcomers; otherwise a post for each person and each must have one.
    pub quotas: bool,
    /// All rules.
    pub rules: bool,
    /// Exchanges in each direction, in thousandths of the people of a region.
    pub exchange: usize,
}

struct Slot {
    unit: usize,
    level: u8,
    track: u8,
    profession: u8,
}

type Vector = [f64; DIMENSIONS];
fn short(has: &Vector, needs: &Vector) -> f64 {
    has.iter().zip(needs).map(|(h, n)| (n - h).max(0.0)).sum()
}

#[allow(clippy::too_many_lines)] // one recipe, in the order in which chance is drawn
pub fn corps(wish: Wish) -> Model {
    let c = &mut Chance::new(wish.seed);
    let n = wish.people;
    let slots_wanted = if wish.quotas { n + n / 50 } else { n };
    let newcomers = if wish.quotas { n * 3 / 100 } else { 0 };
    let centres: Vec<Vector> = (0..PROFESSIONS).map(|_| std::array::from_fn(|_| 30.0 + 50.0 * c.share())).collect();
    let mut slots: Vec<Slot> = Vec::new();
    let (mut systems, mut regions) = (Vec::new(), Vec::new());
    let (mut system, mut region, mut left_system, mut left_region) = (0usize, 0usize, 15usize, 8usize);
    while slots.len() < slots_wanted {
        if left_system == 0 {
            system += 1;
            left_system = 8 + c.below(18);
            left_region -= 1;
            if left_region == 0 {
                region += 1;
                left_region = 5 + c.below(8);
            }
        }
        left_system -= 1;
        let size = ((2.9 + 0.6 * c.normal()).exp() as usize).clamp(6, 150).min(slots_wanted - slots.len());
        let main = c.below(PROFESSIONS);
        let track = u8::from(c.share() >= 0.3);
        for k in 0..size {
            let level = if k == 0 {
                5
            } else if k < 3 + size / 30 {
                4
            } else {
                let x = c.share();
                if x < 0.25 {
                    3
                } else if x < 0.65 {
                    2
                } else {
                    1
                }
            };
            let track = if c.share() < 0.8 { track } else { 1 - track };
            let profession = if c.share() < 0.6 { main } else { c.below(PROFESSIONS) } as u8;
            slots.push(Slot { unit: systems.len(), level, track, profession });
        }
        systems.push(system);
        regions.push(region);
    }
    // slots of a kind become one post with a quota
    let (mut posts, mut of_slot): (Vec<(usize, u32)>, Vec<usize>) = (Vec::new(), Vec::new());
    let mut merged: HashMap<(usize, u8, u8, u8), usize> = HashMap::new();
    for (s, slot) in slots.iter().enumerate() {
        let key = (slot.unit, slot.level, slot.track, slot.profession);
        let found = merged.get(&key).copied().filter(|_| wish.quotas && slot.level <= 3);
        let at = found.unwrap_or_else(|| {
            posts.push((s, 0));
            merged.insert(key, posts.len() - 1);
            posts.len() - 1
        });
        posts[at].1 += 1;
        of_slot.push(at);
    }
    let needs: Vec<Vector> = posts
        .iter()
        .map(|(s, _)| {
            let slot = &slots[*s];
            let centre = centres[slot.profession as usize];
            centre.map(|x| (x + 5.0 * f64::from(slot.level) + 6.0 * c.normal()).clamp(0.0, 120.0))
        })
        .collect();
    let mut order: Vec<usize> = (0..slots.len()).collect();
    for i in (1..order.len()).rev() {
        let j = c.below(i + 1);
        order.swap(i, j);
    }
    let mut held: Vec<usize> = order[..n - newcomers].to_vec();
    held.sort_unstable();

    let mut b = Builder::new();
    let tops: Vec<UnitId> = (0..=region).map(|_| b.unit(None)).collect();
    let middle: Vec<UnitId> = {
        let mut of = vec![0; system + 1];
        systems.iter().zip(&regions).for_each(|(s, r)| of[*s] = *r);
        of.iter().map(|r| b.unit(Some(tops[*r]))).collect()
    };
    let units: Vec<UnitId> = systems.iter().map(|s| b.unit(Some(middle[*s]))).collect();
    for (s, quota) in &posts {
        let slot = &slots[*s];
        let (unit, leading) = (units[slot.unit], slot.level >= 4);
        b.post(PostSpec { unit, quota: *quota, leading, track: Track(slot.track), level: slot.level });
    }
    let mut lists: HashMap<(u8, usize, u8, u8), Vec<usize>> = HashMap::new();
    for (j, (s, _)) in posts.iter().enumerate() {
        let (slot, unit) = (&slots[*s], slots[*s].unit);
        let (level, profession) = (slot.level, slot.profession);
        for key in [
            (0, unit, level, 0),
            (1, systems[unit], level, 0),
            (2, systems[unit], level, profession),
            (3, regions[unit], level, profession),
        ] {
            lists.entry(key).or_default().push(j);
        }
    }
    // people
    struct One {
        slot: Option<usize>,
        home: usize,
        level: u8,
        track: u8,
        profession: u8,
        interest: u8,
        years: f64,
        woman: bool,
        age: u8,
        has: Vector,
    }
    let people: Vec<One> = (0..n)
        .map(|i| {
            let slot = held.get(i).copied();
            let s = &slots[slot.unwrap_or_else(|| c.below(slots.len()))];
            let level = if slot.is_some() { s.level } else { s.level.min(3) };
            let profession = if slot.is_none() || c.share() < 0.75 { s.profession } else { c.below(PROFESSIONS) as u8 };
            let years = if slot.is_some() { (-c.share().max(1e-9).ln() * 4.5).min(25.0).floor() } else { 0.0 };
            let woman = c.share() < 0.4;
            let age = (26.0 + 4.0 * f64::from(level) + 7.0 * c.normal()).clamp(22.0, 60.0) as u8;
            let has = centres[profession as usize]
                .map(|x| (x + 5.0 * f64::from(level) + 12.0 * c.normal()).clamp(0.0, 120.0));
            let interest = c.below(PROFESSIONS) as u8;
            One { slot, home: s.unit, level, track: s.track, profession, interest, years, woman, age, has }
        })
        .collect();
    let mut of_unit: Vec<Vec<(f64, usize)>> = vec![vec![]; units.len()];
    for (i, one) in people.iter().enumerate() {
        if let Some(s) = one.slot {
            of_unit[one.home].push((short(&one.has, &needs[of_slot[s]]), i));
        }
    }
    let mut backbone = vec![false; n];
    for list in &mut of_unit {
        list.sort_by(|a, b| a.partial_cmp(b).unwrap());
        list.iter().take(list.len().div_ceil(3)).for_each(|(_, i)| backbone[*i] = true);
    }
    let mut found: Vec<usize> = Vec::new();
    for (i, one) in people.iter().enumerate() {
        found.clear();
        let own = one.slot.map(|s| of_slot[s]);
        found.extend(own);
        let mut tries = 0;
        while found.len() < wish.arcs + 1 && tries < wish.arcs * 12 {
            tries += 1;
            let x = c.share();
            let step = if x < 0.25 { 1 } else { -i32::from(x < 0.30) };
            let level = (i32::from(one.level) + step).clamp(1, 5) as u8;
            let x = c.share();
            let profession = if c.share() < 0.6 {
                one.profession
            } else if c.share() < 0.5 {
                one.interest
            } else {
                ((one.profession as usize + 1 + c.below(2)) % PROFESSIONS) as u8
            };
            // authority: from level 4 on the region decides, below it the system
            let key = if x < 0.2 {
                (0, one.home, level, 0)
            } else if x < 0.45 {
                (1, systems[one.home], level, 0)
            } else if x < 0.8 || one.level < 3 {
                (2, systems[one.home], level, profession)
            } else {
                (3, regions[one.home], level, profession)
            };
            if let Some(list) = lists.get(&key) {
                let j = list[c.below(list.len())];
                if !found.contains(&j) {
                    found.push(j);
                }
            }
        }
        let mut arcs = Vec::with_capacity(found.len());
        for &j in &found {
            let slot = &slots[posts[j].0];
            let mut cost = 40.0 * short(&one.has, &needs[j]);
            cost -= if slot.profession == one.interest { 400.0 } else { 0.0 };
            cost -= if slot.level > one.level { 300.0 } else { 0.0 };
            cost += if slot.level < one.level { 1500.0 } else { 0.0 };
            if own == Some(j) {
                if one.years >= 8.0 {
                    cost += 4000.0 + 500.0 * (one.years - 8.0);
                } else if one.years >= 5.0 {
                    cost += 500.0 * (one.years - 5.0);
                }
            } else {
                cost += 300.0;
                cost += if own.is_some() && one.years < 2.0 { 3000.0 } else { 0.0 };
                cost += if slot.unit == one.home { 0.0 } else { 200.0 };
            }
            arcs.push((PostId(j as u32), ((cost + 1000.0 + 30.0 * c.share()) as i64).max(1)));
        }
        let traits = u64::from(one.woman) << WOMAN.0 | u64::from(one.age <= 45) << YOUNG.0;
        let spec = PersonSpec {
            post: own.map(|j| PostId(j as u32)),
            unit: None,
            track: Track(one.track),
            traits,
            backbone: backbone[i],
            time: 1,
            bench: wish.quotas.then_some(BENCH),
        };
        b.person(spec, &arcs);
    }
    if wish.rules {
        let size: Vec<usize> = of_unit.iter().map(Vec::len).collect();
        let mut of_region = vec![0; region + 1];
        for (u, unit) in units.iter().enumerate().filter(|(u, _)| size[*u] > 0) {
            of_region[regions[u]] += size[u];
            let kept = (size[u].div_ceil(3) * 7).div_ceil(10);
            b.rule(Rule::MovesOut { unit: *unit, at_most: size[u].div_ceil(5) as u32 });
            b.rule(Rule::Backbone { unit: *unit, at_least: kept as u32 });
        }
        for (r, top) in tops.iter().enumerate() {
            let at_least = (of_region[r] * wish.exchange).div_ceil(1000) as u32;
            for (from, to) in [(Track(0), Track(1)), (Track(1), Track(0))] {
                b.rule(Rule::Exchange { within: *top, from, to, at_least });
            }
        }
        let occupied = n - newcomers;
        let mut used = vec![false; n];
        let mut pairs = 0;
        while pairs < n / 100 {
            let i = c.below(occupied);
            let j = if c.share() < 0.8 { i + 1 + c.below(300) } else { c.below(occupied) };
            if i == j || j >= occupied || used[i] || used[j] || people[i].home == people[j].home {
                continue;
            }
            used[i] = true;
            used[j] = true;
            pairs += 1;
            b.rule(Rule::Kin { people: vec![PersonId(i as u32), PersonId(j as u32)] });
        }
        for unit in &units {
            for of in [WOMAN, YOUNG] {
                b.rule(Rule::Team { unit: *unit, of, at_least: 1, at_most: u32::MAX, price: Some(3000) });
            }
        }
    }
    b.finish().unwrap_or_else(|faults| panic!("{faults:?}"))
}
