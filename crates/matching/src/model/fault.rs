//! What is wrong with a model, with both sides of each contradiction.

use std::collections::BTreeMap;

use base::Say;

use super::{Model, PersonId, PostId, Rule, SIZE_LIMIT, Scope, UnitId};

/// Something of the model that a sentence names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Thing {
    /// A unit.
    Unit(UnitId),
    /// A post.
    Post(PostId),
    /// A person.
    Person(PersonId),
    /// A rule, by its place.
    Rule(usize),
}
/// How the caller calls things.
pub type Names<'a> = &'a dyn Fn(Thing) -> String;

/// What is wrong with a model.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fault {
    /// The parent of this unit, or a unit of a post, was not given before.
    UnknownUnit(UnitId),
    /// A person's post, or a post that a person is eligible for, was not given.
    UnknownPost(PersonId),
    /// A rule names what was not given.
    UnknownInRule(usize),
    /// A post stands twice among those that a person is eligible for.
    TwiceEligible {
        /// Who.
        person: PersonId,
        /// Which post.
        post: PostId,
    },
    /// More people, posts, units, rules or arcs than the limits.
    TooMany,
    /// Costs so wide, for so many people, that sums could leave 64 bits.
    TooWide,
    /// A price, or a time of work, that is negative or of which there is none.
    BadNumber(usize),
    /// Tiers count people without a post, and this person's count is negative.
    BadBench(PersonId),
    /// The least is above the most within one rule.
    LeastAboveMost(usize),
    /// The rule asks for more than there is: so many at the most.
    AsksTooMuch {
        /// The rule.
        rule: usize,
        /// What it asks for.
        asked: u32,
        /// What there is.
        there: u32,
    },
    /// Two rules cannot both be kept.
    Contradict(usize, usize),
    /// Rules that narrow people's choices, which together break another rule.
    Together {
        /// The rule that would be broken.
        rule: usize,
        /// Those that break it.
        by: Vec<usize>,
    },
    /// A person is left no choice: eligible for nothing that the rules leave, and must have a post.
    NoChoice {
        /// Who.
        person: PersonId,
        /// The rules that narrow the choices, if any.
        by: Vec<usize>,
    },
    /// A lock to a post that the person is not eligible for.
    NotEligible {
        /// The lock.
        rule: usize,
        /// Who.
        person: PersonId,
        /// The post; `None`: the person may not be without a post.
        post: Option<PostId>,
    },
}

impl Fault {
    /// The sentence.
    pub fn say(&self, names: Names<'_>) -> Say {
        let n = |t: Thing| names(t);
        let list = |rules: &[usize]| rules.iter().map(|r| names(Thing::Rule(*r))).collect::<Vec<_>>();
        match self {
            Self::UnknownUnit(u) => {
                let u = n(Thing::Unit(*u));
                Say::new(
                    format!("单位“{u}”或其上级尚未给出。"),
                    format!("Unit {u} or the unit above it was not given before."),
                )
            }
            Self::UnknownPost(p) => {
                let p = n(Thing::Person(*p));
                Say::new(format!("“{p}”的岗位不在岗位表中。"), format!("A post of {p} is not among the posts."))
            }
            Self::UnknownInRule(r) => {
                let r = n(Thing::Rule(*r));
                Say::new(format!("{r} 所指的对象不存在。"), format!("{r} names something that was not given."))
            }
            Self::TwiceEligible { person, post } => {
                let (a, b) = (n(Thing::Person(*person)), n(Thing::Post(*post)));
                Say::new(format!("“{a}”的可任岗位中“{b}”重复。"), format!("{b} stands twice among the posts of {a}."))
            }
            Self::TooMany => Say::new("数量超过上限。", "More than the limits allow."),
            Self::TooWide => Say::new(
                "成本数值过大：人数与最大成本的乘积超过上限，请缩小成本。",
                "The costs are too wide for so many people; use smaller ones.",
            ),
            Self::BadNumber(r) => {
                let r = n(Thing::Rule(*r));
                Say::new(
                    format!("{r} 中的数值不可为负或为空。"),
                    format!("A number of {r} is negative or out of range."),
                )
            }
            Self::BadBench(p) => {
                let p = n(Thing::Person(*p));
                Say::new(
                    format!("分层计算时，“{p}”无岗位的计数不可为负。"),
                    format!("In tiers, what it counts that {p} is without a post is not negative."),
                )
            }
            Self::LeastAboveMost(r) => {
                let r = n(Thing::Rule(*r));
                Say::new(format!("{r} 的下限大于上限。"), format!("The least of {r} is above its most."))
            }
            Self::AsksTooMuch { rule, asked, there } => {
                let r = n(Thing::Rule(*rule));
                Say::new(
                    format!("{r} 要求 {asked}，而至多只有 {there}。"),
                    format!("{r} asks for {asked}, and there are {there} at the most."),
                )
            }
            Self::Contradict(a, b) => {
                let (a, b) = (n(Thing::Rule(*a)), n(Thing::Rule(*b)));
                Say::new(format!("{a} 与 {b} 相互矛盾。"), format!("{a} contradicts {b}."))
            }
            Self::Together { rule, by } => {
                let (r, by) = (n(Thing::Rule(*rule)), list(by));
                Say::new(
                    format!("{} 合起来违反 {r}。", by.join("、")),
                    format!("{} together break {r}.", by.join(", ")),
                )
            }
            Self::NoChoice { person, by } => {
                let (p, by) = (n(Thing::Person(*person)), list(by));
                let (zh, en) = if by.is_empty() {
                    (String::new(), String::new())
                } else {
                    (format!("（{}）", by.join("、")), format!(" ({})", by.join(", ")))
                };
                Say::new(format!("“{p}”没有可任的岗位{zh}。"), format!("{p} is left without a post{en}."))
            }
            Self::NotEligible { rule, person, post } => {
                let (r, p) = (n(Thing::Rule(*rule)), n(Thing::Person(*person)));
                post.map_or_else(
                    || Say::new(format!("{r}：“{p}”必须有岗位。"), format!("{r}: {p} may not be left without a post.")),
                    |post| {
                        let post = n(Thing::Post(post));
                        Say::new(
                            format!("{r}：“{p}”不具备“{post}”的资格。"),
                            format!("{r}: {p} is not eligible for {post}."),
                        )
                    },
                )
            }
        }
    }
}

/// Everything that can be seen without solving.
pub(super) fn find(model: &Model) -> Vec<Fault> {
    let mut faults = unknown(model);
    if faults.is_empty() {
        let size = (model.people.len() as i128 + 1) * (i128::from(model.widest) + 1);
        if size > SIZE_LIMIT {
            faults.push(Fault::TooWide);
        }
        for (r, rule) in model.rules.iter().enumerate() {
            faults.extend(alone(model, r, rule));
        }
    }
    if faults.is_empty() {
        faults = between(model);
    }
    faults
}

fn unknown(model: &Model) -> Vec<Fault> {
    let mut faults = Vec::new();
    let unit = |u: UnitId| u.at() < model.parents.len();
    let post = |p: PostId| p.at() < model.posts.len();
    let person = |p: PersonId| p.at() < model.people.len();
    faults.extend(model.posts.iter().filter(|p| !unit(p.unit)).map(|p| Fault::UnknownUnit(p.unit)));
    for (i, spec) in model.people.iter().enumerate() {
        let id = PersonId(i as u32);
        let arcs = &model.arc_posts[model.starts[i] as usize..model.starts[i + 1] as usize];
        if spec.post.is_some_and(|p| !post(p)) || arcs.iter().any(|p| !post(*p)) {
            faults.push(Fault::UnknownPost(id));
        }
        if let Some(u) = spec.unit.filter(|u| !unit(*u)) {
            faults.push(Fault::UnknownUnit(u));
        }
    }
    for (r, rule) in model.rules.iter().enumerate() {
        let known = match rule {
            Rule::MovesOut { unit: u, .. }
            | Rule::MovesIn { unit: u, .. }
            | Rule::Backbone { unit: u, .. }
            | Rule::Exchange { within: u, .. } => unit(*u),
            Rule::Team { unit: u, of, .. } => unit(*u) && of.0 < 64,
            Rule::Kin { people: all } | Rule::OnePerson { entries: all } => all.iter().all(|p| person(*p)),
            Rule::Headcount { of, .. } => match of {
                Scope::Post(p) => post(*p),
                Scope::Unit(u) | Scope::Level(u, _) | Scope::Subtree(u) => unit(*u),
            },
            Rule::Rotate { person: p } => person(*p),
            Rule::Lock { person: p, post: j } => person(*p) && j.is_none_or(post),
            Rule::Forbid { person: p, post: j } => person(*p) && post(*j),
            Rule::Time { post: p, .. } => post(*p),
        };
        if !known {
            faults.push(Fault::UnknownInRule(r));
        }
    }
    faults
}

fn alone(model: &Model, r: usize, rule: &Rule) -> Option<Fault> {
    let too_much = |asked: u32, there: u32| (asked > there).then_some(Fault::AsksTooMuch { rule: r, asked, there });
    match rule {
        Rule::Team { at_least, at_most, price, .. } => {
            if at_least > at_most {
                return Some(Fault::LeastAboveMost(r));
            }
            price.is_some_and(|p| p < 0).then_some(Fault::BadNumber(r))
        }
        Rule::Headcount { of, at_least, at_most } => {
            if at_least > at_most {
                return Some(Fault::LeastAboveMost(r));
            }
            let places = match of {
                Scope::Post(p) => model.posts[p.at()].quota,
                _ if *at_least == 0 => 0,
                _ => model.posts.iter().filter(|p| of.holds(model, p)).fold(0, |n: u32, p| n.saturating_add(p.quota)),
            };
            too_much(*at_least, places)
        }
        Rule::Kin { people: all } | Rule::OnePerson { entries: all } => {
            let mut sorted = all.clone();
            sorted.sort_unstable();
            sorted.windows(2).any(|w| w[0] == w[1]).then_some(Fault::BadNumber(r))
        }
        Rule::Lock { person, post: Some(post) } => model.cost(*person, *post).is_none().then_some(Fault::NotEligible {
            rule: r,
            person: *person,
            post: Some(*post),
        }),
        Rule::Lock { person, post: None } => model.people[person.at()].bench.is_none().then_some(Fault::NotEligible {
            rule: r,
            person: *person,
            post: None,
        }),
        _ => None,
    }
}

/// Contradictions between rules, each with the rules on both sides.
fn between(model: &Model) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut narrowing: BTreeMap<PersonId, Vec<usize>> = BTreeMap::new();
    let mut locked: BTreeMap<PostId, Vec<usize>> = BTreeMap::new();
    for (r, rule) in model.rules.iter().enumerate() {
        if let Some(person) = rule.narrows() {
            narrowing.entry(person).or_default().push(r);
        }
        if let Rule::Lock { post: Some(post), .. } = rule {
            locked.entry(*post).or_default().push(r);
        }
    }
    for i in 0..model.people.len() {
        let person = PersonId(i as u32);
        let spec = &model.people[i];
        let none = Vec::new();
        let rules = narrowing.get(&person).unwrap_or(&none);
        let open = |outcome| rules.iter().all(|r| model.rules[*r].leaves(spec.post, outcome));
        if model.arcs_of(person).any(|(p, _)| open(Some(p))) || (spec.bench.is_some() && open(None)) {
            continue;
        }
        let lock = rules.iter().find(|r| matches!(model.rules[**r], Rule::Lock { .. }));
        let against = lock.and_then(|l| {
            let Rule::Lock { post, .. } = model.rules[*l] else { return None };
            rules.iter().find(|r| !model.rules[**r].leaves(spec.post, post)).map(|r| Fault::Contradict(*l, *r))
        });
        faults.push(against.unwrap_or_else(|| Fault::NoChoice { person, by: rules.clone() }));
    }
    for (post, locks) in &locked {
        if locks.len() > model.posts[post.at()].quota as usize {
            faults.push(Fault::AsksTooMuch {
                rule: locks[0],
                asked: locks.len() as u32,
                there: model.posts[post.at()].quota,
            });
        }
    }
    faults.extend(super::fault_counts::find(model, &narrowing));
    faults
}
