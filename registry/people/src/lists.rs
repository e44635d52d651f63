//! Saved lists: a filter that is an address, kept under a name, for oneself or shared with a unit and those below it.
//!
//! A list is a bookmark, not a fact: it holds no person, and whoever opens it sees what the own roles show.

use auth::{Account, Root};
use base::{Id, Say};
use db::{Books, Read};
use diesel::{
    BoolExpressionMethods, ExpressionMethods, Insertable, QueryDsl, Queryable, RunQueryDsl, Selectable,
    SelectableHelper,
};
use serde::Serialize;

use crate::{Keep, Unit};

diesel::table! {
    people_list (root, id) {
        root -> Binary,
        id -> Binary,
        account -> Binary,
        name -> Text,
        query -> Text,
        unit -> Nullable<Binary>,
    }
}

/// A saved list, as the target of an [`Id`].
pub struct List;

#[derive(Queryable, Selectable, Insertable, Clone, Debug)]
#[diesel(table_name = people_list, treat_none_as_default_value = false)]
struct Row {
    root: Id<Root>,
    id: Id<List>,
    account: Id<Account>,
    name: String,
    query: String,
    unit: Option<Id<Unit>>,
}

/// A saved list as its reader sees it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Saved {
    /// Which.
    pub id: Id<List>,
    /// What it is called.
    pub name: String,
    /// The filter, as it stands in an address.
    pub query: String,
    /// Whether the reader saved it.
    pub own: bool,
    /// With which unit it is shared.
    pub unit: Option<Id<Unit>>,
}

/// At most so many lists are kept by one account.
const MOST: i64 = 200;
/// The longest name.
const NAME: usize = 60;
/// The names that an address of the roster may carry.
const KEYS: [&str; 14] = [
    "unit",
    "sex",
    "age_from",
    "age_to",
    "political",
    "education",
    "level",
    "category",
    "state",
    "complete_below",
    "check",
    "q",
    "sort",
    "on",
];

/// The own lists and those shared with where one looks, by name.
///
/// # Errors
/// The policy and the database.
pub fn lists(tx: &mut Read<'_>) -> db::Result<Vec<Saved>> {
    let may = tx.may::<Keep>()?;
    let Some(account) = tx.actor().account_id() else { return Ok(Vec::new()) };
    let today = tx.today();
    let rows: Vec<Row> = people_list::table
        .filter(people_list::root.eq(may.root()))
        .filter(people_list::account.eq(account).or(people_list::unit.is_not_null()))
        .order((people_list::name, people_list::id))
        .select(Row::as_select())
        .load(tx.with(&may))?;
    let units: Vec<Id<Unit>> = rows.iter().filter_map(|r| r.unit).collect();
    let paths = org::paths(tx.with(&may), may.root(), &units, today)?;
    // a list shared with a unit is for those above it who look down, and for those who look at a part of it
    let shared = |unit: &Id<Unit>| {
        let Some(path) = paths.get(unit) else { return false };
        may.reaches(path) || may.ranges().iter().any(|(from, _)| from.starts_with(path.as_str()))
    };
    let seen = rows.into_iter().filter(|r| r.account == account || r.unit.as_ref().is_some_and(shared));
    Ok(seen
        .map(|r| Saved { own: r.account == account, id: r.id, name: r.name, query: r.query, unit: r.unit })
        .collect())
}

/// Saves a filter under a name; of the address only what the roster knows is kept.
///
/// # Errors
/// No name; a name that one has already; too many lists; a unit out of reach.
pub fn save(tx: &mut Books<'_>, name: &str, query: &str, unit: Option<Id<Unit>>) -> db::Result<Id<List>> {
    let may = tx.may::<Keep>()?;
    let account = tx.actor().account_id().ok_or(db::Error::NotFound)?;
    let name = named(tx, name, None)?;
    if let Some(unit) = unit {
        let today = tx.today();
        let path = org::path_of(tx.with(&may), may.root(), unit, today)?;
        if !path.is_some_and(|p| may.reaches(&p)) {
            let say = Say::new("没有这个单位，或不在管理范围内。", "There is no such unit within your reach.");
            return Err(db::Error::field("unit_code", say));
        }
    }
    let mine = people_list::table.filter(people_list::root.eq(may.root()).and(people_list::account.eq(account)));
    let count: i64 = mine.count().get_result(tx.with(&may))?;
    if count >= MOST {
        return Err(db::Error::refused(
            format!("最多保存{MOST}个名册，请先删除不用的。"),
            format!("At most {MOST} lists are kept; remove some that are not used."),
        ));
    }
    let row = Row { root: may.root(), id: Id::new(), account, name, query: kept(query), unit };
    let id = row.id;
    diesel::insert_into(people_list::table).values(row).execute(tx.with(&may))?;
    Ok(id)
}

/// Gives an own list another name.
///
/// # Errors
/// As [`save`]; a list that is not one's own.
pub fn rename(tx: &mut Books<'_>, id: Id<List>, name: &str) -> db::Result<()> {
    let may = tx.may::<Keep>()?;
    let account = tx.actor().account_id().ok_or(db::Error::NotFound)?;
    let name = named(tx, name, Some(id))?;
    let own = people_list::table
        .filter(people_list::root.eq(may.root()).and(people_list::id.eq(id)))
        .filter(people_list::account.eq(account));
    let n = diesel::update(own).set(people_list::name.eq(name)).execute(tx.with(&may))?;
    if n == 1 { Ok(()) } else { Err(db::Error::NotFound) }
}

/// Removes an own list.
///
/// # Errors
/// A list that is not one's own.
pub fn remove(tx: &mut Books<'_>, id: Id<List>) -> db::Result<()> {
    let may = tx.may::<Keep>()?;
    let account = tx.actor().account_id().ok_or(db::Error::NotFound)?;
    let own = people_list::table
        .filter(people_list::root.eq(may.root()).and(people_list::id.eq(id)))
        .filter(people_list::account.eq(account));
    let n = diesel::delete(own).execute(tx.with(&may))?;
    if n == 1 { Ok(()) } else { Err(db::Error::NotFound) }
}

/// A name that can be told from the own other lists'.
fn named(tx: &mut Read<'_>, name: &str, besides: Option<Id<List>>) -> db::Result<String> {
    let name = name.trim();
    let wrong = |zh: &str, en: &str| Err(db::Error::field("name", Say::new(zh, en)));
    if name.is_empty() || name.chars().count() > NAME || name.chars().any(char::is_control) {
        return wrong("请填写名称，最多60个字。", "Give a name of at most 60 characters.");
    }
    let taken = lists(tx)?.iter().any(|l| l.own && l.name == name && Some(l.id) != besides);
    if taken {
        return wrong("您已有同名的名册。", "You have a list of this name already.");
    }
    Ok(name.to_owned())
}

/// The part of an address that the roster knows, written anew.
fn kept(query: &str) -> String {
    let known = |pair: &&str| KEYS.contains(&pair.split('=').next().unwrap_or_default());
    let pairs = query.trim_start_matches('?').split('&').filter(known).take(KEYS.len());
    let anew = pairs.filter_map(|pair| {
        let (key, value) = pair.split_once('=')?;
        let value: String = ui::link::decode(value).chars().take(100).collect();
        (!value.is_empty()).then(|| format!("{key}={}", ui::link::encode(&value)))
    });
    anew.collect::<Vec<_>>().join("&")
}

#[cfg(test)]
mod tests {
    use super::kept;

    #[test]
    fn of_an_address_only_the_filter_is_kept() {
        assert_eq!(kept("sex=1&after=x&q=%E6%9D%8E&lang=en&csrf=t&unit="), "sex=1&q=%E6%9D%8E");
        assert_eq!(kept("?q=a%26b%22%3E"), "q=a%26b%22%3E");
    }
}
