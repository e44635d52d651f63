//! Photograph, wording and what a form held beside go with the person.

use base::{Id, Say};
use db::{LedgerEntry, Result, Write};
use people::{Change, Person};

use crate::store::{FACTS, form, photo, rest};

/// Photograph and wording go with the person.
#[derive(Debug)]
pub(crate) struct Forms;

impl people::Follower for Forms {
    fn name(&self) -> &'static str {
        "approval"
    }
    fn facts(&self) -> &'static [&'static str] {
        FACTS
    }
    fn left(&self, _: &mut Write<'_>, _: Id<Person>) -> Result<Option<Say>> {
        // they hold nobody back: without the person nobody finds them, and undoing an import takes them along
        Ok(None)
    }
    fn merged(&self, tx: &mut Write<'_>, person: Id<Person>, other: Id<Person>) -> Result<()> {
        let may = tx.may::<Change>()?;
        let (root, made) = (may.root(), tx.entry());
        let mine = photo::of(tx.with(&may), root, &[person])?;
        let theirs = photo::of(tx.with(&may), root, &[other])?;
        photo::take_back(tx.with(&may), root, &theirs.iter().map(|r| r.id).collect::<Vec<_>>(), made)?;
        if mine.is_empty() {
            let moved = theirs.into_iter().map(|r| photo::PhotoRow { id: Id::new(), person, made, unmade: None, ..r });
            photo::insert(tx, &may, moved.collect())?;
        }
        let mine = form::of(tx.with(&may), root, &[person])?;
        let theirs = form::of(tx.with(&may), root, &[other])?;
        form::take_back(tx.with(&may), root, &theirs.iter().map(|r| r.id).collect::<Vec<_>>(), made)?;
        if mine.is_empty() {
            let moved = theirs.into_iter().map(|r| form::FormRow { id: Id::new(), person, made, unmade: None, ..r });
            form::insert(tx, &may, moved.collect())?;
        }
        let mine = rest::of(tx.with(&may), root, &[person])?;
        let theirs = rest::of(tx.with(&may), root, &[other])?;
        rest::take_back(tx.with(&may), root, &theirs.iter().map(|r| r.id).collect::<Vec<_>>(), made)?;
        if mine.is_empty() {
            let moved = theirs.into_iter().map(|r| rest::RestRow { id: Id::new(), person, made, unmade: None, ..r });
            rest::insert(tx, &may, moved.collect())?;
        }
        Ok(())
    }
    fn undone(&self, tx: &mut Write<'_>, entry: Id<LedgerEntry>) -> Result<()> {
        let may = tx.may::<Change>()?;
        let (root, by) = (may.root(), tx.entry());
        let made = photo::made(tx.with(&may), root, entry)?;
        photo::take_back(tx.with(&may), root, &made, by)?;
        let again = photo::unmade(tx.with(&may), root, entry)?;
        let again = again.into_iter().map(|r| photo::PhotoRow { id: Id::new(), made: by, unmade: None, ..r });
        photo::insert(tx, &may, again.collect())?;
        let made = form::made(tx.with(&may), root, entry)?;
        form::take_back(tx.with(&may), root, &made, by)?;
        let again = form::unmade(tx.with(&may), root, entry)?;
        let again = again.into_iter().map(|r| form::FormRow { id: Id::new(), made: by, unmade: None, ..r });
        form::insert(tx, &may, again.collect())?;
        let made = rest::made(tx.with(&may), root, entry)?;
        rest::take_back(tx.with(&may), root, &made, by)?;
        let again = rest::unmade(tx.with(&may), root, entry)?;
        let again = again.into_iter().map(|r| rest::RestRow { id: Id::new(), made: by, unmade: None, ..r });
        rest::insert(tx, &may, again.collect())
    }
}
