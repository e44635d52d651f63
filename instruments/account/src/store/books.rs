//! The books: secrets, sessions, tokens, links, counters. Every check and the change that rests on it are one statement,
//! and the number of rows is the answer.

use auth::{Account, Action, Permit, Role};
use base::{Date, Id, Timestamp};
use db::{Read, Result};
use diesel::{
    BoolExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, Queryable, RunQueryDsl, Selectable,
    SelectableHelper,
};

use crate::rules::throttle::{self, Tally};

diesel::table! {
    account_secret (root, account) {
        root -> Binary, account -> Binary, password -> Text, password_at -> BigInt, totp -> Nullable<Binary>,
        totp_step -> BigInt, totp_next -> Nullable<Binary>,
    }
}
diesel::table! {
    recovery_code (root, account, hash) { root -> Binary, account -> Binary, hash -> Binary, }
}
diesel::table! {
    invitation (root, hash) {
        root -> Binary, hash -> Binary, id -> Binary, account -> Nullable<Binary>, role -> Nullable<Text>, made_by -> Text,
        expires_at -> BigInt,
    }
}
diesel::table! {
    session (root, hash) {
        root -> Binary, hash -> Binary, id -> Binary, account -> Binary, stage -> Text, tries -> BigInt, agent -> Text,
        made_at -> BigInt, seen_at -> BigInt, expires_at -> BigInt,
    }
}
diesel::table! {
    api_token (root, hash) {
        root -> Binary, hash -> Binary, id -> Binary, account -> Binary, name -> Text, scope -> Text, made_on -> Text,
        expires_on -> Text, seen_on -> Nullable<Text>,
    }
}
diesel::table! {
    sign_in_throttle (root, hash) {
        root -> Binary, hash -> Binary, failures -> BigInt, last_at -> BigInt, open_at -> BigInt,
    }
}

base::words! {
    /// How far a session has come.
    pub enum Stage {
        /// The password was right, the second factor is still to come.
        Second = "second",
        /// Signed in.
        Full = "full",
    }
}

/// A session, as the target of an [`Id`].
pub struct SessionKey;
/// An API token, as the target of an [`Id`].
pub struct TokenKey;
/// An invitation, as the target of an [`Id`].
pub struct InvitationKey;

#[derive(Queryable, Selectable, Clone)]
#[diesel(table_name = account_secret)]
pub(crate) struct SecretRow {
    pub(crate) password: String,
    pub(crate) password_at: Timestamp,
    pub(crate) totp: Option<Vec<u8>>,
    pub(crate) totp_step: i64,
    pub(crate) totp_next: Option<Vec<u8>>,
}
#[derive(Queryable, Selectable, Clone, Debug)]
#[diesel(table_name = session)]
pub(crate) struct SessionRow {
    pub(crate) hash: Vec<u8>,
    pub(crate) id: Id<SessionKey>,
    pub(crate) account: Id<Account>,
    pub(crate) agent: String,
    pub(crate) made_at: Timestamp,
    pub(crate) seen_at: Timestamp,
    pub(crate) expires_at: Timestamp,
}
#[derive(Queryable, Selectable, Clone, Debug)]
#[diesel(table_name = api_token)]
pub(crate) struct TokenRow {
    pub(crate) id: Id<TokenKey>,
    pub(crate) account: Id<Account>,
    pub(crate) name: String,
    pub(crate) scope: String,
    pub(crate) made_on: Date,
    pub(crate) expires_on: Date,
    pub(crate) seen_on: Option<Date>,
}
#[derive(Queryable, Selectable, Clone, Debug)]
#[diesel(table_name = invitation)]
pub(crate) struct InvitationRow {
    pub(crate) id: Id<InvitationKey>,
    pub(crate) account: Option<Id<Account>>,
    pub(crate) role: Option<Role>,
    pub(crate) made_by: String,
    pub(crate) expires_at: Timestamp,
}

// ---- secrets

pub(crate) fn secret<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, of: Id<Account>) -> Result<Option<SecretRow>> {
    let row = account_secret::table
        .filter(account_secret::root.eq(may.root()).and(account_secret::account.eq(of)))
        .select(SecretRow::as_select())
        .first(tx.with(may))
        .optional()?;
    Ok(row)
}
/// Sets the password of an account and drops its second factor with it, for whoever came by a link.
pub(crate) fn first_password<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, of: Id<Account>, hash: &str) -> Result<()> {
    let now = tx.now();
    diesel::delete(account_secret::table)
        .filter(account_secret::root.eq(may.root()).and(account_secret::account.eq(of)))
        .execute(tx.with(may))?;
    drop_recovery(tx, may, of)?;
    diesel::insert_into(account_secret::table)
        .values((
            account_secret::root.eq(may.root()),
            account_secret::account.eq(of),
            account_secret::password.eq(hash),
            account_secret::password_at.eq(now),
            account_secret::totp_step.eq(0i64),
        ))
        .execute(tx.with(may))?;
    Ok(())
}
/// Puts `new` in the place of the hash `old`; false when the password was changed in between. With the same hash twice it
/// holds the row until the transaction ends, so that a password cannot be changed while a session is being made with it.
pub(crate) fn swap_password<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    of: Id<Account>,
    old: &str,
    new: &str,
    at: Option<Timestamp>,
) -> Result<bool> {
    let row = account_secret::root.eq(may.root()).and(account_secret::account.eq(of));
    let rows = diesel::update(account_secret::table)
        .filter(row.and(account_secret::password.eq(old)))
        .set((account_secret::password.eq(new), at.map(|at| account_secret::password_at.eq(at))))
        .execute(tx.with(may))?;
    Ok(rows == 1)
}
/// Notes that the code of `step` was used; false when it, or a later one, was already.
pub(crate) fn use_step<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, of: Id<Account>, step: i64) -> Result<bool> {
    let row = account_secret::root.eq(may.root()).and(account_secret::account.eq(of));
    let rows = diesel::update(account_secret::table)
        .filter(row.and(account_secret::totp_step.lt(step)))
        .set(account_secret::totp_step.eq(step))
        .execute(tx.with(may))?;
    Ok(rows == 1)
}
/// Keeps a second factor that is not proved yet.
pub(crate) fn propose_totp<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    of: Id<Account>,
    secret: &[u8],
) -> Result<()> {
    diesel::update(account_secret::table)
        .filter(account_secret::root.eq(may.root()).and(account_secret::account.eq(of)))
        .set(account_secret::totp_next.eq(Some(secret)))
        .execute(tx.with(may))?;
    Ok(())
}
/// Sets or drops the second factor.
pub(crate) fn set_totp<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    of: Id<Account>,
    secret: Option<&[u8]>,
    step: i64,
) -> Result<()> {
    diesel::update(account_secret::table)
        .filter(account_secret::root.eq(may.root()).and(account_secret::account.eq(of)))
        .set((
            account_secret::totp.eq(secret),
            account_secret::totp_step.eq(step),
            account_secret::totp_next.eq(None::<Vec<u8>>),
        ))
        .execute(tx.with(may))?;
    Ok(())
}
pub(crate) fn drop_recovery<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, of: Id<Account>) -> Result<()> {
    diesel::delete(recovery_code::table)
        .filter(recovery_code::root.eq(may.root()).and(recovery_code::account.eq(of)))
        .execute(tx.with(may))?;
    Ok(())
}
pub(crate) fn put_recovery<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, of: Id<Account>, hash: &[u8]) -> Result<()> {
    diesel::insert_into(recovery_code::table)
        .values((recovery_code::root.eq(may.root()), recovery_code::account.eq(of), recovery_code::hash.eq(hash)))
        .execute(tx.with(may))?;
    Ok(())
}
/// Uses up a recovery code; false when there is none such.
pub(crate) fn use_recovery<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    of: Id<Account>,
    hash: &[u8],
) -> Result<bool> {
    let rows = diesel::delete(recovery_code::table)
        .filter(recovery_code::root.eq(may.root()).and(recovery_code::account.eq(of)).and(recovery_code::hash.eq(hash)))
        .execute(tx.with(may))?;
    Ok(rows == 1)
}
pub(crate) fn recovery_left<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, of: Id<Account>) -> Result<i64> {
    let left = recovery_code::table
        .filter(recovery_code::root.eq(may.root()).and(recovery_code::account.eq(of)))
        .count()
        .get_result(tx.with(may))?;
    Ok(left)
}

// ---- sessions

pub(crate) fn put_session<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    hash: &[u8],
    of: Id<Account>,
    stage: Stage,
    agent: &str,
    expires_at: Timestamp,
) -> Result<()> {
    let now = tx.now();
    diesel::insert_into(session::table)
        .values((
            session::root.eq(may.root()),
            session::hash.eq(hash),
            session::id.eq(Id::<SessionKey>::new()),
            session::account.eq(of),
            session::stage.eq(stage),
            session::tries.eq(0i64),
            session::agent.eq(agent),
            session::made_at.eq(now),
            session::seen_at.eq(now),
            session::expires_at.eq(expires_at),
        ))
        .execute(tx.with(may))?;
    Ok(())
}
pub(crate) fn session_by<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    hash: &[u8],
    stage: Stage,
) -> Result<Option<SessionRow>> {
    let row = session::table
        .filter(session::root.eq(may.root()).and(session::hash.eq(hash)).and(session::stage.eq(stage)))
        .select(SessionRow::as_select())
        .first(tx.with(may))
        .optional()?;
    Ok(row)
}
pub(crate) fn sessions_of<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, of: Id<Account>) -> Result<Vec<SessionRow>> {
    let rows = session::table
        .filter(session::root.eq(may.root()).and(session::account.eq(of)).and(session::stage.eq(Stage::Full)))
        .order(session::seen_at.desc())
        .select(SessionRow::as_select())
        .load(tx.with(may))?;
    Ok(rows)
}
pub(crate) fn touch_session<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, hash: &[u8]) -> Result<()> {
    let now = tx.now();
    diesel::update(session::table)
        .filter(session::root.eq(may.root()).and(session::hash.eq(hash)))
        .set(session::seen_at.eq(now))
        .execute(tx.with(may))?;
    Ok(())
}
/// Counts a try at the second factor; false when there were too many.
pub(crate) fn try_second<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, hash: &[u8], most: i64) -> Result<bool> {
    let row = session::root.eq(may.root()).and(session::hash.eq(hash)).and(session::stage.eq(Stage::Second));
    let rows = diesel::update(session::table)
        .filter(row.and(session::tries.lt(most)))
        .set(session::tries.eq(session::tries + 1))
        .execute(tx.with(may))?;
    Ok(rows == 1)
}
pub(crate) fn drop_session<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, hash: &[u8]) -> Result<bool> {
    let rows = diesel::delete(session::table)
        .filter(session::root.eq(may.root()).and(session::hash.eq(hash)))
        .execute(tx.with(may))?;
    Ok(rows == 1)
}
/// Ends one session of an account.
pub(crate) fn drop_session_of<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    of: Id<Account>,
    id: Id<SessionKey>,
) -> Result<bool> {
    let rows = diesel::delete(session::table)
        .filter(session::root.eq(may.root()).and(session::account.eq(of)).and(session::id.eq(id)))
        .execute(tx.with(may))?;
    Ok(rows == 1)
}
/// Ends every session of an account, but the one with that hash.
pub(crate) fn drop_sessions<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    of: Id<Account>,
    but: Option<&[u8]>,
) -> Result<usize> {
    let rows = diesel::delete(session::table)
        .filter(session::root.eq(may.root()).and(session::account.eq(of)))
        .filter(session::hash.ne(but.unwrap_or_default()))
        .execute(tx.with(may))?;
    Ok(rows)
}
/// Deletes sessions, links and tokens whose time is over, and counters that are forgotten.
pub(crate) fn sweep<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, idle: i64) -> Result<()> {
    let (root, now) = (may.root(), tx.now());
    let unseen = Timestamp(now.0.saturating_sub(idle));
    diesel::delete(session::table)
        .filter(session::root.eq(root).and(session::expires_at.le(now).or(session::seen_at.le(unseen))))
        .execute(tx.with(may))?;
    diesel::delete(invitation::table)
        .filter(invitation::root.eq(root).and(invitation::expires_at.le(now)))
        .execute(tx.with(may))?;
    diesel::delete(sign_in_throttle::table)
        .filter(sign_in_throttle::root.eq(root).and(sign_in_throttle::last_at.lt(now.0 - throttle::MEMORY)))
        .execute(tx.with(may))?;
    Ok(())
}

// ---- counters

pub(crate) fn tally<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, hash: &[u8]) -> Result<Option<Tally>> {
    let row: Option<(i64, i64, i64)> = sign_in_throttle::table
        .filter(sign_in_throttle::root.eq(may.root()).and(sign_in_throttle::hash.eq(hash)))
        .select((sign_in_throttle::failures, sign_in_throttle::last_at, sign_in_throttle::open_at))
        .first(tx.with(may))
        .optional()?;
    Ok(row.map(|(failures, last_at, open_at)| Tally { failures, last_at, open_at }))
}
/// Puts `new` in the place of `old`; false when another attempt came in between.
pub(crate) fn swap_tally<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    hash: &[u8],
    old: Option<Tally>,
    new: Tally,
) -> Result<bool> {
    use sign_in_throttle as t;
    let rows = match old {
        Some(old) => diesel::update(t::table)
            .filter(t::root.eq(may.root()).and(t::hash.eq(hash)))
            .filter(t::failures.eq(old.failures).and(t::last_at.eq(old.last_at)))
            .set((t::failures.eq(new.failures), t::last_at.eq(new.last_at), t::open_at.eq(new.open_at)))
            .execute(tx.with(may))?,
        None => diesel::insert_into(t::table)
            .values((
                t::root.eq(may.root()),
                t::hash.eq(hash),
                t::failures.eq(new.failures),
                t::last_at.eq(new.last_at),
                t::open_at.eq(new.open_at),
            ))
            .execute(tx.with(may))?,
    };
    Ok(rows == 1)
}
/// Forgets the failures counted under `hash`.
pub(crate) fn drop_tally<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, hash: &[u8]) -> Result<()> {
    diesel::delete(sign_in_throttle::table)
        .filter(sign_in_throttle::root.eq(may.root()).and(sign_in_throttle::hash.eq(hash)))
        .execute(tx.with(may))?;
    Ok(())
}

// ---- links

pub(crate) fn put_invitation<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    hash: &[u8],
    row: &InvitationRow,
) -> Result<()> {
    use invitation as i;
    diesel::insert_into(i::table)
        .values((
            i::root.eq(may.root()),
            i::hash.eq(hash),
            i::id.eq(row.id),
            i::account.eq(row.account),
            i::role.eq(row.role),
            i::made_by.eq(&row.made_by),
            i::expires_at.eq(row.expires_at),
        ))
        .execute(tx.with(may))?;
    Ok(())
}
pub(crate) fn invitation_by<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    hash: &[u8],
) -> Result<Option<InvitationRow>> {
    let now = tx.now();
    let row = invitation::table
        .filter(invitation::root.eq(may.root()).and(invitation::hash.eq(hash)))
        .filter(invitation::expires_at.gt(now))
        .select(InvitationRow::as_select())
        .first(tx.with(may))
        .optional()?;
    Ok(row)
}
/// Uses up a link; false when someone else did.
pub(crate) fn use_invitation<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, hash: &[u8]) -> Result<bool> {
    let rows = diesel::delete(invitation::table)
        .filter(invitation::root.eq(may.root()).and(invitation::hash.eq(hash)))
        .execute(tx.with(may))?;
    Ok(rows == 1)
}
/// Makes every open link of an account worthless.
pub(crate) fn drop_invitations<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, of: Id<Account>) -> Result<()> {
    diesel::delete(invitation::table)
        .filter(invitation::root.eq(may.root()).and(invitation::account.eq(of)))
        .execute(tx.with(may))?;
    Ok(())
}

// ---- API tokens

pub(crate) fn put_token<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, hash: &[u8], row: &TokenRow) -> Result<()> {
    use api_token as t;
    diesel::insert_into(t::table)
        .values((
            t::root.eq(may.root()),
            t::hash.eq(hash),
            t::id.eq(row.id),
            t::account.eq(row.account),
            t::name.eq(&row.name),
            t::scope.eq(&row.scope),
            t::made_on.eq(row.made_on),
            t::expires_on.eq(row.expires_on),
            t::seen_on.eq(row.seen_on),
        ))
        .execute(tx.with(may))?;
    Ok(())
}
pub(crate) fn token_by<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, hash: &[u8]) -> Result<Option<TokenRow>> {
    let row = api_token::table
        .filter(api_token::root.eq(may.root()).and(api_token::hash.eq(hash)))
        .select(TokenRow::as_select())
        .first(tx.with(may))
        .optional()?;
    Ok(row)
}
pub(crate) fn tokens_of<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, of: Id<Account>) -> Result<Vec<TokenRow>> {
    let rows = api_token::table
        .filter(api_token::root.eq(may.root()).and(api_token::account.eq(of)))
        .order(api_token::id)
        .select(TokenRow::as_select())
        .load(tx.with(may))?;
    Ok(rows)
}
pub(crate) fn touch_token<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, id: Id<TokenKey>) -> Result<()> {
    let today = tx.today();
    diesel::update(api_token::table)
        .filter(api_token::root.eq(may.root()).and(api_token::id.eq(id)))
        .set(api_token::seen_on.eq(Some(today)))
        .execute(tx.with(may))?;
    Ok(())
}
pub(crate) fn drop_token<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    of: Id<Account>,
    id: Id<TokenKey>,
) -> Result<bool> {
    let rows = diesel::delete(api_token::table)
        .filter(api_token::root.eq(may.root()).and(api_token::account.eq(of)).and(api_token::id.eq(id)))
        .execute(tx.with(may))?;
    Ok(rows == 1)
}
pub(crate) fn drop_tokens<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, of: Id<Account>) -> Result<usize> {
    let rows = diesel::delete(api_token::table)
        .filter(api_token::root.eq(may.root()).and(api_token::account.eq(of)))
        .execute(tx.with(may))?;
    Ok(rows)
}
