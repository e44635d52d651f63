//! What becomes of files when the unit that keeps them ends.

use auth::Permit;
use base::{Date, Id, Say};
use db::Write;
use org::{Follower, Unit};

use crate::{
    Change,
    file::{Fact, Person},
    store::{
        files,
        links::{self, Home},
    },
};

/// Files follow their unit: they keep it from ending, and go to its heir when it is merged.
pub(crate) struct Files;

impl Follower for Files {
    fn name(&self) -> &'static str {
        "people"
    }
    fn facts(&self) -> &'static [&'static str] {
        &["person_unit"]
    }
    fn left(&self, tx: &mut Write<'_>, unit: Id<Unit>, on: Date) -> db::Result<Option<Say>> {
        let may = tx.may::<Change>()?;
        let root = may.root();
        let n = links::at(tx.with(&may), root, unit, on)?.len();
        let say = || {
            Say::new(
                format!("还有{n}人的档案由这个单位管理。"),
                format!("{n} people's files are still kept by this unit."),
            )
        };
        Ok((n > 0).then(say))
    }
    fn end(&self, tx: &mut Write<'_>, unit: Id<Unit>, on: Date) -> db::Result<()> {
        match self.left(tx, unit, on)? {
            // a file without a unit would be out of everyone's reach
            Some(say) => Err(db::Error::Refused(say)),
            None => Ok(()),
        }
    }
    fn hand_over(&self, tx: &mut Write<'_>, unit: Id<Unit>, heir: Id<Unit>, on: Date) -> db::Result<()> {
        let may = tx.may::<Change>()?;
        hand_over(tx, &may, unit, heir, on)
    }
}

fn hand_over(tx: &mut Write<'_>, may: &Permit<Change>, unit: Id<Unit>, heir: Id<Unit>, on: Date) -> db::Result<()> {
    let (root, made) = (may.root(), tx.entry());
    let there = links::at(tx.with(may), root, unit, on)?;
    let ids: Vec<Id<Fact>> = there.iter().map(|h| h.id).collect();
    let persons: Vec<Id<Person>> = there.iter().map(|h| h.person).collect();
    links::homes_back(tx.with(may), root, &ids, made)?;
    let mut rows = Vec::new();
    for home in there {
        let new = |from, to, unit| Home {
            id: Id::new(),
            valid_from: from,
            valid_to: to,
            unit,
            made,
            unmade: None,
            ..home.clone()
        };
        if home.valid_from < on {
            rows.push(new(home.valid_from, Some(on), unit));
        }
        rows.push(new(home.valid_from.max(on), home.valid_to, heir));
    }
    db::bulk!(tx, may, links::person_unit::table, rows)?;
    files::refresh(tx, may, &persons)
}
