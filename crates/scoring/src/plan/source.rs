//! An indicator's source and normalisation, by their names, to columns by number.

use super::{
    Holds,
    build::Builder,
    leaf::{BallotClass, Leaf, LevelSet, Levelled, Norm, RatingClass, Raw},
};
use crate::{
    Scheme,
    exact::DECIMALS,
    formula::{Formula, Unit},
    ratio::Ratio,
    scheme::{ClassWeight, Level, Missing, Node, Normalise, Source},
};

impl Builder {
    pub(super) fn leaf(&mut self, scheme: &Scheme, node: &Node, share: Ratio) -> Option<Leaf> {
        let (Some(source), Some(work), Some(from)) = (&node.source, node.work, &node.from) else {
            self.faults.add("指标须写明 source、work 与 from", "an indicator has source, work and from");
            return None;
        };
        let (Some(floor), Some(cap)) = (node.floor, node.cap) else {
            self.faults.add("指标须有下限 floor 与上限 cap", "an indicator has a floor and a cap");
            return None;
        };
        if !node.adjust.is_empty() || node.decimals.is_some() {
            self.faults.add("指标没有 adjust 与 decimals", "an indicator has no adjust and no decimals");
        }
        self.faults.bounds(node);
        if let Missing::Points(points) = node.missing {
            self.faults.points(points);
        }
        let raw = self.raw(scheme, source)?;
        let norm = self.norm(source, &raw, &node.normalise)?;
        Some(Leaf {
            id: node.id.clone(),
            name: node.name.clone(),
            work,
            source: self.source_number(from),
            raw,
            norm,
            floor: floor.units(),
            cap: cap.units(),
            missing: node.missing,
            share,
        })
    }
    fn find(&mut self, name: &str, holds: fn(&Holds) -> bool) -> Option<usize> {
        let found = self.column_of.get(name).copied();
        match found {
            Some(c) if holds(&self.columns[c].holds) => found,
            Some(_) => {
                self.faults.add(
                    format!("“{name}”不是这里所需的数据"),
                    format!("“{name}” is not the kind of fact needed here"),
                );
                None
            }
            None => {
                self.faults.unknown("fact", "数据", name);
                None
            }
        }
    }
    fn decimals(&mut self, decimals: u8) {
        if decimals > DECIMALS {
            self.faults.add("至多六位小数", "at most 6 decimals");
        }
    }
    fn raw(&mut self, scheme: &Scheme, source: &Source) -> Option<Raw> {
        let number = |h: &Holds| *h == Holds::Number;
        Some(match source {
            Source::Fact { fact } => Raw::Fact(self.find(fact, number)?),
            Source::Count { fact } => {
                let column = self.find(fact, number)?;
                if self.columns[column].decimals != 0 || self.columns[column].min < 0 {
                    self.faults.add("次数应为非负整数", "a count is a whole number, not below 0");
                }
                Raw::Fact(column)
            }
            Source::Leader { fact, rater } => {
                self.find(rater, |h| *h == Holds::Rater)?;
                Raw::Fact(self.find(fact, number)?)
            }
            Source::Rate { fact, target } => {
                let (fact, target) = (self.find(fact, number)?, self.find(target, number)?);
                if self.columns[target].min < 0 {
                    self.faults.add("目标值不得为负", "a target cannot be negative");
                }
                Raw::Rate(fact, target)
            }
            Source::Graded { fact, points } => {
                let column = self.find(fact, |h| matches!(h, Holds::Words(_)))?;
                let words = self.columns[column].max as usize + 1;
                if points.len() != words {
                    self.faults.add(
                        format!("量表有 {words} 级，分值有 {} 个", points.len()),
                        format!("the scale has {words} words and there are {} points", points.len()),
                    );
                    return None;
                }
                points.iter().for_each(|p| self.faults.points(*p));
                Raw::Graded(column, points.iter().map(|p| p.units()).collect())
            }
            Source::Ballot { ballot, classes, decimals } => {
                self.decimals(*decimals);
                let Some(def) = scheme.ballots.iter().find(|b| b.id == *ballot) else {
                    self.faults.unknown("ballot", "测评", ballot);
                    return None;
                };
                self.class_weights(classes, &def.classes);
                let class = |c: &ClassWeight| {
                    let of = |o: &crate::OptionPoints| {
                        let column = *self.column_of.get(&format!("{ballot}.{}.{}", c.class, o.id))?;
                        Some((column, o.points.map(|p| p.units())))
                    };
                    BallotClass {
                        name: class_name(scheme, &c.class),
                        weight: c.weight.units(),
                        at_least: i64::from(c.at_least.max(scheme.secrecy)),
                        counts: def.options.iter().filter_map(of).collect(),
                    }
                };
                Raw::Ballot(classes.iter().map(class).collect(), (*decimals).min(DECIMALS))
            }
            Source::Ratings { ratings, classes, trim, level, decimals } => {
                self.decimals(*decimals);
                let Some(list) = scheme.ratings.iter().position(|r| r.id == *ratings) else {
                    self.faults.unknown("ratings", "评分", ratings);
                    return None;
                };
                let def = &scheme.ratings[list];
                self.class_weights(classes, &def.classes);
                if trim.is_some_and(|t| t.when_more_than < t.high.saturating_add(t.low)) {
                    self.faults.add(
                        "去掉的评分不得多于全部评分",
                        "trimming must leave at least one rating: raise when_more_than",
                    );
                }
                let level = level.map(|l| self.level(Levelled::Ratings(list), &l, def.decimals));
                let class = |id: &String| {
                    let used = classes.iter().find(|c| c.class == *id);
                    RatingClass {
                        name: class_name(scheme, id),
                        weight: used.map_or(0, |c| c.weight.units()),
                        at_least: used.map_or(0, |c| c.at_least.max(1)),
                    }
                };
                let classes = def.classes.iter().map(class).collect();
                Raw::Ratings { list, classes, trim: *trim, level, decimals: (*decimals).min(DECIMALS) }
            }
            Source::Formula { formula } => {
                let read = Formula::number(formula, &Unit::points(), &|n| self.by_name.get(n).cloned());
                Raw::Formula(self.faults.formula(read)?)
            }
        })
    }
    fn class_weights(&mut self, given: &[ClassWeight], known: &[String]) {
        let sum: i128 = given.iter().map(|c| i128::from(c.weight.units())).sum();
        if sum != 10_000 || given.iter().any(|c| c.weight.units() < 0) {
            self.faults.add("各类别权重合计应恰为 100 %", "the weights of the classes must be exactly 100 % together");
        }
        for (i, c) in given.iter().enumerate() {
            if !known.contains(&c.class) {
                self.faults.unknown("class", "类别", &c.class);
            }
            if given[..i].iter().any(|o| o.class == c.class) {
                self.faults.add(format!("类别“{}”用了两次", c.class), format!("class “{}” is used twice", c.class));
            }
        }
    }
    fn level(&mut self, of: Levelled, level: &Level, decimals: u8) -> usize {
        self.faults.points(level.mean);
        self.faults.points(level.spread);
        if level.spread.units() <= 0 || level.at_least < 2 {
            self.faults.add("spread 应大于 0，at_least 至少为 2", "spread is above 0 and at_least is at least 2");
        }
        self.levels.push(LevelSet {
            of,
            mean: level.mean.units(),
            spread: level.spread.units(),
            divisor: level.divisor,
            at_least: level.at_least,
            decimals,
        });
        self.levels.len() - 1
    }
    fn norm(&mut self, source: &Source, raw: &Raw, normalise: &Normalise) -> Option<Norm> {
        Some(match normalise {
            Normalise::None => Norm::None,
            Normalise::Range { zero, full } => {
                self.faults.limit(*zero);
                self.faults.limit(*full);
                if zero == full {
                    self.faults.add("zero 与 full 不得相同", "zero and full must differ");
                    return None;
                }
                Norm::Range { zero: zero.units(), full: full.units() }
            }
            Normalise::MinMax { best, equal } => {
                self.faults.points(*equal);
                Norm::MinMax { best: *best, equal: equal.units() }
            }
            Normalise::Rank { best, ties, alone } => {
                self.faults.points(*alone);
                Norm::Rank { best: *best, ties: *ties, alone: alone.units() }
            }
            Normalise::Target { target } => {
                self.faults.limit(*target);
                if target.units() <= 0 {
                    self.faults.add("目标值应大于 0", "a target is above 0");
                    return None;
                }
                Norm::Target(target.units())
            }
            Normalise::Level(level) => {
                let (Source::Leader { rater, .. }, Raw::Fact(column)) = (source, raw) else {
                    self.faults.add(
                        "level 只用于 leader 来源；ratings 有自己的 level",
                        "level goes with the source leader; ratings have their own",
                    );
                    return None;
                };
                let (column, rater) = (*column, self.find(rater, |h| *h == Holds::Rater)?);
                if !self.columns[column].narrow() || self.columns[column].decimals > 4 {
                    self.faults
                        .add("所评分数至多四位小数", "scores to be levelled have at most 4 decimals and fit 32 bits");
                }
                let decimals = self.columns[column].decimals;
                Norm::Level(self.level(Levelled::Leader(column, rater), level, decimals))
            }
        })
    }
}

fn class_name(scheme: &Scheme, id: &str) -> base::Say {
    let class = scheme.classes.iter().find(|c| c.id == id);
    class.map_or_else(|| base::Say::new(id, id), |c| c.name.clone())
}
