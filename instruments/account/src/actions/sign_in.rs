//! Signing in: password, then the second factor where there is one.

use std::net::IpAddr;

use db::{Read, Result};

use auth::{Account, Permit};
use base::{Id, Timestamp};

use super::second::grown;
use crate::{
    Enter, Keeper,
    keeper::{ABSOLUTE, Counted, SECOND},
    rules::{agent, name, password, token, totp},
    secret::{bearer, later},
    store::{
        books::{self, Stage},
        facts,
    },
};

/// What came of an attempt.
#[derive(Debug)]
pub enum Answer {
    /// In: the session's secret, for the cookie.
    In(Ticket),
    /// The password was right; the second factor is to follow. The secret goes into the same cookie.
    Second(Ticket),
    /// Too many attempts: so many seconds from now.
    Wait(i64),
    /// Not right. The answer does not say what.
    Wrong,
}

/// A secret for a cookie. Not shown by `{:?}`.
pub struct Ticket(pub String);
impl std::fmt::Debug for Ticket {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Ticket(…)")
    }
}

/// Tries at the second factor with one password.
const TRIES: i64 = 5;

impl Keeper {
    /// Tries name and password. `old` is the secret of the session that this browser already has, which ends.
    pub fn sign_in(
        &self,
        typed_name: &str,
        typed_password: &str,
        address: Option<IpAddr>,
        agent: &str,
        old: Option<&str>,
    ) -> Result<Answer> {
        let key = name::key(typed_name);
        let mut keys = vec![self.name_key(&key)];
        keys.extend(self.address_key(address));
        let counted = match self.attempt(keys)? {
            Ok(counted) => counted,
            Err(seconds) => return Ok(Answer::Wait(seconds)),
        };
        let found = self.look(|tx, may| {
            let Some(account) = facts::account_named(tx, may, &key)?.filter(|a| !a.disabled) else { return Ok(None) };
            Ok(books::secret(tx, may, account.account)?.map(|secret| (account, secret)))
        })?;
        // the same work whether there is such an account, whether it has a password, whether the text is too long
        let typed = password::prepared(typed_password);
        let text = typed.as_deref().unwrap_or_default();
        let right = self.0.hasher.proves(text, found.as_ref().map(|(_, s)| s.password.as_str()))?;
        let (Some((account, secret)), true, true) = (found, right, typed.is_some()) else { return Ok(Answer::Wrong) };

        let kept =
            if self.0.hasher.outdated(&secret.password) { self.0.hasher.hash(text)? } else { secret.password.clone() };
        let agent = agent::hint(agent);
        self.note(|tx, may| {
            // nobody changed the password or disabled the account while it was being checked
            let same = books::swap_password(tx, may, account.account, &secret.password, &kept, None)?;
            let live = facts::account_now(tx, may, account.account)?.is_some_and(|a| !a.disabled);
            if !(same && live) {
                return Ok(Answer::Wrong);
            }
            if let Some(old) = old {
                books::drop_session(tx, may, &token::digest(old))?;
            }
            self.forget(tx, may, &counted)?;
            if secret.totp.is_some() {
                return Ok(Answer::Second(begin(tx, may, account.account, Stage::Second, agent, SECOND)?));
            }
            Ok(Answer::In(begin(tx, may, account.account, Stage::Full, agent, ABSOLUTE)?))
        })
    }

    /// Tries the second factor, a code from the app or a recovery code, after the password.
    pub fn second(&self, ticket: &str, typed: &str, agent: &str) -> Result<Answer> {
        let hash = token::digest(ticket);
        let now = self.now();
        let found = self.look(|tx, may| {
            let session = books::session_by(tx, may, &hash, Stage::Second)?.filter(|s| s.expires_at > now);
            let Some(session) = session else { return Ok(None) };
            let live = facts::account_now(tx, may, session.account)?.is_some_and(|a| !a.disabled);
            let Some(secret) = books::secret(tx, may, session.account)?.filter(|_| live) else { return Ok(None) };
            // a lost key must not keep a recovery code from working
            let key = secret.totp.as_deref().map(|seed| grown(tx, session.account, seed));
            Ok(Some((session.account, secret.totp_step, key)))
        })?;
        let Some((account, last_step, key)) = found else { return Ok(Answer::Wrong) };
        let counted = match self.attempt(vec![self.proof_key(account)])? {
            Ok(counted) => counted,
            Err(seconds) => return Ok(Answer::Wait(seconds)),
        };
        let usable = key.as_ref().and_then(|k| k.as_ref().ok());
        let code = usable.and_then(|key| totp::proved(key, typed, now, last_step));
        let recovery = token::digest(&token::plain_recovery(typed));
        let agent = agent::hint(agent);
        let answer = self.note(|tx, may| {
            if !books::try_second(tx, may, &hash, TRIES)? {
                return Ok(Answer::Wrong);
            }
            let right = match code {
                Some(step) => books::use_step(tx, may, account, step)?,
                None => books::use_recovery(tx, may, account, &recovery)?,
            };
            if !right || !books::drop_session(tx, may, &hash)? {
                return Ok(Answer::Wrong);
            }
            self.forget(tx, may, &counted)?;
            Ok(Answer::In(begin(tx, may, account, Stage::Full, agent, ABSOLUTE)?))
        })?;
        match (answer, key) {
            (Answer::Wrong, Some(Err(no_key))) => Err(no_key),
            (answer, _) => Ok(answer),
        }
    }

    /// Whether the password is that of the account, for what asks for it once more. Counted like a sign-in.
    pub(crate) fn proves(&self, account: Id<Account>, typed: &str) -> Result<Proof> {
        let counted: Counted = match self.attempt(vec![self.proof_key(account)])? {
            Ok(counted) => counted,
            Err(seconds) => return Ok(Proof::Wait(seconds)),
        };
        let secret = self.look(|tx, may| books::secret(tx, may, account))?;
        let prepared = password::prepared(typed);
        let text = prepared.as_deref().unwrap_or_default();
        let right = self.0.hasher.proves(text, secret.as_ref().map(|s| s.password.as_str()))?;
        match (secret, right && prepared.is_some()) {
            (Some(secret), true) => {
                self.note(|tx, may| self.forget(tx, may, &counted))?;
                Ok(Proof::Right(secret.password))
            }
            _ => Ok(Proof::Wrong),
        }
    }
}

/// What came of asking for the password once more.
pub(crate) enum Proof {
    /// It is; this is its stored hash.
    Right(String),
    Wrong,
    Wait(i64),
}

fn begin(
    tx: &mut Read<'_>,
    may: &Permit<Enter>,
    account: Id<Account>,
    stage: Stage,
    agent: &str,
    life: i64,
) -> Result<Ticket> {
    let (secret, hash) = bearer()?;
    let until: Timestamp = later(tx.now(), life);
    books::put_session(tx, may, &hash, account, stage, agent, until)?;
    Ok(Ticket(secret))
}
