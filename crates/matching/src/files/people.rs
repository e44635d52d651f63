//! People from a table.

use super::{
    MOST_ARCS, Names, Table,
    posts::Place,
    rules::Asked,
    say,
    table::{Problems, Row, Sheet},
};
use crate::{
    fit::{Pair, Term, Weights, cost, fit},
    model::{Builder, PersonSpec, PostId, Track, UnitId},
};

/// What rules need of the people, in their order.
#[derive(Default)]
pub(super) struct Folk {
    pub home: Vec<Option<UnitId>>,
    pub posted: Vec<bool>,
    pub backbone: Vec<bool>,
}

pub(super) fn read(
    table: &Table,
    asked: &Asked,
    places: &[Place],
    names: &mut Names,
    builder: &mut Builder,
    problems: &mut Problems,
) -> (Folk, Vec<One>) {
    let known = [
        "person", "post", "unit", "track", "level", "traits", "backbone", "time", "years", "interest", "bench",
        "eligible", "has.",
    ];
    let sheet = Sheet::new(table, &known, problems);
    let (mut folk, mut all, mut arcs_read) = (Folk::default(), Vec::new(), 0);
    for row in sheet.rows() {
        if problems.full() {
            break;
        }
        let name = row.text("person");
        if name.is_empty() || names.people.find(name).is_some() {
            row.bad(
                "person",
                say(format!("“{name}”重复或为空。"), format!("“{name}” is empty or stands twice.")),
                problems,
            );
            continue;
        }
        let post = Some(row.text("post")).filter(|p| !p.is_empty()).and_then(|p| {
            let found = names.posts.find(p);
            if found.is_none() {
                row.bad("post", say(format!("岗位表中没有“{p}”。"), format!("{p} is not among the posts.")), problems);
            }
            found.map(PostId)
        });
        let path = row.text("unit");
        if path.matches('/').count() > 30 {
            row.bad("unit", say("单位不得超过 30 级。", "A unit has 30 levels at the most."), problems);
            continue;
        }
        let unit = Some(path).filter(|u| !u.is_empty()).map(|u| names.unit(builder, u));
        let home = unit.or_else(|| post.map(|p| places[p.at()].unit));
        let track = names.track(row.text("track")).unwrap_or(Track(0));
        let mut traits = 0u64;
        for t in row.list("traits") {
            match names.traits.add(t) {
                bit @ 0..64 => traits |= 1 << bit,
                _ => row.bad("traits", say("特征不得超过 64 种。", "There may be 64 traits at the most."), problems),
            }
        }
        let bench = match row.text("bench") {
            "" => asked.bench,
            "never" | "不可" => None,
            _ => Some(row.number("bench", 0, (-1_000_000_000, 1_000_000_000), problems)),
        };
        let own_level = post.map_or(0, |p| i64::from(places[p.at()].level));
        let one = One {
            post,
            home,
            level: row.number("level", own_level, (0, 255), problems) as i32,
            years: row.number("years", 0, (0, 100), problems),
            field: Some(row.text("interest")).filter(|f| !f.is_empty()).and_then(|f| names.fields.find(f)),
            has: asked
                .fit
                .shortage
                .keys()
                .map(|d| row.number(&format!("has.{}", d.to_lowercase()), 0, (-1_000_000, 1_000_000), problems))
                .collect(),
        };
        let arcs = one.arcs(&row, asked, places, names, problems);
        arcs_read += arcs.len();
        if arcs_read > MOST_ARCS {
            row.bad("eligible", say("可任岗位总数过多。", "There are too many eligible posts in all."), problems);
            break;
        }
        let spec = PersonSpec {
            post,
            unit,
            track,
            traits,
            backbone: row.yes("backbone", problems),
            time: row.number("time", 1, (0, 1000), problems) as u16,
            bench,
        };
        folk.home.push(home);
        folk.posted.push(post.is_some());
        folk.backbone.push(spec.backbone);
        names.people.add(name);
        builder.person(spec, &arcs);
        all.push(one);
    }
    (folk, all)
}

/// What fit asks of a person.
#[derive(Clone, Debug)]
pub(super) struct One {
    post: Option<PostId>,
    home: Option<UnitId>,
    level: i32,
    years: i64,
    field: Option<u32>,
    has: Vec<i64>,
}

impl One {
    /// The posts of the cell `eligible`: all (`*`), or a list, each with a cost of its own after a colon or by the weights.
    fn arcs(
        &self,
        row: &Row<'_>,
        asked: &Asked,
        places: &[Place],
        names: &Names,
        problems: &mut Problems,
    ) -> Vec<(PostId, i64)> {
        let mut arcs = Vec::new();
        if row.text("eligible") == "*" {
            arcs.extend((0..places.len() as u32).map(|j| (PostId(j), self.cost(asked, places, PostId(j)))));
            return arcs;
        }
        for part in row.list("eligible") {
            let (name, own) = match part.rsplit_once([':', '：']) {
                Some((name, own)) if names.posts.find(part).is_none() => (name.trim(), Some(own.trim())),
                _ => (part, None),
            };
            let Some(post) = names.posts.find(name).map(PostId) else {
                row.bad(
                    "eligible",
                    say(format!("岗位表中没有“{name}”。"), format!("{name} is not among the posts.")),
                    problems,
                );
                continue;
            };
            let cost = match own.map(str::parse::<i64>) {
                None => self.cost(asked, places, post),
                Some(Ok(cost)) if cost.abs() <= 1_000_000_000_000 => cost,
                Some(_) => {
                    row.bad(
                        "eligible",
                        say(
                            format!("“{part}”的成本不是整数。"),
                            format!("The cost of “{part}” is not a whole number."),
                        ),
                        problems,
                    );
                    continue;
                }
            };
            if arcs.iter().any(|(p, _)| *p == post) {
                row.bad("eligible", say(format!("“{name}”重复。"), format!("{name} stands twice.")), problems);
                continue;
            }
            arcs.push((post, cost));
        }
        arcs
    }
    fn cost(&self, asked: &Asked, places: &[Place], post: PostId) -> i64 {
        cost(&self.terms(&asked.fit, &places[post.at()], post))
    }
    /// The terms of the fit to a post.
    pub(super) fn terms(&self, weights: &Weights, place: &Place, post: PostId) -> Vec<(Term, i64)> {
        let levels: Vec<(i64, i64)> = self.has.iter().copied().zip(place.needs.iter().copied()).collect();
        let pair = Pair {
            levels: &levels,
            interested: self.field.is_some() && self.field == place.field,
            rise: i32::from(place.level) - self.level,
            own: self.post == Some(post),
            own_unit: self.home == Some(place.unit),
            years: self.years,
        };
        fit(weights, pair)
    }
}
