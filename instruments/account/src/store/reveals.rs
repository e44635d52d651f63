//! The entries of the ledger that say that a restricted column was shown. Read only.

use auth::{Action, Permit};
use base::Timestamp;
use db::{Read, Result};
use diesel::{
    BoolExpressionMethods, ExpressionMethods, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper,
    TextExpressionMethods,
};

diesel::table! {
    ledger (root, seq) {
        root -> Binary, seq -> BigInt, at -> BigInt, actor -> Text, event -> Text, subject -> Nullable<Text>,
        payload -> Nullable<Text>,
    }
}

/// The events that reveals leave.
const EVENTS: [&str; 2] = ["people.revealed", EXPORTED];
/// One that names many people, in its payload.
const EXPORTED: &str = "people.exported";

#[derive(Queryable, Selectable, Clone, Debug)]
#[diesel(table_name = ledger)]
pub(crate) struct RevealRow {
    pub(crate) seq: i64,
    pub(crate) at: Timestamp,
    pub(crate) actor: String,
    pub(crate) subject: Option<String>,
    pub(crate) payload: Option<String>,
}

/// The latest before entry `before`, of one subject where that is given.
pub(crate) fn reveals<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    subject: Option<String>,
    before: i64,
    most: i64,
) -> Result<Vec<RevealRow>> {
    let mut query = ledger::table
        .filter(ledger::root.eq(may.root()).and(ledger::event.eq_any(EVENTS)).and(ledger::seq.lt(before)))
        .order(ledger::seq.desc())
        .limit(most)
        .select(RevealRow::as_select())
        .into_boxed::<db::Engine>();
    if let Some(subject) = subject {
        let named = ledger::payload.like(format!("%\"{subject}\"%"));
        query = query.filter(ledger::subject.eq(subject).or(ledger::event.eq(EXPORTED).and(named)));
    }
    Ok(query.load(tx.with(may))?)
}
