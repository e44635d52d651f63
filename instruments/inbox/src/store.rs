//! Feeds, channels and messages. They come and go without a ledger entry: no fact is among them.

use std::collections::BTreeMap;

use auth::{Account, Action, Permit, Root};
use base::{Date, Id, Timestamp};
use db::{Read, Result};
use diesel::prelude::*;
use serde::Serialize;

use crate::{Channel, Message};

diesel::table! {
    inbox_calendar (root, account) {
        root -> Binary,
        account -> Binary,
        secret -> Binary,
        made_at -> BigInt,
    }
}
diesel::table! {
    inbox_channel (root, id) {
        root -> Binary,
        id -> Binary,
        account -> Binary,
        kind -> Text,
        address -> Text,
        confirmed -> Bool,
        told_on -> Nullable<Text>,
        told -> Text,
    }
}
diesel::table! {
    inbox_message (root, id) {
        root -> Binary,
        id -> Binary,
        channel -> Binary,
        state -> Text,
        body -> Text,
        made_at -> BigInt,
        next_at -> BigInt,
        attempts -> BigInt,
        trouble -> Text,
    }
}

base::words! {
    /// By what an account is told.
    pub enum Kind {
        /// A mail.
        Mail = "mail",
        /// A request to an address of another program.
        Webhook = "webhook",
    }
}
base::words! {
    /// Where a message stands.
    pub enum State {
        /// It is to be sent, now or later.
        Waiting = "waiting",
        /// It is being sent.
        Sending = "sending",
        /// It arrived.
        Sent = "sent",
        /// It was given up.
        Dead = "dead",
    }
}

/// Where an account wants to be told.
#[derive(Queryable, Selectable, Insertable, Clone, Debug, Serialize)]
#[diesel(table_name = inbox_channel, treat_none_as_default_value = false)]
pub(crate) struct ChannelRow {
    #[serde(skip)]
    pub(crate) root: Id<Root>,
    pub(crate) id: Id<Channel>,
    #[serde(skip)]
    pub(crate) account: Id<Account>,
    pub(crate) kind: Kind,
    pub(crate) address: String,
    pub(crate) confirmed: bool,
    #[serde(skip)]
    pub(crate) told_on: Option<Date>,
    /// The keys of what was told, a line each.
    #[serde(skip)]
    pub(crate) told: String,
}

/// A message on its way.
#[derive(Queryable, Selectable, Insertable, Clone, Debug, Serialize)]
#[diesel(table_name = inbox_message, treat_none_as_default_value = false)]
pub(crate) struct MessageRow {
    #[serde(skip)]
    pub(crate) root: Id<Root>,
    pub(crate) id: Id<Message>,
    pub(crate) channel: Id<Channel>,
    pub(crate) state: State,
    #[serde(skip)]
    pub(crate) body: String,
    pub(crate) made_at: Timestamp,
    pub(crate) next_at: Timestamp,
    pub(crate) attempts: i64,
    pub(crate) trouble: String,
}

/// The account of a feed.
pub(crate) fn feed<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, secret: &[u8]) -> Result<Option<Id<Account>>> {
    Ok(inbox_calendar::table
        .filter(inbox_calendar::root.eq(may.root()).and(inbox_calendar::secret.eq(secret)))
        .select(inbox_calendar::account)
        .first(tx.with(may))
        .optional()?)
}
pub(crate) fn has_feed<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, account: Id<Account>) -> Result<bool> {
    let n: i64 = inbox_calendar::table
        .filter(inbox_calendar::root.eq(may.root()).and(inbox_calendar::account.eq(account)))
        .count()
        .get_result(tx.with(may))?;
    Ok(n > 0)
}
pub(crate) fn drop_feed<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, account: Id<Account>) -> Result<()> {
    let mine =
        inbox_calendar::table.filter(inbox_calendar::root.eq(may.root()).and(inbox_calendar::account.eq(account)));
    diesel::delete(mine).execute(tx.with(may))?;
    Ok(())
}
pub(crate) fn put_feed<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    account: Id<Account>,
    secret: &[u8],
) -> Result<()> {
    let now = tx.now();
    diesel::insert_into(inbox_calendar::table)
        .values((
            inbox_calendar::root.eq(may.root()),
            inbox_calendar::account.eq(account),
            inbox_calendar::secret.eq(secret),
            inbox_calendar::made_at.eq(now),
        ))
        .execute(tx.with(may))?;
    Ok(())
}

/// The channels of an account; of all accounts where none is named.
pub(crate) fn channels<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    account: Option<Id<Account>>,
) -> Result<Vec<ChannelRow>> {
    let mut query = inbox_channel::table
        .filter(inbox_channel::root.eq(may.root()))
        .order(inbox_channel::id)
        .select(ChannelRow::as_select())
        .into_boxed();
    if let Some(account) = account {
        query = query.filter(inbox_channel::account.eq(account));
    }
    Ok(query.load(tx.with(may))?)
}
pub(crate) fn put_channel<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, row: &ChannelRow) -> Result<()> {
    diesel::insert_into(inbox_channel::table).values(row.clone()).execute(tx.with(may))?;
    Ok(())
}
pub(crate) fn confirm<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, id: Id<Channel>) -> Result<()> {
    let this = inbox_channel::table.filter(inbox_channel::root.eq(may.root()).and(inbox_channel::id.eq(id)));
    diesel::update(this).set(inbox_channel::confirmed.eq(true)).execute(tx.with(may))?;
    Ok(())
}
/// Removes a channel with its messages.
pub(crate) fn drop_channel<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, id: Id<Channel>) -> Result<()> {
    let messages = inbox_message::table.filter(inbox_message::root.eq(may.root()).and(inbox_message::channel.eq(id)));
    diesel::delete(messages).execute(tx.with(may))?;
    let this = inbox_channel::table.filter(inbox_channel::root.eq(may.root()).and(inbox_channel::id.eq(id)));
    diesel::delete(this).execute(tx.with(may))?;
    Ok(())
}
/// Notes what a channel was told on a day, unless it was told that day already: two servers tell it once. Gives whether it
/// was noted.
pub(crate) fn note_told<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    id: Id<Channel>,
    day: Date,
    told: Option<&str>,
) -> Result<bool> {
    let this = inbox_channel::table
        .filter(inbox_channel::root.eq(may.root()).and(inbox_channel::id.eq(id)))
        .filter(inbox_channel::told_on.is_null().or(inbox_channel::told_on.assume_not_null().lt(day)));
    let n = match told {
        Some(told) => diesel::update(this)
            .set((inbox_channel::told_on.eq(Some(day)), inbox_channel::told.eq(told)))
            .execute(tx.with(may))?,
        None => diesel::update(this).set(inbox_channel::told_on.eq(Some(day))).execute(tx.with(may))?,
    };
    Ok(n == 1)
}

/// In the place of a channel for letters to people without an account.
pub(crate) const LETTERS: Id<Channel> = Id::from_bytes([0; 16]);

pub(crate) fn put_message<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    channel: Id<Channel>,
    body: String,
) -> Result<Id<Message>> {
    let (now, id) = (tx.now(), Id::new());
    let row = MessageRow {
        root: may.root(),
        id,
        channel,
        state: State::Waiting,
        body,
        made_at: now,
        next_at: now,
        attempts: 0,
        trouble: String::new(),
    };
    diesel::insert_into(inbox_message::table).values(row).execute(tx.with(may))?;
    Ok(id)
}
pub(crate) fn drop_message<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, id: Id<Message>) -> Result<()> {
    let this = inbox_message::table.filter(inbox_message::root.eq(may.root()).and(inbox_message::id.eq(id)));
    diesel::delete(this).execute(tx.with(may))?;
    Ok(())
}
/// The trouble of those of these messages that have not arrived.
pub(crate) fn troubles<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    of: &[Id<Message>],
) -> Result<BTreeMap<Id<Message>, String>> {
    let mut all = BTreeMap::new();
    for some in of.chunks(500) {
        let rows: Vec<(Id<Message>, String)> = inbox_message::table
            .filter(inbox_message::root.eq(may.root()).and(inbox_message::id.eq_any(some.to_vec())))
            .filter(inbox_message::state.ne(State::Sent))
            .select((inbox_message::id, inbox_message::trouble))
            .load(tx.with(may))?;
        all.extend(rows);
    }
    Ok(all)
}
/// The latest messages of these channels, newest first.
pub(crate) fn messages<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    of: &[Id<Channel>],
    most: i64,
) -> Result<Vec<MessageRow>> {
    Ok(inbox_message::table
        .filter(inbox_message::root.eq(may.root()).and(inbox_message::channel.eq_any(of.to_vec())))
        .order(inbox_message::id.desc())
        .limit(most)
        .select(MessageRow::as_select())
        .load(tx.with(may))?)
}
/// What is to be sent by now, the oldest first.
pub(crate) fn waiting<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, most: i64) -> Result<Vec<MessageRow>> {
    let now = tx.now();
    // one whose sender broke off is tried again when its time has passed
    let states = [State::Waiting, State::Sending];
    Ok(inbox_message::table
        .filter(inbox_message::root.eq(may.root()).and(inbox_message::state.eq_any(states)))
        .filter(inbox_message::next_at.le(now))
        .order((inbox_message::next_at, inbox_message::id))
        .limit(most)
        .select(MessageRow::as_select())
        .load(tx.with(may))?)
}
/// Moves a message on, if it still stands where `from` says; gives whether it did. One statement, so that two servers do not
/// send the same message.
pub(crate) fn turn<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, from: &MessageRow, to: &MessageRow) -> Result<bool> {
    let this = inbox_message::table
        .filter(inbox_message::root.eq(may.root()).and(inbox_message::id.eq(from.id)))
        .filter(inbox_message::state.eq(from.state).and(inbox_message::next_at.eq(from.next_at)));
    let n = diesel::update(this)
        .set((
            inbox_message::state.eq(to.state),
            inbox_message::next_at.eq(to.next_at),
            inbox_message::attempts.eq(to.attempts),
            inbox_message::trouble.eq(&to.trouble),
        ))
        .execute(tx.with(may))?;
    Ok(n == 1)
}
/// Forgets messages that were sent before a time.
pub(crate) fn forget<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, before: Timestamp) -> Result<()> {
    let old = inbox_message::table
        .filter(inbox_message::root.eq(may.root()).and(inbox_message::state.eq(State::Sent)))
        .filter(inbox_message::made_at.lt(before));
    diesel::delete(old).execute(tx.with(may))?;
    Ok(())
}
