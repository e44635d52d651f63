//! Where units are kept, and how they are asked for.

use std::collections::BTreeMap;

use auth::{Action, Path, Permit, Root};
use base::{Date, Id};
use db::{Conn, Engine, Result};
use diesel::{
    prelude::*,
    sql_types::{Binary, Bool, Text},
};

use crate::{
    Affiliation, Establishment, Funds, Life, Name, Party, Quota, Staff, Unit, kept,
    tree::{Node, Stand, Tree, TreeError},
};

/// The tables; the migrations say what each column means.
#[allow(missing_docs, reason = "the migrations say what each column means")]
pub mod tables {
    macro_rules! fact_table {
        ($table:ident { $($col:ident -> $type:ty,)+ }) => {
            diesel::table! {
                $table (root, id) {
                    root -> Binary, id -> Binary, unit -> Binary, valid_from -> Text, valid_to -> Nullable<Text>,
                    $($col -> $type,)+
                    made -> Binary, unmade -> Nullable<Binary>,
                }
            }
        };
    }
    fact_table!(unit_life { number -> BigInt, closed_by -> Nullable<Text>, heir -> Nullable<Binary>, });
    fact_table!(unit_name {
        code -> Text, name -> Text, short -> Text, kind -> Text, rank -> Nullable<Text>, credit_code -> Nullable<Text>,
    });
    fact_table!(unit_place { parent -> Nullable<Binary>, position -> BigInt, });
    fact_table!(unit_establishment { kind -> Text, approved -> BigInt, });
    fact_table!(unit_quota { level -> Text, approved -> BigInt, });
    fact_table!(unit_staff { kind -> Text, counted -> BigInt, });
    fact_table!(unit_funds { year -> BigInt, purpose -> Text, amount -> BigInt, });
    fact_table!(unit_affiliation { area -> Nullable<Text>, belongs -> Nullable<Text>, });
    fact_table!(unit_party { kind -> Text, started -> Text, years -> BigInt, });
    diesel::table! {
        place (root, unit, from_day) {
            root -> Binary, unit -> Binary, from_day -> Text, to_day -> Text, path -> Text, number -> BigInt,
        }
    }
    diesel::allow_tables_to_appear_in_same_query!(
        unit_life,
        unit_name,
        unit_place,
        unit_establishment,
        unit_quota,
        unit_staff,
        unit_funds,
        unit_party,
        unit_affiliation,
        place
    );
}
pub use tables::*;

kept! { unit_life.unit: Unit => Life { number, closed_by, heir } }
kept! { unit_name.unit: Unit => Name { code, name, short, kind, rank, credit_code } }
kept! { unit_place.unit: Unit => Stand { parent, position } }
kept! { unit_establishment.unit: Unit => Establishment { kind, approved } }
kept! { unit_quota.unit: Unit => Quota { level, approved } }
kept! { unit_staff.unit: Unit => Staff { kind, counted } }
kept! { unit_funds.unit: Unit => Funds { year, purpose, amount } }
kept! { unit_affiliation.unit: Unit => Affiliation { area, belongs } }
kept! { unit_party.unit: Unit => Party { kind, started, years } }

/// The tables of this slice that hold facts.
pub const FACTS: &[&str] = &[
    "unit_life",
    "unit_name",
    "unit_place",
    "unit_establishment",
    "unit_quota",
    "unit_staff",
    "unit_funds",
    "unit_party",
    "unit_affiliation",
];

#[allow(missing_docs, reason = "the query has a type of its own, which needs no words")]
mod ranges {
    use super::*;

    /// The units whose path lies in a half-open range on a day; planned units are where they will be, closed ones where
    /// they last were.
    #[diesel::dsl::auto_type]
    pub fn units_in(root: Id<Root>, on: Date, from: String, to: String) -> _ {
        place::table
            .filter(place::root.eq(root))
            .filter(place::from_day.le(on))
            .filter(place::to_day.gt(on))
            .filter(place::path.ge(from))
            .filter(place::path.lt(to))
            .select(place::unit)
    }
}
pub use ranges::units_in;

/// A filter on some table or join, boxed for both engines.
pub type Test<Q> = Box<dyn BoxableExpression<Q, Engine, SqlType = Bool>>;

/// That a column names a unit whose path lies in a half-open range on a day. Written as text, because tables of other
/// crates cannot be declared to stand in one query with `place`.
pub fn column_in<Q: 'static>(column: &str, root: Id<Root>, on: Date, from: String, to: String) -> Test<Q> {
    Box::new(
        diesel::dsl::sql::<Bool>(&format!("{column} IN (SELECT p.unit FROM place p WHERE p.root = "))
            .bind::<Binary, _>(root)
            .sql(" AND p.from_day <= ")
            .bind::<Text, _>(on)
            .sql(" AND p.to_day > ")
            .bind::<Text, _>(on)
            .sql(" AND p.path >= ")
            .bind::<Text, _>(from)
            .sql(" AND p.path < ")
            .bind::<Text, _>(to)
            .sql(")"),
    )
}

/// That a column names a unit within reach by its place of `today`, as a filter for a query that is boxed for
/// [`db::Engine`]: `within(&may, today, "post_frame.unit")`. The column is a name in the program, never input. It narrows by
/// place alone: whoever reaches everything passes for every row, so the query names its root itself.
pub fn within<A: Action, Q: 'static>(may: &Permit<A>, today: Date, column: &'static str) -> Test<Q> {
    if may.whole() {
        // looking up each of 14,000 units would be most of a query's work
        return Box::new(diesel::dsl::sql::<Bool>("1 = 1"));
    }
    let one = |from: &str, to: &str| column_in(column, may.root(), today, from.to_owned(), to.to_owned());
    let mut ranges = may.ranges().iter();
    let Some((from, to)) = ranges.next() else { return one("~", "~") };
    ranges.fold(one(from, to), |others, (from, to)| Box::new(others.or(one(from, to))))
}

/// Where a unit is in the tree on a day.
///
/// # Errors
/// The database's.
pub fn path_of(conn: &mut Conn, root: Id<Root>, of: Id<Unit>, on: Date) -> Result<Option<Path>> {
    let text: Option<String> = place::table
        .filter(place::root.eq(root))
        .filter(place::unit.eq(of))
        .filter(place::from_day.le(on))
        .filter(place::to_day.gt(on))
        .select(place::path)
        .first(conn)
        .optional()?;
    text.map(|t| t.parse().map_err(|_| db::Error::Corrupt(format!("the path “{t}” is none")))).transpose()
}

/// Where units are in the tree on a day.
///
/// # Errors
/// The database's.
pub fn paths(conn: &mut Conn, root: Id<Root>, units: &[Id<Unit>], on: Date) -> Result<BTreeMap<Id<Unit>, Path>> {
    let mut all = BTreeMap::new();
    for some in units.chunks(500) {
        let rows: Vec<(Id<Unit>, String)> = place::table
            .filter(place::root.eq(root))
            .filter(place::from_day.le(on))
            .filter(place::to_day.gt(on))
            .filter(place::unit.eq_any(some.to_vec()))
            .select((place::unit, place::path))
            .load(conn)?;
        all.extend(rows.into_iter().filter_map(|(id, text)| Some((id, text.parse().ok()?))));
    }
    Ok(all)
}

/// The whole tree over time.
///
/// # Errors
/// The database's.
pub fn tree(conn: &mut Conn, root: Id<Root>) -> Result<Tree> {
    use crate::Kept;
    let mut tree = Tree::default();
    for (id, life) in Life::all(conn, root)? {
        let number = u32::try_from(life.value.number).unwrap_or(u32::MAX);
        tree.units.insert(id, Node { number, from: life.from, to: life.to, places: vec![] });
    }
    for (id, span) in Stand::all(conn, root)? {
        if let Some(node) = tree.units.get_mut(&id) {
            node.places.push(span);
        }
    }
    Ok(tree)
}

/// Computes every path anew and writes those that differ: after any change of the tree the books agree with the facts,
/// however they stood before.
///
/// # Errors
/// What keeps it from being a tree, or the database's.
pub fn keep_places(conn: &mut Conn, root: Id<Root>, tree: &Tree) -> Result<Result<(), TreeError>> {
    let ways = match tree.ways() {
        Ok(ways) => ways,
        Err(why) => return Ok(Err(why)),
    };
    type Row = (Id<Unit>, Date, Date, String);
    let rows: Vec<Row> = place::table
        .filter(place::root.eq(root))
        .select((place::unit, place::from_day, place::to_day, place::path))
        .load(conn)?;
    let mut kept: BTreeMap<Id<Unit>, Vec<(Date, Date, String)>> = BTreeMap::new();
    for (id, from, to, path) in rows {
        kept.entry(id).or_default().push((from, to, path));
    }
    kept.values_mut().for_each(|days| days.sort());
    for id in kept.keys().filter(|id| !ways.contains_key(id)) {
        diesel::delete(place::table.filter(place::root.eq(root)).filter(place::unit.eq(*id))).execute(conn)?;
    }
    for (id, ways) in &ways {
        let now: Vec<_> = ways.iter().map(|w| (w.from, w.to, w.path.as_str().to_owned())).collect();
        if kept.get(id) == Some(&now) {
            continue;
        }
        if kept.contains_key(id) {
            diesel::delete(place::table.filter(place::root.eq(root)).filter(place::unit.eq(*id))).execute(conn)?;
        }
        let number = tree.units.get(id).map_or(0, |n| i64::from(n.number));
        for (from, to, path) in &now {
            diesel::insert_into(place::table)
                .values((
                    place::root.eq(root),
                    place::unit.eq(*id),
                    place::from_day.eq(*from),
                    place::to_day.eq(*to),
                    place::path.eq(path),
                    place::number.eq(number),
                ))
                .execute(conn)?;
        }
    }
    Ok(Ok(()))
}

/// The largest number ever given to a unit, taken-back ones included: a number is never given twice.
///
/// # Errors
/// The database's.
pub fn largest_number(conn: &mut Conn, root: Id<Root>) -> Result<i64> {
    let largest: Option<i64> =
        unit_life::table.filter(unit_life::root.eq(root)).select(diesel::dsl::max(unit_life::number)).first(conn)?;
    Ok(largest.unwrap_or(0))
}
