//! API tokens.

use auth::{Account, Action, ActionRow, Actor, Permit};
use base::{Date, Id, Say};
use db::{Error, Event, FieldError, Read, Recorded, Result, Write};
use serde_json::json;

use super::{own::Confirmed, own::own, second::same};
use crate::{
    Keep, Keeper,
    rules::{scope, token},
    secret::random,
    store::books::{self, TokenKey, TokenRow},
};

/// Most tokens of one account.
const MOST: usize = 20;

/// A token as it is listed; its secret was shown once and is not known any more.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Token {
    /// The token.
    pub id: Id<TokenKey>,
    /// What it is for.
    pub name: String,
    /// What it may do.
    pub scope: String,
    /// Made when.
    pub made_on: Date,
    /// Worthless from when.
    pub expires_on: Date,
    /// Last used when.
    pub seen_on: Option<Date>,
}

/// A new token as filled in.
#[derive(Clone, Default, Debug)]
pub struct TokenForm {
    /// What it is for.
    pub name: String,
    /// What it may do.
    pub scope: String,
    /// Worthless from when.
    pub expires_on: Option<Date>,
}

pub(crate) fn of<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, id: Id<Account>) -> Result<Vec<Token>> {
    let token = |t: TokenRow| Token {
        id: t.id,
        name: t.name,
        scope: t.scope,
        made_on: t.made_on,
        expires_on: t.expires_on,
        seen_on: t.seen_on,
    };
    Ok(books::tokens_of(tx, may, id)?.into_iter().map(token).collect())
}

impl Keeper {
    /// Makes a token and gives its secret, which is never shown again. `known` is the policy of all slices.
    pub fn make_token(
        &self,
        actor: &Actor,
        confirmed: &Confirmed,
        form: &TokenForm,
        known: &[ActionRow],
    ) -> Result<String> {
        let today = self.now().date_at(8);
        let (secret, hash, row) = checked(form, known, today)?;
        self.0.db.write(actor, |tx| {
            let (may, id) = own(tx)?;
            same(confirmed, id)?;
            put(tx, &may, &hash, TokenRow { account: id, ..row }, secret)
        })
    }
    /// Makes one of one's own tokens worthless.
    pub fn revoke_token(&self, actor: &Actor, token: Id<TokenKey>) -> Result<()> {
        self.0.db.write(actor, |tx| {
            let (may, id) = own(tx)?;
            if !books::drop_token(tx, &may, id, token)? {
                return Err(Error::NotFound);
            }
            tx.record(Event::new("account.token-revoked").about(id).with(json!({ "token": token }))?, ())
        })
    }
}

/// What was filled in, or what is wrong with it: the secret, its hash, and the row, whose account is still to be said.
fn checked(form: &TokenForm, known: &[ActionRow], today: Date) -> Result<(String, Vec<u8>, TokenRow)> {
    let mut wrong = Vec::new();
    let mut fault = |field: &str, say: Say| wrong.push(FieldError { field: field.to_owned(), say });
    let name = form.name.trim();
    if name.is_empty() || name.chars().count() > 60 || name.chars().any(char::is_control) {
        fault("name", Say::new("请写用途，最多 60 个字", "Say what it is for in at most 60 characters"));
    }
    let scope = scope::parse(&form.scope, known).unwrap_or_else(|say| {
        fault("scope", say);
        Vec::new()
    });
    let latest = today.plus_days(scope::LONGEST_DAYS);
    let expires_on = form.expires_on.filter(|on| *on > today && *on <= latest).unwrap_or_else(|| {
        let (zh, en) =
            (format!("有效期写明天到 {latest} 之间的日期"), format!("Choose a day from tomorrow to {latest}"));
        fault("expires_on", Say::new(zh, en));
        today
    });
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    let secret = token::api(&random()?);
    let hash = token::digest(&secret);
    let row = TokenRow {
        id: Id::new(),
        account: Id::new(),
        name: name.to_owned(),
        scope: scope.join(" "),
        made_on: today,
        expires_on,
        seen_on: None,
    };
    Ok((secret, hash, row))
}

fn put<A: Action>(
    tx: &mut Write<'_>,
    may: &Permit<A>,
    hash: &[u8],
    row: TokenRow,
    secret: String,
) -> Result<Recorded<String>> {
    if books::tokens_of(tx, may, row.account)?.len() >= MOST {
        return Err(Error::refused("令牌已满 20 个，先撤销不用的", "There are 20 tokens; revoke one first"));
    }
    books::put_token(tx, may, hash, &row)?;
    let more = json!({ "token": row.id, "scope": row.scope, "expires": row.expires_on });
    tx.record(Event::new("account.token-made").about(row.account).with(more)?, secret)
}

/// Whoever sits at the machine stands in for the owner, who is not asked for a password; nobody else does.
fn at_the_machine(tx: &Read<'_>) -> Result<()> {
    let (zh, en) = ("只能在本机命令行办理", "This is done at the machine's own command line only");
    if tx.actor().door() == auth::Door::Console { Ok(()) } else { Err(Error::refused(zh, en)) }
}

/// Makes a token for an account, from the command line.
///
/// # Errors
/// What is wrong by field; whoever does not sit at the machine; the policy and the database.
pub fn make_for(
    tx: &mut Write<'_>,
    account: Id<Account>,
    form: &TokenForm,
    known: &[ActionRow],
) -> Result<Recorded<String>> {
    let may = tx.may::<Keep>()?;
    at_the_machine(tx)?;
    let (secret, hash, row) = checked(form, known, tx.today())?;
    put(tx, &may, &hash, TokenRow { account, ..row }, secret)
}

/// Makes a token of an account worthless, from the command line.
pub(crate) fn revoke_of(tx: &mut Write<'_>, account: Id<Account>, token: Id<TokenKey>) -> Result<Recorded<()>> {
    let may = tx.may::<Keep>()?;
    at_the_machine(tx)?;
    if !books::drop_token(tx, &may, account, token)? {
        return Err(Error::refused("这个账户没有这个令牌。", "The account has no such token."));
    }
    tx.record(Event::new("account.token-revoked").about(account).with(json!({ "token": token }))?, ())
}
