//! Granting and withdrawing roles.

use auth::{Account, Columns, Path, Role};
use base::{Date, Id, Say};
use db::{Error, Event, Recorded, Result, Write};
use org::Unit;
use serde_json::json;

use crate::{
    GrantRoles,
    rules::grant::{Holder, Wanted, refused},
    store::facts::{self, GrantRow, RoleGrant},
};

/// A role to grant.
#[derive(Clone, Debug)]
pub struct GrantForm {
    /// To whom.
    pub account: Id<Account>,
    /// The role.
    pub role: Role,
    /// The unit, none for the whole tree, and where it stands.
    pub over: (Option<Id<Unit>>, Path),
    /// With which restricted columns.
    pub shows: Columns,
    /// From when.
    pub from: Date,
    /// Until when, exclusive.
    pub to: Option<Date>,
}

/// Grants a role.
pub fn grant(tx: &mut Write<'_>, form: &GrantForm) -> Result<Recorded<Id<RoleGrant>>> {
    let may = tx.may::<GrantRoles>()?;
    let today = tx.today();
    if form.from < today {
        return Err(Error::field("from", Say::new("起始日期不能早于今天", "It cannot start before today")));
    }
    if form.to.is_some_and(|to| to <= form.from) {
        return Err(Error::field("to", Say::new("终止日期要晚于起始日期", "It must end after it starts")));
    }
    let account = facts::account_now(tx, &may, form.account)?.ok_or(Error::NotFound)?;
    let actor = tx.actor().clone();
    // an empty box means the whole tree; whoever is in charge of a part must say which part
    if form.role != Role::Cadre && form.over.1 == Path::whole() && !may.whole() {
        let (zh, en) = ("请填写机构：您只管理一部分机构", "Name a unit: you are in charge of a part of the tree only");
        return Err(Error::field("place", Say::new(zh, en)));
    }
    let by = Holder { account: actor.account_id(), person: actor.person() };
    let to = Holder { account: Some(account.account), person: account.person };
    let others = facts::grants_of(tx, &may, form.account)?;
    let open: Vec<&GrantRow> = others.iter().filter(|g| g.valid_to.is_none_or(|to| to > today)).collect();
    let held: Vec<Role> = open.iter().map(|g| g.role).collect();
    // a cadre reaches the own file wherever that person is, and nothing by place
    let cadre = form.role == Role::Cadre;
    let (over, place) = if cadre { (None, Path::whole()) } else { form.over.clone() };
    let shows = if cadre { Columns::NONE } else { form.shows };
    let wanted = Wanted { role: form.role, place: if cadre { narrowest(&may) } else { place.clone() }, shows };
    if let Some(say) = refused(by, &may, to, &held, &wanted) {
        return Err(Error::Refused(say));
    }
    if cadre && account.person.is_none() {
        return Err(Error::refused(
            "先把账户与本人的档案关联，再授予“干部”角色",
            "Link the account to its person first; a cadre sees the own file",
        ));
    }
    if open.iter().any(|g| g.role == form.role && g.place == place.as_str() && g.shows == shows.words()) {
        return Err(Error::refused("这个角色已经授予过", "This role is granted already"));
    }
    let id = Id::new();
    let row = GrantRow {
        id: Id::new(),
        role_grant: id,
        account: form.account,
        role: form.role,
        unit: over,
        place: place.as_str().to_owned(),
        shows: shows.words(),
        granted_by: actor.ledger_name(),
        valid_from: form.from,
        valid_to: form.to,
    };
    facts::put_grant(tx, &may, &row)?;
    let event = Event::new("account.granted").about(form.account).facts(&["role_grant"]);
    tx.record(event.with(json!({ "grant": id, "role": form.role, "unit": row.unit, "place": row.place }))?, id)
}

/// A place that any administrator reaches who reaches one at all.
fn narrowest(may: &auth::Permit<GrantRoles>) -> Path {
    may.ranges().first().and_then(|(from, _)| from.parse().ok()).unwrap_or_default()
}

/// Ends a grant on a day: it holds no longer from then on. Today means at once.
pub fn withdraw(tx: &mut Write<'_>, id: Id<RoleGrant>, to: Date) -> Result<Recorded<()>> {
    let may = tx.may::<GrantRoles>()?;
    let row = facts::grant_now(tx, &may, id)?.ok_or(Error::NotFound)?;
    if tx.actor().account_id() == Some(row.account) {
        return Err(Error::refused("这一步要由另一位管理员办理", "This takes another administrator"));
    }
    if row.role != Role::Cadre && !may.reaches(&row.path()?) {
        return Err(Error::refused(
            "这个授权超出您管理的范围；请上级管理员办理",
            "This grant reaches beyond what you administer; ask an administrator above",
        ));
    }
    if to < tx.today() {
        return Err(Error::field("to", Say::new("不能早于今天收回", "It cannot be withdrawn before today")));
    }
    if row.valid_to.is_some_and(|end| end <= to) {
        return Err(Error::refused("授权那时已经到期", "The grant has ended by then anyway"));
    }
    let account = row.account;
    facts::end_grant(tx, &may, row, to)?;
    let event = Event::new("account.withdrawn").about(account).facts(&["role_grant"]);
    tx.record(event.with(json!({ "grant": id, "to": to }))?, ())
}
