//! Whoever holds a post that ends ceases to hold it; what two records of one person hold is one person's.

use base::{Date, Id, Say};
use db::{Result, Write};
use diesel::prelude::*;
use org::{
    Kept,
    timeline::{Span, Turn},
};
use post::Post;

use crate::{
    Change, Holding, Tenure, actions,
    store::{FACTS, tenure_fact},
};

/// Holdings end with their post.
#[derive(Debug)]
pub struct Holders;

/// The holdings of a post that last on `on` or begin later.
fn after(tx: &mut Write<'_>, post: Id<Post>, on: Date) -> Result<Vec<(Id<Tenure>, Span<Holding>)>> {
    let may = tx.may::<Change>()?;
    let root = tx.root();
    let ids: Vec<Id<Tenure>> = tenure_fact::table
        .filter(tenure_fact::root.eq(root))
        .filter(tenure_fact::post.eq(post))
        .filter(tenure_fact::unmade.is_null())
        .filter(tenure_fact::valid_to.is_null().or(tenure_fact::valid_to.gt(on)))
        .select(tenure_fact::tenure)
        .load(tx.with(&may))?;
    let mut all = Vec::with_capacity(ids.len());
    for id in ids {
        all.extend(Holding::spans(tx.with(&may), root, id)?.into_iter().map(|s| (id, s)));
    }
    Ok(all)
}

impl post::Follower for Holders {
    fn name(&self) -> &'static str {
        "tenure"
    }
    fn facts(&self) -> &'static [&'static str] {
        FACTS
    }
    fn left(&self, tx: &mut Write<'_>, post: Id<Post>, on: Date) -> Result<Option<Say>> {
        let n = after(tx, post, on)?.len();
        Ok((n > 0).then(|| {
            Say::new(
                format!("该岗位自{on}起仍有{n}人任职，不能撤销。请先免职，或选择一并免职。"),
                format!(
                    "{n} people hold the post on {on} or later. End that first, or choose to end it with the post."
                ),
            )
        }))
    }
    fn end(&self, tx: &mut Write<'_>, post: Id<Post>, on: Date) -> Result<()> {
        let may = tx.may::<Change>()?;
        let (root, entry) = (tx.root(), tx.entry());
        for (tenure, span) in after(tx, post, on)? {
            let reason = Some("岗位撤销".to_owned());
            let value = Holding { reason, ..span.value.clone() };
            // what was planned for later does not come about
            let make = (span.from < on).then_some(Span { id: None, from: span.from, to: Some(on), value });
            let turn = Turn { back: span.id.into_iter().collect(), make: make.into_iter().collect() };
            Holding::turn(tx.with(&may), root, entry, tenure, &turn)?;
        }
        Ok(())
    }
}

/// Appointments stay with the person.
#[derive(Debug)]
pub struct Careers;

impl people::Follower for Careers {
    fn name(&self) -> &'static str {
        "tenure"
    }
    fn facts(&self) -> &'static [&'static str] {
        FACTS
    }
    fn left(&self, tx: &mut Write<'_>, person: Id<people::Person>) -> Result<Option<Say>> {
        let may = tx.may::<Change>()?;
        let n = actions::of_person(tx, &may, person.cast())?.len();
        Ok((n > 0).then(|| {
            Say::new(
                format!("此人登记有{n}项任职，不能撤销。如系录错，请先撤销任职记录。"),
                format!("{n} appointments of this person are recorded. If they are mistakes, take them back first."),
            )
        }))
    }
    fn merged(&self, tx: &mut Write<'_>, person: Id<people::Person>, other: Id<people::Person>) -> Result<()> {
        let may = tx.may::<Change>()?;
        let (root, entry) = (tx.root(), tx.entry());
        let mine = actions::of_person(tx, &may, person.cast())?;
        for (tenure, span) in actions::of_person(tx, &may, other.cast())? {
            let value = Holding { person: person.cast(), ..span.value.clone() };
            let moved = Span { id: None, from: span.from, to: span.to, value };
            // what both records say of the same post is one holding
            let twice = mine.iter().any(|(_, m)| m.value.post == moved.value.post && m.meets(moved.from, moved.to));
            if !twice {
                actions::goes_together(tx, &may, &moved, Some(tenure))?;
            }
            let make = if twice { vec![] } else { vec![moved] };
            let turn = Turn { back: span.id.into_iter().collect(), make };
            Holding::turn(tx.with(&may), root, entry, tenure, &turn)?;
        }
        Ok(())
    }
    fn undone(&self, tx: &mut Write<'_>, entry: Id<db::LedgerEntry>) -> Result<()> {
        let may = tx.may::<Change>()?;
        let (root, now) = (tx.root(), tx.entry());
        Holding::undo(tx.with(&may), root, entry, now).map(drop)
    }
}
