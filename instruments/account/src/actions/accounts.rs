//! Making accounts, inviting their owners, disabling them.

use std::collections::{BTreeMap, HashMap};

use auth::{Account, ColumnGroup, Door, Permit, PersonKey, Role};
use base::{Id, Lang, Say};
use db::{Error, Event, FieldError, Read, Recorded, Result, Write};
use serde_json::json;

use super::set_up::{display, free};
use crate::{
    Keep, See,
    keeper::LINK,
    rules::name,
    secret::{bearer, later},
    store::{
        books::{self, InvitationRow},
        facts::{self, AccountRow, GrantRow},
    },
};

/// A new account, or a change of one, as filled in.
#[derive(Clone, Default, Debug)]
pub struct AccountForm {
    /// The sign-in name.
    pub name: String,
    /// Whose it is or what it is for.
    pub display: String,
    /// The person whose own file it may see.
    pub person: Option<Id<PersonKey>>,
    /// The language.
    pub lang: Lang,
}

/// A link as it is given out: only its secret, shown once.
pub struct Link {
    /// What follows `/set-up/`.
    pub secret: String,
}

fn parse(form: &AccountForm) -> Result<(name::Name, String)> {
    match (name::parse(&form.name), display(&form.display)) {
        (Ok(name), Ok(display)) => Ok((name, display)),
        (name, display) => {
            let wrong = [("name", name.err()), ("display", display.err())];
            let wrong = wrong.into_iter().filter_map(|(f, say)| Some(FieldError { field: f.to_owned(), say: say? }));
            Err(Error::Invalid(wrong.collect()))
        }
    }
}

/// Makes an account without roles and without a password; a link lets its owner set one.
pub fn make(tx: &mut Write<'_>, form: &AccountForm) -> Result<Recorded<Id<Account>>> {
    let may = tx.may::<Keep>()?;
    let (name, display) = parse(form)?;
    let id = Id::new();
    free(tx, &may, &name, id)?;
    let row = AccountRow {
        id: Id::new(),
        account: id,
        name: name.shown,
        name_key: name.key,
        name_look: name.look,
        display,
        person: form.person,
        lang: form.lang.tag().to_owned(),
        disabled: false,
        valid_from: tx.today(),
        valid_to: None,
    };
    facts::put_account(tx, &may, &row)?;
    tx.record(Event::new("account.made").about(id).facts(&["account"]), id)
}

/// Changes name, purpose or person of an account.
pub fn change(tx: &mut Write<'_>, id: Id<Account>, form: &AccountForm) -> Result<Recorded<()>> {
    let may = tx.may::<Keep>()?;
    let old = in_reach(tx, &may, id)?;
    let (name, display) = parse(form)?;
    free(tx, &may, &name, id)?;
    let (person, lang) = (form.person, form.lang);
    facts::replace_account(tx, &may, old, |a| {
        (a.name, a.name_key, a.name_look) = (name.shown, name.key, name.look);
        (a.display, a.person, a.lang) = (display, person, lang.tag().to_owned());
    })?;
    tx.record(Event::new("account.changed").about(id).facts(&["account"]), ())
}

/// Disables an account, or lets it in again. Its sessions end at once; its tokens are worthless while it is disabled.
pub fn disable(tx: &mut Write<'_>, id: Id<Account>, disabled: bool) -> Result<Recorded<()>> {
    let may = tx.may::<Keep>()?;
    not_oneself(tx, id)?;
    let old = in_reach(tx, &may, id)?;
    if old.disabled == disabled {
        return Err(Error::Conflict);
    }
    facts::replace_account(tx, &may, old, |a| a.disabled = disabled)?;
    books::drop_sessions(tx, &may, id, None)?;
    books::drop_invitations(tx, &may, id)?;
    let event = Event::new(if disabled { "account.disabled" } else { "account.enabled" });
    tx.record(event.about(id).facts(&["account"]), ())
}

/// Gives out a link by which the account's owner sets a (new) password. Earlier links become worthless.
pub fn invite(tx: &mut Write<'_>, id: Id<Account>) -> Result<Recorded<Link>> {
    let may = tx.may::<Keep>()?;
    let account = in_reach(tx, &may, id)?;
    if account.disabled {
        return Err(Error::refused("账户已停用，先恢复再发链接", "The account is disabled; enable it first"));
    }
    books::drop_invitations(tx, &may, id)?;
    give_out(tx, &may, Some(id), None)
}

/// Gives out a link that makes a new account with that role over the whole tree. Only at the machine itself: this is how
/// the first administrator comes in.
pub fn invite_first(tx: &mut Write<'_>, role: Role) -> Result<Recorded<Link>> {
    let may = tx.may::<Keep>()?;
    if tx.actor().door() != Door::Console {
        return Err(Error::refused(
            "这种链接只能在服务器的命令行上发出",
            "Such a link is given out at the server's command line only",
        ));
    }
    if !crate::rules::grant::GRANTABLE.contains(&role) {
        return Err(Error::refused("这个角色不能授予", "This role cannot be granted"));
    }
    give_out(tx, &may, None, Some(role))
}

fn give_out(
    tx: &mut Write<'_>,
    may: &Permit<Keep>,
    account: Option<Id<Account>>,
    role: Option<Role>,
) -> Result<Recorded<Link>> {
    let (secret, hash) = bearer()?;
    let made_by = tx.actor().ledger_name();
    let row = InvitationRow { id: Id::new(), account, role, made_by, expires_at: later(tx.now(), LINK) };
    books::put_invitation(tx, may, &hash, &row)?;
    let event = Event::new("account.invited").with(json!({ "invitation": row.id, "role": role }))?;
    let event = if let Some(id) = account { event.about(id) } else { event };
    tx.record(event, Link { secret })
}

/// Ends every session of an account.
pub fn sign_out_everywhere(tx: &mut Write<'_>, id: Id<Account>) -> Result<Recorded<usize>> {
    let may = tx.may::<Keep>()?;
    in_reach(tx, &may, id)?;
    let ended = books::drop_sessions(tx, &may, id, None)?;
    tx.record(Event::new("account.signed-out").about(id).with(ended)?, ended)
}

fn not_oneself(tx: &Read<'_>, id: Id<Account>) -> Result<()> {
    if tx.actor().account_id() == Some(id) {
        let (zh, en) = ("这一步要由另一位管理员办理", "This takes another administrator");
        return Err(Error::Refused(Say::new(zh, en)));
    }
    Ok(())
}

/// The account, if everything that it may do lies within what this administrator may grant. Otherwise a link for a
/// mightier account would be a way to become it.
pub(crate) fn in_reach(tx: &mut Read<'_>, may: &Permit<Keep>, id: Id<Account>) -> Result<AccountRow> {
    let account = facts::account_now(tx, may, id)?.ok_or(Error::NotFound)?;
    let today = tx.today();
    for grant in facts::grants_of(tx, may, id)?.into_iter().filter(|g| g.valid_to.is_none_or(|to| to > today)) {
        let (place, shows) = (grant.path()?, grant.columns()?);
        let beyond = ColumnGroup::ALL.iter().any(|g| shows.has(*g) && !may.shows(*g, &place));
        if !may.reaches(&place) || beyond {
            return Err(Error::refused(
                "这个账户的权限超出您管理的范围；请上级管理员办理",
                "This account reaches beyond what you administer; ask an administrator above",
            ));
        }
    }
    Ok(account)
}

/// An account in the list, with what it is.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The account.
    pub account: AccountRow,
    /// Its grants that hold today.
    pub grants: Vec<GrantRow>,
    /// What the units of the grants are called.
    pub names: HashMap<Id<org::Unit>, String>,
}

/// Accounts by name, after the name key `after`, at most `most`.
pub fn list(tx: &mut Read<'_>, after: &str, most: i64) -> Result<Vec<Listed>> {
    let may = tx.may::<See>()?;
    let today = tx.today();
    let mut by_account: BTreeMap<Id<Account>, Vec<GrantRow>> = BTreeMap::new();
    for grant in facts::grants_on(tx, &may, today)? {
        by_account.entry(grant.account).or_default().push(grant);
    }
    let rows = facts::accounts_now(tx, &may, after, most)?;
    let listed = |account: AccountRow| {
        let grants = by_account.remove(&account.account).unwrap_or_default();
        // the list says which roles, not over what
        Listed { grants, account, names: HashMap::new() }
    };
    Ok(rows.into_iter().map(listed).collect())
}

/// One account with every grant that was not taken back, ended ones too.
pub fn one(tx: &mut Read<'_>, id: Id<Account>) -> Result<Listed> {
    let may = tx.may::<See>()?;
    let account = facts::account_now(tx, &may, id)?.ok_or(Error::NotFound)?;
    let grants = facts::grants_of(tx, &may, id)?;
    let names = facts::unit_names(tx, &may, &grants)?;
    Ok(Listed { grants, account, names })
}
