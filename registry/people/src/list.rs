//! Lists of people: filters that are addresses, in a few orders, by key.

use auth::{Action, Permit};
use base::{Date, Id};
use db::{Engine, Read};
use diesel::{
    BoolExpressionMethods, ExpressionMethods, NullableExpressionMethods, QueryDsl, RunQueryDsl, SelectableHelper,
    TextExpressionMethods,
};
use serde::{Deserialize, Serialize};

use crate::{
    Unit,
    checks::Check,
    file::Person,
    name, reach,
    store::{
        links,
        now::{Line, people_key, people_now},
    },
};

/// What a list is filtered by. Every field is a part of the address.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// This unit and what is below it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<Id<Unit>>,
    /// Code of sex.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub sex: String,
    /// At least so old, in completed years.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub age_from: Option<i16>,
    /// At most so old.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub age_to: Option<i16>,
    /// Code of political standing.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub political: String,
    /// At least this level of education: 5 postgraduate, 4 undergraduate, 3 junior college.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub education: Option<i64>,
    /// Code of the level of post.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub level: String,
    /// Code of the category.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub category: String,
    /// Code of the standing in the service.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub state: String,
    /// Files less complete than this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub complete_below: Option<i64>,
    /// With this finding; `any` for any.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub check: String,
    /// Name, reading or post that begins so or has this in it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub q: String,
}

base::words! {
    /// What a list is ordered by.
    pub enum Order {
        /// Reading of the name.
        Name = "name",
        /// Date of birth.
        Birth = "birth",
        /// Level of post, highest first.
        Level = "level",
    }
}

/// A part of a list: the rows, and how many there are in all.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The rows.
    pub rows: Vec<Line>,
    /// How many there are in all.
    pub total: u64,
}

/// Which part of a list is wanted.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The order.
    pub order: Order,
    /// The other way round.
    pub descending: bool,
    /// Beyond this row: its value of the order, and its person.
    pub edge: Option<(String, Id<Person>)>,
    /// At most so many rows.
    pub limit: u32,
}

impl Order {
    /// The value that a line is ordered by.
    pub fn of(self, line: &Line) -> &str {
        match self {
            Self::Name => &line.sort,
            Self::Birth => &line.birth,
            Self::Level => &line.level,
        }
    }
}

impl Filter {
    /// Born on or before this day, and after that one, for the ages asked for on a day. A birth known to the month
    /// counts from its first day, as the official forms count ages.
    fn births(&self, on: Date) -> (Option<Date>, Option<Date>) {
        (self.age_from.map(|a| on.plus_years(-a)), self.age_to.map(|a| on.plus_years(-a - 1)))
    }
    /// The kind of finding asked for.
    fn finding(&self) -> Option<Check> {
        self.check.parse().ok()
    }
    /// Whether a line passes, apart from unit and text. What the query does, for days other than today.
    pub fn takes(&self, line: &Line, on: Date) -> bool {
        let (latest, earliest) = self.births(on);
        let is = |wanted: &str, value: &str| wanted.is_empty() || wanted == value;
        is(&self.sex, &line.sex)
            && is(&self.political, &line.political)
            && is(&self.level, &line.level)
            && is(&self.category, &line.category)
            && is(&self.state, &line.state)
            && self.education.is_none_or(|e| line.education >= e)
            && self.complete_below.is_none_or(|c| line.complete < c)
            && latest.is_none_or(|d| !line.birth.is_empty() && &*line.birth <= d.as_str())
            && earliest.is_none_or(|d| &*line.birth > d.as_str())
            && (self.check.is_empty() || line.found > 0)
            && self.finding().is_none_or(|c| line.checks().any(|l| l == c))
    }
}

type Query = people_now::BoxedQuery<'static, Engine>;

/// The rows of the current view that pass and are within reach.
fn matching<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, filter: &Filter) -> db::Result<Option<Query>> {
    let (root, today) = (may.root(), tx.today());
    let mut query = people_now::table.filter(people_now::root.eq(root)).into_boxed::<Engine>();
    let below = match filter.unit {
        Some(unit) => match links::path(tx.with(may), root, unit, today)? {
            Some(path) => Some(path),
            None => return Ok(None),
        },
        None => None,
    };
    if let Some(units) = reach::units(tx, may, below.as_ref(), today)? {
        query = query.filter(people_now::unit.assume_not_null().eq_any(units));
    }
    let text = |t: &String| (!t.is_empty()).then(|| t.clone());
    if let Some(v) = text(&filter.sex) {
        query = query.filter(people_now::sex.eq(v));
    }
    if let Some(v) = text(&filter.political) {
        query = query.filter(people_now::political.eq(v));
    }
    if let Some(v) = text(&filter.level) {
        query = query.filter(people_now::level.eq(v));
    }
    if let Some(v) = text(&filter.category) {
        query = query.filter(people_now::category.eq(v));
    }
    if let Some(v) = text(&filter.state) {
        query = query.filter(people_now::state.eq(v));
    }
    if let Some(e) = filter.education {
        query = query.filter(people_now::education.ge(e));
    }
    if let Some(c) = filter.complete_below {
        query = query.filter(people_now::complete.lt(c));
    }
    let (latest, earliest) = filter.births(today);
    if let Some(d) = latest {
        query = query.filter(people_now::birth.le(d.as_str().to_owned()).and(people_now::birth.ne("")));
    }
    if let Some(d) = earliest {
        query = query.filter(people_now::birth.gt(d.as_str().to_owned()));
    }
    if !filter.check.is_empty() {
        query = query.filter(people_now::found.gt(0));
    }
    if let Some(check) = filter.finding() {
        query = query.filter(people_now::findings.like(format!("%|{check}|%")));
    }
    let q = name::fold(&filter.q);
    if !q.is_empty() {
        macro_rules! found {
            ($kind:literal) => {
                people_key::table
                    .filter(people_key::root.eq(root).and(people_key::kind.eq($kind)))
                    .filter(people_key::key.ge(q.clone()).and(people_key::key.lt(past(&q))))
                    .select(people_key::text)
            };
        }
        query =
            query.filter(people_now::name.eq_any(found!("name")).or(people_now::post_title.eq_any(found!("title"))));
    }
    Ok(Some(query))
}

/// The first text after all that begin with this one.
pub(crate) fn past(beginning: &str) -> String {
    format!("{beginning}\u{10ffff}")
}

/// A part of the list as of today.
pub(crate) fn today<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    filter: &Filter,
    wanted: &Wanted,
) -> db::Result<Listed> {
    let Some(query) = matching(tx, may, filter)? else { return Ok(Listed { rows: Vec::new(), total: 0 }) };
    let total: i64 = query.count().get_result(tx.with(may))?;
    let Some(mut query) = matching(tx, may, filter)? else { return Ok(Listed { rows: Vec::new(), total: 0 }) };
    macro_rules! by {
        ($column:expr) => {{
            let column = $column;
            if let Some((value, person)) = wanted.edge.clone() {
                query = if wanted.descending {
                    query.filter(column.lt(value.clone()).or(column.eq(value).and(people_now::person.lt(person))))
                } else {
                    // the first condition alone lets the engine start in the index
                    query.filter(column.ge(value.clone())).filter(column.gt(value).or(people_now::person.gt(person)))
                };
            }
            query = if wanted.descending {
                query.order((column.desc(), people_now::person.desc()))
            } else {
                query.order((column.asc(), people_now::person.asc()))
            };
        }};
    }
    match wanted.order {
        Order::Name => by!(people_now::sort),
        Order::Birth => by!(people_now::birth),
        Order::Level => by!(people_now::level),
    }
    let rows = query.select(Line::as_select()).limit(i64::from(wanted.limit)).load(tx.with(may))?;
    Ok(Listed { rows, total: total.unsigned_abs() })
}
