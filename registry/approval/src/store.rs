//! Photographs and wordings at rest.

use std::collections::BTreeMap;

use auth::{Action, Permit, Root};
use base::{Date, Id};
use db::{Conn, LedgerEntry, Read, Write};
use diesel::{
    BoolExpressionMethods, ExpressionMethods, Insertable, NullableExpressionMethods, QueryDsl, Queryable, RunQueryDsl,
    Selectable, SelectableHelper,
};
use formats::approval::Photo;
use people::{Fact, Person};

use crate::wording::Wording;

/// The fact tables of this slice, for the ledger.
pub const FACTS: &[&str] = &["person_photo", "person_form"];
/// The largest photograph that is kept, in bytes: a scan of some hundred dots a side is a tenth of that.
pub const PHOTO: usize = 1 << 20;

macro_rules! kept {
    ($module:ident $table:ident $row:ident $col:ident $sql:ident $kind:ty) => {
        pub(crate) mod $module {
            use super::*;
            diesel::table! {
                $table (root, id) {
                    root -> Binary,
                    id -> Binary,
                    person -> Binary,
                    valid_from -> Text,
                    valid_to -> Nullable<Text>,
                    $col -> $sql,
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
                pub(crate) $col: $kind,
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

kept!(photo person_photo PhotoRow bytes Binary Vec<u8>);
kept!(form person_form FormRow texts Text String);

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

/// What forms bring to persons: one takes the place of what was there, unless it says the same.
pub(crate) fn bring<A: Action>(
    tx: &mut Write<'_>,
    may: &Permit<A>,
    brought: Vec<(Id<Person>, Option<Photo>, Wording)>,
    known: &[Id<Person>],
) -> db::Result<()> {
    let (root, made, today) = (may.root(), tx.entry(), tx.today());
    let photos: BTreeMap<Id<Person>, photo::PhotoRow> =
        photo::of(tx.with(may), root, known)?.into_iter().map(|r| (r.person, r)).collect();
    let forms: BTreeMap<Id<Person>, form::FormRow> =
        form::of(tx.with(may), root, known)?.into_iter().map(|r| (r.person, r)).collect();
    let (mut old_photos, mut old_forms, mut new_photos, mut new_forms) = (vec![], vec![], vec![], vec![]);
    for (person, photo, wording) in brought {
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
    form::insert(tx, may, new_forms)
}
