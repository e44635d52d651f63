//! Designs kept under a name. A design is a bookmark, not a fact: it holds no person.

use auth::{Account, Root};
use base::{Id, Say};
use db::{Books, Read};
use diesel::{
    BoolExpressionMethods, ExpressionMethods, Insertable, QueryDsl, Queryable, RunQueryDsl, Selectable,
    SelectableHelper,
};
use people::Keep;

use crate::Design;

diesel::table! {
    roster_template (root, id) {
        root -> Binary,
        id -> Binary,
        account -> Binary,
        name -> Text,
        design -> Text,
    }
}

/// A kept design, as the target of an [`Id`].
pub struct Template;

#[derive(Queryable, Selectable, Insertable, Clone, Debug)]
#[diesel(table_name = roster_template, treat_none_as_default_value = false)]
struct Row {
    root: Id<Root>,
    id: Id<Template>,
    account: Id<Account>,
    name: String,
    design: String,
}

/// A kept design.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct Saved {
    /// Which.
    pub id: Id<Template>,
    /// What it is called.
    pub name: String,
    /// How it looks.
    pub design: Design,
}

/// At most so many are kept by one account.
const MOST: usize = 50;

/// The actor's own designs by name. Of one that cannot be read any more nothing is told.
///
/// # Errors
/// The policy and the database.
pub fn templates(tx: &mut Read<'_>) -> db::Result<Vec<Saved>> {
    let may = tx.may::<Keep>()?;
    let Some(account) = tx.actor().account_id() else { return Ok(Vec::new()) };
    let rows: Vec<Row> = roster_template::table
        .filter(roster_template::root.eq(may.root()).and(roster_template::account.eq(account)))
        .order(roster_template::name)
        .select(Row::as_select())
        .load(tx.with(&may))?;
    let read = |r: Row| Some(Saved { id: r.id, name: r.name, design: serde_json::from_str(&r.design).ok()? });
    Ok(rows.into_iter().filter_map(read).collect())
}

/// Keeps a design under a name; one of that name gives way.
///
/// # Errors
/// No name, or one that is too long; too many designs.
pub fn save(tx: &mut Books<'_>, name: &str, design: &Design) -> db::Result<Id<Template>> {
    let may = tx.may::<Keep>()?;
    let account = tx.actor().account_id().ok_or(db::Error::NotFound)?;
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 60 || name.chars().any(char::is_control) {
        let say = Say::new("请填写模板名称，最多60个字。", "Give a name of at most 60 characters.");
        return Err(db::Error::field("name", say));
    }
    let all = templates(tx)?;
    let same = all.iter().find(|s| s.name == name).map(|s| s.id);
    if same.is_none() && all.len() >= MOST {
        return Err(db::Error::refused(
            format!("最多保存{MOST}个模板，请先删除不用的。"),
            format!("At most {MOST} templates are kept; remove some that are not used."),
        ));
    }
    if let Some(id) = same {
        remove(tx, id)?;
    }
    let design = serde_json::to_string(design).map_err(|e| db::Error::Internal(e.to_string()))?;
    let row = Row { root: may.root(), id: Id::new(), account, name: name.to_owned(), design };
    let id = row.id;
    diesel::insert_into(roster_template::table).values(row).execute(tx.with(&may))?;
    Ok(id)
}

/// Removes an own design.
///
/// # Errors
/// One that is not the actor's.
pub fn remove(tx: &mut Books<'_>, id: Id<Template>) -> db::Result<()> {
    let may = tx.may::<Keep>()?;
    let account = tx.actor().account_id().ok_or(db::Error::NotFound)?;
    let own = roster_template::table
        .filter(roster_template::root.eq(may.root()).and(roster_template::id.eq(id)))
        .filter(roster_template::account.eq(account));
    let n = diesel::delete(own).execute(tx.with(&may))?;
    if n == 1 { Ok(()) } else { Err(db::Error::NotFound) }
}
