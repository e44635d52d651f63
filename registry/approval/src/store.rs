//! Photographs, wordings and what forms hold beside them at rest.

use std::collections::BTreeMap;

use auth::{Action, ColumnGroup, Permit, Root};
use base::{Date, Id};
use db::{Cell, Conn, LedgerEntry, Prints, Read, Sealed, Whose, Write};
use diesel::{
    BoolExpressionMethods, ExpressionMethods, Insertable, NullableExpressionMethods, QueryDsl, Queryable, RunQueryDsl,
    Selectable, SelectableHelper,
};
use formats::approval::{Extra, Photo};
use people::{Fact, Person, Reveal};

use crate::wording::Wording;

/// The fact tables of this slice, for the ledger.
pub const FACTS: &[&str] = &["person_photo", "person_form", "person_form_rest"];
/// The largest photograph that is kept, in bytes: a scan of some hundred dots a side is a tenth of that.
pub const PHOTO: usize = 1 << 20;

macro_rules! kept {
    ($module:ident $table:ident $row:ident { $($col:ident $sql:ident $kind:ty),+ }) => {
        pub(crate) mod $module {
            use super::*;
            diesel::table! {
                $table (root, id) {
                    root -> Binary,
                    id -> Binary,
                    person -> Binary,
                    valid_from -> Text,
                    valid_to -> Nullable<Text>,
                    $($col -> $sql,)+
                    made -> Binary,
                    unmade -> Nullable<Binary>,
                }
            }
            #[derive(Queryable, Selectable, Insertable, Clone)]
            #[diesel(table_name = $table, treat_none_as_default_value = false)]
            pub(crate) struct $row {
                pub(crate) root: Id<Root>,
                pub(crate) id: Id<Fact>,
                pub(crate) person: Id<Person>,
                pub(crate) valid_from: Date,
                pub(crate) valid_to: Option<Date>,
                $(pub(crate) $col: $kind,)+
                pub(crate) made: Id<LedgerEntry>,
                pub(crate) unmade: Option<Id<LedgerEntry>>,
            }
            /// Of these persons, what stands.
            pub(crate) fn of(conn: &mut Conn, root: Id<Root>, persons: &[Id<Person>]) -> db::Result<Vec<$row>> {
                let mut all = Vec::new();
                for part in persons.chunks(500) {
                    all.extend(
                        $table::table
                            .filter($table::root.eq(root).and($table::person.eq_any(part.to_vec())))
                            .filter($table::unmade.is_null())
                            .select($row::as_select())
                            .load::<$row>(conn)?,
                    );
                }
                Ok(all)
            }
            /// What an entry took back.
            pub(crate) fn unmade(conn: &mut Conn, root: Id<Root>, entry: Id<LedgerEntry>) -> db::Result<Vec<$row>> {
                Ok($table::table
                    .filter($table::root.eq(root).and($table::unmade.assume_not_null().eq(entry)))
                    .select($row::as_select())
                    .load(conn)?)
            }
            /// What an entry made and nobody has taken back.
            pub(crate) fn made(conn: &mut Conn, root: Id<Root>, entry: Id<LedgerEntry>) -> db::Result<Vec<Id<Fact>>> {
                Ok($table::table
                    .filter($table::root.eq(root).and($table::made.eq(entry)).and($table::unmade.is_null()))
                    .select($table::id)
                    .load(conn)?)
            }
            pub(crate) fn take_back(
                conn: &mut Conn,
                root: Id<Root>,
                ids: &[Id<Fact>],
                by: Id<LedgerEntry>,
            ) -> db::Result<()> {
                for part in ids.chunks(500) {
                    let rows = $table::table
                        .filter($table::root.eq(root).and($table::id.eq_any(part.to_vec())))
                        .filter($table::unmade.is_null());
                    diesel::update(rows).set($table::unmade.eq(Some(by))).execute(conn)?;
                }
                Ok(())
            }
            pub(crate) fn insert<A: Action>(tx: &mut Write<'_>, may: &Permit<A>, rows: Vec<$row>) -> db::Result<()> {
                // photographs are large: few at a time
                let mut rows = rows.into_iter();
                loop {
                    let part: Vec<$row> = rows.by_ref().take(200).collect();
                    if part.is_empty() {
                        return Ok(());
                    }
                    db::bulk!(tx, may, $table::table, part)?;
                }
            }
        }
    };
}

kept!(photo person_photo PhotoRow { bytes Binary Vec<u8> });
kept!(form person_form FormRow { texts Text String });
kept!(rest person_form_rest RestRow { sealed Binary Sealed, cell Binary Id<Fact>, print Binary Vec<u8> });

/// The photograph and the wording of a person, as far as there are any.
pub(crate) fn kept<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    person: Id<Person>,
) -> db::Result<(Option<Photo>, Option<Wording>)> {
    let root = may.root();
    let photo = photo::of(tx.with(may), root, &[person])?.into_iter().max_by_key(|r| r.valid_from);
    let photo = photo.and_then(|r| Photo::new(&r.bytes, usize::MAX).ok());
    let form = form::of(tx.with(may), root, &[person])?.into_iter().max_by_key(|r| r.valid_from);
    Ok((photo, form.map(|r| Wording::of_json(&r.texts))))
}

fn cell(of: Id<Fact>) -> Cell {
    Cell::new("person_form_rest", "sealed", of)
}

/// What a person's form held beside the fields of the form.
pub(crate) fn rest_of(tx: &mut Write<'_>, may: &Permit<Reveal>, person: Id<Person>) -> db::Result<Vec<Extra>> {
    let root = may.root();
    let Some(row) = rest::of(tx.with(may), root, &[person])?.into_iter().max_by_key(|r| r.valid_from) else {
        return Ok(Vec::new());
    };
    let place = people::place_of(tx, may, person)?;
    // nobody knows what is in it: it is shown to whoever may see all that is restricted
    let mut text = String::new();
    for group in ColumnGroup::ALL {
        text =
            tx.unseal(may, Whose { group: *group, place: &place, person: person.cast() }, cell(row.cell), &row.sealed)?;
    }
    let all: Vec<(String, String)> = serde_json::from_str(&text).map_err(|e| db::Error::Corrupt(e.to_string()))?;
    Ok(all.into_iter().map(|(element, xml)| Extra { element, xml }).collect())
}

/// Whether a person's form held anything beside its fields.
pub(crate) fn has_rest<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, person: Id<Person>) -> db::Result<bool> {
    let root = may.root();
    Ok(!rest::of(tx.with(may), root, &[person])?.is_empty())
}

/// Keeps what forms hold beside their fields; a form without any says nothing of it.
fn bring_rest<A: Action>(
    tx: &mut Write<'_>,
    may: &Permit<A>,
    brought: Vec<(Id<Person>, Vec<Extra>)>,
) -> db::Result<()> {
    let (root, made, today) = (may.root(), tx.entry(), tx.today());
    let persons: Vec<Id<Person>> = brought.iter().map(|(person, _)| *person).collect();
    let known: BTreeMap<Id<Person>, rest::RestRow> =
        rest::of(tx.with(may), root, &persons)?.into_iter().map(|r| (r.person, r)).collect();
    let (mut old, mut new) = (Vec::new(), Vec::new());
    for (person, extras) in brought {
        let all: Vec<(String, String)> = extras.into_iter().map(|e| (e.element, e.xml)).collect();
        let text = serde_json::to_string(&all).map_err(|e| db::Error::Internal(e.to_string()))?;
        let print = tx.blind("person.form_rest", &format!("{person} {text}"))?.to_vec();
        if known.get(&person).is_some_and(|r| r.print == print) {
            continue;
        }
        old.extend(known.get(&person).map(|r| r.id));
        let id = Id::new();
        let sealed = tx.sealer(may).seal(cell(id), &text)?;
        new.push(rest::RestRow {
            root,
            id,
            person,
            valid_from: today,
            valid_to: None,
            sealed,
            cell: id,
            print,
            made,
            unmade: None,
        });
    }
    rest::take_back(tx.with(may), root, &old, made)?;
    rest::insert(tx, may, new)
}

/// What a form brings to a person: the photograph, the wording, and what it holds beside.
pub(crate) type Brings = (Id<Person>, Option<Photo>, Wording, Vec<Extra>);

/// What forms bring to persons: one takes the place of what was there, unless it says the same.
pub(crate) fn bring<A: Action>(
    tx: &mut Write<'_>,
    may: &Permit<A>,
    brought: Vec<Brings>,
    known: &[Id<Person>],
) -> db::Result<()> {
    let (root, made, today) = (may.root(), tx.entry(), tx.today());
    let photos: BTreeMap<Id<Person>, photo::PhotoRow> =
        photo::of(tx.with(may), root, known)?.into_iter().map(|r| (r.person, r)).collect();
    let forms: BTreeMap<Id<Person>, form::FormRow> =
        form::of(tx.with(may), root, known)?.into_iter().map(|r| (r.person, r)).collect();
    let (mut old_photos, mut old_forms, mut new_photos, mut new_forms) = (vec![], vec![], vec![], vec![]);
    let mut rests = Vec::new();
    for (person, photo, wording, extras) in brought {
        if !extras.is_empty() {
            rests.push((person, extras));
        }
        if let Some(photo) = photo
            && photos.get(&person).is_none_or(|r| r.bytes != photo.bytes())
        {
            old_photos.extend(photos.get(&person).map(|r| r.id));
            let bytes = photo.bytes().to_vec();
            new_photos.push(photo::PhotoRow {
                root,
                id: Id::new(),
                person,
                valid_from: today,
                valid_to: None,
                bytes,
                made,
                unmade: None,
            });
        }
        let texts = wording.to_json();
        if forms.get(&person).is_none_or(|r| r.texts != texts) {
            old_forms.extend(forms.get(&person).map(|r| r.id));
            new_forms.push(form::FormRow {
                root,
                id: Id::new(),
                person,
                valid_from: today,
                valid_to: None,
                texts,
                made,
                unmade: None,
            });
        }
    }
    photo::take_back(tx.with(may), root, &old_photos, made)?;
    form::take_back(tx.with(may), root, &old_forms, made)?;
    photo::insert(tx, may, new_photos)?;
    form::insert(tx, may, new_forms)?;
    bring_rest(tx, may, rests)
}
