//! Establishment, quotas, staff, funds and the Party organisation: what a unit has from a day on.

use base::{Date, Id, Money, Say};
use db::{Event, FieldError, Recorded, Result, Write};

use crate::{
    Affiliation, Establishment, Funds, Kept, Party, Purpose, Quota, Staff, Unit,
    actions::{Work, or_invalid},
    rules, timeline,
};

/// What a keyed value becomes from a day on; nothing ends it.
fn set<T: Kept<Subject = Unit> + PartialEq>(
    tx: &mut Write<'_>,
    unit: Id<Unit>,
    on: Date,
    same: impl Fn(&T) -> bool,
    value: Option<T>,
    event: Event,
) -> Result<Recorded<()>> {
    let mut work = Work::begin(tx)?;
    work.reach(unit)?;
    work.there(unit, on)?;
    let spans: Vec<_> = work.spans::<T>(unit)?.into_iter().filter(|s| same(&s.value)).collect();
    let turn = match value {
        // what never was cannot end: a slip of the hand, and an entry that says nothing
        None if timeline::on(&spans, on).is_none() => {
            let say = Say::new(
                format!("{on}没有可终止的记录；请填写数值，或换一个日期。"),
                format!("Nothing holds on {on} that could end; give a value, or another day."),
            );
            return Err(db::Error::field("on", say));
        }
        None => timeline::end(&spans, on),
        Some(value) => timeline::state(&spans, on, value),
    };
    work.turn(unit, &turn)?;
    work.finish(event, ())
}

fn wrong(field: &str, zh: &str, en: &str) -> FieldError {
    FieldError { field: field.into(), say: Say::new(zh, en) }
}

fn counted(kind: &str, field: &str, n: Option<i64>) -> Vec<FieldError> {
    let mut errors = vec![];
    rules::check_approved(&mut errors, field, n.unwrap_or(0));
    if codes::ESTABLISHMENT.get(kind).is_none() {
        errors.push(wrong("kind", "请选择编制类型。", "Choose a kind of establishment."));
    }
    errors
}

/// From `on` on so many are approved on that establishment; nothing when it ends.
///
/// # Errors
/// What is wrong by field; a unit that is not within reach, or not there on that day.
pub fn set_establishment(
    tx: &mut Write<'_>,
    unit: Id<Unit>,
    on: Date,
    kind: &str,
    approved: Option<i64>,
) -> Result<Recorded<()>> {
    or_invalid(counted(kind, "approved", approved))?;
    let event = Event::new("org.establishment_set").about(unit).with((on, kind, approved))?;
    let value = approved.map(|approved| Establishment { kind: kind.to_owned(), approved });
    set(tx, unit, on, |e: &Establishment| e.kind == kind, value, event)
}

/// From `on` on so many people are counted against that establishment; nothing when none is counted any more.
///
/// # Errors
/// What is wrong by field; a unit that is not within reach, or not there on that day.
pub fn set_staff(tx: &mut Write<'_>, unit: Id<Unit>, on: Date, kind: &str, n: Option<i64>) -> Result<Recorded<()>> {
    or_invalid(counted(kind, "counted", n))?;
    let event = Event::new("org.staff_set").about(unit).with((on, kind, n))?;
    let value = n.map(|counted| Staff { kind: kind.to_owned(), counted });
    set(tx, unit, on, |s: &Staff| s.kind == kind, value, event)
}

/// From `on` on so many leading posts of that level are approved; nothing when the quota ends.
///
/// # Errors
/// What is wrong by field; a unit that is not within reach, or not there on that day.
pub fn set_quota(
    tx: &mut Write<'_>,
    unit: Id<Unit>,
    on: Date,
    level: &str,
    approved: Option<i64>,
) -> Result<Recorded<()>> {
    let mut errors = vec![];
    rules::check_approved(&mut errors, "approved", approved.unwrap_or(0));
    if codes::LEVEL.get(level).is_none() {
        errors.push(wrong("level", "请选择职务层次。", "Choose a level of post."));
    }
    or_invalid(errors)?;
    let event = Event::new("org.quota_set").about(unit).with((on, level, approved))?;
    let value = approved.map(|approved| Quota { level: level.to_owned(), approved });
    set(tx, unit, on, |q: &Quota| q.level == level, value, event)
}

/// From `on` on the unit is given that much for that purpose in that year; nothing when it is given none.
///
/// # Errors
/// What is wrong by field; a unit that is not within reach, or not there on that day.
pub fn set_funds(
    tx: &mut Write<'_>,
    unit: Id<Unit>,
    on: Date,
    year: i64,
    purpose: Purpose,
    amount: Option<Money>,
) -> Result<Recorded<()>> {
    let value = Funds { year, purpose, amount: amount.unwrap_or(Money::from_units(0)) };
    or_invalid(value.problems())?;
    let event = Event::new("org.funds_set").about(unit).with((on, year, purpose, amount))?;
    let same = |f: &Funds| f.year == year && f.purpose == purpose;
    set(tx, unit, on, same, amount.map(|_| value), event)
}

/// From `on` on the unit has that Party organisation with that term; nothing when it has none.
///
/// # Errors
/// What is wrong by field; a unit that is not within reach, or not there on that day.
pub fn set_party(tx: &mut Write<'_>, unit: Id<Unit>, on: Date, party: Option<Party>) -> Result<Recorded<()>> {
    or_invalid(party.iter().flat_map(Party::problems).collect())?;
    let event = Event::new("org.party_set").about(unit).with((on, &party))?;
    set(tx, unit, on, |_| true, party, event)
}

/// From `on` on the unit lies there and belongs to that level; nothing when neither is said any more.
///
/// # Errors
/// What is wrong by field; a unit that is not within reach, or not there on that day.
pub fn set_affiliation(tx: &mut Write<'_>, unit: Id<Unit>, on: Date, is: Option<Affiliation>) -> Result<Recorded<()>> {
    or_invalid(is.iter().flat_map(Affiliation::problems).collect())?;
    let event = Event::new("org.affiliation_set").about(unit).with((on, &is))?;
    set(tx, unit, on, |_| true, is, event)
}
