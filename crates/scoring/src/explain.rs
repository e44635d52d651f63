//! One person's result with everything that led to it.

use base::{Lang, Say};

use crate::{
    Facts, Failure, Fixed, Flags, Plan, Result, Standing,
    exact::MISSING,
    grade::{Candidate, grade_group, room},
    plan::QuotaPlan,
    reference::{Person, Reference},
    scheme::QuotaBase,
    trace::{Step, Trace, percent, shown},
};

/// A result, and why.
#[derive(Clone, PartialEq, Debug)]
pub struct Explained {
    /// The result; the same that [`crate::score`] gives.
    pub result: Result,
    /// How it came about.
    pub trace: Trace,
}

/// Everybody of a person's peer group, computed one by one.
pub(crate) struct Group<'a> {
    pub(crate) reference: Reference<'a>,
    pub(crate) people: Vec<Person>,
}

impl<'a> Group<'a> {
    pub(crate) fn of(reference: Reference<'a>) -> std::result::Result<Self, Failure> {
        let people = reference.peers.iter().map(|r| reference.person(*r)).collect::<std::result::Result<_, _>>()?;
        Ok(Self { reference, people })
    }
    pub(crate) fn results(&self) -> Vec<Result> {
        let Reference { plan, facts, peers, .. } = &self.reference;
        let Some(first) = peers.first() else { return Vec::new() };
        let candidates: Vec<_> = self.people.iter().map(|p| p.candidate).collect();
        let columns = plan.columns.len();
        let tie = |i: usize, slot: u16| self.people[i].figures[usize::from(slot) - columns].unwrap_or(MISSING);
        let mut results = Vec::new();
        let approved = facts.approved[facts.group[*first] as usize];
        grade_group(plan, approved, &candidates, &tie, &mut |i, standing, flags| {
            let rank = candidates[i]
                .ranked()
                .map_or(0, |f| 1 + candidates.iter().filter_map(Candidate::ranked).filter(|o| *o > f).count() as u32);
            let figure = candidates[i].figure().unwrap_or(MISSING);
            results.push(Result { figure, rank, standing, flags });
        });
        results
    }
}

/// Computes one person's result slowly, keeping every step. The person is named by place.
pub fn explain(plan: &Plan, facts: &Facts, row: usize) -> std::result::Result<Explained, Failure> {
    crate::score::shape(plan, facts)?;
    if row >= facts.people() {
        return Err(Failure::Shape(Say::new("没有这个人", "there is no such person")));
    }
    let group = Group::of(Reference::new(plan, facts, row))?;
    let results = group.results();
    let at = group.reference.peers.iter().position(|r| *r == row).unwrap_or(0);
    let (result, person) = (results[at], &group.people[at]);
    let ranked = results.iter().filter(|r| r.rank > 0).count();
    let conclusions = conclusions(&group, person, &result, ranked);
    let sentence = sentence(plan, person, &result, &conclusions);
    Ok(Explained { result, trace: Trace { root: person.root.clone(), conclusions, sentence } })
}

fn conclusions(group: &Group, person: &Person, result: &Result, ranked: usize) -> Vec<Say> {
    let plan = group.reference.plan;
    let mut all = Vec::new();
    let mut say = |zh: String, en: String| all.push(Say::new(zh, en));
    let basis =
        |b: &Option<crate::Basis>| b.as_ref().map_or_else(String::new, |b| format!("（{}{}）", b.rule, b.article));
    if result.rank > 0 {
        say(format!("比较组 {ranked} 人中第 {}", result.rank), format!("number {} of {ranked} peers", result.rank));
    }
    for b in &person.bars {
        let bar = &plan.scheme.bars[*b];
        say(
            format!("{}，至多为“{}”{}", bar.name.zh, plan.grade_name(plan.bars[*b].1).zh, basis(&bar.basis)),
            format!("{}: at best “{}” {}", bar.name.en, plan.grade_name(plan.bars[*b].1).en, basis(&bar.basis)),
        );
    }
    if result.flags.has(Flags::OVER_QUOTA) {
        let approved = group.reference.facts.approved[group.reference.facts.group[group.reference.peers[0]] as usize];
        let graded = group.people.iter().filter(|p| p.candidate.ranked().is_some()).count();
        let reached = |q: &&QuotaPlan| matches!(result.standing, Standing::Grade(g) if q.grade < g);
        for q in plan.quotas.iter().filter(reached) {
            let base = if q.base == QuotaBase::Graded { graded } else { group.people.len() };
            let (places, name) = (room(q, approved, base as i64), plan.grade_name(q.grade));
            let share = percent(if approved { q.approved } else { q.share });
            say(
                format!("“{}”不超过 {base} 人的 {share}，计 {places} 人{}", name.zh, basis(&q.basis)),
                format!("“{}” is for at most {share} of {base} people, {places} places {}", name.en, basis(&q.basis)),
            );
        }
    }
    if result.flags.has(Flags::TIED) {
        say(
            "名额边界上有人完全相同，由组织研究决定".into(),
            "people are equal where the quota ends: people decide".into(),
        );
    }
    if result.flags.has(Flags::RENORMALISED) {
        say(
            "有缺项，其余权重按比例放大".into(),
            "something was missing and the other weights were raised in proportion".into(),
        );
    }
    if result.flags.has(Flags::UNTOLD) {
        say(
            "有条件因缺少数据未适用".into(),
            "a condition was not applied because what it needs is not recorded".into(),
        );
    }
    let grades = plan.scheme.grades.as_ref();
    match result.standing {
        Standing::Grade(g) => {
            let name = plan.grade_name(g);
            let from = grades.and_then(|s| s.of.get(usize::from(g))?.from);
            let (zh, en) = from.map_or_else(Default::default, |f| (format!("（{f} 分起）"), format!(" (from {f})")));
            say(format!("等次：{}{zh}", name.zh), format!("grade: {}{en}", name.en));
        }
        Standing::Without(o) => {
            let rule = &plan.scheme.outcomes[usize::from(o)];
            say(format!("{}{}", rule.name.zh, basis(&rule.basis)), format!("{} {}", rule.name.en, basis(&rule.basis)));
        }
        Standing::NoResult => say("数据不足，不给出总分".into(), "too little is recorded for a figure".into()),
        Standing::Withheld => say(
            "现有数据过于集中于单项或单一来源，不给出总分".into(),
            "what is recorded rests so much on one indicator or source that no figure is given".into(),
        ),
        Standing::Ungraded => {}
    }
    all
}

fn sentence(plan: &Plan, person: &Person, result: &Result, conclusions: &[Say]) -> Say {
    Say::each(|lang| {
        let zh = lang == Lang::Zh;
        let parts = person.root.parts.iter().filter(|p| p.figure.is_some()).map(|p: &Step| {
            let weight = p.weight.map(|w| format!(" × {}", percent(w.units()))).unwrap_or_default();
            format!("{} {}{weight}", p.name.to(lang), shown(p.figure))
        });
        let parts = parts.collect::<Vec<_>>().join(if zh { "，" } else { ", " });
        let ends: Vec<&str> = conclusions.iter().map(|c| c.to(lang).trim_end()).collect();
        let ends = ends.join(if zh { "；" } else { "; " });
        let (name, figure) = (plan.scheme.name.to(lang), shown(result.figure()));
        let decimals = plan.branches.last().map_or(crate::exact::DECIMALS, |root| root.decimals);
        let of: &Option<Fixed> = &person.root.figure;
        match (of, zh) {
            (None, true) => format!("{name}：{ends}。"),
            (None, false) => format!("{name}: {ends}."),
            (_, true) => format!("{name}总分 {figure}，由{parts}得出（四舍五入至 {decimals} 位小数）；{ends}。"),
            (_, false) => {
                format!("{name}: figure {figure}, from {parts} (rounded half up to {decimals} decimals); {ends}.")
            }
        }
    })
}
