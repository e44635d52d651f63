//! The working life: from the first day to the present post.

use base::Date;

use crate::{
    person::{Education, Period, Schooling},
    plan::{Level, Post, Unit},
    rng::Rng,
    time::{first, month, months_between, today},
    words as w,
};

/// A working life.
pub(crate) struct Career {
    pub(crate) periods: Vec<Period>,
    pub(crate) since: Date,
    pub(crate) grassroots_from: Option<Date>,
    pub(crate) grassroots_years: i64,
}

/// Work begins in the summer after school.
pub(crate) fn start(rng: &mut Rng, graduated: Date) -> Date {
    first(graduated.year(), graduated.month() + rng.range(0, 2) as i8).min(first(today().year(), today().month() - 1))
}

/// The résumé: full-time schools, earlier posts of about five years each, the present post.
pub(crate) fn career(rng: &mut Rng, work_start: Date, unit: &Unit, post: &Post, educations: &[Education]) -> Career {
    let span = months_between(work_start, today());
    // some have sat in one place far too long
    let longest = if rng.permille(100) { 200 } else { 110 };
    let since = first_of(today().plus_months(-rng.range(1, span.clamp(1, longest)))).max(work_start);
    let mut periods: Vec<Period> = educations
        .iter()
        .filter(|e| e.schooling == Schooling::FullTime)
        .map(|e| Period {
            from: e.entered,
            to: Some(e.graduated),
            what: format!("{}{}专业学习", e.school, e.major),
            grassroots: false,
        })
        .collect();
    let town_first = rng.permille(450);
    let (mut from, mut n) = (work_start, 0);
    let (mut grassroots_from, mut grassroots_months) = (None, 0);
    while from < since {
        let mut to = from.plus_months(rng.range(30, 84));
        if to > since || months_between(to, since) < 12 {
            to = since;
        }
        let grassroots = n == 0 && town_first;
        if grassroots {
            grassroots_from = Some(from);
            grassroots_months += months_between(from, to);
        }
        let what = earlier(rng, n, grassroots, post.level);
        periods.push(Period { from: month(from), to: Some(month(to)), what, grassroots });
        (from, n) = (to, n + 1);
    }
    let grassroots = unit.kind == "乡镇";
    if grassroots {
        grassroots_from = grassroots_from.or(Some(since));
        grassroots_months += months_between(since, today());
    }
    let what = format!("{}{}", unit.name, post.title);
    periods.push(Period { from: month(since), to: None, what, grassroots });
    Career { periods, since, grassroots_from, grassroots_years: i64::from(grassroots_months / 12) }
}

fn first_of(d: Date) -> Date {
    first(d.year(), d.month())
}

/// An earlier post: a town first for some, then departments, with a rank that grows and stays below the present one.
fn earlier(rng: &mut Rng, n: i32, grassroots: bool, now: Level) -> String {
    let county = w::county(rng.below(100));
    if grassroots {
        return format!("{county}{}科员", rng.pick(&w::TOWNS));
    }
    let department = rng.pick(&w::DEPARTMENTS);
    let section = rng.pick(&w::SECTIONS);
    let title = match (n, now) {
        (0, _) | (_, Level::Staff) => "科员",
        (1, _) | (_, Level::DeputySection) => "副科长",
        (2, _) | (_, Level::Section) => "科长",
        _ => return format!("{}{department}副局长", w::CITY),
    };
    format!("{}{department}{section}{title}", w::CITY)
}
