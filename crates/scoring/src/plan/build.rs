//! A scheme to a plan.

use std::collections::HashMap;

use base::{Say, Weight};

use super::{
    AdjustEffect, AdjustPlan, Branch, Child, ColumnDef, Holds, Plan, QuotaPlan, SchemeError, check::Faults, leaf::Leaf,
};
use crate::{
    RulePack, Scheme,
    exact::{DECIMALS, POINTS_LIMIT, ten},
    formula::{Formula, Meaning, Unit},
    plan::leaf::{LevelSet, Norm},
    ratio::Ratio,
    scheme::{Effect, Fact, Grades, Node},
};

pub(super) const MAX_COLUMNS: usize = 4_000;
const MAX_NODES: usize = 1_000;
const MAX_DEPTH: usize = 8;

pub(super) struct Builder {
    pub(super) faults: Faults,
    pub(super) columns: Vec<ColumnDef>,
    pub(super) by_name: HashMap<String, Meaning>,
    pub(super) column_of: HashMap<String, usize>,
    pub(super) levels: Vec<LevelSet>,
    leaves: Vec<Leaf>,
    branches: Vec<Branch>,
    sources: Vec<String>,
    nodes: usize,
    /// Where each figure of the tree was put.
    placed: HashMap<String, Child>,
}

pub(super) fn share(weight: Weight) -> Ratio {
    let whole = Ratio::from_units(Weight::WHOLE.units());
    Ratio::from_units(weight.units()).div(whole).unwrap_or(Ratio::ZERO)
}

pub(super) fn build(mut scheme: Scheme, packs: &[RulePack]) -> Result<Plan, Vec<SchemeError>> {
    let mut b = Builder {
        faults: Faults::default(),
        columns: Vec::new(),
        by_name: HashMap::new(),
        column_of: HashMap::new(),
        levels: Vec::new(),
        leaves: Vec::new(),
        branches: Vec::new(),
        sources: Vec::new(),
        nodes: 0,
        placed: HashMap::new(),
    };
    let pack = crate::pack::adopt(&mut scheme, packs, &mut b.faults);
    b.columns(&scheme);
    b.numbers(pack);
    b.faults.enter("root");
    if scheme.root.of.is_empty() {
        b.faults.add("方案至少有一项指标", "a scheme has at least one indicator: give “of”");
    }
    if scheme.root.weight != Weight::WHOLE {
        b.faults.add("总分的权重应为 1.0000", "the root's weight is 1.0000");
    }
    b.branch(&scheme, &scheme.root, share(Weight::WHOLE), 1);
    b.faults.leave();
    // figures come after all facts, in the order in which they were placed
    let (facts, leaves) = (b.columns.len(), b.leaves.len());
    let slot = |child: Child| match child {
        Child::Leaf(i) => (facts + i) as u16,
        Child::Branch(i) => (facts + leaves + i) as u16,
    };
    let mut with_figures = b.by_name.clone();
    for (id, child) in &b.placed {
        with_figures.insert(id.clone(), Meaning { slot: slot(*child), unit: Unit::points(), value: None });
    }
    let mut outcomes = Vec::new();
    for without in &scheme.outcomes {
        b.faults.enter(&without.id);
        let truth = Formula::truth(&without.when, &|n| b.by_name.get(n).cloned());
        outcomes.extend(b.faults.formula(truth));
        b.faults.leave();
    }
    let grades = scheme.grades.clone().unwrap_or(Grades { of: Vec::new(), quotas: Vec::new() });
    b.faults.grades(&scheme, &grades);
    let place = |id: &str| grades.of.iter().position(|g| g.id == id);
    let mut bars = Vec::new();
    for bar in &scheme.bars {
        b.faults.enter(&bar.id);
        let truth = b.faults.formula(Formula::truth(&bar.when, &|n| with_figures.get(n).cloned()));
        match (truth, place(&bar.at_best)) {
            (Some(truth), Some(grade)) => bars.push((truth, grade as u8)),
            (_, None) => b.faults.unknown("grade", "等次", &bar.at_best),
            _ => {}
        }
        b.faults.leave();
    }
    let mut quotas = Vec::new();
    for q in &grades.quotas {
        b.faults.enter(&format!("quota {}", q.grade));
        let Some(grade) = place(&q.grade) else {
            b.faults.unknown("grade", "等次", &q.grade);
            b.faults.leave();
            continue;
        };
        let mut ties = Vec::new();
        for id in &q.ties {
            match b.placed.get(id) {
                Some(child) => ties.push(slot(*child)),
                None => b.faults.unknown("figure", "指标", id),
            }
        }
        b.faults.quota(q, grade + 1 == grades.of.len());
        quotas.push(QuotaPlan {
            grade: grade as u8,
            share: q.share.unwrap_or_default().units(),
            approved: q.approved.or(q.share).unwrap_or_default().units(),
            rounding: q.rounding,
            base: q.base,
            ties,
            then: q.then,
            basis: q.basis.clone(),
        });
        b.faults.leave();
    }
    quotas.sort_by_key(|q| q.grade);
    b.faults.shares(&scheme, &b.leaves, &b.sources);
    b.faults.done()?;
    let needs_peers = |l: &Leaf| matches!(l.norm, Norm::MinMax { .. } | Norm::Rank { .. });
    let relative = (0..b.leaves.len()).filter(|l| needs_peers(&b.leaves[*l])).collect();
    let mut tie_slots: Vec<u16> = quotas.iter().flat_map(|q| q.ties.iter().copied()).collect();
    tie_slots.sort_unstable();
    tie_slots.dedup();
    Ok(Plan {
        relative,
        tie_slots,
        columns: b.columns,
        leaves: b.leaves,
        branches: b.branches,
        levels: b.levels,
        outcomes,
        bars,
        from: grades.of.iter().map(|g| g.from.map_or(i64::MIN + 1, |f| f.units())).collect(),
        quotas,
        sources: b.sources,
        indicator_cap: share(scheme.no_single.indicator),
        source_cap: share(scheme.no_single.source),
        coverage: share(scheme.coverage),
        scheme,
    })
}

impl Builder {
    fn columns(&mut self, scheme: &Scheme) {
        self.faults.words(scheme);
        for fact in &scheme.facts {
            self.faults.enter(&fact.id);
            let (holds, decimals, min, max) = match fact {
                Fact { unit, .. } if unit == "rater" => (Holds::Rater, 0, 0, i64::from(i32::MAX)),
                Fact { words, .. } if !words.is_empty() => {
                    let names = words.iter().map(|w| w.id.clone()).collect();
                    (Holds::Words(names), 0, 0, words.len() as i64 - 1)
                }
                _ => {
                    self.faults.fact(fact);
                    let step = ten(DECIMALS - fact.decimals.min(DECIMALS));
                    (Holds::Number, fact.decimals.min(DECIMALS), fact.min.units() / step, fact.max.units() / step)
                }
            };
            let number = holds == Holds::Number;
            self.column(ColumnDef { name: fact.id.clone(), decimals, min, max, holds, label: fact.name.clone() });
            if number {
                let slot = (self.columns.len() - 1) as u16;
                self.by_name.insert(fact.id.clone(), Meaning { slot, unit: Unit::of(&fact.unit), value: None });
            }
            self.faults.leave();
        }
        for ballot in &scheme.ballots {
            for class in &ballot.classes {
                for option in &ballot.options {
                    let name = format!("{}.{class}.{}", ballot.id, option.id);
                    let label = Say::each(|l| format!("{} {class} {}", ballot.name.to(l), option.name.to(l)));
                    let max = 1_000_000;
                    self.column(ColumnDef {
                        name: name.clone(),
                        decimals: 0,
                        min: 0,
                        max,
                        holds: Holds::Ballots,
                        label,
                    });
                    let slot = (self.columns.len() - 1) as u16;
                    self.by_name.insert(name, Meaning { slot, unit: Unit::of("ballots"), value: None });
                }
            }
        }
        if self.columns.len() > MAX_COLUMNS {
            self.faults.add(format!("数据列超过 {MAX_COLUMNS}"), format!("more than {MAX_COLUMNS} columns of facts"));
            self.columns.truncate(MAX_COLUMNS);
            self.column_of.retain(|_, c| *c < MAX_COLUMNS);
        }
    }
    /// The rules' numbers, by name, beside the facts.
    fn numbers(&mut self, pack: Option<&RulePack>) {
        for number in pack.iter().flat_map(|p| &p.numbers) {
            let meaning = Meaning { slot: u16::MAX, unit: Unit::of(&number.unit), value: Some(number.value.units()) };
            if self.column_of.contains_key(&number.id) || self.by_name.insert(number.id.clone(), meaning).is_some() {
                let id = &number.id;
                self.faults.add(
                    format!("“{id}”是规则包中的数，数据请另取名"),
                    format!("“{id}” is a number of the rule pack: give the fact another word"),
                );
            }
        }
    }
    fn column(&mut self, def: ColumnDef) {
        self.column_of.insert(def.name.clone(), self.columns.len());
        self.columns.push(def);
    }
    fn branch(&mut self, scheme: &Scheme, node: &Node, share_here: Ratio, depth: usize) -> Child {
        self.faults.branch(node);
        if depth > MAX_DEPTH {
            self.faults.add(format!("指标树超过 {MAX_DEPTH} 层"), format!("the tree is deeper than {MAX_DEPTH}"));
            return Child::Branch(0);
        }
        let mut children = Vec::new();
        for part in &node.of {
            self.nodes += 1;
            if self.nodes > MAX_NODES {
                self.faults.add(format!("指标超过 {MAX_NODES} 个"), format!("more than {MAX_NODES} indicators"));
                break;
            }
            self.faults.enter(&part.id);
            let part_share = share_here.mul(share(part.weight)).unwrap_or(Ratio::ZERO);
            let child = if part.of.is_empty() {
                let leaf = self.leaf(scheme, part, part_share);
                self.leaves.extend(leaf);
                Child::Leaf(self.leaves.len().saturating_sub(1))
            } else {
                self.branch(scheme, part, part_share, depth + 1)
            };
            self.placed.insert(part.id.clone(), child);
            children.push((child, part.weight.units()));
            self.faults.leave();
        }
        let adjust = self.adjust(node);
        self.branches.push(Branch {
            id: node.id.clone(),
            name: node.name.clone(),
            children,
            adjust,
            decimals: node.decimals.unwrap_or(DECIMALS).min(DECIMALS),
            floor: node.floor.map_or(-POINTS_LIMIT, |f| f.units()),
            cap: node.cap.map_or(POINTS_LIMIT, |f| f.units()),
        });
        let here = Child::Branch(self.branches.len() - 1);
        self.placed.insert(node.id.clone(), here);
        here
    }
    fn adjust(&mut self, node: &Node) -> Vec<AdjustPlan> {
        let mut plans = Vec::new();
        for adjust in &node.adjust {
            self.faults.enter(&adjust.id);
            let names = &self.by_name;
            let meaning = |n: &str| names.get(n).cloned();
            let (formula, effect) = match &adjust.effect {
                Effect::Deduct { points, at_most } => {
                    self.faults.points(*at_most);
                    (Formula::number(points, &Unit::points(), &meaning), AdjustEffect::Points(-1, at_most.units()))
                }
                Effect::Add { points, at_most } => {
                    self.faults.points(*at_most);
                    (Formula::number(points, &Unit::points(), &meaning), AdjustEffect::Points(1, at_most.units()))
                }
                Effect::Veto { when, becomes } => {
                    self.faults.points(*becomes);
                    (Formula::truth(when, &meaning), AdjustEffect::Veto(becomes.units()))
                }
            };
            if let Some(formula) = self.faults.formula(formula) {
                plans.push(AdjustPlan { name: adjust.name.clone(), formula, effect });
            }
            self.faults.leave();
        }
        plans
    }
    pub(super) fn source_number(&mut self, name: &str) -> usize {
        self.sources.iter().position(|s| s == name).unwrap_or_else(|| {
            self.sources.push(name.to_owned());
            self.sources.len() - 1
        })
    }
}
