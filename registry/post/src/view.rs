//! Looking at posts as of a day.

use std::collections::BTreeMap;

use base::{Date, Id};
use db::{Engine, Error, Read, Result};
use diesel::{prelude::*, sql_types::Bool};
use org::{
    Kept, Unit, as_of,
    timeline::{self, Span},
    within,
};
use serde::Serialize;

use crate::{
    Class, Content, Frame, Post, Requirement, See,
    store::{self, post_frame},
};

/// A post in a list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Row {
    /// The post.
    pub post: Id<Post>,
    /// What it is.
    #[serde(flatten)]
    pub frame: Frame,
    /// What its unit is called on that day.
    pub unit_name: String,
}

/// A post with everything that holds on a day.
#[derive(Clone, Debug, Serialize)]
pub struct Whole {
    /// The post.
    pub post: Id<Post>,
    /// The day.
    pub on: Date,
    /// What it is on that day; the nearest where it is not there on that day.
    pub frame: Frame,
    /// Whether it is there on that day.
    pub there: bool,
    /// What its unit is called.
    pub unit_name: String,
    /// What is done on it.
    pub content: Content,
    /// What it asks for.
    pub requirements: Vec<Requirement>,
    /// What it was, is and will be.
    pub frames: Vec<Span<Frame>>,
}

/// Which posts a list shows.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Filter {
    /// Part of the name, or the beginning of the code.
    pub text: Option<String>,
    /// Posts of this unit, and of those below it where `below`.
    pub unit: Option<Id<Unit>>,
    /// Whether units below count too.
    pub below: bool,
    /// One class.
    pub class: Option<Class>,
    /// One level.
    pub level: Option<String>,
    /// Leading posts only, or the others only.
    pub leading: Option<bool>,
}

type Shown = Box<dyn BoxableExpression<post_frame::table, Engine, SqlType = diesel::sql_types::Nullable<Bool>>>;

fn shown(tx: &mut Read<'_>, may: &auth::Permit<See>, filter: &Filter, on: Date) -> Result<Vec<Shown>> {
    let (root, today) = (tx.root(), tx.today());
    let mut tests: Vec<Shown> = vec![Box::new(
        post_frame::root.eq(root).and(as_of!(post_frame, on)).and(within(may, today, "post_frame.unit").nullable()),
    )];
    if let Some(text) = filter.text.as_deref().map(str::trim).filter(|t| !t.is_empty()) {
        let text: String = text.chars().take(100).collect();
        let text = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        let name = post_frame::name.like(format!("%{text}%")).escape('\\');
        tests.push(Box::new(name.or(post_frame::code.like(format!("{text}%")).escape('\\')).nullable()));
    }
    if let Some(class) = filter.class {
        tests.push(Box::new(post_frame::class.eq(class.word()).nullable()));
    }
    if let Some(level) = &filter.level {
        tests.push(Box::new(post_frame::level.eq(level.clone())));
    }
    if let Some(leading) = filter.leading {
        tests.push(Box::new(post_frame::leading.eq(leading).nullable()));
    }
    if let Some(unit) = filter.unit {
        org::reach(tx, may, unit)?;
        if filter.below {
            let path = org::path_of(tx.with(may), root, unit, on)?.ok_or(Error::NotFound)?;
            let (from, to) = path.range();
            tests.push(Box::new(org::column_in("post_frame.unit", root, on, from, to).nullable()));
        } else {
            tests.push(Box::new(post_frame::unit.eq(unit).nullable()));
        }
    }
    Ok(tests)
}

fn columns() -> (
    post_frame::unit,
    post_frame::code,
    post_frame::name,
    post_frame::level,
    post_frame::leading,
    post_frame::class,
    post_frame::time,
    post_frame::managed_by,
    post_frame::openings,
    post_frame::term_years,
    post_frame::position,
) {
    (
        post_frame::unit,
        post_frame::code,
        post_frame::name,
        post_frame::level,
        post_frame::leading,
        post_frame::class,
        post_frame::time,
        post_frame::managed_by,
        post_frame::openings,
        post_frame::term_years,
        post_frame::position,
    )
}

/// A page of posts as of a day by code: those after `after` (the code and id of the last one shown), at most `most`.
///
/// # Errors
/// A unit that is not within reach, or the database's.
pub fn list(
    tx: &mut Read<'_>,
    on: Date,
    filter: &Filter,
    after: Option<(String, Id<Post>)>,
    most: i64,
) -> Result<Vec<Row>> {
    let may = tx.may::<See>()?;
    let root = tx.root();
    let mut query = post_frame::table.select((post_frame::post, columns())).limit(most).into_boxed::<Engine>();
    for test in shown(tx, &may, filter, on)? {
        query = query.filter(test);
    }
    if let Some((code, id)) = after {
        let next = post_frame::code.gt(code.clone()).or(post_frame::code.eq(code).and(post_frame::post.gt(id)));
        query = query.filter(next);
    }
    let rows: Vec<(Id<Post>, Frame)> =
        query.order((post_frame::code.asc(), post_frame::post.asc())).load(tx.with(&may))?;
    let units: Vec<Id<Unit>> =
        rows.iter().map(|(_, f)| f.unit).collect::<std::collections::BTreeSet<_>>().into_iter().collect();
    let names: BTreeMap<_, _> = org::names(tx.with(&may), root, &units, on)?.into_iter().collect();
    let named = |unit| names.get(&unit).map(|n| n.name.clone()).unwrap_or_default();
    Ok(rows.into_iter().map(|(post, frame)| Row { post, unit_name: named(frame.unit), frame }).collect())
}

/// How many posts the filter shows as of a day.
///
/// # Errors
/// As [`list`].
pub fn count(tx: &mut Read<'_>, on: Date, filter: &Filter) -> Result<i64> {
    let may = tx.may::<See>()?;
    let mut query = post_frame::table.count().into_boxed::<Engine>();
    for test in shown(tx, &may, filter, on)? {
        query = query.filter(test);
    }
    Ok(query.get_result(tx.with(&may))?)
}

/// The post with that code as of a day.
///
/// # Errors
/// [`Error::NotFound`] where there is none within reach, or the database's.
pub fn by_code(tx: &mut Read<'_>, code: &str, on: Date) -> Result<Id<Post>> {
    let may = tx.may::<See>()?;
    let today = tx.today();
    Ok(post_frame::table
        .select(post_frame::post)
        .into_boxed::<Engine>()
        .filter(post_frame::root.eq(tx.root()).and(post_frame::code.eq(code.to_owned())).and(as_of!(post_frame, on)))
        .filter(within(&may, today, "post_frame.unit"))
        .first(tx.with(&may))?)
}

/// A post with everything that holds on a day.
///
/// # Errors
/// [`Error::NotFound`] where its unit is not within reach, or the database's.
pub fn whole(tx: &mut Read<'_>, post: Id<Post>, on: Date) -> Result<Whole> {
    let may = tx.may::<See>()?;
    let (root, today) = (tx.root(), tx.today());
    let frames = Frame::spans(tx.with(&may), root, post)?;
    let unit = store::unit_of(&frames, today).ok_or(Error::NotFound)?;
    org::reach(tx, &may, unit)?;
    let now = timeline::on(&frames, on);
    let there = now.is_some();
    let near = if frames.first().is_some_and(|s| on < s.from) { frames.first() } else { frames.last() };
    let frame = now.or(near).map(|s| s.value.clone()).ok_or(Error::NotFound)?;
    let conn = tx.with(&may);
    let content = timeline::on(&Content::spans(conn, root, post)?, on).map(|s| s.value.clone()).unwrap_or_default();
    let mut requirements: Vec<_> =
        Requirement::spans(conn, root, post)?.into_iter().filter(|s| s.holds(on)).map(|s| s.value).collect();
    requirements.sort_by_key(|r| (!r.hard, r.position));
    let mut names = org::names(conn, root, &[frame.unit], on)?;
    let unit_name = names.remove(&frame.unit).map(|n| n.name).unwrap_or_default();
    Ok(Whole { post, on, frame, there, unit_name, content, requirements, frames })
}
