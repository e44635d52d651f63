//! The independent checker. It shares no code with the solver: what a rule counts is said here again, in the words of the rule.

use std::collections::HashMap;

use crate::{
    model::{Model, PersonId, PostId, Rule, Scope, UnitId},
    plan::{Certificate, Cut, Part, Plan, SCALE},
};

/// What is wrong with a plan or with its certificate.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Breach {
    /// Not one place for each person, or not one price for each post.
    Shape,
    /// A person at a post without being eligible, or without a post where there must be one, or against a lock.
    Place(PersonId),
    /// More people at a post than its quota.
    Quota(PostId),
    /// A rule is not kept, by so many.
    Broken {
        /// The rule.
        rule: usize,
        /// Which side.
        part: Part,
        /// By how many.
        by: i64,
    },
    /// The cost is another one.
    Cost(i128),
    /// A price or multiplier that is negative, above the price of its rule, or of no rule.
    Multiplier,
    /// The bound that follows from the certificate is another one.
    Bound(i128),
}

/// What the checker found, in its own arithmetic.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Checked {
    /// The plan's cost.
    pub cost: i128,
    /// No plan costs less, in parts of a cost unit.
    pub bound: i128,
}

/// How many of a rule's count one outcome of one person makes.
pub(crate) fn counts(model: &Model, rule: &Rule, part: Part, person: PersonId, outcome: Option<PostId>) -> i128 {
    let spec = model.person(person);
    let home = model.home(person);
    let post = outcome.map(|p| model.post(p));
    let moved = outcome != spec.post;
    let unit = post.map(|p| p.unit);
    let yes = match rule {
        Rule::MovesOut { unit: u, .. } => home == Some(*u) && spec.post.is_some() && moved,
        Rule::MovesIn { unit: u, .. } => unit == Some(*u) && home != Some(*u),
        Rule::Backbone { unit: u, .. } => spec.backbone && home == Some(*u) && unit == Some(*u),
        Rule::Exchange { within, from, to, .. } => {
            moved
                && spec.track == *from
                && post.is_some_and(|p| p.track == *to)
                && home.is_some_and(|h| model.within(h, *within))
        }
        Rule::Kin { people } => people.contains(&person) && matches!(part, Part::In(u) if unit == Some(u)),
        Rule::OnePerson { entries } => entries.contains(&person) && matches!(part, Part::At(p) if outcome == Some(p)),
        Rule::Team { unit: u, of, .. } => {
            post.is_some_and(|p| p.unit == *u && p.leading) && spec.traits >> of.0 & 1 == 1
        }
        Rule::Headcount { of, .. } => match of {
            Scope::Post(p) => outcome == Some(*p),
            Scope::Unit(u) => unit == Some(*u),
            Scope::Level(u, level) => post.is_some_and(|p| p.unit == *u && p.level == *level),
            Scope::Subtree(u) => unit.is_some_and(|x| model.within(x, *u)),
        },
        Rule::Time { post: p, .. } => return if outcome == Some(*p) { i128::from(spec.time) } else { 0 },
        Rule::Rotate { .. } | Rule::Lock { .. } | Rule::Forbid { .. } => false,
    };
    i128::from(yes)
}

/// The bound of one side: its direction (+1: at most), the figure, and the price where it is soft.
pub(crate) fn side(rule: &Rule, part: Part) -> Option<(i128, i128, Option<i64>)> {
    let (least, most, price) = match rule {
        Rule::MovesOut { at_most, .. } | Rule::MovesIn { at_most, .. } | Rule::Time { at_most, .. } => {
            (None, Some(*at_most), None)
        }
        Rule::Backbone { at_least, .. } | Rule::Exchange { at_least, .. } => (Some(*at_least), None, None),
        Rule::Team { at_least, at_most, price, .. } => (Some(*at_least), Some(*at_most), *price),
        Rule::Headcount { at_least, at_most, .. } => (Some(*at_least), Some(*at_most), None),
        Rule::Kin { .. } => return matches!(part, Part::In(_)).then_some((1, 1, None)),
        Rule::OnePerson { .. } => return matches!(part, Part::At(_)).then_some((1, 1, None)),
        Rule::Rotate { .. } | Rule::Lock { .. } | Rule::Forbid { .. } => return None,
    };
    match part {
        Part::Least => least.map(|x| (-1, i128::from(x), price)),
        Part::Most => most.map(|x| (1, i128::from(x), price)),
        Part::In(_) | Part::At(_) => None,
    }
}

/// Which rules may count an outcome: by the unit a person comes from, the unit of the post, the person.
struct Index {
    home: Vec<Vec<usize>>,
    to: Vec<Vec<usize>>,
    kin: Vec<Vec<usize>>,
}

impl Index {
    fn of(model: &Model, rules: impl Iterator<Item = usize>) -> Self {
        let (units, people) = (model.units(), model.people());
        let mut index = Self { home: vec![vec![]; units], to: vec![vec![]; units], kin: vec![vec![]; people] };
        let mut above_home: HashMap<UnitId, Vec<usize>> = HashMap::new();
        let mut above_to: HashMap<UnitId, Vec<usize>> = HashMap::new();
        for r in rules {
            match &model.rules()[r] {
                Rule::MovesOut { unit, .. } => index.home[unit.at()].push(r),
                Rule::Exchange { within, .. } => above_home.entry(*within).or_default().push(r),
                Rule::MovesIn { unit, .. } | Rule::Backbone { unit, .. } | Rule::Team { unit, .. } => {
                    index.to[unit.at()].push(r);
                }
                Rule::Headcount { of: Scope::Subtree(unit), .. } => above_to.entry(*unit).or_default().push(r),
                Rule::Headcount { of: Scope::Unit(unit) | Scope::Level(unit, _), .. } => {
                    index.to[unit.at()].push(r);
                }
                Rule::Headcount { of: Scope::Post(post), .. } | Rule::Time { post, .. } => {
                    index.to[model.post(*post).unit.at()].push(r);
                }
                Rule::Kin { people: all } | Rule::OnePerson { entries: all } => {
                    all.iter().for_each(|p| index.kin[p.at()].push(r));
                }
                Rule::Rotate { person } | Rule::Lock { person, .. } | Rule::Forbid { person, .. } => {
                    index.kin[person.at()].push(r);
                }
            }
        }
        for (above, map) in [(&above_home, &mut index.home), (&above_to, &mut index.to)] {
            for (u, found) in map.iter_mut().enumerate() {
                let mut at = Some(UnitId(u as u32));
                while let Some(unit) = at {
                    if let Some(rules) = above.get(&unit) {
                        found.extend(rules);
                    }
                    at = model.parents[unit.at()];
                }
            }
        }
        index
    }
    fn asked<'a>(
        &'a self,
        model: &Model,
        person: PersonId,
        outcome: Option<PostId>,
    ) -> impl Iterator<Item = usize> + 'a {
        let home = model.home(person).map(|u| &self.home[u.at()]);
        let to = outcome.map(|p| &self.to[model.post(p).unit.at()]);
        home.into_iter().chain(to).chain([&self.kin[person.at()]]).flatten().copied()
    }
}

/// Recomputes everything that a plan and its certificate say.
///
/// # Errors
/// Everything that is not so.
pub fn check(model: &Model, plan: &Plan) -> Result<Checked, Vec<Breach>> {
    let certificate = &plan.certificate;
    if plan.places.len() != model.people() || certificate.prices.len() != model.posts() {
        return Err(vec![Breach::Shape]);
    }
    let mut breaches = Vec::new();
    let cost = kept(model, plan, &mut breaches);
    if cost != i128::from(plan.cost) {
        breaches.push(Breach::Cost(cost));
    }
    let bound = bound(model, certificate);
    match bound {
        None => breaches.push(Breach::Multiplier),
        Some(bound) if bound != i128::from(certificate.bound) => breaches.push(Breach::Bound(bound)),
        Some(bound) if breaches.is_empty() => return Ok(Checked { cost, bound }),
        Some(_) => {}
    }
    Err(breaches)
}

/// The cost of the plan, and whatever it breaks.
fn kept(model: &Model, plan: &Plan, breaches: &mut Vec<Breach>) -> i128 {
    let all = Index::of(model, 0..model.rules().len());
    let mut cost = 0;
    let mut held = vec![0u64; model.posts()];
    let mut sums: HashMap<(usize, Part), i128> = HashMap::new();
    for (i, place) in plan.places.iter().enumerate() {
        let person = PersonId(i as u32);
        let spec = model.person(person);
        let own = match place {
            Some(post) if post.at() < model.posts() => {
                held[post.at()] += 1;
                model.cost(person, *post)
            }
            Some(_) => None,
            None => spec.bench,
        };
        let Some(own) = own else {
            breaches.push(Breach::Place(person));
            continue;
        };
        cost += i128::from(own);
        for r in all.asked(model, person, *place) {
            let rule = &model.rules()[r];
            if rule.narrows() == Some(person) && !rule.leaves(spec.post, *place) {
                breaches.push(Breach::Place(person));
            }
            let there = place.map(|p| [Part::In(model.post(p).unit), Part::At(p)]);
            for part in [Part::Least, Part::Most]
                .into_iter()
                .chain(there.into_iter().flatten())
                .filter(|p| side(rule, *p).is_some())
            {
                *sums.entry((r, part)).or_default() += counts(model, rule, part, person, *place);
            }
        }
    }
    let over = held.iter().zip(&model.posts).enumerate().filter(|(_, (n, post))| **n > u64::from(post.quota));
    breaches.extend(over.map(|(j, _)| Breach::Quota(PostId(j as u32))));
    let mut sides: Vec<(usize, Part)> =
        sums.keys().copied().filter(|(_, p)| matches!(p, Part::In(_) | Part::At(_))).collect();
    sides.sort_unstable();
    sides.extend((0..model.rules().len()).flat_map(|r| [(r, Part::Least), (r, Part::Most)]));
    for (r, part) in sides {
        let Some((sense, figure, price)) = side(&model.rules()[r], part) else { continue };
        let by = sense * (sums.get(&(r, part)).copied().unwrap_or(0) - figure);
        match price {
            _ if by <= 0 => {}
            Some(price) => cost += by * i128::from(price),
            None => breaches.push(Breach::Broken { rule: r, part, by: by as i64 }),
        }
    }
    cost
}

/// The weight of an outcome in a cut; `None` where the cut names a rule that is not there.
pub(crate) fn weight(model: &Model, cut: &Cut, person: PersonId, outcome: Option<PostId>) -> Option<i128> {
    let mut halves = cut.people.iter().filter(|p| p.0 == person).map(|p| i128::from(p.1)).sum::<i128>();
    halves += i128::from(outcome.is_some_and(|p| cut.posts.contains(&p)));
    halves += i128::from(cut.once.contains(&(person, outcome)));
    for (r, part) in &cut.sides {
        let rule = model.rules().get(*r as usize)?;
        halves += side(rule, *part)?.0 * counts(model, rule, *part, person, outcome);
    }
    Some(halves.div_euclid(2))
}

/// The cuts of a certificate, by what they halve.
struct Halved {
    people: HashMap<PersonId, Vec<(usize, i128)>>,
    posts: HashMap<PostId, Vec<usize>>,
    sides: HashMap<(usize, Part), Vec<usize>>,
    once: HashMap<(PersonId, Option<PostId>), Vec<usize>>,
    /// Twice what each cut asks, before it is rounded down.
    right: Vec<i128>,
}
impl Halved {
    /// `None` where a cut names what is not there, names something twice, or has a value below 0.
    fn of(model: &Model, cuts: &[Cut]) -> Option<Self> {
        let mut it = Self {
            people: HashMap::new(),
            posts: HashMap::new(),
            sides: HashMap::new(),
            once: HashMap::new(),
            right: Vec::new(),
        };
        for (k, cut) in cuts.iter().enumerate() {
            let mut right = 0;
            for (person, times) in &cut.people {
                right += i128::from(*times);
                let all = it.people.entry(*person).or_default();
                if person.at() >= model.people() || all.last().is_some_and(|(last, _)| *last == k) {
                    return None;
                }
                all.push((k, i128::from(*times)));
            }
            for post in &cut.posts {
                let all = it.posts.entry(*post).or_default();
                if post.at() >= model.posts() || all.last() == Some(&k) {
                    return None;
                }
                right += i128::from(model.post(*post).quota);
                all.push(k);
            }
            for (r, part) in &cut.sides {
                let (sense, figure, _) = side(model.rules().get(*r as usize)?, *part)?;
                let all = it.sides.entry((*r as usize, *part)).or_default();
                if all.last() == Some(&k) {
                    return None;
                }
                right += sense * figure;
                all.push(k);
            }
            for outcome in &cut.once {
                let all = it.once.entry(*outcome).or_default();
                if all.last() == Some(&k) {
                    return None;
                }
                right += 1;
                all.push(k);
            }
            if cut.value < 0 {
                return None;
            }
            it.right.push(right);
        }
        Some(it)
    }
    /// How many halves an outcome has in each cut by its person and its post.
    fn counted(&self, person: PersonId, outcome: Option<PostId>) -> Vec<(usize, i128)> {
        let mut halves = self.people.get(&person).cloned().unwrap_or_default();
        let post = outcome.and_then(|p| self.posts.get(&p));
        let once = self.once.get(&(person, outcome));
        halves.extend(post.into_iter().chain(once).flatten().map(|k| (*k, 1)));
        halves
    }
    /// The halves by a rule.
    fn add(&self, model: &Model, r: usize, person: PersonId, outcome: Option<PostId>, halves: &mut Vec<(usize, i128)>) {
        let rule = &model.rules()[r];
        let there = outcome.map(|p| [Part::In(model.post(p).unit), Part::At(p)]);
        for part in [Part::Least, Part::Most].into_iter().chain(there.into_iter().flatten()) {
            let Some(all) = self.sides.get(&(r, part)) else { continue };
            let Some((sense, _, _)) = side(rule, part) else { continue };
            let count = sense * counts(model, rule, part, person, outcome);
            if count != 0 {
                halves.extend(all.iter().map(|k| (*k, count)));
            }
        }
    }
}

/// The bound that follows from prices and multipliers; `None` where one of them may not be so.
fn bound(model: &Model, certificate: &Certificate) -> Option<i128> {
    let Certificate { prices, multipliers, cuts, .. } = certificate;
    let mut total = 0i128;
    let mut of: Vec<Vec<(Part, i128)>> = vec![vec![]; model.rules().len()];
    for m in multipliers {
        let (sense, figure, price) = side(model.rules().get(m.rule as usize)?, m.part)?;
        if m.value < 0 || price.is_some_and(|p| i128::from(m.value) > i128::from(p) * i128::from(SCALE)) {
            return None;
        }
        let weight = sense * i128::from(m.value);
        total -= weight * figure;
        let sides = &mut of[m.rule as usize];
        if sides.iter().any(|(part, _)| *part == m.part) {
            return None;
        }
        sides.push((m.part, weight));
    }
    let halved = Halved::of(model, cuts)?;
    // a shortfall of a soft side is paid for once: by the side's own multiplier and by all cuts that it is in
    for ((r, part), worth) in &halved.sides {
        let (_, _, price) = side(&model.rules()[*r], *part)?;
        let own = of[*r].iter().find(|(p, _)| p == part).map_or(0, |(_, weight)| weight.abs());
        let cut: i128 = worth.iter().map(|k| i128::from(cuts[*k].value)).sum();
        if price.is_some_and(|p| own + cut > i128::from(p) * i128::from(SCALE)) {
            return None;
        }
    }
    total -=
        cuts.iter().zip(&halved.right).map(|(cut, right)| i128::from(cut.value) * right.div_euclid(2)).sum::<i128>();
    for (spec, price) in model.posts.iter().zip(prices) {
        if *price < 0 {
            return None;
        }
        total -= i128::from(*price) * i128::from(spec.quota);
    }
    let in_cut: std::collections::HashSet<usize> = halved.sides.keys().map(|(r, _)| *r).collect();
    let counting = |r: &usize| !of[*r].is_empty() || in_cut.contains(r) || model.rules()[*r].narrows().is_some();
    let asked = (0..model.rules().len()).any(|r| counting(&r)) || !cuts.is_empty();
    let index = Index::of(model, (0..model.rules().len()).filter(counting));
    for i in 0..model.people() {
        let person = PersonId(i as u32);
        let spec = model.person(person);
        let arcs = model.arcs_of(person).map(|(post, cost)| (Some(post), cost));
        let mut best: Option<i128> = None;
        for (outcome, cost) in arcs.chain(spec.bench.map(|b| (None, b))) {
            let mut value = i128::from(cost) * i128::from(SCALE);
            value += outcome.map_or(0, |p| i128::from(prices[p.at()]));
            if !asked {
                best = Some(best.map_or(value, |b| b.min(value)));
                continue;
            }
            let mut open = true;
            let mut halves = halved.counted(person, outcome);
            for r in index.asked(model, person, outcome) {
                let rule = &model.rules()[r];
                open &= rule.leaves(spec.post, outcome);
                for (part, weight) in &of[r] {
                    value += weight * counts(model, rule, *part, person, outcome);
                }
                if in_cut.contains(&r) {
                    halved.add(model, r, person, outcome, &mut halves);
                }
            }
            halves.sort_unstable();
            for of_one in halves.chunk_by(|a, b| a.0 == b.0) {
                let sum: i128 = of_one.iter().map(|h| h.1).sum();
                value += i128::from(cuts[of_one[0].0].value) * sum.div_euclid(2);
            }
            if open && best.is_none_or(|b| value < b) {
                best = Some(value);
            }
        }
        total += best?;
    }
    Some(total)
}
