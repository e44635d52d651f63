//! Some scheme and some facts, from a seed.
#![allow(dead_code)] // each test uses its part

use base::{Say, Weight};
use scoring::*;

pub struct Seed(u64);

pub fn say(text: &str) -> Say {
    Say::new(text, text)
}
pub fn fixed(text: &str) -> Fixed {
    text.parse().unwrap()
}
pub fn weight(text: &str) -> Weight {
    text.parse().unwrap()
}

/// The same people in the opposite order.
pub fn turned(facts: &Facts) -> Facts {
    let mut turned = facts.clone();
    turned.group.reverse();
    for column in &mut turned.columns {
        match column {
            Column::Narrow(v) => v.reverse(),
            Column::Wide(v) => v.reverse(),
        }
    }
    for (new, old) in turned.ratings.iter_mut().zip(&facts.ratings) {
        *new = RatingList { start: vec![0], ..RatingList::default() };
        for row in (0..facts.people()).rev() {
            for at in old.start[row] as usize..old.start[row + 1] as usize {
                new.value.push(old.value[at]);
                new.rater.push(old.rater[at]);
                new.class.push(old.class[at]);
            }
            new.start.push(new.value.len() as u32);
        }
    }
    turned
}

impl Seed {
    pub fn of(seed: u64) -> Self {
        Self(seed)
    }
    /// SplitMix64: good enough to choose test cases, the same everywhere.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
    pub fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }
    fn pick<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len() as u64) as usize].clone()
    }
    /// Weights that are exactly the whole.
    fn weights(&mut self, n: usize) -> Vec<Weight> {
        let mut left = 10_000;
        let mut all = Vec::new();
        for i in 0..n {
            let w = if i + 1 == n { left } else { self.below(left as u64 / 2 + 1) as i64 };
            left -= w;
            all.push(Weight::from_units(w));
        }
        all
    }
    pub fn scheme(&mut self) -> Scheme {
        let fact = |id: &str, unit: &str, decimals, min: &str, max: &str| Fact {
            id: id.into(),
            name: say(id),
            unit: unit.into(),
            decimals,
            min: fixed(min),
            max: fixed(max),
            words: vec![],
        };
        let named = |id: &str| Named { id: id.into(), name: say(id) };
        let option =
            |id: &str, points: Option<&str>| OptionPoints { id: id.into(), name: say(id), points: points.map(fixed) };
        let mut facts = vec![
            fact("hours", "hours", 1, "0", "400"),
            fact("required", "hours", 1, "0", "200"),
            fact("papers", "papers", 0, "0", "20"),
            fact("gain", "points", 2, "-50", "150"),
            fact("money", "yuan", 2, "0", "900000000"),
            fact("score", "points", 1, "0", "100"),
            fact("chief", "rater", 0, "0", "0"),
            fact("absent", "days", 0, "0", "366"),
        ];
        facts.push(Fact { words: vec![named("good"), named("fair"), named("poor")], ..fact("style", "", 0, "0", "0") });
        let root = self.tree();
        let ids: Vec<String> = root.of.iter().map(|n| n.id.clone()).collect();
        let mut scheme = Scheme {
            id: "some".into(),
            name: say("some"),
            basis: vec![],
            pack: None,
            facts,
            classes: vec![named("A"), named("B"), named("C")],
            ballots: vec![Ballot {
                id: "vote".into(),
                name: say("vote"),
                options: vec![
                    option("yes", Some("100")),
                    option("half", Some("60.5")),
                    option("no", Some("0")),
                    option("unknown", None),
                ],
                classes: vec!["A".into(), "B".into(), "C".into()],
            }],
            ratings: vec![Ratings {
                id: "panel".into(),
                name: say("panel"),
                classes: vec!["A".into(), "B".into()],
                decimals: 2,
                min: fixed("0"),
                max: fixed("10"),
            }],
            secrecy: 2,
            root,
            no_single: NoSingle { indicator: Weight::WHOLE, source: Weight::WHOLE },
            coverage: self.pick(&[weight("0"), weight("0.5"), weight("0.9")]),
            grades: None,
            outcomes: vec![Without {
                id: "absent".into(),
                name: say("absent"),
                when: "absent > 183 days".into(),
                basis: None,
            }],
            bars: vec![Bar {
                id: "few".into(),
                name: say("few"),
                when: format!("papers < 3 papers and {} < 60 points or absent > 100 days", ids[0]),
                at_best: "fair".into(),
                basis: None,
            }],
            consequences: vec![],
        };
        let grade = |id: &str, from: Option<&str>| Grade { id: id.into(), name: say(id), from: from.map(fixed) };
        scheme.grades = Some(Grades {
            of: vec![
                grade("best", Some("70")),
                grade("fair", Some("50")),
                grade("low", Some("40")),
                grade("worst", None),
            ],
            quotas: vec![Quota {
                grade: "best".into(),
                rule: None,
                share: Some(self.pick(&[weight("0.2"), weight("0.1"), weight("0.33")])),
                approved: Some(weight("0.5")),
                rounding: self.pick(&[Rounding::Floor, Rounding::HalfUp, Rounding::Ceil]),
                base: self.pick(&[QuotaBase::Graded, QuotaBase::Everybody]),
                ties: if self.below(2) == 0 { vec![ids[0].clone()] } else { vec![] },
                then: self.pick(&[Tied::Below, Tied::Decide]),
                basis: None,
            }],
        });
        // sometimes a cap on one indicator that the scheme itself keeps, so that only gaps can break it
        if self.below(3) == 0 {
            let widest = widest(&scheme.root, 10_000 * 10_000);
            scheme.no_single.indicator = Weight::from_units((widest / 10_000 + 1).min(10_000));
        }
        scheme
    }
    fn tree(&mut self) -> Node {
        let sizes: Vec<usize> = (0..1 + self.below(3)).map(|_| 1 + self.below(5) as usize).collect();
        let weights = self.weights(sizes.len());
        let mut root = branch("all", Weight::WHOLE, self.pick(&[None, Some(2), Some(0)]));
        let mut n = 0;
        for (b, (size, w)) in sizes.into_iter().zip(weights).enumerate() {
            let mut node = branch(&format!("b{b}"), w, self.pick(&[None, Some(3)]));
            for w in self.weights(size) {
                n += 1;
                node.of.push(self.leaf(&format!("i{n}"), w));
            }
            if self.below(3) == 0 {
                node.adjust.push(Adjust {
                    id: format!("d{b}"),
                    name: say("late"),
                    basis: None,
                    from: "records".into(),
                    effect: Effect::Deduct { points: "absent * 0.37 points / 1 days".into(), at_most: fixed("15") },
                });
            }
            if self.below(4) == 0 {
                let effect =
                    Effect::Veto { when: "papers = 0 papers and hours < 20 hours".into(), becomes: fixed("0") };
                node.adjust.push(Adjust {
                    id: format!("v{b}"),
                    name: say("veto"),
                    basis: None,
                    from: "records".into(),
                    effect,
                });
            }
            root.of.push(node);
        }
        root
    }
    fn leaf(&mut self, id: &str, w: Weight) -> Node {
        let class = |c: &str, w: &str, at_least| ClassWeight { class: c.into(), weight: weight(w), at_least };
        let level = Level {
            mean: fixed("80"),
            spread: self.pick(&[fixed("10"), fixed("1"), fixed("7.25")]),
            divisor: self.pick(&[Divisor::Population, Divisor::Sample]),
            at_least: 2,
        };
        let best = self.pick(&[Best::High, Best::Low]);
        let ties = self.pick(&[Ties::Best, Ties::Mean, Ties::Worst]);
        let relative = [
            Normalise::None,
            Normalise::Rank { best, ties, alone: fixed("75") },
            Normalise::MinMax { best, equal: fixed("60") },
            Normalise::Range { zero: fixed("-3.5"), full: fixed("77.7") },
            Normalise::Range { zero: fixed("300"), full: fixed("10") },
            Normalise::Target { target: fixed("90.3") },
        ];
        let fact = |f: &str| Source::Fact { fact: f.into() };
        let formulas = [
            "100 points * min(1, hours / required)",
            "otherwise(gain, 10 points) - 3 points * papers / 7 papers",
            "if known(gain) and papers > 2 papers then gain / 3 else round(score / 7, 2)",
            "between(money / 1000 yuan * 1 points, -5 points, 66.6 points) + abs(gain - score)",
            "if hours >= 50% * required then 80 points else 20 points",
        ];
        let (source, normalise) = match self.below(9) {
            0 => (fact("hours"), self.pick(&relative)),
            1 => (Source::Count { fact: "papers".into() }, self.pick(&relative)),
            2 => (fact("gain"), self.pick(&relative)),
            3 => (Source::Rate { fact: "hours".into(), target: "required".into() }, self.pick(&relative[..3])),
            4 => (
                Source::Graded { fact: "style".into(), points: vec![fixed("95"), fixed("80.5"), fixed("60")] },
                Normalise::None,
            ),
            5 => {
                let classes = vec![class("A", "0.4", 2), class("B", "0.35", 5), class("C", "0.25", 1)];
                (
                    Source::Ballot { ballot: "vote".into(), classes, decimals: self.pick(&[6, 2]) },
                    self.pick(&relative[..3]),
                )
            }
            6 => {
                let trim = self.pick(&[None, Some(Trim { when_more_than: 3, high: 1, low: 1 })]);
                let level = self.pick(&[None, Some(level)]);
                let classes = vec![class("A", "0.7", 2), class("B", "0.3", 1)];
                (
                    Source::Ratings { ratings: "panel".into(), classes, trim, level, decimals: self.pick(&[6, 2]) },
                    self.pick(&relative[..4]),
                )
            }
            7 => (Source::Leader { fact: "score".into(), rater: "chief".into() }, Normalise::Level(level)),
            _ => (Source::Formula { formula: self.pick(&formulas).into() }, self.pick(&relative[..4])),
        };
        Node {
            work: Some(self.pick(&[Work::Regular, Work::Random])),
            from: Some(self.pick(&["records", "voters", "leader"]).into()),
            source: Some(source),
            normalise,
            floor: Some(self.pick(&[fixed("0"), fixed("-20")])),
            cap: Some(self.pick(&[fixed("100"), fixed("95.5"), fixed("120")])),
            missing: self.pick(&[
                Missing::LeaveOut,
                Missing::LeaveOut,
                Missing::LeaveOut,
                Missing::Points(fixed("55.5")),
                Missing::NoResult,
            ]),
            ..branch(id, w, None)
        }
    }
    pub fn value(&mut self, plan: &Plan, column: usize) -> Option<i64> {
        let def = &plan.columns()[column];
        if self.below(25) == 0 {
            return None;
        }
        let max = match def.name.as_str() {
            "chief" => 4,
            name if name.starts_with("vote.") => 6,
            _ => def.max,
        };
        // few different values, so that people are often equal
        let span = (max - def.min) as u64;
        let steps = self.pick(&[3, 10, span.max(1)]);
        Some(def.min + (span / steps.min(span.max(1)) * self.below(steps + 1)).min(span) as i64)
    }
    pub fn facts(&mut self, plan: &Plan, people: usize) -> Facts {
        let groups = 1 + self.below(6) as u32;
        let mut facts = Facts {
            group: (0..people).map(|_| self.below(groups.into()) as u32).collect(),
            approved: (0..groups).map(|_| self.below(4) == 0).collect(),
            ..Facts::default()
        };
        if self.below(2) == 0 {
            facts.group.sort_unstable();
        }
        for (c, def) in plan.columns().iter().enumerate() {
            let mut column = if def.narrow() { Column::Narrow(vec![0; people]) } else { Column::Wide(vec![0; people]) };
            for row in 0..people {
                assert!(column.set(row, self.value(plan, c)));
            }
            facts.columns.push(column);
        }
        let mut list = RatingList { start: vec![0], ..RatingList::default() };
        for _ in 0..people {
            for _ in 0..self.below(9) {
                list.value.push(25 * self.below(41) as i32);
                list.rater.push(self.below(7) as u32);
                list.class.push(self.below(2) as u8);
            }
            list.start.push(list.value.len() as u32);
        }
        facts.ratings.push(list);
        facts
    }
}

pub fn branch(id: &str, weight: Weight, decimals: Option<u8>) -> Node {
    Node {
        id: id.into(),
        name: say(id),
        weight,
        of: vec![],
        adjust: vec![],
        decimals,
        work: None,
        from: None,
        source: None,
        normalise: Normalise::None,
        floor: None,
        cap: None,
        missing: Missing::LeaveOut,
    }
}
/// The largest share of one indicator, in 10⁻⁸.
fn widest(node: &Node, share: i64) -> i64 {
    let share = share / 10_000 * node.weight.units();
    node.of.iter().map(|n| widest(n, share)).max().unwrap_or(share)
}
