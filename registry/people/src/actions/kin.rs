//! Relatives who are themselves persons of this system.

use auth::{Action, Permit};
use base::{Date, Id, Say};
use db::Write;
use diesel::{BoolExpressionMethods, ExpressionMethods, NullableExpressionMethods, QueryDsl, RunQueryDsl};

use crate::{
    Reveal,
    file::Person,
    name, reach,
    section::{Kind, Section},
    store::{
        kept::Which,
        now::people_now,
        sealed::{self, Box},
    },
    values::Written,
};

/// At most so many namesakes are told apart in a message.
const MOST: usize = 5;

/// Puts the id in the place of what a form says of another person: an id, a staff number, a name, or a name with the
/// staff number after it.
pub(super) fn resolved<A: Action>(
    tx: &mut Write<'_>,
    may: &Permit<A>,
    whose: Id<Person>,
    section: Section,
    written: &Written,
) -> db::Result<Written> {
    let mut written = written.clone();
    for field in section.fields().iter().filter(|f| matches!(f.kind, Kind::Person)) {
        let Some(text) = written.get(field.key).map(|t| t.trim().to_owned()).filter(|t| !t.is_empty()) else {
            continue;
        };
        let other = meant(tx, may, &text).and_then(|found| found.map_err(|say| db::Error::field(field.key, say)))?;
        if other == whose {
            let say = Say::new("不能是本人。", "This is the person itself.");
            return Err(db::Error::field(field.key, say));
        }
        written.insert(field.key.to_owned(), other.to_string());
    }
    Ok(written)
}

/// Whom a text means among those within reach.
fn meant<A: Action>(tx: &mut Write<'_>, may: &Permit<A>, text: &str) -> db::Result<Result<Id<Person>, Say>> {
    let nobody = || {
        Say::new(
            "您的管理范围内没有这个人，请填写姓名或人员编号。",
            "There is no such person within your reach; write a name or a staff number.",
        )
    };
    if let Ok(id) = text.parse::<Id<Person>>() {
        return Ok(reach::place_of(tx, may, id).map(|_| id).map_err(|_| nobody()));
    }
    let (before, last) = text.rsplit_once(char::is_whitespace).unwrap_or(("", text));
    let (whole, before) = (name::tidy(text), name::tidy(before));
    type Row = (Id<Person>, String, Option<String>, String, String);
    let rows: Vec<Row> = people_now::table
        .filter(people_now::root.eq(may.root()))
        .filter(
            people_now::name
                .eq_any([whole.clone(), before.clone()])
                .or(people_now::number.assume_not_null().eq_any([text.to_owned(), last.to_owned()])),
        )
        .select((people_now::person, people_now::name, people_now::number, people_now::birth, people_now::post_title))
        .limit(200)
        .load(tx.with(may))?;
    let fits = |(_, name, number, ..): &Row| {
        let number = number.as_deref();
        *name == whole || number == Some(text) || (*name == before && number == Some(last))
    };
    let mut found: Vec<Row> = Vec::new();
    for row in rows.into_iter().filter(fits) {
        if reach::place_of(tx, may, row.0).is_ok() {
            found.push(row);
        }
    }
    if let [one] = found.as_slice() {
        return Ok(Ok(one.0));
    }
    if found.is_empty() {
        return Ok(Err(nobody()));
    }
    let each = found.iter().take(MOST).map(|(_, name, number, birth, post)| {
        let parts = [name.as_str(), number.as_deref().unwrap_or_default(), birth, post];
        parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" ")
    });
    let (n, each) = (found.len(), each.collect::<Vec<_>>());
    Ok(Err(Say::new(
        format!("有{n}人符合，请在姓名后填写人员编号：{}。", each.join("；")),
        format!("{n} people fit; write the staff number after the name: {}.", each.join("; ")),
    )))
}

/// A relation between two persons of this system, read from either's file.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct Relative {
    /// In whose file it stands.
    pub recorded_with: Id<Person>,
    /// Who the relative is.
    pub relative: Id<Person>,
    /// What the relative is to the person in whose file it stands, code of [`codes::KIN`].
    pub relation: String,
}

/// The relations of a person to others of this system, whichever file they stand in.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Relatives {
    /// Those that the actor may see.
    pub known: Vec<Relative>,
    /// How many more there are, or may be, in entries that the actor may not open. Where this is not zero, that two
    /// persons are unrelated cannot be told.
    pub hidden: usize,
}

/// The relations of a person on a day, for checks of recusal within a change: the machine opens them, and the ledger entry
/// of that change says that it did.
///
/// # Errors
/// An actor without the right to reveal; a person out of reach; a missing key.
pub fn relatives(tx: &mut Write<'_>, person: Id<Person>, on: Date) -> db::Result<Relatives> {
    let may = tx.may::<Reveal>()?;
    let place = reach::place_of(tx, &may, person)?;
    let own = sealed::load(tx.with(&may), may.root(), &Which::Of(vec![person], on))?;
    let mut all = Relatives::default();
    let own = own.into_iter().filter(|b| b.section == Section::Kin).map(|b| (b, Some(place.clone())));
    let mut boxes: Vec<(Box, Option<auth::Path>)> = own.collect();
    for b in sealed::naming(tx, &may, person, on)? {
        let there = reach::place_of(tx, &may, b.person).ok();
        boxes.push((b, there));
    }
    for (b, place) in boxes {
        let opened =
            place.filter(|p| may.shows(auth::ColumnGroup::Family, p)).map(|p| b.open(tx, &may, &p)).transpose()?;
        let Some(entry) = opened else {
            all.hidden += 1;
            continue;
        };
        let relative = entry.values.get("other").and_then(|o| o.parse().ok());
        if let Some(relative) = relative {
            let relation = entry.values.get("relation").unwrap_or_default().to_owned();
            all.known.push(Relative { recorded_with: b.person, relative, relation });
        }
    }
    Ok(all)
}
