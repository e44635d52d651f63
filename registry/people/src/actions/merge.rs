//! Two records that are one person.

use base::{Id, Say};
use db::{Event, Recorded, Write};

use crate::{
    Change,
    file::{Entry, Person},
    followers, reach,
    section::Section,
    store::{
        files,
        kept::{self, OPEN, Which},
        links::{self, Home, Merged},
        sealed, whole,
    },
};

/// Brings everything of `other` under `person`: entries that it has already are left out, gaps in its basic information
/// are filled, and `other` is found under it from now on. [`undo`](super::undo) with its ledger entry parts them again.
///
/// # Errors
/// One of them out of reach; the same record twice; two different identity numbers, which are two persons.
pub fn merge(tx: &mut Write<'_>, person: Id<Person>, other: Id<Person>) -> db::Result<Recorded<()>> {
    let may = tx.may::<Change>()?;
    if person == other {
        return Err(db::Error::field("other", Say::new("请选择另一个人。", "Choose another record.")));
    }
    reach::place_of(tx, &may, person)?;
    reach::place_of(tx, &may, other)?;
    let (root, by, today) = (may.root(), tx.entry(), tx.today());
    let boxes = sealed::load(tx.with(&may), root, &Which::Kept(person))?;
    let their_boxes = sealed::load(tx.with(&may), root, &Which::Kept(other))?;
    let identity =
        |boxes: &[sealed::Box]| boxes.iter().find(|b| b.section == Section::Identity).and_then(|b| b.blind.clone());
    if matches!((identity(&boxes), identity(&their_boxes)), (Some(a), Some(b)) if a != b) {
        return Err(db::Error::refused(
            "两份档案的身份号码不同，是两个人。若有一个录错，请先更正。",
            "The two identity numbers differ, so these are two persons. If one is wrong, correct it first.",
        ));
    }
    let mut theirs: Vec<(Section, Vec<Entry>)> = Vec::new();
    for section in OPEN {
        let rows = kept::load(*section, tx.with(&may), root, &Which::Kept(other))?;
        theirs.push((*section, rows.into_iter().map(|(e, _)| e).collect()));
    }
    let their_homes = links::homes(tx.with(&may), root, &Which::Kept(other))?;
    whole::take_back_person(tx.with(&may), root, other, by)?;

    for (section, entries) in theirs {
        let mine = kept::load(section, tx.with(&may), root, &Which::Kept(person))?;
        if section.shape().single && !(mine.is_empty() && section != Section::Basic) {
            let now = mine.iter().map(|(e, _)| e).find(|e| e.holds(today));
            let their = entries.iter().find(|e| e.holds(today));
            if let (Some(now), Some(their)) = (now, their) {
                let mut values = now.values.clone();
                for (field, value) in their.values.iter() {
                    if values.get(field.key).is_none() {
                        values.set(field.key, value.map(str::to_owned));
                    }
                }
                if values != now.values {
                    kept::take_back(section, tx.with(&may), root, &[now.id], by)?;
                    let filled = Entry { id: Id::new(), values, corrects: Some(now.id), made: by, ..now.clone() };
                    kept::insert(section, tx, &may, vec![filled])?;
                }
            }
            continue;
        }
        let new = entries.into_iter().filter(|e| !mine.iter().any(|(m, _)| m.values == e.values));
        let new: Vec<Entry> = new.map(|e| Entry { id: Id::new(), person, made: by, ..e }).collect();
        kept::insert(section, tx, &may, new)?;
    }
    // what is sealed is moved closed; of one state at a time, the person's own stands
    let moved =
        their_boxes.iter().filter(|b| !b.section.shape().single || !boxes.iter().any(|m| m.section == b.section));
    let moved: Vec<sealed::Box> = moved.map(|b| sealed::Box { person, ..b.anew(by) }).collect();
    sealed::insert(tx, &may, moved)?;
    if links::homes(tx.with(&may), root, &Which::Open(vec![person], today))?.is_empty() {
        let homes = their_homes.into_iter().map(|h| Home { id: Id::new(), person, made: by, unmade: None, ..h });
        db::bulk!(tx, &may, links::person_unit::table, homes)?;
    }
    let (id, valid_from) = (Id::new(), today);
    let row = Merged { root, id, person, other, valid_from, valid_to: None, made: by, unmade: None };
    db::bulk!(tx, &may, links::person_merge::table, [row])?;
    files::refresh(tx, &may, &[person, other])?;
    for follower in followers::followers() {
        follower.merged(tx, person, other)?;
    }
    let note = serde_json::json!({ "other": other });
    tx.record(Event::new("people.merged").about(person).facts(followers::tables()).with(note)?, ())
}
