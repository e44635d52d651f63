//! The book of jobs.

use auth::{Account, Actor, Permit, Root};
use base::{Id, Say, Timestamp};
use db::{Books, Db};
use diesel::{
    BoolExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, Queryable, RunQueryDsl, Selectable,
    SelectableHelper,
};

use super::{JobKey, State, desk::Stand};
use crate::error::say;

diesel::table! {
    job (root, id) {
        root -> Binary,
        id -> Binary,
        kind -> Text,
        state -> Text,
        account -> Nullable<Binary>,
        label_zh -> Text,
        label_en -> Text,
        done -> BigInt,
        total -> Nullable<BigInt>,
        note_zh -> Text,
        note_en -> Text,
        href -> Nullable<Text>,
        cancel -> Bool,
        made_at -> BigInt,
        alive_at -> BigInt,
        ended_at -> Nullable<BigInt>,
    }
}

auth::actions! {
    /// Keep the book of jobs: the program itself, for whoever started one.
    Keep: See "job.keep" [Administrator];
}

/// A job that has not been heard of for so long is not being worked on any more.
const SILENT: i64 = 30_000_000;

#[derive(Queryable, Selectable, Clone, Debug)]
#[diesel(table_name = job)]
pub(crate) struct Row {
    pub(crate) id: Id<JobKey>,
    pub(crate) kind: String,
    pub(crate) state: State,
    pub(crate) label_zh: String,
    pub(crate) label_en: String,
    pub(crate) done: i64,
    pub(crate) total: Option<i64>,
    pub(crate) note_zh: String,
    pub(crate) note_en: String,
    pub(crate) href: Option<String>,
    pub(crate) made_at: Timestamp,
    pub(crate) ended_at: Option<Timestamp>,
}

/// The book is the program's own; whose job may be seen by whom is the account in each query.
fn keep<T>(db: &Db, root: Id<Root>, f: impl FnOnce(&mut Books<'_>, &Permit<Keep>) -> db::Result<T>) -> db::Result<T> {
    db.keep_books(&Actor::console(root), |tx| {
        let may = tx.may::<Keep>()?;
        f(tx, &may)
    })
}

pub(crate) fn insert(db: &Db, actor: &Actor, id: Id<JobKey>, kind: &str, label: &Say) -> db::Result<()> {
    let account = actor.account_id();
    keep(db, actor.root(), |tx, may| {
        let now = tx.now();
        let values = (
            job::root.eq(may.root()),
            job::id.eq(id),
            job::kind.eq(kind),
            job::state.eq(State::Queued),
            job::account.eq(account),
            job::label_zh.eq(&label.zh),
            job::label_en.eq(&label.en),
            job::done.eq(0i64),
            job::note_zh.eq(""),
            job::note_en.eq(""),
            job::cancel.eq(false),
            job::made_at.eq(now),
            job::alive_at.eq(now),
        );
        diesel::insert_into(job::table).values(values).execute(tx.with(may))?;
        Ok(())
    })
}

/// Writes down where these jobs stand and gives those that someone asked to stop.
pub(crate) fn beat(db: &Db, root: Id<Root>, stands: Vec<(Id<JobKey>, Stand)>) -> db::Result<Vec<Id<JobKey>>> {
    keep(db, root, |tx, may| {
        let now = tx.now();
        let ids: Vec<Id<JobKey>> = stands.iter().map(|(id, _)| *id).collect();
        for (id, stand) in stands {
            let open = job::table
                .filter(job::root.eq(may.root()).and(job::id.eq(id)))
                .filter(job::state.eq_any([State::Queued, State::Running]));
            diesel::update(open)
                .set((
                    job::state.eq(stand.state),
                    job::done.eq(signed(stand.done)),
                    job::total.eq(stand.total.map(signed)),
                    job::note_zh.eq(stand.note.zh),
                    job::note_en.eq(stand.note.en),
                    job::alive_at.eq(now),
                ))
                .execute(tx.with(may))?;
        }
        let asked = job::table.filter(job::root.eq(may.root())).filter(job::cancel.eq(true));
        let asked = asked.filter(job::id.eq_any(ids)).select(job::id);
        Ok(asked.load(tx.with(may))?)
    })
}

pub(crate) fn end(db: &Db, root: Id<Root>, id: Id<JobKey>, stand: &Stand, href: Option<String>) -> db::Result<()> {
    keep(db, root, |tx, may| {
        let now = tx.now();
        diesel::update(job::table.filter(job::root.eq(may.root()).and(job::id.eq(id))))
            .set((
                job::state.eq(stand.state),
                job::done.eq(signed(stand.done)),
                job::total.eq(stand.total.map(signed)),
                job::note_zh.eq(&stand.note.zh),
                job::note_en.eq(&stand.note.en),
                job::href.eq(href),
                job::alive_at.eq(now),
                job::ended_at.eq(Some(now)),
            ))
            .execute(tx.with(may))?;
        Ok(())
    })
}

/// Marks the jobs that nobody works on any more. `at_start`: this process has just begun, so on SQLite, which has one
/// server, every open job is one of those.
pub(crate) fn interrupt(db: &Db, root: Id<Root>, at_start: bool) -> db::Result<usize> {
    let all = at_start && !db.is_postgres();
    let note = say(|t| t.job_interrupted().to_string());
    keep(db, root, |tx, may| {
        let now = tx.now();
        let since = Timestamp(if all { i64::MAX } else { now.0 - SILENT });
        let open = job::table
            .filter(job::root.eq(may.root()))
            .filter(job::state.eq_any([State::Queued, State::Running]))
            .filter(job::alive_at.lt(since));
        let changed = diesel::update(open)
            .set((
                job::state.eq(State::Interrupted),
                job::note_zh.eq(note.zh),
                job::note_en.eq(note.en),
                job::ended_at.eq(Some(now)),
            ))
            .execute(tx.with(may))?;
        Ok(changed)
    })
}

/// That job, if that account started it.
pub(crate) fn find(db: &Db, root: Id<Root>, account: Id<Account>, id: Id<JobKey>) -> db::Result<Row> {
    db.read(&Actor::console(root), |tx| {
        let may = tx.may::<Keep>()?;
        let mine = job::table.filter(job::root.eq(may.root()).and(job::id.eq(id))).filter(job::account.eq(account));
        mine.select(Row::as_select()).get_result(tx.with(&may)).optional()?.ok_or(db::Error::NotFound)
    })
}

/// The last jobs of that account, newest first.
pub(crate) fn list(db: &Db, root: Id<Root>, account: Id<Account>) -> db::Result<Vec<Row>> {
    db.read(&Actor::console(root), |tx| {
        let may = tx.may::<Keep>()?;
        let mine = job::table.filter(job::root.eq(may.root())).filter(job::account.eq(account));
        let newest = mine.order((job::made_at.desc(), job::id.desc())).limit(100);
        Ok(newest.select(Row::as_select()).load(tx.with(&may))?)
    })
}

/// Asks that job to stop, if that account started it.
pub(crate) fn cancel(db: &Db, root: Id<Root>, account: Id<Account>, id: Id<JobKey>) -> db::Result<()> {
    keep(db, root, |tx, may| {
        let mine = job::table.filter(job::root.eq(may.root()).and(job::id.eq(id))).filter(job::account.eq(account));
        match diesel::update(mine).set(job::cancel.eq(true)).execute(tx.with(may))? {
            0 => Err(db::Error::NotFound),
            _ => Ok(()),
        }
    })
}

fn signed(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
