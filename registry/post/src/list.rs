//! Posts in lists: filtered, in an order, a part at a time.

use std::collections::{BTreeMap, BTreeSet};

use base::{Date, Id};
use db::{Engine, Error, Read, Result};
use diesel::{prelude::*, sql_types::Bool};
use org::{Kept, Unit, as_of, within};
use serde::Serialize;

use crate::{Class, Frame, Post, See, store::post_frame};

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
    /// The unit's code on that day.
    pub unit_code: String,
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

base::words! {
    /// How a list of posts is sorted.
    pub enum Sort {
        /// By code.
        Code = "code",
        /// By name.
        Name = "name",
    }
}

/// A condition on what posts are.
pub type Shown = Box<dyn BoxableExpression<post_frame::table, Engine, SqlType = diesel::sql_types::Nullable<Bool>>>;

/// The conditions of a list, its reach included, for queries of other slices over `post_frame`.
///
/// # Errors
/// A unit that is not within reach, the policy, or the database's.
pub fn shown(tx: &mut Read<'_>, filter: &Filter, on: Date) -> Result<Vec<Shown>> {
    let may = &tx.may::<See>()?;
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

/// How much of a list is wanted, and in which order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wanted {
    /// By what.
    pub sort: Sort,
    /// The largest first.
    pub descending: bool,
    /// Beyond this row: its sort key and id.
    pub edge: Option<(String, Id<Post>)>,
    /// At most so many.
    pub most: i64,
}

impl Wanted {
    /// The first so many by code.
    pub fn first(most: i64) -> Self {
        Self { sort: Sort::Code, descending: false, edge: None, most }
    }
}

/// A part of a list of posts as of a day, in the order wanted.
///
/// # Errors
/// A unit that is not within reach, or the database's.
pub fn page(tx: &mut Read<'_>, on: Date, filter: &Filter, wanted: Wanted) -> Result<Vec<Row>> {
    let tests = shown(tx, filter, on)?;
    page_of(tx, on, tests, wanted)
}

/// The same of the posts that meet these conditions, which begin with those of [`shown`].
///
/// # Errors
/// As [`page`].
pub fn page_of(tx: &mut Read<'_>, on: Date, tests: Vec<Shown>, wanted: Wanted) -> Result<Vec<Row>> {
    let may = tx.may::<See>()?;
    let root = tx.root();
    let mut query =
        post_frame::table.select((post_frame::post, Frame::columns())).limit(wanted.most).into_boxed::<Engine>();
    for test in tests {
        query = query.filter(test);
    }
    macro_rules! ordered {
        ($column:expr, $order:ident, $beyond:ident) => {{
            if let Some((key, id)) = wanted.edge {
                let same = $column.eq(key.clone()).and(post_frame::post.$beyond(id));
                query = query.filter($column.$beyond(key).or(same));
            }
            query.order(($column.$order(), post_frame::post.$order()))
        }};
    }
    let query = match (wanted.sort, wanted.descending) {
        (Sort::Code, false) => ordered!(post_frame::code, asc, gt),
        (Sort::Code, true) => ordered!(post_frame::code, desc, lt),
        (Sort::Name, false) => ordered!(post_frame::name, asc, gt),
        (Sort::Name, true) => ordered!(post_frame::name, desc, lt),
    };
    let rows: Vec<(Id<Post>, Frame)> = query.load(tx.with(&may))?;
    let units: Vec<Id<Unit>> = rows.iter().map(|(_, f)| f.unit).collect::<BTreeSet<_>>().into_iter().collect();
    let names: BTreeMap<_, _> = org::names(tx.with(&may), root, &units, on)?.into_iter().collect();
    let row = |(post, frame): (Id<Post>, Frame)| {
        let unit = names.get(&frame.unit);
        let (unit_name, unit_code) = unit.map(|n| (n.name.clone(), n.code.clone())).unwrap_or_default();
        Row { post, frame, unit_name, unit_code }
    };
    Ok(rows.into_iter().map(row).collect())
}

/// Posts as of a day by code: those after `after` (the code and id of the last one had), at most `most`.
///
/// # Errors
/// As [`page`].
pub fn list(
    tx: &mut Read<'_>,
    on: Date,
    filter: &Filter,
    after: Option<(String, Id<Post>)>,
    most: i64,
) -> Result<Vec<Row>> {
    page(tx, on, filter, Wanted { sort: Sort::Code, descending: false, edge: after, most })
}

/// How many posts the filter shows as of a day.
///
/// # Errors
/// As [`page`].
pub fn count(tx: &mut Read<'_>, on: Date, filter: &Filter) -> Result<i64> {
    let may = tx.may::<See>()?;
    let mut query = post_frame::table.count().into_boxed::<Engine>();
    for test in shown(tx, filter, on)? {
        query = query.filter(test);
    }
    Ok(query.get_result(tx.with(&may))?)
}

/// What the search box finds here.
pub(crate) fn find(tx: &mut Read<'_>, text: &str, most: usize, _: base::Lang) -> Result<Vec<web::Found>> {
    let today = tx.today();
    let filter = Filter { text: Some(text.to_owned()), ..Filter::default() };
    let wanted =
        Wanted { sort: Sort::Code, descending: false, edge: None, most: i64::try_from(most).unwrap_or(i64::MAX) };
    let one = |r: Row| web::Found {
        href: format!("/posts/{}", r.post),
        text: r.frame.name,
        note: format!("{} {}", r.frame.code, r.unit_name),
    };
    Ok(page(tx, today, &filter, wanted)?.into_iter().map(one).collect())
}
