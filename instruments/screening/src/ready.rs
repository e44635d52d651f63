//! Calls compiled, and people sorted into classes, kept until something they rest on changes.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use auth::Root;
use base::{Date, Id, Lang};
use db::{LedgerEntry, Read, Result};
use eligibility::{Bits, Facts, Reason, Requirement, Screen, Tally, Truth, majors::Catalogue};

use crate::{Call, OpeningRow, See, read, store};

/// A call compiled.
pub struct Compiled {
    /// The openings, by code.
    pub openings: Vec<OpeningRow>,
    /// Their requirements, in the same order.
    pub requirements: Vec<Requirement>,
    /// All of them together.
    pub screen: Screen,
    catalogue: Catalogue,
}

/// A call and the people within someone's reach, ready to be compared.
pub struct Ready {
    /// The call compiled.
    pub call: Arc<Compiled>,
    /// The people, in the order of the columns.
    pub people: Vec<Id<people::Person>>,
    facts: Vec<Facts>,
    columns: eligibility::People,
    tallies: std::sync::OnceLock<Vec<Tally>>,
}

/// Compiled calls and columns of people. Given to the installation as a part; empty again after a restart.
#[derive(Clone, Default)]
pub struct Shelf(Arc<Mutex<Shelves>>);

/// A call of a root organisation.
type CallKey = (Id<Root>, Id<Call>);

#[derive(Default)]
struct Shelves {
    /// Each call compiled, with the entry that recorded it.
    calls: HashMap<CallKey, (Id<LedgerEntry>, Arc<Compiled>)>,
    ready: Vec<(Key, Arc<Ready>)>,
}

/// What a comparison rests on: whoever reaches the same people at the same state of the records shares it.
#[derive(Clone, PartialEq, Eq)]
struct Key {
    root: Id<Root>,
    call: Id<Call>,
    made: Id<LedgerEntry>,
    on: Date,
    head: i64,
    reach: (Vec<(String, String)>, Option<Id<auth::PersonKey>>),
}

/// Comparisons kept at once: each holds some hundred bytes per person.
const KEPT: usize = 4;

impl Shelf {
    fn lock(&self) -> MutexGuard<'_, Shelves> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn compiled(&self, tx: &mut Read<'_>, id: Id<Call>, made: Id<LedgerEntry>) -> Result<Arc<Compiled>> {
        let at = (tx.root(), id);
        if let Some((of, compiled)) = self.lock().calls.get(&at)
            && *of == made
        {
            return Ok(compiled.clone());
        }
        let may = tx.may::<See>()?;
        let damaged = |e: serde_json::Error| db::Error::Corrupt(format!("an opening's requirement: {e}"));
        let catalogue = serde_json::from_str(&store::catalogue(tx.with(&may), &may, id)?).map_err(damaged)?;
        let openings = read::openings(tx, id)?;
        let read = |o: &OpeningRow| serde_json::from_str::<Requirement>(&o.requirement).map_err(damaged);
        let requirements = openings.iter().map(read).collect::<Result<Vec<_>>>()?;
        let screen = Screen::compile(&requirements);
        let compiled = Arc::new(Compiled { openings, requirements, screen, catalogue });
        self.lock().calls.insert(at, (made, compiled.clone()));
        Ok(compiled)
    }

    /// The call and the people within the actor's reach as of a day.
    ///
    /// # Errors
    /// No such call; the policy and the database.
    pub fn ready(&self, tx: &mut Read<'_>, id: Id<Call>, on: Date) -> Result<Arc<Ready>> {
        let made = read::call(tx, id)?.made;
        let may = tx.may::<people::See>()?;
        let head = tx.entries_so_far(&may)?;
        let reach = (may.ranges().to_vec(), may.own());
        let key = Key { root: tx.root(), call: id, made, on, head, reach };
        if let Some((_, ready)) = self.lock().ready.iter().find(|(k, _)| *k == key) {
            return Ok(ready.clone());
        }
        let call = self.compiled(tx, id, made)?;
        let (people, mut facts): (Vec<_>, Vec<_>) = people::facts_of_all(tx, on)?.into_iter().unzip();
        facts.iter_mut().for_each(|f| call.resolve(f));
        let columns = eligibility::People::of(&call.screen, &facts);
        let ready = Arc::new(Ready { call, people, facts, columns, tallies: Default::default() });
        let mut shelves = self.lock();
        shelves.ready.retain(|(k, _)| k.head == key.head || k.root != key.root);
        shelves.ready.truncate(KEPT - 1);
        shelves.ready.insert(0, (key, ready.clone()));
        Ok(ready)
    }
}

impl Compiled {
    /// Reads the majors of a file against this call's catalogue.
    fn resolve(&self, facts: &mut Facts) {
        for e in facts.educations.iter_mut().flatten() {
            let (Some(level), Some(major)) = (e.level, e.major.as_mut()) else { continue };
            // a code that the catalogue has stands; without one the name on the certificate decides
            if major.codes.is_empty() || !major.codes.iter().all(|c| self.catalogue.has(c)) {
                *major = self.catalogue.resolve(level, &major.name, major.direction.as_deref());
            }
        }
    }
    /// The place of the opening with that code.
    pub fn place(&self, code: &str) -> Option<usize> {
        self.openings.binary_search_by(|o| o.code.as_str().cmp(code)).ok()
    }
}

impl Ready {
    /// How many people meet each requirement; computed once.
    pub fn tallies(&self) -> &[Tally] {
        self.tallies.get_or_init(|| self.call.screen.run(&self.columns))
    }
    /// The verdict on each person for one opening.
    pub fn verdicts(&self, opening: usize) -> Bits {
        self.call.screen.one(opening, &self.columns)
    }
    /// The verdict on one person for each opening, and whether one clause alone is failed.
    pub fn of_person(&self, person: Id<people::Person>) -> Option<Vec<(Truth, bool)>> {
        let place = self.people.iter().position(|p| *p == person)?;
        Some(self.call.screen.of_person(place, &self.columns))
    }
    /// Why the verdict on a person is what it is.
    pub fn explain(&self, opening: usize, person: usize) -> Reason {
        self.call.requirements[opening].explain(&self.facts[person])
    }
    /// The reason in one sentence.
    pub fn sentence(&self, opening: usize, person: usize, lang: Lang) -> String {
        eligibility::say::sentence(&self.explain(opening, person), lang)
    }
}
