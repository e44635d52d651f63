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

/// The people within someone's reach as of a day, in the order of lists, with what their files say.
pub struct Staff {
    /// The people.
    pub people: Vec<Id<people::Person>>,
    sorts: Vec<String>,
    facts: Vec<Facts>,
}

impl Staff {
    fn read(tx: &mut Read<'_>, on: Date) -> Result<Self> {
        let all = people::facts_of_all(tx, on)?;
        let ids: Vec<Id<people::Person>> = all.iter().map(|(id, _)| *id).collect();
        let names = people::names(tx, &ids, on)?;
        let sort = |id: &Id<people::Person>| names.get(id).map(|n| n.sort.clone()).unwrap_or_default();
        let mut all: Vec<(String, Id<people::Person>, Facts)> =
            all.into_iter().map(|(id, facts)| (sort(&id), id, facts)).collect();
        all.sort_by(|a, b| (&a.0, a.1.to_string()).cmp(&(&b.0, b.1.to_string())));
        let mut staff = Self { people: Vec::new(), sorts: Vec::new(), facts: Vec::new() };
        for (sort, id, facts) in all {
            staff.people.push(id);
            staff.sorts.push(sort);
            staff.facts.push(facts);
        }
        Ok(staff)
    }
    /// By what a list of them is ordered.
    pub fn key(&self, place: usize) -> [String; 2] {
        [self.sorts[place].clone(), self.people[place].to_string()]
    }
    /// What is known of each, in their order.
    pub fn facts(&self) -> &[Facts] {
        &self.facts
    }
}

/// A call and the people within someone's reach, ready to be compared.
pub struct Ready {
    /// The call compiled.
    pub call: Arc<Compiled>,
    /// The people.
    pub staff: Arc<Staff>,
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
    staff: Vec<(Key, Arc<Staff>)>,
    ready: Vec<(OfCall, Arc<Ready>)>,
}

/// What a comparison rests on: people, and a call with the entry that recorded it.
type OfCall = (Key, Id<Call>, Id<LedgerEntry>);

/// What is known of people rests on this: whoever reaches the same people at the same state of the records shares it.
#[derive(Clone, PartialEq, Eq)]
struct Key {
    root: Id<Root>,
    on: Date,
    head: i64,
    reach: (Vec<(String, String)>, Option<Id<auth::PersonKey>>),
}

/// Staffs kept at once: each holds a kilobyte or so per person.
const STAFFS: usize = 2;
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
        let key = (Key::of(tx, on)?, id, made);
        if let Some((_, ready)) = self.lock().ready.iter().find(|(k, _)| *k == key) {
            return Ok(ready.clone());
        }
        let (call, staff) = (self.compiled(tx, id, made)?, self.staff(tx, on)?);
        let resolved: Vec<Facts> = staff.facts.iter().map(|f| call.resolved(f)).collect();
        let columns = eligibility::People::of(&call.screen, &resolved);
        let ready = Arc::new(Ready { call, staff, columns, tallies: Default::default() });
        let mut shelves = self.lock();
        shelves.ready.retain(|((k, ..), _)| k.head == key.0.head || k.root != key.0.root);
        shelves.ready.truncate(KEPT - 1);
        shelves.ready.insert(0, (key, ready.clone()));
        Ok(ready)
    }

    /// The people within the actor's reach as of a day, with what their files say.
    ///
    /// # Errors
    /// The policy and the database.
    pub fn staff(&self, tx: &mut Read<'_>, on: Date) -> Result<Arc<Staff>> {
        let key = Key::of(tx, on)?;
        if let Some((_, staff)) = self.lock().staff.iter().find(|(k, _)| *k == key) {
            return Ok(staff.clone());
        }
        let staff = Arc::new(Staff::read(tx, on)?);
        let mut shelves = self.lock();
        shelves.staff.retain(|(k, _)| k.head == key.head || k.root != key.root);
        shelves.staff.truncate(STAFFS - 1);
        shelves.staff.insert(0, (key, staff.clone()));
        Ok(staff)
    }
}

impl Key {
    fn of(tx: &mut Read<'_>, on: Date) -> Result<Self> {
        let may = tx.may::<people::See>()?;
        let reach = (may.ranges().to_vec(), may.own());
        Ok(Self { root: tx.root(), on, head: tx.entries_so_far(&may)?, reach })
    }
}

impl Compiled {
    /// A file with its majors read against this call's catalogue.
    fn resolved(&self, facts: &Facts) -> Facts {
        read::resolved(&self.catalogue, facts)
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
        let place = self.place(person)?;
        Some(self.call.screen.of_person(place, &self.columns))
    }
    /// The place of a person among the staff.
    pub fn place(&self, person: Id<people::Person>) -> Option<usize> {
        self.staff.people.iter().position(|p| *p == person)
    }
    /// Why the verdict on a person is what it is.
    pub fn explain(&self, opening: usize, person: usize) -> Reason {
        self.call.requirements[opening].explain(&self.call.resolved(&self.staff.facts[person]))
    }
    /// The reason in one sentence.
    pub fn sentence(&self, opening: usize, person: usize, lang: Lang) -> String {
        eligibility::say::sentence(&self.explain(opening, person), lang)
    }
}
