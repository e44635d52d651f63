//! The tables of the open sections: one shape, one set of queries, written once.

use auth::Root;
use base::{Date, Id};
use db::{Conn, Engine, LedgerEntry};
use diesel::{
    BoolExpressionMethods, ExpressionMethods, Insertable, NullableExpressionMethods, QueryDsl, Queryable, RunQueryDsl,
    Selectable, SelectableHelper,
};

use crate::{
    file::{Entry, Fact, Person},
    section::Section,
    values::Values,
};

/// Which rows.
#[derive(Clone, Debug)]
pub(crate) enum Which {
    /// Of these persons, those that hold on a day.
    Of(Vec<Id<Person>>, Date),
    /// Of these persons, those that hold on a day or will hold later.
    Open(Vec<Id<Person>>, Date),
    /// Of everyone, those that hold on a day.
    All(Date),
    /// Of one person, whatever was ever recorded and not taken back.
    Kept(Id<Person>),
    /// One fact that is not taken back.
    One(Id<Fact>),
    /// What a ledger entry took back.
    Unmade(Id<LedgerEntry>),
}

/// The condition for [`Which`] over a table of the common shape.
macro_rules! pick {
    ($table:ident, $query:expr, $which:expr) => {{
        let (query, which) = ($query, $which);
        let now = $table::unmade.is_null();
        match which {
            Which::Of(persons, on) => query.filter(now.and($table::person.eq_any(persons.clone()))).filter(
                $table::valid_from
                    .le(*on)
                    .and($table::valid_to.is_null().or($table::valid_to.assume_not_null().gt(*on))),
            ),
            Which::Open(persons, on) => query
                .filter(now.and($table::person.eq_any(persons.clone())))
                .filter($table::valid_to.is_null().or($table::valid_to.assume_not_null().gt(*on))),
            Which::All(on) => query.filter(now).filter(
                $table::valid_from
                    .le(*on)
                    .and($table::valid_to.is_null().or($table::valid_to.assume_not_null().gt(*on))),
            ),
            Which::Kept(person) => query.filter(now.and($table::person.eq(*person))),
            Which::One(id) => query.filter(now.and($table::id.eq(*id))),
            Which::Unmade(entry) => query.filter($table::unmade.assume_not_null().eq(*entry)),
        }
    }};
}
pub(crate) use pick;

macro_rules! kept {
    ($($module:ident $table:ident $section:ident [$($col:ident),+] [$($extra:ident = $compute:expr),*];)+) => {
        $(pub(crate) mod $module {
            use super::*;
            diesel::table! {
                $table (root, id) {
                    root -> Binary,
                    id -> Binary,
                    person -> Binary,
                    valid_from -> Text,
                    valid_to -> Nullable<Text>,
                    $($col -> Nullable<Text>,)+
                    $($extra -> Text,)*
                    corrects -> Nullable<Binary>,
                    made -> Binary,
                    unmade -> Nullable<Binary>,
                }
            }
            #[derive(Queryable, Selectable, Insertable)]
            #[diesel(table_name = $table, treat_none_as_default_value = false)]
            pub(crate) struct Row {
                root: Id<Root>,
                id: Id<Fact>,
                person: Id<Person>,
                valid_from: Date,
                valid_to: Option<Date>,
                $($col: Option<String>,)+
                $($extra: String,)*
                corrects: Option<Id<Fact>>,
                made: Id<LedgerEntry>,
                unmade: Option<Id<LedgerEntry>>,
            }
            impl Row {
                pub(crate) fn of(root: Id<Root>, entry: Entry) -> Self {
                    $(let $extra = $compute(&entry);)*
                    let mut each = entry.values.into_stored().into_iter();
                    Self {
                        root,
                        id: entry.id,
                        person: entry.person,
                        valid_from: entry.from,
                        valid_to: entry.to,
                        $($col: each.next().flatten(),)+
                        $($extra,)*
                        corrects: entry.corrects,
                        made: entry.made,
                        unmade: None,
                    }
                }
                fn into_entry(self) -> (Entry, bool) {
                    let values = Values::stored(Section::$section, vec![$(self.$col),+]);
                    let entry = Entry {
                        id: self.id,
                        person: self.person,
                        from: self.valid_from,
                        to: self.valid_to,
                        values,
                        corrects: self.corrects,
                        made: self.made,
                    };
                    (entry, self.unmade.is_some())
                }
            }
            pub(crate) fn load(conn: &mut Conn, root: Id<Root>, which: &Which) -> db::Result<Vec<(Entry, bool)>> {
                let query = $table::table.filter($table::root.eq(root)).select(Row::as_select()).into_boxed::<Engine>();
                let rows: Vec<Row> = pick!($table, query, which).load(conn)?;
                Ok(rows.into_iter().map(Row::into_entry).collect())
            }
            #[allow(dead_code, reason = "asked of the basic information only")]
            pub(crate) fn persons_made(conn: &mut Conn, root: Id<Root>, entry: Id<LedgerEntry>) -> db::Result<Vec<Id<Person>>> {
                let rows = $table::table.filter($table::root.eq(root).and($table::made.eq(entry)));
                Ok(rows.select($table::person).load(conn)?)
            }
            pub(crate) fn take_back(conn: &mut Conn, root: Id<Root>, ids: &[Id<Fact>], by: Id<LedgerEntry>) -> db::Result<usize> {
                let mut n = 0;
                for part in ids.chunks(500) {
                    let rows = $table::table.filter($table::root.eq(root).and($table::id.eq_any(part.to_vec())).and($table::unmade.is_null()));
                    n += diesel::update(rows).set($table::unmade.eq(Some(by))).execute(conn)?;
                }
                Ok(n)
            }
        })+

        /// The entries of an open section, each with whether it was taken back.
        pub(crate) fn load(section: Section, conn: &mut Conn, root: Id<Root>, which: &Which) -> db::Result<Vec<(Entry, bool)>> {
            match section {
                $(Section::$section => $module::load(conn, root, which),)+
                _ => Ok(Vec::new()),
            }
        }
        /// Takes back entries of an open section; gives how many were there to take back.
        pub(crate) fn take_back(section: Section, conn: &mut Conn, root: Id<Root>, ids: &[Id<Fact>], by: Id<LedgerEntry>) -> db::Result<usize> {
            match section {
                $(Section::$section => $module::take_back(conn, root, ids, by),)+
                _ => Ok(0),
            }
        }
        /// Records entries of one open section.
        pub(crate) fn insert<A: auth::Action>(section: Section, tx: &mut db::Write<'_>, may: &auth::Permit<A>, entries: Vec<Entry>) -> db::Result<()> {
            let root = may.root();
            match section {
                $(Section::$section => {
                    db::bulk!(tx, may, $module::$table::table, entries.into_iter().map(|e| $module::Row::of(root, e)))?;
                })+
                _ => {}
            }
            Ok(())
        }
        /// The sections whose values lie open in the database.
        pub(crate) const OPEN: &[Section] = &[$(Section::$section),+];
    };
}

kept! {
    basic person_basic Basic
        [name, former_names, number, sex, birth, ethnic, native_place, birthplace, growing_place, political, joined,
         second_party, work_start, category, state, management, establishment, level, level_since, grade, post_title,
         specialty]
        [pinyin = |e: &Entry| crate::name::Reading::of(e.values.get("name").unwrap_or_default()).spaced()];
    study person_study Study [kind, level, degree, school, major, major_code, began, ended, form, school_area, certified, directed] [];
    career person_career Career [began, ended, work, service, grassroots, level, basis, evidence, at_school] [];
    award person_award Award [name, on, honour, authority, document, reason, effect_to, lifted, authority_level, authority_kind] [];
    annual person_annual Annual [year, result, note] [];
    certificate person_certificate Certificate [kind, name, listed, grade, on, until, issuer, way, printed] [];
    ability person_ability Ability [dimension, name, level, on, source] [];
    interest person_interest Interest [interest, note] [];
    service person_service Service
        [registered, pay_level, grade_since, technical_rank, third_party, two_years_below, short_title, remarks] [];
    entry person_entry Entry [examined, entered, selected, selected_on] [];
    rank person_rank Rank [kind, rank, on, authority, document, ended, present] [];
    residence person_residence Residence [household, household_since, origin, unit_settled, hong_kong_macao] [];
    programme person_programme Programme [kind, began, ended, recruited_by, area, passed, note] [];
    military person_military Military [began, ended, enlisted_in, entered, arranged, resettled_in, note] [];
    recusal person_recusal Recusal [unit, unit_name, finding, on] [];
    absent person_absent Absent [what, on, source] [];
}

/// Every fact table of this slice, for the ledger.
pub(crate) const TABLES: &[&str] = &[
    "person_basic",
    "person_study",
    "person_career",
    "person_award",
    "person_annual",
    "person_certificate",
    "person_ability",
    "person_interest",
    "person_service",
    "person_entry",
    "person_rank",
    "person_residence",
    "person_programme",
    "person_military",
    "person_recusal",
    "person_absent",
    "person_sealed",
    "person_unit",
    "person_merge",
];
