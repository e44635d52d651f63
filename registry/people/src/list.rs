//! Lists of people: filters that are addresses, in a few orders, by key.

use std::collections::{BTreeMap, HashMap};

use auth::{Action, Path, Permit, Root};
use base::{Date, Id};
use db::{Conn, Engine, Read, Remembered};
use diesel::{
    BoolExpressionMethods, ExpressionMethods, QueryDsl, RunQueryDsl, SelectableHelper, TextExpressionMethods,
    dsl::sql,
    sql_types::{Binary, Bool, Text},
};
use org::store::Test;
use serde::{Deserialize, Serialize};

use crate::{
    Unit,
    checks::Check,
    file::Person,
    name,
    store::{
        links,
        now::{Line, people_key, people_now},
    },
};

mod by_unit;

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
        /// Unit, as units stand in the tree, then reading of the name; who belongs to none comes last.
        Unit = "unit",
    }
}

/// A part of a list: the rows, and how many there are in all.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The rows.
    pub rows: Vec<Line>,
    /// How many there are in all.
    pub total: u64,
    /// Where the units of the rows stand, where the list is ordered by them.
    pub places: Places,
}

/// Paths of units.
pub type Places = BTreeMap<Id<Unit>, String>;

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
    /// The value that a line is ordered by; `places` are those of [`Listed`].
    pub fn of(self, line: &Line, places: &Places) -> String {
        match self {
            Self::Name => line.sort.clone(),
            Self::Birth => line.birth.clone(),
            Self::Level => line.level.clone(),
            Self::Unit => by_unit::key(line.unit.and_then(|u| places.get(&u)).map(String::as_str), &line.sort),
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

/// Conditions that are written once as text: a list of thousands of units or names is no value to send along.
fn whose(condition: Test<people_now::table>, query: Query) -> Query {
    query.filter(condition)
}

/// The rows of the current view that pass and are within reach.
fn matching<A: Action>(
    may: &Permit<A>,
    filter: &Filter,
    named: Option<&Named>,
    below: Option<&Path>,
    today: Date,
) -> Query {
    let root = may.root();
    let mut query = people_now::table.filter(people_now::root.eq(root)).into_boxed::<Engine>();
    if !may.whole() {
        query = whose(org::store::within(may, today, "people_now.unit"), query);
    }
    if let Some(below) = below {
        let (from, to) = below.range();
        query = whose(org::store::column_in("people_now.unit", root, today, from, to), query);
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
    match named {
        None => query,
        // a condition that nothing meets, in the place of an empty list, would keep SQLite from the index of the other
        Some(Named::These(names, titles)) => match (names.clone(), titles.clone()) {
            (names, titles) if titles.is_empty() => query.filter(people_now::name.eq_any(names)),
            (names, titles) if names.is_empty() => query.filter(people_now::post_title.eq_any(titles)),
            (names, titles) => query.filter(people_now::name.eq_any(names).or(people_now::post_title.eq_any(titles))),
        },
        Some(Named::Many(q)) => whose(found_by(root, q.clone()), query),
    }
}

/// Names and posts that a text names.
enum Named {
    /// These: as values of a query PostgreSQL, too, looks each of them up in its index.
    These(Vec<String>, Vec<String>),
    /// More than are worth sending along, by the folded text.
    Many(String),
}
/// So many names, and so many posts, are sent along.
const SENT: usize = 2000;

impl Named {
    fn of(conn: &mut Conn, root: Id<Root>, text: &str) -> db::Result<Option<Self>> {
        let q = name::fold(text);
        if q.is_empty() {
            return Ok(None);
        }
        let mut texts = |kind: &str| {
            people_key::table
                .filter(people_key::root.eq(root).and(people_key::kind.eq(kind.to_owned())))
                .filter(people_key::key.ge(q.clone()).and(people_key::key.lt(past(&q))))
                .select(people_key::text)
                .distinct()
                .limit(SENT as i64 + 1)
                .load::<String>(conn)
        };
        let (names, titles) = (texts("name")?, texts("title")?);
        let few = names.len() <= SENT && titles.len() <= SENT;
        Ok(Some(if few { Self::These(names, titles) } else { Self::Many(q) }))
    }
}

/// That a name or a post has this text in it, or a reading or the initials begin so. The texts are found first and looked up
/// in the indexes of names and posts: half the work of finding the persons and looking each of them up again.
fn found_by(root: Id<Root>, q: String) -> Test<people_now::table> {
    let past = past(&q);
    let one = |column: &str, kind: &str| {
        format!("people_now.{column} IN (SELECT k.text FROM people_key k WHERE k.kind = '{kind}' AND k.root = ")
    };
    Box::new(
        sql::<Bool>(&format!("({}", one("name", "name")))
            .bind::<Binary, _>(root)
            .sql(" AND k.key >= ")
            .bind::<Text, _>(q.clone())
            .sql(" AND k.key < ")
            .bind::<Text, _>(past.clone())
            .sql(&format!(") OR {}", one("post_title", "title")))
            .bind::<Binary, _>(root)
            .sql(" AND k.key >= ")
            .bind::<Text, _>(q)
            .sql(" AND k.key < ")
            .bind::<Text, _>(past)
            .sql("))"),
    )
}

/// The first text after all that begin with this one.
pub(crate) fn past(beginning: &str) -> String {
    format!("{beginning}\u{10ffff}")
}

/// So many matches are collected from the index that answers filters and put in order here; of more, a page is full after
/// few rows in the list's own order. Either way nobody waits for 100,000 rows.
const FEW: i64 = 4000;

/// How many rows a list has: counting 100,000 rows for each page would cost more than showing it.
static COUNTS: Remembered<Filter, i64> = Remembered::new(64);

/// A part of the list as of today.
pub(crate) fn today<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    filter: &Filter,
    wanted: &Wanted,
) -> db::Result<Listed> {
    let today = tx.today();
    let below = match filter.unit {
        Some(unit) => match links::path(tx.with(may), may.root(), unit, today)? {
            Some(path) => Some(path),
            None => return Ok(Listed { rows: Vec::new(), total: 0, places: Places::new() }),
        },
        None => None,
    };
    let named = Named::of(tx.with(may), may.root(), &filter.q)?;
    let query = || matching(may, filter, named.as_ref(), below.as_ref(), today);
    // one that is known to be long is not collected
    let known = COUNTS.peek(tx, may, filter)?;
    if (!may.whole() || *filter != Filter::default()) && known.is_none_or(|n| n <= FEW) {
        let some = query().limit(FEW + 1);
        let found: Vec<(String, Id<Person>)> = match wanted.order {
            Order::Name => some.select((people_now::sort, people_now::person)).load(tx.with(may))?,
            Order::Birth => some.select((people_now::birth, people_now::person)).load(tx.with(may))?,
            Order::Level => some.select((people_now::level, people_now::person)).load(tx.with(may))?,
            Order::Unit => by_unit::keys(tx, may, some)?,
        };
        if found.len() as i64 <= FEW {
            return collected(tx, may, found, wanted);
        }
    }
    let total = COUNTS.get(tx, may, filter.clone(), |tx| Ok(query().count().get_result::<i64>(tx.with(may))?))?;
    macro_rules! by {
        ($column:expr) => {{
            let (column, mut query) = ($column, query());
            // the first condition alone lets the engine start in the index
            if let Some((value, person)) = wanted.edge.clone() {
                query = if wanted.descending {
                    query.filter(column.le(value.clone())).filter(column.lt(value).or(people_now::person.lt(person)))
                } else {
                    query.filter(column.ge(value.clone())).filter(column.gt(value).or(people_now::person.gt(person)))
                };
            }
            query = if wanted.descending {
                query.order((column.desc(), people_now::person.desc()))
            } else {
                query.order((column.asc(), people_now::person.asc()))
            };
            // where the order has to be made, it is made of these two columns and not of whole rows
            query.select((column, people_now::person)).limit(i64::from(wanted.limit)).load(tx.with(may))?
        }};
    }
    let found: Vec<(String, Id<Person>)> = match wanted.order {
        Order::Name => by!(people_now::sort),
        Order::Birth => by!(people_now::birth),
        Order::Level => by!(people_now::level),
        Order::Unit => by_unit::walked(tx, may, &query, wanted)?,
    };
    Ok(Listed { total: total.unsigned_abs(), ..collected(tx, may, found, wanted)? })
}

/// The part that is wanted of these rows, each given by its value of the order.
fn collected<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    mut found: Vec<(String, Id<Person>)>,
    wanted: &Wanted,
) -> db::Result<Listed> {
    let total = found.len() as u64;
    if let Some(edge) = &wanted.edge {
        found.retain(|row| if wanted.descending { row < edge } else { row > edge });
    }
    // by bytes, as both engines order (PostgreSQL's columns have no locale)
    found.sort_unstable();
    if wanted.descending {
        found.reverse();
    }
    found.truncate(wanted.limit as usize);
    let places: HashMap<Id<Person>, usize> = found.iter().enumerate().map(|(i, (_, person))| (*person, i)).collect();
    let mut rows: Vec<Line> = Vec::with_capacity(found.len());
    for part in found.chunks(1000) {
        let persons: Vec<Id<Person>> = part.iter().map(|(_, person)| *person).collect();
        let these = people_now::table.filter(people_now::root.eq(may.root()).and(people_now::person.eq_any(persons)));
        rows.extend(these.select(Line::as_select()).load::<Line>(tx.with(may))?);
    }
    rows.sort_by_key(|line| places.get(&line.person));
    let places = if wanted.order == Order::Unit { by_unit::places(tx, may, &rows)? } else { Places::new() };
    Ok(Listed { rows, total, places })
}
