//! The verbs of the file: one transaction and one ledger entry each.

mod bring;
mod export;
mod kin;
mod merge;
mod reveal;
mod undo;

use auth::{Action, Permit};
use base::{Date, Id, Say};
use db::{Event, FieldError, Recorded, Write};
use serde::Serialize;

pub use bring::{Brought, Done, bring};
pub use export::{MOST, Taken, export, take};
pub use merge::merge;
pub use reveal::{LEAST, Opened, own_data, reveal, reveal_all};
pub use undo::{forget, undo, undo_as, undo_in};

use crate::{
    Change, Unit,
    file::{Entry, Fact, Person},
    reach,
    section::Section,
    store::{
        files,
        kept::{self, TABLES, Which},
        links::{self, Home},
        now, sealed,
    },
    values::{Values, Written, parse},
};

/// What the ledger says of a change: which section, never which value.
#[derive(Serialize)]
struct Touched {
    section: Section,
    fact: Id<Fact>,
    #[serde(skip_serializing_if = "Option::is_none")]
    corrects: Option<Id<Fact>>,
}

/// Enters a person into a unit: basic information from a form, holding from `from`.
///
/// # Errors
/// Wrong fields; a unit out of reach; a staff number or identity number that someone else has.
pub fn enter(
    tx: &mut Write<'_>,
    unit: Option<Id<Unit>>,
    from: Date,
    written: &Written,
) -> db::Result<Recorded<Id<Person>>> {
    let may = tx.may::<Change>()?;
    within_unit(tx, &may, unit)?;
    let mut wrong = Vec::new();
    let basic = parse(Section::Basic, written).map_err(|e| wrong.extend(e)).ok();
    let identity = match written.get("id_number").map(|t| t.trim()).filter(|t| !t.is_empty()) {
        Some(_) => parse(Section::Identity, written).map_err(|e| wrong.extend(e)).ok(),
        None => None,
    };
    let (Some(basic), true) = (basic, wrong.is_empty()) else { return Err(db::Error::Invalid(wrong)) };
    let person = Id::<Person>::new();
    no_other(tx, &may, person, &basic)?;
    add(tx, &may, person, from, None, basic)?;
    if let Some(identity) = identity {
        no_other_identity(tx, &may, person, &identity)?;
        add(tx, &may, person, from, None, identity)?;
    }
    if let Some(unit) = unit {
        home(tx, &may, person, unit, from)?;
    }
    files::refresh(tx, &may, &[person])?;
    tx.record(Event::new("people.entered").about(person).facts(TABLES), person)
}

/// Records an entry of a section. In a section with one state at a time, the state that held until then ends on `from`;
/// in a list, an entry with a date of its own holds from that date.
///
/// # Errors
/// Wrong fields; a person out of reach; for one state at a time, a later state that is recorded already.
pub fn record(
    tx: &mut Write<'_>,
    person: Id<Person>,
    section: Section,
    from: Date,
    written: &Written,
) -> db::Result<Recorded<Id<Fact>>> {
    let may = tx.may::<Change>()?;
    let place = reach::place_of(tx, &may, person)?;
    may_write(&may, section, &place)?;
    let written = kin::resolved(tx, person, section, written)?;
    let values = parse(section, &written).map_err(db::Error::Invalid)?;
    if section == Section::Basic {
        no_other(tx, &may, person, &values)?;
    }
    if section == Section::Identity {
        no_other_identity(tx, &may, person, &values)?;
    }
    let mut until = None;
    if section.shape().single {
        until = end_before(tx, &may, person, section, from)?;
    }
    let from = values.natural_date().unwrap_or(from);
    let fact = add(tx, &may, person, from, until, values)?;
    files::refresh(tx, &may, &[person])?;
    let touched = Touched { section, fact, corrects: None };
    tx.record(Event::new("people.recorded").about(person).facts(TABLES).with(touched)?, fact)
}

/// Puts an entry right: the fact is taken back, and a new one that names it holds for the same period.
///
/// # Errors
/// Wrong fields; a fact out of reach or taken back already.
pub fn correct(
    tx: &mut Write<'_>,
    person: Id<Person>,
    section: Section,
    fact: Id<Fact>,
    written: &Written,
) -> db::Result<Recorded<Id<Fact>>> {
    let may = tx.may::<Change>()?;
    let place = reach::place_of(tx, &may, person)?;
    may_write(&may, section, &place)?;
    let written = kin::resolved(tx, person, section, written)?;
    let values = parse(section, &written).map_err(db::Error::Invalid)?;
    if section == Section::Basic {
        no_other(tx, &may, person, &values)?;
    }
    if section == Section::Identity {
        no_other_identity(tx, &may, person, &values)?;
    }
    let (from, to) = period(tx, &may, person, section, fact)?;
    unmake(tx, &may, section, &[fact])?;
    let from = values.natural_date().unwrap_or(from);
    let entry = Entry { id: Id::new(), person, from, to, values, corrects: Some(fact), made: tx.entry() };
    let id = entry.id;
    insert(tx, &may, entry)?;
    files::refresh(tx, &may, &[person])?;
    let touched = Touched { section, fact: id, corrects: Some(fact) };
    tx.record(Event::new("people.corrected").about(person).facts(TABLES).with(touched)?, id)
}

/// Takes an entry back, as if it had never been said. It stays readable in the ledger's history.
///
/// # Errors
/// A fact out of reach or taken back already; the basic information, without which there is no file.
pub fn take_back(tx: &mut Write<'_>, person: Id<Person>, section: Section, fact: Id<Fact>) -> db::Result<Recorded<()>> {
    let may = tx.may::<Change>()?;
    let place = reach::place_of(tx, &may, person)?;
    may_write(&may, section, &place)?;
    if section == Section::Basic {
        return Err(db::Error::refused(
            "基本信息不能单独撤销；录错了人请撤销整个人员。",
            "Basic information cannot be taken back alone; take back the whole person if it was entered by mistake.",
        ));
    }
    period(tx, &may, person, section, fact)?;
    unmake(tx, &may, section, &[fact])?;
    files::refresh(tx, &may, &[person])?;
    let touched = Touched { section, fact, corrects: None };
    tx.record(Event::new("people.taken_back").about(person).facts(TABLES).with(touched)?, ())
}

/// Ends an entry that lasts: it holds no more from a day on, and is still told of the days before. Taking back its ledger
/// entry ([`undo`]) makes it last again.
///
/// # Errors
/// A section whose entries do not last; a day that is not after its beginning; a fact out of reach, taken back or ended.
pub fn end(
    tx: &mut Write<'_>,
    person: Id<Person>,
    section: Section,
    fact: Id<Fact>,
    day: Date,
) -> db::Result<Recorded<()>> {
    let may = tx.may::<Change>()?;
    let place = reach::place_of(tx, &may, person)?;
    may_write(&may, section, &place)?;
    let (from, to) = period(tx, &may, person, section, fact)?;
    if !section.lasts() || to.is_some_and(|to| to <= day) {
        return Err(db::Error::NotFound);
    }
    if day <= from {
        let say = Say::new(
            format!("该条自{from}起有效，终止日期应在其后；如系误录，请撤销。"),
            format!(
                "The entry holds from {from}; it ends later than that. If it was entered by mistake, take it back."
            ),
        );
        return Err(db::Error::field("holds_from", say));
    }
    let (root, made) = (may.root(), tx.entry());
    if section.group().is_some() {
        let found = sealed::load(tx.with(&may), root, &Which::One(fact))?;
        unmake(tx, &may, section, &[fact])?;
        sealed::insert(tx, &may, found.iter().map(|b| sealed::Box { valid_to: Some(day), ..b.anew(made) }))?;
    } else {
        let found = kept::load(section, tx.with(&may), root, &Which::One(fact))?;
        unmake(tx, &may, section, &[fact])?;
        let ended = found.into_iter().map(|(e, _)| Entry { id: Id::new(), to: Some(day), made, ..e });
        kept::insert(section, tx, &may, ended.collect())?;
    }
    files::refresh(tx, &may, &[person])?;
    let touched = Touched { section, fact, corrects: None };
    tx.record(Event::new("people.ended").about(person).facts(TABLES).with(touched)?, ())
}

/// Moves a person's file to another unit from a day.
///
/// # Errors
/// A person or unit out of reach; the unit that keeps it already.
pub fn rehome(tx: &mut Write<'_>, person: Id<Person>, unit: Id<Unit>, from: Date) -> db::Result<Recorded<()>> {
    let may = tx.may::<Change>()?;
    reach::place_of(tx, &may, person)?;
    within_unit(tx, &may, Some(unit))?;
    let root = may.root();
    let open = links::homes(tx.with(&may), root, &Which::Open(vec![person], from))?;
    if open.iter().any(|h| h.unit == unit && h.holds(from)) {
        return Err(db::Error::field("unit", Say::new("档案已在该单位管理。", "That unit keeps the file already.")));
    }
    let entry = tx.entry();
    let ids: Vec<Id<Fact>> = open.iter().map(|h| h.id).collect();
    links::homes_back(tx.with(&may), root, &ids, entry)?;
    let shortened = open.into_iter().filter(|h| h.valid_from < from);
    let ended = shortened.map(|h| Home { id: Id::new(), valid_to: Some(from), made: entry, ..h });
    db::bulk!(tx, &may, links::person_unit::table, ended)?;
    home(tx, &may, person, unit, from)?;
    files::refresh(tx, &may, &[person])?;
    tx.record(Event::new("people.rehomed").about(person).facts(TABLES).with(serde_json::json!({ "unit": unit }))?, ())
}

/// Computes the lines anew whose facts begin or end by today. To be run once a day.
///
/// # Errors
/// The policy and the database.
pub fn refresh_due(tx: &mut Write<'_>) -> db::Result<Recorded<usize>> {
    use diesel::{BoolExpressionMethods, ExpressionMethods, QueryDsl, RunQueryDsl};
    let may = tx.may::<Change>()?;
    let (root, today) = (may.root(), tx.today());
    let due: Vec<Id<Person>> = now::people_now::table
        .filter(now::people_now::root.eq(root).and(now::people_now::due.le(today)))
        .select(now::people_now::person)
        .load(tx.with(&may))?;
    files::refresh(tx, &may, &due)?;
    tx.record(Event::new("people.refreshed").with(serde_json::json!({ "people": due.len() }))?, due.len())
}

/// A restricted section is written only where its columns are shown, so that nobody fills what they may not see.
fn may_write<A: Action>(may: &Permit<A>, section: Section, place: &auth::Path) -> db::Result<()> {
    match section.group() {
        Some(group) if !may.shows(group, place) => Err(auth::Denied { action: A::NAME }.into()),
        _ => Ok(()),
    }
}

fn within_unit<A: Action>(tx: &mut Write<'_>, may: &Permit<A>, unit: Option<Id<Unit>>) -> db::Result<()> {
    let today = tx.today();
    let wrong = || {
        db::Error::field(
            "unit",
            Say::new("没有这个单位，或不在管理范围内。", "There is no such unit within your reach."),
        )
    };
    match unit {
        Some(unit) => {
            let path = links::path(tx.with(may), may.root(), unit, today)?.ok_or_else(wrong)?;
            if may.reaches(&path) { Ok(()) } else { Err(wrong()) }
        }
        None if may.whole() => Ok(()),
        None => Err(db::Error::field("unit", Say::new("请选择管理单位。", "Choose the unit that keeps the file."))),
    }
}

/// A staff number is one person's.
fn no_other<A: Action>(tx: &mut Write<'_>, may: &Permit<A>, person: Id<Person>, basic: &Values) -> db::Result<()> {
    use diesel::{BoolExpressionMethods, ExpressionMethods, QueryDsl, RunQueryDsl};
    let Some(number) = basic.get("number") else { return Ok(()) };
    let taken: i64 = now::people_now::table
        .filter(now::people_now::root.eq(may.root()).and(now::people_now::number.eq(number)))
        .filter(now::people_now::person.ne(person))
        .count()
        .get_result(tx.with(may))?;
    if taken == 0 {
        return Ok(());
    }
    let say = Say::new("这个人员编号已经有人使用。", "Someone else has this staff number.");
    Err(db::Error::field("number", say))
}

/// An identity number is one person's.
fn no_other_identity<A: Action>(
    tx: &mut Write<'_>,
    may: &Permit<A>,
    person: Id<Person>,
    identity: &Values,
) -> db::Result<()> {
    let Some(number) = identity.get("id_number") else { return Ok(()) };
    let print = sealed::fingerprint(tx, number)?;
    let root = may.root();
    if sealed::by_identity(tx.with(may), root, &[print])?.iter().all(|(_, p)| *p == person) {
        return Ok(());
    }
    let say = Say::new(
        "本系统已有人使用这个身份号码，请先查重。",
        "Someone in this system has this identity number already; look at the duplicates first.",
    );
    Err(db::Error::Invalid(vec![FieldError { field: "id_number".into(), say }]))
}

fn add<A: Action>(
    tx: &mut Write<'_>,
    may: &Permit<A>,
    person: Id<Person>,
    from: Date,
    to: Option<Date>,
    values: Values,
) -> db::Result<Id<Fact>> {
    let entry = Entry { id: Id::new(), person, from, to, values, corrects: None, made: tx.entry() };
    let id = entry.id;
    insert(tx, may, entry)?;
    Ok(id)
}

fn insert<A: Action>(tx: &mut Write<'_>, may: &Permit<A>, entry: Entry) -> db::Result<()> {
    if entry.section().group().is_some() {
        let closed = sealed::Box::close(&tx.sealer(may), &entry)?;
        sealed::insert(tx, may, [closed])
    } else {
        kept::insert(entry.section(), tx, may, vec![entry])
    }
}

fn home<A: Action>(
    tx: &mut Write<'_>,
    may: &Permit<A>,
    person: Id<Person>,
    unit: Id<Unit>,
    from: Date,
) -> db::Result<()> {
    let (root, made) = (may.root(), tx.entry());
    let row = Home { root, id: Id::new(), person, valid_from: from, valid_to: None, unit, made, unmade: None };
    db::bulk!(tx, may, links::person_unit::table, [row])?;
    Ok(())
}

fn unmake<A: Action>(tx: &mut Write<'_>, may: &Permit<A>, section: Section, ids: &[Id<Fact>]) -> db::Result<()> {
    let (root, by) = (may.root(), tx.entry());
    let n = if section.group().is_some() {
        sealed::take_back(tx.with(may), root, ids, by)?
    } else {
        kept::take_back(section, tx.with(may), root, ids, by)?
    };
    if n == ids.len() { Ok(()) } else { Err(db::Error::Conflict) }
}

/// The period of a fact of that person and section that is not taken back.
fn period<A: Action>(
    tx: &mut Write<'_>,
    may: &Permit<A>,
    person: Id<Person>,
    section: Section,
    fact: Id<Fact>,
) -> db::Result<(Date, Option<Date>)> {
    let root = may.root();
    if section.group().is_some() {
        let found = sealed::load(tx.with(may), root, &Which::One(fact))?.into_iter().next();
        let b = found.filter(|b| b.person == person && b.section == section).ok_or(db::Error::NotFound)?;
        return Ok((b.valid_from, b.valid_to));
    }
    let found = kept::load(section, tx.with(may), root, &Which::One(fact))?.into_iter().next();
    let (e, _) = found.filter(|(e, _)| e.person == person).ok_or(db::Error::NotFound)?;
    Ok((e.from, e.to))
}

/// Ends the state that holds on `from`; gives the day on which the next recorded state begins, if there is one.
fn end_before<A: Action>(
    tx: &mut Write<'_>,
    may: &Permit<A>,
    person: Id<Person>,
    section: Section,
    from: Date,
) -> db::Result<Option<Date>> {
    let (root, made) = (may.root(), tx.entry());
    let which = Which::Open(vec![person], from);
    let mut next: Option<Date> = None;
    let later = |next: &mut Option<Date>, day: Date| *next = Some(next.map_or(day, |n| n.min(day)));
    if section.group().is_some() {
        for b in sealed::load(tx.with(may), root, &which)?.into_iter().filter(|b| b.section == section) {
            if b.valid_from > from {
                later(&mut next, b.valid_from);
                continue;
            }
            unmake(tx, may, section, &[b.id])?;
            if b.valid_from < from {
                sealed::insert(tx, may, [sealed::Box { valid_to: Some(from), ..b.anew(made) }])?;
            }
        }
        return Ok(next);
    }
    for (e, _) in kept::load(section, tx.with(may), root, &which)? {
        if e.from > from {
            later(&mut next, e.from);
            continue;
        }
        unmake(tx, may, section, &[e.id])?;
        if e.from < from {
            kept::insert(section, tx, may, vec![Entry { id: Id::new(), to: Some(from), made, ..e }])?;
        }
    }
    Ok(next)
}
