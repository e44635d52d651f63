//! Relatives who are themselves persons of this system.

use base::{Id, Say};
use db::Write;

use crate::{
    See,
    file::Person,
    reach,
    section::{Kind, Section},
    values::Written,
    whom::{Clue, Whom, whom},
};

/// Puts the id in the place of what a form says of another person: an id, a staff number, a name, or a name with the
/// staff number after it.
pub(super) fn resolved(
    tx: &mut Write<'_>,
    whose: Id<Person>,
    section: Section,
    written: &Written,
) -> db::Result<Written> {
    let mut written = written.clone();
    for field in section.fields().iter().filter(|f| matches!(f.kind, Kind::Person)) {
        let Some(text) = written.get(field.key).map(|t| t.trim().to_owned()).filter(|t| !t.is_empty()) else {
            continue;
        };
        let other = meant(tx, &text).and_then(|found| found.map_err(|say| db::Error::field(field.key, say)))?;
        if other == whose {
            let say = Say::new("不能是本人。", "This is the person itself.");
            return Err(db::Error::field(field.key, say));
        }
        written.insert(field.key.to_owned(), other.to_string());
    }
    Ok(written)
}

/// Whom a text means among those within reach.
fn meant(tx: &mut Write<'_>, text: &str) -> db::Result<Result<Id<Person>, Say>> {
    let mut clues = vec![Clue::written(text)];
    // a name with the staff number that tells namesakes apart
    if let Some((name, number)) = text.rsplit_once(char::is_whitespace) {
        clues.push(Clue { name: Some(name.to_owned()), number: Some(number.to_owned()), ..Clue::default() });
    }
    if let Ok(id) = text.parse::<Id<Person>>() {
        let may = tx.may::<See>()?;
        return Ok(reach::place_of(tx, &may, id).map(|_| id).or_else(|_| Whom::Nobody.one()));
    }
    let found = whom(tx, &clues)?;
    let best = found.iter().find(|w| matches!(w, Whom::One(_))).or(found.first()).cloned();
    Ok(best.unwrap_or(Whom::Nobody).one())
}
