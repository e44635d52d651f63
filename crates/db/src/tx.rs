//! What a closure inside a transaction can do.

use std::{
    ops::{Deref, DerefMut},
    sync::Arc,
};

use auth::{Action, Actor, Permit, Root};
use base::{Date, Id, Timestamp};

use crate::{Again, Conn, Entry, Event, Head, Keys, LedgerEntry, Result, catalog::Catalog, ledger, watch::Seen};

/// A transaction that looks.
pub struct Read<'a> {
    conn: &'a mut Conn,
    actor: &'a Actor,
    now: Timestamp,
    keys: Option<&'a Keys>,
}

/// A transaction that changes something. It can do all that a [`Read`] can.
pub struct Write<'a> {
    read: Read<'a>,
    head: Head,
    entry: Id<LedgerEntry>,
    catalog: Arc<Catalog>,
    seen: Seen,
}

/// A value whose making stands in the ledger. Only [`Write::record`] makes one.
#[must_use = "a write is finished by handing back what it recorded"]
#[derive(Debug)]
pub struct Recorded<T>(T);

impl<T> Recorded<T> {
    pub(crate) fn into_inner(self) -> T {
        self.0
    }
    /// The same record with another value, for an action that builds on another.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Recorded<U> {
        Recorded(f(self.0))
    }
}

impl<'a> Read<'a> {
    pub(crate) fn new(conn: &'a mut Conn, actor: &'a Actor, now: Timestamp, keys: Option<&'a Keys>) -> Self {
        Self { conn, actor, now, keys }
    }
    /// The permit to carry out `A`, if the policy allows it to this actor.
    pub fn may<A: Action>(&self) -> Result<Permit<A>> {
        Ok(self.actor.may::<A>()?)
    }
    /// The connection, for whoever holds a permit.
    ///
    /// # Panics
    /// When the permit is of another organisation: its rows would be asked for in this one's name.
    pub fn with<A: Action>(&mut self, may: &Permit<A>) -> &mut Conn {
        assert!(may.root() == self.root(), "a permit of another organisation");
        self.conn
    }
    /// The latest ledger entries with one of these events, newest first, for whoever holds a permit.
    pub fn entries<A: Action>(&mut self, may: &Permit<A>, events: &[&str], limit: i64) -> Result<Vec<Entry>> {
        ledger::by_event(self.conn, may.root(), events, limit)
    }
    /// The ledger entries with these ids, newest first, for whoever holds a permit: when and by whom facts were recorded.
    pub fn entries_of<A: Action>(&mut self, may: &Permit<A>, ids: &[Id<LedgerEntry>]) -> Result<Vec<Entry>> {
        ledger::by_id(self.conn, may.root(), ids)
    }
    /// The ledger entry with that number, for whoever holds a permit.
    pub fn entry_at<A: Action>(&mut self, may: &Permit<A>, number: i64) -> Result<Option<Entry>> {
        ledger::by_number(self.conn, may.root(), number)
    }
    /// How many ledger entries there are: what was computed from the records at the same number is still right.
    pub fn entries_so_far<A: Action>(&mut self, may: &Permit<A>) -> Result<i64> {
        Ok(ledger::head(self.conn, may.root())?.seq)
    }
    /// Who is asking.
    pub fn actor(&self) -> &Actor {
        self.actor
    }
    /// The root organisation.
    pub fn root(&self) -> Id<Root> {
        self.actor.root()
    }
    /// The one reading of the clock that this transaction goes by.
    pub fn now(&self) -> Timestamp {
        self.now
    }
    /// The keys of restricted columns.
    pub(crate) fn keys(&self) -> Result<&'a Keys> {
        self.keys.ok_or_else(|| crate::seal::no_key(None))
    }
    /// Today in the organisation's time zone (UTC+8).
    pub fn today(&self) -> Date {
        self.now.date_at(8)
    }
}

impl<'a> Write<'a> {
    pub(crate) fn new(read: Read<'a>, head: Head, catalog: Arc<Catalog>, seen: Seen) -> Self {
        Self { read, head, entry: Id::new(), catalog, seen }
    }
    /// The ledger entry that this transaction will make: what goes into `made` and `unmade` of the facts it touches.
    pub fn entry(&self) -> Id<LedgerEntry> {
        self.entry
    }
    pub(crate) fn catalog(&self) -> &Catalog {
        &self.catalog
    }
    /// The connection for [`bulk!`](crate::bulk).
    #[doc(hidden)]
    pub fn rows<A: Action>(&mut self, may: &Permit<A>) -> (&mut Conn, Again) {
        (self.read.with(may), Again(self.seen.clone()))
    }
    /// Appends `event` to the ledger in this transaction and hands `value` back, ready to commit. The last thing an action
    /// does: a fact changed afterwards, or in a table that the event does not name, undoes the whole transaction.
    pub fn record<T>(&mut self, event: Event, value: T) -> Result<Recorded<T>> {
        let read = &mut self.read;
        let touched = self.seen.record(event.tables())?;
        self.seen.trusting(|| {
            ledger::append(read.conn, read.actor, read.now, self.entry, &mut self.head, &self.catalog, event, &touched)
        })?;
        Ok(Recorded(value))
    }
}
impl<'a> Deref for Write<'a> {
    type Target = Read<'a>;
    fn deref(&self) -> &Read<'a> {
        &self.read
    }
}
impl DerefMut for Write<'_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.read
    }
}
