//! What one ledger entry did over all tables of the file.

use std::collections::BTreeSet;

use auth::Root;
use base::Id;
use db::{Conn, LedgerEntry};
use diesel::{BoolExpressionMethods, ExpressionMethods, NullableExpressionMethods, QueryDsl, RunQueryDsl};

use super::{kept, links, sealed};
use crate::file::Person;

macro_rules! whole {
    ($($table:ident),+ $(,)?) => {
        /// The persons whose facts the entry made or took back.
        pub(crate) fn persons(conn: &mut Conn, root: Id<Root>, entry: Id<LedgerEntry>) -> db::Result<BTreeSet<Id<Person>>> {
            let mut all = BTreeSet::new();
            $({
                let made = $table::table.filter($table::root.eq(root).and($table::made.eq(entry)));
                all.extend(made.select($table::person).load::<Id<Person>>(conn)?);
                let unmade = $table::table.filter($table::root.eq(root).and($table::unmade.assume_not_null().eq(entry)));
                all.extend(unmade.select($table::person).load::<Id<Person>>(conn)?);
            })+
            Ok(all)
        }
        /// How many of the facts that the entry made have been taken back since.
        pub(crate) fn spoiled(conn: &mut Conn, root: Id<Root>, entry: Id<LedgerEntry>) -> db::Result<i64> {
            let mut n = 0i64;
            $({
                let rows = $table::table
                    .filter($table::root.eq(root).and($table::made.eq(entry)).and($table::unmade.is_not_null()));
                n += rows.count().get_result::<i64>(conn)?;
            })+
            Ok(n)
        }
        /// How many facts of these persons stand that other entries made.
        pub(crate) fn others(conn: &mut Conn, root: Id<Root>, entry: Id<LedgerEntry>, persons: &[Id<Person>]) -> db::Result<i64> {
            let mut n = 0i64;
            $({
                let rows = $table::table
                    .filter($table::root.eq(root).and($table::person.eq_any(persons.to_vec())))
                    .filter($table::unmade.is_null().and($table::made.ne(entry)));
                n += rows.count().get_result::<i64>(conn)?;
            })+
            Ok(n)
        }
        /// Takes back every fact that the entry made.
        pub(crate) fn take_back(conn: &mut Conn, root: Id<Root>, entry: Id<LedgerEntry>, by: Id<LedgerEntry>) -> db::Result<()> {
            $({
                let rows = $table::table
                    .filter($table::root.eq(root).and($table::made.eq(entry)).and($table::unmade.is_null()));
                diesel::update(rows).set($table::unmade.eq(Some(by))).execute(conn)?;
            })+
            Ok(())
        }
        /// Takes back every fact of a person.
        pub(crate) fn take_back_person(conn: &mut Conn, root: Id<Root>, person: Id<Person>, by: Id<LedgerEntry>) -> db::Result<()> {
            $({
                let rows = $table::table
                    .filter($table::root.eq(root).and($table::person.eq(person)).and($table::unmade.is_null()));
                diesel::update(rows).set($table::unmade.eq(Some(by))).execute(conn)?;
            })+
            Ok(())
        }
    };
}

use kept::{
    ability::person_ability, absent::person_absent, annual::person_annual, award::person_award, basic::person_basic,
    career::person_career, certificate::person_certificate, entry::person_entry, interest::person_interest,
    military::person_military, programme::person_programme, rank::person_rank, recusal::person_recusal,
    residence::person_residence, service::person_service, study::person_study,
};
use links::{person_merge, person_unit};
use sealed::person_sealed;

whole!(
    person_basic,
    person_study,
    person_career,
    person_award,
    person_annual,
    person_certificate,
    person_ability,
    person_interest,
    person_service,
    person_entry,
    person_rank,
    person_residence,
    person_programme,
    person_military,
    person_recusal,
    person_absent,
    person_sealed,
    person_unit,
    person_merge,
);
