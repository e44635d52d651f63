//! Rules from JSON, and locks from a table.

use serde::Deserialize;

use super::{
    Known, Names, Table,
    people::Folk,
    say,
    table::{Problems, Sheet},
};
use crate::{
    fit::Weights,
    model::{PersonId, PostId, Rule, Scope, Trait, UnitId},
};

/// The file of the rules.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Asked {
    /// What it costs to leave somebody without a post; none: that may not be.
    pub bench: Option<i64>,
    pub fit: Weights,
    /// Whether people without a post count first, then priced rules, then fit.
    pub tiers: bool,
    rules: Vec<Line>,
}

/// A rule by names. A unit `*` is each unit that has people; a percentage is of the people that the rule is about.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Line {
    MovesOut {
        unit: String,
        at_most: Figure,
    },
    MovesIn {
        unit: String,
        at_most: u32,
    },
    Backbone {
        unit: String,
        at_least: Figure,
    },
    Exchange {
        within: String,
        from: String,
        to: String,
        at_least: Figure,
    },
    Kin(Vec<String>),
    OnePerson(Vec<String>),
    Team {
        unit: String,
        of: String,
        #[serde(default)]
        at_least: u32,
        at_most: Option<u32>,
        price: Option<i64>,
    },
    Headcount {
        post: Option<String>,
        unit: Option<String>,
        level: Option<u8>,
        below: Option<String>,
        #[serde(default)]
        at_least: u32,
        at_most: Option<u32>,
    },
    Rotate(String),
    Time {
        post: String,
        at_most: u32,
    },
}

/// A number of people, or a percentage: of an upper bound the part of a person is dropped, of a lower one it counts in full.
#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "snake_case", untagged)]
enum Figure {
    People(u32),
    Share { percent: u32 },
}
impl Figure {
    fn most(self, of: u64) -> u32 {
        match self {
            Self::People(n) => n,
            Self::Share { percent } => whole(of.saturating_mul(u64::from(percent)) / 100),
        }
    }
    fn least(self, of: u64) -> u32 {
        match self {
            Self::People(n) => n,
            Self::Share { percent } => whole(of.saturating_mul(u64::from(percent)).div_ceil(100)),
        }
    }
}

fn whole(n: u64) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

const FILE: &str = "rules";
/// Rules beyond this number are refused.
const MOST: usize = 1_000_000;

pub(super) fn parse(text: &str, problems: &mut Problems) -> Asked {
    let asked: Asked = serde_json::from_str(text).unwrap_or_else(|e| {
        problems.add(FILE, e.line(), "", say(format!("规则文件有误：{e}"), format!("The rules cannot be read: {e}")));
        Asked::default()
    });
    let fit = &asked.fit;
    let mut weights = fit.shortage.values().copied().chain([
        fit.interest,
        fit.promotion,
        fit.demotion,
        fit.moving,
        fit.other_unit,
        fit.overdue_after,
        fit.overdue,
        asked.bench.unwrap_or(0),
    ]);
    if weights.any(|w| w.unsigned_abs() > 1_000_000_000) || fit.shortage.len() > 64 {
        problems.add(
            FILE,
            0,
            "fit",
            say(
                "权重的绝对值不得超过 10 亿，维度不得超过 64 个。",
                "Weights are at most a thousand million, dimensions at most 64.",
            ),
        );
    }
    asked
}

/// The rules with everything found.
pub(super) fn make(asked: &Asked, folk: &Folk, names: &mut Names, problems: &mut Problems) -> Vec<Rule> {
    let mut size = vec![0u64; names.units.names.len()];
    let mut strong = size.clone();
    for (i, home) in folk.home.iter().enumerate() {
        if let Some(unit) = home {
            size[unit.at()] += u64::from(folk.posted[i]);
            strong[unit.at()] += u64::from(folk.backbone[i]);
        }
    }
    let mut rules = Vec::new();
    for (k, line) in asked.rules.iter().enumerate() {
        if problems.full() || rules.len() > MOST {
            break;
        }
        let mut find = Find { names, problems, line: k + 1 };
        match line {
            Line::MovesOut { unit, at_most } => {
                for unit in find.units(unit, &size) {
                    rules.push(Rule::MovesOut { unit, at_most: at_most.most(size[unit.at()]) });
                }
            }
            Line::MovesIn { unit, at_most } => {
                rules.extend(find.units(unit, &size).into_iter().map(|unit| Rule::MovesIn { unit, at_most: *at_most }));
            }
            Line::Backbone { unit, at_least } => {
                for unit in find.units(unit, &strong) {
                    rules.push(Rule::Backbone { unit, at_least: at_least.least(strong[unit.at()]) });
                }
            }
            Line::Exchange { within, from, to, at_least } => {
                let Some(within) = find.unit(within) else { continue };
                let path = find.names.units.names[within.at()].clone();
                let below = find.names.units.names.iter().enumerate();
                let below = below.filter(|(_, n)| **n == path || n.starts_with(&format!("{path}/")));
                let of = below.map(|(u, _)| size.get(u).copied().unwrap_or(0)).sum();
                let (from, to) = (find.track(from), find.track(to));
                if let (Some(from), Some(to)) = (from, to) {
                    rules.push(Rule::Exchange { within, from, to, at_least: at_least.least(of) });
                }
            }
            Line::Kin(people) => {
                let found: Vec<PersonId> = people.iter().filter_map(|p| find.person(p)).collect();
                rules.push(Rule::Kin { people: found });
            }
            Line::OnePerson(entries) => {
                let found: Vec<PersonId> = entries.iter().filter_map(|p| find.person(p)).collect();
                rules.push(Rule::OnePerson { entries: found });
            }
            Line::Team { unit, of, at_least, at_most, price } => {
                let Some(of) = find.trait_of(of) else { continue };
                let at_most = at_most.unwrap_or(u32::MAX);
                for unit in find.units(unit, &size) {
                    rules.push(Rule::Team { unit, of, at_least: *at_least, at_most, price: *price });
                }
            }
            Line::Headcount { post, unit, level, below, at_least, at_most } => {
                let scopes: Vec<Scope> = match (post, unit, level, below) {
                    (Some(post), None, None, None) => find.post(post).map(Scope::Post).into_iter().collect(),
                    (None, Some(unit), None, None) => find.units(unit, &size).into_iter().map(Scope::Unit).collect(),
                    (None, Some(unit), Some(level), None) => {
                        find.units(unit, &size).into_iter().map(|u| Scope::Level(u, *level)).collect()
                    }
                    (None, None, None, Some(below)) => find.unit(below).map(Scope::Subtree).into_iter().collect(),
                    _ => {
                        find.bad(say(
                            "headcount 须给出 post、unit（可加 level）或 below 之一。",
                            "A headcount names a post, a unit (with a level or not), or what it is below.",
                        ));
                        continue;
                    }
                };
                let at_most = at_most.unwrap_or(u32::MAX);
                rules.extend(scopes.into_iter().map(|of| Rule::Headcount { of, at_least: *at_least, at_most }));
            }
            Line::Rotate(person) => rules.extend(find.person(person).map(|person| Rule::Rotate { person })),
            Line::Time { post, at_most } => {
                rules.extend(find.post(post).map(|post| Rule::Time { post, at_most: *at_most }));
            }
        }
    }
    rules
}

struct Find<'a> {
    names: &'a mut Names,
    problems: &'a mut Problems,
    line: usize,
}
impl Find<'_> {
    fn bad(&mut self, say: base::Say) {
        self.problems.add(FILE, self.line, "rules", say);
    }
    fn among(&mut self, known: fn(&Names) -> &Known, name: &str) -> Option<u32> {
        let found = known(self.names).find(name);
        if found.is_none() {
            self.bad(say(format!("没有“{name}”。"), format!("There is no “{name}”.")));
        }
        found
    }
    fn unit(&mut self, name: &str) -> Option<UnitId> {
        self.among(|n| &n.units, name).map(UnitId)
    }
    fn units(&mut self, name: &str, size: &[u64]) -> Vec<UnitId> {
        if name == "*" {
            return size.iter().enumerate().filter(|(_, n)| **n > 0).map(|(u, _)| UnitId(u as u32)).collect();
        }
        self.unit(name).into_iter().collect()
    }
    fn post(&mut self, name: &str) -> Option<PostId> {
        self.among(|n| &n.posts, name).map(PostId)
    }
    fn person(&mut self, name: &str) -> Option<PersonId> {
        self.among(|n| &n.people, name).map(PersonId)
    }
    fn track(&mut self, name: &str) -> Option<crate::Track> {
        self.among(|n| &n.tracks, name).and_then(|t| u8::try_from(t).ok()).map(crate::Track)
    }
    fn trait_of(&mut self, name: &str) -> Option<Trait> {
        self.among(|n| &n.traits, name).filter(|t| *t < 64).map(|t| Trait(t as u8))
    }
}

/// Locks: `person`, `post`, and `what`: lock, forbid or rotate.
pub(super) fn locks(table: &Table, names: &Names, problems: &mut Problems) -> Vec<Rule> {
    let sheet = Sheet::new(table, &["person", "post", "what"], problems);
    let mut rules = Vec::new();
    for row in sheet.rows() {
        if problems.full() {
            break;
        }
        let name = row.text("person");
        let Some(person) = names.people.find(name).map(PersonId) else {
            row.bad(
                "person",
                say(format!("人员表中没有“{name}”。"), format!("{name} is not among the people.")),
                problems,
            );
            continue;
        };
        let post = match row.text("post") {
            "" => None,
            p => {
                let found = names.posts.find(p).map(PostId);
                if found.is_none() {
                    row.bad(
                        "post",
                        say(format!("岗位表中没有“{p}”。"), format!("{p} is not among the posts.")),
                        problems,
                    );
                    continue;
                }
                found
            }
        };
        match (row.text("what"), post) {
            ("" | "lock" | "锁定", post) => rules.push(Rule::Lock { person, post }),
            ("forbid" | "禁止", Some(post)) => rules.push(Rule::Forbid { person, post }),
            ("rotate" | "必须交流", None) => rules.push(Rule::Rotate { person }),
            (what, _) => row.bad(
                "what",
                say(
                    format!("“{what}”应为 lock、forbid（要写岗位）或 rotate（不写岗位）。"),
                    format!("“{what}” must be lock, forbid (with a post) or rotate (without one)."),
                ),
                problems,
            ),
        }
    }
    rules
}
