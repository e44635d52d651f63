//! Using a link: the first administrator's, or one that an administrator gave out.

use auth::{Account, Columns, Role};
use base::{Id, Lang, Say};
use db::{Error, Event, FieldError, Result};
use serde_json::json;

use crate::{
    Enter, Keeper,
    rules::{name, password, token},
    store::{
        books,
        facts::{self, AccountRow, GrantRow},
    },
};

/// What a link is for.
#[derive(Clone, Debug)]
pub struct Invited {
    /// The account that gets a password; none where the link makes one.
    pub account: Option<AccountRow>,
}

/// What is filled in.
#[derive(Clone, Default)]
pub struct SetUp {
    /// The sign-in name, where the link makes an account.
    pub name: String,
    /// Whose it is or what it is for, likewise.
    pub display: String,
    /// The password.
    pub password: String,
    /// The password once more.
    pub again: String,
    /// The language.
    pub lang: Lang,
}

impl Keeper {
    /// What the link is for; nothing when it was used, is over or never was.
    pub fn invited(&self, link: &str) -> Result<Option<Invited>> {
        let hash = token::digest(link);
        self.look(|tx, may| {
            let Some(row) = books::invitation_by(tx, may, &hash)? else { return Ok(None) };
            let account = match row.account {
                None => None,
                Some(id) => match facts::account_now(tx, may, id)?.filter(|a| !a.disabled) {
                    Some(account) => Some(account),
                    None => return Ok(None),
                },
            };
            Ok(Some(Invited { account }))
        })
    }

    /// Uses the link: makes the account where it has none, and sets its password. Whatever proved its owner before is
    /// gone: password, second factor, sessions, tokens.
    pub fn set_up(&self, link: &str, form: &SetUp) -> Result<Id<Account>> {
        let Some(invited) = self.invited(link)? else { return Err(Error::NotFound) };
        let mut wrong = Vec::new();
        let mut fault = |field: &str, say: Say| wrong.push(FieldError { field: field.to_owned(), say });
        let named = match &invited.account {
            Some(account) => Ok((account.name_key.clone(), None)),
            None => name::parse(&form.name).map(|n| (n.key.clone(), Some(n))),
        };
        let (key, new_name) = named.unwrap_or_else(|say| {
            fault("name", say);
            (String::new(), None)
        });
        let display = match display(&form.display) {
            Ok(display) => display,
            Err(say) if invited.account.is_none() => {
                fault("display", say);
                String::new()
            }
            Err(_) => String::new(),
        };
        let text = password::parse(&form.password, &key).unwrap_or_else(|say| {
            fault("password", say);
            String::new()
        });
        if password::prepared(&form.again) != password::prepared(&form.password) {
            fault("again", Say::new("两次输入的密码不一样", "The two passwords differ"));
        }
        if !wrong.is_empty() {
            return Err(Error::Invalid(wrong));
        }
        let password = self.0.hasher.hash(&text)?;
        let hash = token::digest(link);
        let lang = form.lang;
        self.0.db.write(&self.visitor(), |tx| {
            let may = tx.may::<Enter>()?;
            let row = books::invitation_by(tx, &may, &hash)?.ok_or(Error::NotFound)?;
            if !books::use_invitation(tx, &may, &hash)? {
                return Err(Error::NotFound);
            }
            let today = tx.today();
            let account = match (row.account, new_name) {
                (Some(id), _) => {
                    let account = facts::account_now(tx, &may, id)?.filter(|a| !a.disabled).ok_or(Error::NotFound)?;
                    account.account
                }
                (None, Some(name)) => {
                    let id = Id::new();
                    free(tx, &may, &name, id)?;
                    let account = AccountRow {
                        id: Id::new(),
                        account: id,
                        name: name.shown,
                        name_key: name.key,
                        name_look: name.look,
                        display,
                        person: None,
                        lang: lang.tag().to_owned(),
                        disabled: false,
                        valid_from: today,
                        valid_to: None,
                    };
                    facts::put_account(tx, &may, &account)?;
                    id
                }
                (None, None) => return Err(Error::NotFound),
            };
            if let (Some(role), None) = (row.role, row.account) {
                let shows = if role == Role::Cadre { Columns::NONE } else { Columns::ALL };
                let grant = GrantRow {
                    id: Id::new(),
                    role_grant: Id::new(),
                    account,
                    role,
                    unit: None,
                    place: String::new(),
                    shows: shows.words(),
                    granted_by: row.made_by.clone(),
                    valid_from: today,
                    valid_to: None,
                };
                facts::put_grant(tx, &may, &grant)?;
            }
            books::first_password(tx, &may, account, &password)?;
            books::drop_sessions(tx, &may, account, None)?;
            books::drop_tokens(tx, &may, account)?;
            books::drop_invitations(tx, &may, account)?;
            let event = Event::new("account.set-up").about(account).facts(&["account", "role_grant"]);
            tx.record(event.with(json!({ "invitation": row.id, "role": row.role }))?, account)
        })
    }
}

/// Whose account it is, in one line.
pub(crate) fn display(typed: &str) -> std::result::Result<String, Say> {
    let text = typed.trim();
    if text.is_empty() || text.chars().count() > 60 || text.chars().any(char::is_control) {
        return Err(Say::new("请写姓名或用途，最多 60 个字", "Write a name or purpose of at most 60 characters"));
    }
    Ok(text.to_owned())
}

/// Refuses a name that another account has, or that looks like another's.
pub(crate) fn free<A: auth::Action>(
    tx: &mut db::Write<'_>,
    may: &auth::Permit<A>,
    name: &name::Name,
    for_account: Id<Account>,
) -> Result<()> {
    let taken = facts::account_named(tx, may, &name.key)?.is_some_and(|a| a.account != for_account);
    if taken || facts::look_taken(tx, may, &name.look, for_account)? {
        return Err(Error::field(
            "name",
            Say::new(
                "这个登录名已有人用，或与已有的看起来一样",
                "This sign-in name is taken, or looks like one that is",
            ),
        ));
    }
    Ok(())
}
