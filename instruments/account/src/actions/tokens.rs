//! API tokens.

use auth::{Account, Action, ActionRow, Actor, Permit};
use base::{Date, Id, Say};
use db::{Error, Event, FieldError, Read, Result};
use serde_json::json;

use super::{own::Confirmed, own::own, second::same};
use crate::{
    Keeper,
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
        self.0.db.write(actor, |tx| {
            let (may, id) = own(tx)?;
            same(confirmed, id)?;
            if books::tokens_of(tx, &may, id)?.len() >= MOST {
                return Err(Error::refused("令牌已满 20 个，先撤销不用的", "There are 20 tokens; revoke one first"));
            }
            let row = TokenRow {
                id: Id::new(),
                account: id,
                name: name.to_owned(),
                scope: scope.join(" "),
                made_on: today,
                expires_on,
                seen_on: None,
            };
            books::put_token(tx, &may, &hash, &row)?;
            let more = json!({ "token": row.id, "scope": row.scope, "expires": expires_on });
            tx.record(Event::new("account.token-made").about(id).with(more)?, secret)
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
