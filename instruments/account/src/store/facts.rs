//! Accounts and grants: facts with a valid period.

use std::collections::HashMap;

use auth::{Account, Action, Columns, Path, Permit, PersonKey, Role, Root};
use base::{Date, Id, Lang};
use db::{Error, LedgerEntry, Read, Result, Write};
use diesel::{
    BoolExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, Queryable, RunQueryDsl, Selectable,
    SelectableHelper,
};

use org::Unit;

diesel::table! {
    account (root, id) {
        root -> Binary,
        id -> Binary,
        #[sql_name = "account"]
        who -> Binary,
        name -> Text,
        name_key -> Text,
        name_look -> Text,
        display -> Text,
        person -> Nullable<Binary>,
        lang -> Text,
        disabled -> Bool,
        valid_from -> Text,
        valid_to -> Nullable<Text>,
        made -> Binary,
        unmade -> Nullable<Binary>,
    }
}
diesel::table! {
    role_grant (root, id) {
        root -> Binary,
        id -> Binary,
        #[sql_name = "role_grant"]
        key -> Binary,
        account -> Binary,
        role -> Text,
        unit -> Nullable<Binary>,
        place -> Text,
        shows -> Text,
        granted_by -> Text,
        valid_from -> Text,
        valid_to -> Nullable<Text>,
        made -> Binary,
        unmade -> Nullable<Binary>,
    }
}

/// A row of a fact table, as the target of an [`Id`].
pub struct Fact;
/// A grant through all its rows, as the target of an [`Id`].
pub struct RoleGrant;

/// What an account is, from a day on.
#[derive(Queryable, Selectable, Clone, Debug)]
#[diesel(table_name = account)]
pub struct AccountRow {
    /// The fact.
    pub id: Id<Fact>,
    /// The account.
    #[diesel(column_name = who)]
    pub account: Id<Account>,
    /// The sign-in name as shown.
    pub name: String,
    /// The sign-in name by which it is found.
    pub name_key: String,
    /// What the name looks like.
    pub name_look: String,
    /// Whose it is or what it is for.
    pub display: String,
    /// The person whose own file it may see.
    pub person: Option<Id<PersonKey>>,
    /// The language of its pages, as a tag.
    pub lang: String,
    /// Whether it may not sign in.
    pub disabled: bool,
    /// From when.
    pub valid_from: Date,
    /// Until when, exclusive.
    pub valid_to: Option<Date>,
}

impl AccountRow {
    /// The language of its pages.
    pub fn lang(&self) -> Lang {
        self.lang.parse().unwrap_or_default()
    }
}

/// A role that an account holds over a part of the tree for a time.
#[derive(Queryable, Selectable, Clone, Debug)]
#[diesel(table_name = role_grant)]
pub struct GrantRow {
    /// The fact.
    pub id: Id<Fact>,
    /// The grant.
    #[diesel(column_name = key)]
    pub role_grant: Id<RoleGrant>,
    /// Who holds it.
    pub account: Id<Account>,
    /// The role.
    pub role: Role,
    /// The unit; none for the whole tree.
    pub unit: Option<Id<Unit>>,
    /// Where the unit stands today; where it stood when the row was made, while it is being written.
    pub place: String,
    /// The restricted columns, as words.
    pub shows: String,
    /// Who granted it, as the ledger names them.
    pub granted_by: String,
    /// From when.
    pub valid_from: Date,
    /// Until when, exclusive.
    pub valid_to: Option<Date>,
}

impl GrantRow {
    /// Whether it holds on that day.
    pub fn holds(&self, on: Date) -> bool {
        self.valid_from <= on && self.valid_to.is_none_or(|to| to > on)
    }
    /// The part of the tree.
    pub fn path(&self) -> Result<Path> {
        self.place.parse().map_err(|_| Error::Corrupt(format!("the place of grant {}", self.role_grant)))
    }
    /// The restricted columns.
    pub fn columns(&self) -> Result<Columns> {
        Columns::of_words(&self.shows).map_err(Error::Corrupt)
    }
}

/// The account as it stands, by its id.
pub(crate) fn account_now<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    id: Id<Account>,
) -> Result<Option<AccountRow>> {
    let row = account::table
        .filter(account::root.eq(may.root()).and(account::who.eq(id)))
        .filter(account::unmade.is_null().and(account::valid_to.is_null()))
        .select(AccountRow::as_select())
        .first(tx.with(may))
        .optional()?;
    Ok(row)
}
/// The account as it stands, by its name's key.
pub(crate) fn account_named<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, key: &str) -> Result<Option<AccountRow>> {
    let row = account::table
        .filter(account::root.eq(may.root()).and(account::name_key.eq(key)))
        .filter(account::unmade.is_null().and(account::valid_to.is_null()))
        .select(AccountRow::as_select())
        .first(tx.with(may))
        .optional()?;
    Ok(row)
}
/// Whether another account's name looks the same.
pub(crate) fn look_taken<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, look: &str, but: Id<Account>) -> Result<bool> {
    let count: i64 = account::table
        .filter(account::root.eq(may.root()).and(account::name_look.eq(look)).and(account::who.ne(but)))
        .filter(account::unmade.is_null().and(account::valid_to.is_null()))
        .count()
        .get_result(tx.with(may))?;
    Ok(count > 0)
}
/// Accounts as they stand, by name, after `after`.
pub(crate) fn accounts_now<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    after: &str,
    most: i64,
) -> Result<Vec<AccountRow>> {
    let rows = account::table
        .filter(account::root.eq(may.root()).and(account::name_key.gt(after)))
        .filter(account::unmade.is_null().and(account::valid_to.is_null()))
        .order(account::name_key)
        .limit(most)
        .select(AccountRow::as_select())
        .load(tx.with(may))?;
    Ok(rows)
}
/// A role goes with its unit: whoever keeps a unit that is moved keeps it where it stands now.
fn where_they_stand<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, mut rows: Vec<GrantRow>) -> Result<Vec<GrantRow>> {
    let units: Vec<Id<Unit>> = rows.iter().filter_map(|g| g.unit).collect();
    if units.is_empty() {
        return Ok(rows);
    }
    let today = tx.today();
    let paths = org::paths(tx.with(may), may.root(), &units, today)?;
    for row in &mut rows {
        if let Some(path) = row.unit.and_then(|unit| paths.get(&unit)) {
            row.place = path.as_str().to_owned();
        }
    }
    Ok(rows)
}
/// What the units of grants are called today.
pub(crate) fn unit_names<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    rows: &[GrantRow],
) -> Result<HashMap<Id<Unit>, String>> {
    let units: Vec<Id<Unit>> = rows.iter().filter_map(|g| g.unit).collect();
    let today = tx.today();
    let names = org::names(tx.with(may), may.root(), &units, today)?;
    Ok(names.into_iter().map(|(unit, name)| (unit, name.name)).collect())
}
/// Every grant of an account that was not taken back, ended ones too, in order of time.
pub(crate) fn grants_of<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, of: Id<Account>) -> Result<Vec<GrantRow>> {
    let rows = role_grant::table
        .filter(role_grant::root.eq(may.root()).and(role_grant::account.eq(of)))
        .filter(role_grant::unmade.is_null())
        .order((role_grant::valid_from, role_grant::id))
        .select(GrantRow::as_select())
        .load(tx.with(may))?;
    where_they_stand(tx, may, rows)
}
/// The grants that hold on that day, of every account.
pub(crate) fn grants_on<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, on: Date) -> Result<Vec<GrantRow>> {
    let rows = role_grant::table
        .filter(role_grant::root.eq(may.root()).and(role_grant::unmade.is_null()))
        .filter(role_grant::valid_from.le(on).and(role_grant::valid_to.is_null().or(role_grant::valid_to.gt(on))))
        .order((role_grant::account, role_grant::valid_from, role_grant::id))
        .select(GrantRow::as_select())
        .load(tx.with(may))?;
    where_they_stand(tx, may, rows)
}
/// A grant as it stands.
pub(crate) fn grant_now<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, id: Id<RoleGrant>) -> Result<Option<GrantRow>> {
    let row = role_grant::table
        .filter(role_grant::root.eq(may.root()).and(role_grant::key.eq(id)))
        .filter(role_grant::unmade.is_null())
        .select(GrantRow::as_select())
        .first(tx.with(may))
        .optional()?;
    Ok(where_they_stand(tx, may, row.into_iter().collect())?.pop())
}

/// Writes a row about an account, made by this transaction.
pub(crate) fn put_account<A: Action>(tx: &mut Write<'_>, may: &Permit<A>, row: &AccountRow) -> Result<()> {
    let (root, made): (Id<Root>, Id<LedgerEntry>) = (may.root(), tx.entry());
    diesel::insert_into(account::table)
        .values((
            account::root.eq(root),
            account::id.eq(row.id),
            account::who.eq(row.account),
            account::name.eq(&row.name),
            account::name_key.eq(&row.name_key),
            account::name_look.eq(&row.name_look),
            account::display.eq(&row.display),
            account::person.eq(row.person),
            account::lang.eq(&row.lang),
            account::disabled.eq(row.disabled),
            account::valid_from.eq(row.valid_from),
            account::valid_to.eq(row.valid_to),
            account::made.eq(made),
        ))
        .execute(tx.with(may))?;
    Ok(())
}
/// Ends `old` today and puts `new` in its place from today on.
pub(crate) fn replace_account<A: Action>(
    tx: &mut Write<'_>,
    may: &Permit<A>,
    old: AccountRow,
    change: impl FnOnce(&mut AccountRow),
) -> Result<AccountRow> {
    let (entry, today) = (tx.entry(), tx.today());
    let taken = diesel::update(account::table)
        .filter(account::root.eq(may.root()).and(account::id.eq(old.id)).and(account::unmade.is_null()))
        .set(account::unmade.eq(entry))
        .execute(tx.with(may))?;
    if taken != 1 {
        return Err(Error::Conflict);
    }
    let mut new = AccountRow { id: Id::new(), valid_from: today, valid_to: None, ..old.clone() };
    change(&mut new);
    if old.valid_from < today {
        put_account(tx, may, &AccountRow { id: Id::new(), valid_to: Some(today), ..old })?;
    }
    put_account(tx, may, &new)?;
    Ok(new)
}
/// Writes a grant, made by this transaction.
pub(crate) fn put_grant<A: Action>(tx: &mut Write<'_>, may: &Permit<A>, row: &GrantRow) -> Result<()> {
    let (root, made): (Id<Root>, Id<LedgerEntry>) = (may.root(), tx.entry());
    diesel::insert_into(role_grant::table)
        .values((
            role_grant::root.eq(root),
            role_grant::id.eq(row.id),
            role_grant::key.eq(row.role_grant),
            role_grant::account.eq(row.account),
            role_grant::role.eq(row.role),
            role_grant::unit.eq(row.unit),
            role_grant::place.eq(&row.place),
            role_grant::shows.eq(&row.shows),
            role_grant::granted_by.eq(&row.granted_by),
            role_grant::valid_from.eq(row.valid_from),
            role_grant::valid_to.eq(row.valid_to),
            role_grant::made.eq(made),
        ))
        .execute(tx.with(may))?;
    Ok(())
}
/// Ends a grant on that day: it holds no longer from then on. One that would never have held is only taken back.
pub(crate) fn end_grant<A: Action>(tx: &mut Write<'_>, may: &Permit<A>, old: GrantRow, to: Date) -> Result<()> {
    let entry = tx.entry();
    let taken = diesel::update(role_grant::table)
        .filter(role_grant::root.eq(may.root()).and(role_grant::id.eq(old.id)).and(role_grant::unmade.is_null()))
        .set(role_grant::unmade.eq(entry))
        .execute(tx.with(may))?;
    if taken != 1 {
        return Err(Error::Conflict);
    }
    if old.valid_from < to {
        put_grant(tx, may, &GrantRow { id: Id::new(), valid_to: Some(to), ..old })?;
    }
    Ok(())
}
