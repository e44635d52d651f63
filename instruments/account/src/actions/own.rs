//! One's own account: password, language, sessions.

use auth::{Account, Actor, Door, Permit};
use base::{Id, Lang, Say};
use db::{Error, Event, Read, Result};

use super::sign_in::Proof;
use crate::{
    Keeper, Own,
    rules::{password, token},
    store::{
        books::{self, SessionKey},
        facts::{self, AccountRow},
    },
};

/// Proof that whoever sits at the keyboard knows the account's password.
pub struct Confirmed {
    pub(crate) account: Id<Account>,
    pub(crate) hash: String,
}

/// What one sees of one's own account.
#[derive(Clone, Debug)]
pub struct Mine {
    /// The account.
    pub account: AccountRow,
    /// Its roles, as far as they hold or will hold.
    pub grants: Vec<facts::GrantRow>,
    /// What their units are called.
    pub names: std::collections::HashMap<Id<org::Unit>, String>,
    /// When the password was set.
    pub password_at: base::Timestamp,
    /// Whether there is a second factor.
    pub second: bool,
    /// Recovery codes left.
    pub recovery_left: i64,
    /// Signed-in browsers, last used first.
    pub sessions: Vec<SignedInBrowser>,
    /// API tokens.
    pub tokens: Vec<super::tokens::Token>,
}

/// A browser in which one is signed in.
#[derive(Clone, Debug, serde::Serialize)]
pub struct SignedInBrowser {
    /// The session.
    pub id: Id<SessionKey>,
    /// Browser and system, coarsely.
    pub agent: String,
    /// Signed in when.
    pub made_at: base::Timestamp,
    /// Last used when, to the minute.
    pub seen_at: base::Timestamp,
    /// Over when.
    pub expires_at: base::Timestamp,
    /// Whether it is the one that asks.
    pub here: bool,
}

/// The permit over the own account. A token or a job never has it: whoever finds a token must not be able to lock its
/// owner out.
pub(crate) fn own(tx: &Read<'_>) -> Result<(Permit<Own>, Id<Account>)> {
    let may = tx.may::<Own>()?;
    match (tx.actor().door(), tx.actor().account_id()) {
        (Door::Session, Some(account)) => Ok((may, account)),
        _ => Err(Error::refused("请在网页上登录办理", "Sign in to the pages for that")),
    }
}

impl Keeper {
    /// Asks for the password once more.
    pub fn confirm(&self, actor: &Actor, field: &str, typed: &str) -> Result<Confirmed> {
        let account = self.0.db.read(actor, |tx| Ok(own(tx)?.1))?;
        match self.proves(account, typed)? {
            Proof::Right(hash) => Ok(Confirmed { account, hash }),
            Proof::Wrong => Err(Error::field(field, Say::new("密码不对", "This is not the password"))),
            Proof::Wait(seconds) => Err(Error::field(field, wait(seconds))),
        }
    }

    /// Everything about one's own account. `secret` is that of the present session.
    pub fn mine(&self, actor: &Actor, secret: &str) -> Result<Mine> {
        let here = token::digest(secret);
        self.0.db.read(actor, |tx| {
            let (may, id) = own(tx)?;
            let account = facts::account_now(tx, &may, id)?.ok_or(Error::NotFound)?;
            let today = tx.today();
            let mut grants = facts::grants_of(tx, &may, id)?;
            grants.retain(|g| g.valid_to.is_none_or(|to| to > today));
            let proof = books::secret(tx, &may, id)?.ok_or(Error::NotFound)?;
            let now = tx.now();
            let live = |s: &books::SessionRow| s.expires_at > now && now.0 - s.seen_at.0 < crate::keeper::IDLE;
            let sessions = books::sessions_of(tx, &may, id)?.into_iter().filter(live).map(|s| SignedInBrowser {
                id: s.id,
                agent: s.agent,
                made_at: s.made_at,
                seen_at: s.seen_at,
                expires_at: s.expires_at,
                here: s.hash == here,
            });
            Ok(Mine {
                sessions: sessions.collect(),
                tokens: super::tokens::of(tx, &may, id)?,
                recovery_left: books::recovery_left(tx, &may, id)?,
                second: proof.totp.is_some(),
                password_at: proof.password_at,
                account,
                names: facts::unit_names(tx, &may, &grants)?,
                grants,
            })
        })
    }

    /// Changes the password. Every other session of the account ends; `secret` is that of the present one.
    pub fn change_password(&self, actor: &Actor, secret: &str, old: &str, new: &str, again: &str) -> Result<()> {
        let confirmed = self.confirm(actor, "old", old)?;
        let key = self.0.db.read(actor, |tx| {
            let (may, id) = own(tx)?;
            Ok(facts::account_now(tx, &may, id)?.ok_or(Error::NotFound)?.name_key)
        })?;
        let text = password::parse(new, &key).map_err(|say| Error::field("new", say))?;
        if password::prepared(again).as_deref() != Some(&text) {
            return Err(Error::field("again", Say::new("两次输入的密码不一样", "The two passwords differ")));
        }
        if password::prepared(old).as_deref() == Some(&text) {
            return Err(Error::field("new", Say::new("新密码与旧密码相同", "The new password is the old one")));
        }
        let hash = self.0.hasher.hash(&text)?;
        self.0.db.write(actor, |tx| {
            let (may, id) = own(tx)?;
            let now = tx.now();
            if !books::swap_password(tx, &may, id, &confirmed.hash, &hash, Some(now))? {
                return Err(Error::Conflict);
            }
            books::drop_sessions(tx, &may, id, Some(&token::digest(secret)))?;
            tx.record(Event::new("account.password-changed").about(id), ())
        })
    }

    /// Sets the language of one's own pages.
    pub fn set_lang(&self, actor: &Actor, lang: Lang) -> Result<()> {
        self.0.db.write(actor, |tx| {
            let (may, id) = own(tx)?;
            let old = facts::account_now(tx, &may, id)?.ok_or(Error::NotFound)?;
            facts::replace_account(tx, &may, old, |a| a.lang = lang.tag().to_owned())?;
            tx.record(Event::new("account.changed").about(id).facts(&["account"]), ())
        })
    }

    /// Ends one of one's own sessions.
    pub fn end_session(&self, actor: &Actor, session: Id<SessionKey>) -> Result<()> {
        self.0.db.keep_books(actor, |tx| {
            let (may, id) = own(tx)?;
            if books::drop_session_of(tx, &may, id, session)? { Ok(()) } else { Err(Error::NotFound) }
        })
    }

    /// Ends all of one's own sessions, the present one too.
    pub fn end_all_sessions(&self, actor: &Actor) -> Result<usize> {
        self.0.db.keep_books(actor, |tx| {
            let (may, id) = own(tx)?;
            books::drop_sessions(tx, &may, id, None)
        })
    }
}

/// How long to wait, in words.
pub fn wait(seconds: i64) -> Say {
    if seconds < 90 {
        Say::new(
            format!("尝试太多，请 {seconds} 秒后再试"),
            format!("Too many attempts; try again in {seconds} seconds"),
        )
    } else {
        let minutes = (seconds + 59) / 60;
        Say::new(
            format!("尝试太多，请 {minutes} 分钟后再试"),
            format!("Too many attempts; try again in {minutes} minutes"),
        )
    }
}
