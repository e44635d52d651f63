//! Conflicts of recusal (任职回避): relatives whose posts do not go together.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use auth::{Action, Permit};
use base::{Date, Id, Say};
use db::{Engine, Read, Remembered, Result};
use diesel::prelude::*;
use org::{Unit, as_of, timeline::Span};
use post::Post;
use serde::Serialize;

use super::rows::{FactRow, columns, frame_of, spans};
use crate::{
    Holding, Person, Recuse, Tenure,
    rules::{
        pack::{Effect, Recusal},
        recusal::{Seat, Situation, situation},
    },
    store::tenure_fact,
};

/// One of the two in a conflict.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Party {
    /// The holding.
    pub tenure: Id<Tenure>,
    /// Who.
    pub person: Id<Person>,
    /// What the person is called.
    pub name: String,
    /// The post.
    pub post: Id<Post>,
    /// What unit and post are called.
    pub post_name: String,
}

/// Two relatives whose posts do not go together. Which relation it is stays sealed in the family section of their files.
#[derive(Clone, Debug, Serialize)]
pub struct Conflict {
    /// The two.
    pub parties: [Party; 2],
    /// How their posts stand to each other.
    pub situation: Situation,
    /// What the rule does with an appointment that makes it.
    pub effect: Effect,
    /// The rule.
    pub rule: Say,
}

impl Conflict {
    /// By what a list of them is ordered: the gravest first, then by post.
    pub fn key(&self) -> [String; 3] {
        let [a, b] = &self.parties;
        [format!("{:02}", place(self.situation)), a.post_name.clone(), format!("{} {}", a.tenure, b.tenure)]
    }
}

/// A holding with its seat.
#[derive(Clone, Debug)]
pub(crate) struct Held {
    pub(crate) tenure: Id<Tenure>,
    pub(crate) span: Span<Holding>,
    pub(crate) seat: Seat,
}

/// The seats that these persons hold on a day, wherever they are.
pub(crate) fn seats<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    persons: &BTreeSet<Id<Person>>,
    on: Date,
) -> Result<Vec<Held>> {
    let root = may.root();
    let ids: Vec<Id<Person>> = persons.iter().copied().collect();
    let mut all = Vec::new();
    for some in ids.chunks(500) {
        let rows: Vec<FactRow> = tenure_fact::table
            .select(columns())
            .into_boxed::<Engine>()
            .filter(tenure_fact::root.eq(root).and(as_of!(tenure_fact, on)))
            .filter(tenure_fact::person.eq_any(some.to_vec()))
            .load(tx.with(may))?;
        all.extend(spans(rows));
    }
    let posts: BTreeSet<Id<Post>> = all.iter().map(|(_, s)| s.value.post).collect();
    seated(tx, may, all, posts, on)
}

/// Holdings with the units of their posts.
pub(crate) fn seated<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    all: Vec<(Id<Tenure>, Span<Holding>)>,
    posts: BTreeSet<Id<Post>>,
    on: Date,
) -> Result<Vec<Held>> {
    let root = may.root();
    let frames = post::store::frames(tx.with(may), root, &posts.into_iter().collect::<Vec<_>>())?;
    let of = |post: &Id<Post>| frames.get(post).and_then(|f| frame_of(f, on));
    let units: BTreeSet<Id<Unit>> = all.iter().filter_map(|(_, s)| Some(of(&s.value.post)?.unit)).collect();
    let units: Vec<Id<Unit>> = units.into_iter().collect();
    let (names, paths) = (org::names(tx.with(may), root, &units, on)?, org::paths(tx.with(may), root, &units, on)?);
    let held = all.into_iter().filter_map(|(tenure, span)| {
        let frame = of(&span.value.post)?;
        let path = paths.get(&frame.unit)?.clone();
        let name = format!("{}{}", names.get(&frame.unit).map(|n| n.name.as_str()).unwrap_or_default(), frame.name);
        let seat = Seat { person: span.value.person, unit: frame.unit, path, leading: frame.leading, name };
        Some(Held { tenure, span, seat })
    });
    Ok(held.collect())
}

/// Two seats and how they stand to each other.
type Found<'a> = (Situation, &'a Held, &'a Held);

/// The gravest situation between any two seats of each pair.
fn found(
    tx: &mut Read<'_>,
    may: &Permit<impl Action>,
    pairs: &BTreeSet<(Id<Person>, Id<Person>)>,
    held: &[Held],
    rules: Recusal,
) -> Result<Vec<Conflict>> {
    let mut by_person: HashMap<Id<Person>, Vec<&Held>> = HashMap::new();
    for one in held {
        by_person.entry(one.seat.person).or_default().push(one);
    }
    let of = |p: &Id<Person>| by_person.get(p).map(Vec::as_slice).unwrap_or_default();
    let mut worst: BTreeMap<(Id<Person>, Id<Person>), Found<'_>> = BTreeMap::new();
    for pair in pairs {
        for a in of(&pair.0) {
            for b in of(&pair.1) {
                let Some(is) = situation(&a.seat, &b.seat, rules) else { continue };
                let graver = worst.get(pair).is_none_or(|(was, ..)| place(is) < place(*was));
                if graver {
                    worst.insert(*pair, (is, a, b));
                }
            }
        }
    }
    let persons: Vec<Id<people::Person>> = worst.keys().flat_map(|(a, b)| [a.cast(), b.cast()]).collect();
    let called = people::called(tx, may, &persons)?;
    let party = |of: &Held| Party {
        tenure: of.tenure,
        person: of.seat.person,
        name: called.get(&of.seat.person.cast()).cloned().unwrap_or_default(),
        post: of.span.value.post,
        post_name: of.seat.name.clone(),
    };
    let conflict = |(situation, a, b): Found<'_>| {
        let effect = rules.effect(situation)?;
        Some(Conflict { parties: [party(a), party(b)], situation, effect, rule: rules.source() })
    };
    let mut all: Vec<Conflict> = worst.into_values().filter_map(conflict).collect();
    all.sort_by_cached_key(Conflict::key);
    Ok(all)
}

fn place(of: Situation) -> usize {
    Situation::ALL.iter().position(|s| *s == of).unwrap_or(usize::MAX)
}

/// Conflicts by day: there are few, among all who have relatives here.
static CONFLICTS: Remembered<Date, Arc<Vec<Conflict>>> = Remembered::new(16);

/// The conflicts as of a day in which one of the two posts is within reach.
///
/// # Errors
/// A missing key, or the database's.
pub fn conflicts(tx: &mut Read<'_>, on: Date) -> Result<Arc<Vec<Conflict>>> {
    let may = tx.may::<Recuse>()?;
    CONFLICTS.get(tx, &may, on, |tx| Ok(Arc::new(computed(tx, &may, on)?)))
}

fn computed(tx: &mut Read<'_>, may: &Permit<Recuse>, on: Date) -> Result<Vec<Conflict>> {
    let Some(rules) = Recusal::on(on)? else { return Ok(Vec::new()) };
    let pairs = people::related(tx, may, None, &rules.kin(), on)?;
    let pairs: BTreeSet<(Id<Person>, Id<Person>)> = pairs.into_iter().map(|(a, b)| (a.cast(), b.cast())).collect();
    let persons: BTreeSet<Id<Person>> = pairs.iter().flat_map(|(a, b)| [*a, *b]).collect();
    let held = seats(tx, may, &persons, on)?;
    let within: BTreeSet<Id<Tenure>> = held.iter().filter(|h| may.reaches(&h.seat.path)).map(|h| h.tenure).collect();
    let all = found(tx, may, &pairs, &held, rules)?;
    Ok(all.into_iter().filter(|c| c.parties.iter().any(|p| within.contains(&p.tenure))).collect())
}

/// Who of these persons is a relative of `person` by the relations that ask for recusal on a day.
///
/// # Errors
/// A missing key, or the database's.
pub fn tied<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    person: Id<Person>,
    among: &[Id<Person>],
    on: Date,
) -> Result<Vec<Id<Person>>> {
    let Some(rules) = Recusal::on(on)? else { return Ok(Vec::new()) };
    let pairs = people::related(tx, may, Some(person.cast()), &rules.kin(), on)?;
    let other = |(a, b): (Id<people::Person>, Id<people::Person>)| if a.cast() == person { b.cast() } else { a.cast() };
    Ok(pairs.into_iter().map(other).filter(|p| among.contains(p)).collect())
}

/// The conflicts that a new holding would make on a day with what relatives hold then.
pub(crate) fn conflicts_of<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    tenure: Id<Tenure>,
    new: &Span<Holding>,
    on: Date,
) -> Result<Vec<Conflict>> {
    let Some(rules) = Recusal::on(on)? else { return Ok(Vec::new()) };
    let person = new.value.person;
    let pairs = people::related(tx, may, Some(person.cast()), &rules.kin(), on)?;
    if pairs.is_empty() {
        return Ok(Vec::new());
    }
    let pairs: BTreeSet<(Id<Person>, Id<Person>)> = pairs.into_iter().map(|(a, b)| (a.cast(), b.cast())).collect();
    let others: BTreeSet<Id<Person>> = pairs.iter().flat_map(|(a, b)| [*a, *b]).filter(|p| *p != person).collect();
    let mut held = seats(tx, may, &others, on)?;
    let post = new.value.post;
    held.extend(seated(tx, may, vec![(tenure, new.clone())], BTreeSet::from([post]), on)?);
    found(tx, may, &pairs, &held, rules)
}
