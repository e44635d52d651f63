//! How values in time are kept: one table for each kind of value, written once for all of them.

use auth::Root;
use base::Id;
use db::{Conn, Error, LedgerEntry, Result};

use crate::timeline::{Span, Turn};

/// A value that has a fact table of its own. Implemented by [`kept!`](crate::kept).
pub trait Kept: Sized + Clone {
    /// What the value is about.
    type Subject: 'static;
    /// The columns of what it says, as a query selects them.
    type Columns;
    /// The table, as the ledger names it.
    const TABLE: &'static str;

    /// The standing facts about one subject, in order of time.
    ///
    /// # Errors
    /// The database's.
    fn spans(conn: &mut Conn, root: Id<Root>, of: Id<Self::Subject>) -> Result<Vec<Span<Self>>>;
    /// The columns of what a fact says, for queries of a slice's own.
    fn columns() -> Self::Columns;
    /// The standing facts about every subject, by subject and time.
    ///
    /// # Errors
    /// The database's.
    #[allow(clippy::type_complexity, reason = "a list of pairs needs no name")]
    fn all(conn: &mut Conn, root: Id<Root>) -> Result<Vec<(Id<Self::Subject>, Span<Self>)>>;
    /// Every fact about one subject that ever stood, with the entries that made it and took it back, latest first.
    ///
    /// # Errors
    /// The database's.
    fn history(conn: &mut Conn, root: Id<Root>, of: Id<Self::Subject>) -> Result<Vec<Told<Self>>>;
    /// Records one fact.
    ///
    /// # Errors
    /// The database's.
    fn make(
        conn: &mut Conn,
        root: Id<Root>,
        entry: Id<LedgerEntry>,
        of: Id<Self::Subject>,
        span: &Span<Self>,
    ) -> Result<()>;
    /// Takes one fact back.
    ///
    /// # Errors
    /// The database's.
    fn take_back(
        conn: &mut Conn,
        root: Id<Root>,
        entry: Id<LedgerEntry>,
        fact: Id<crate::timeline::Fact>,
    ) -> Result<()>;
    /// Takes back what the entry `of` made and brings back what it took back. Returns how many facts it had made.
    ///
    /// # Errors
    /// [`Error::Refused`] when something later has built on a fact that it made.
    fn undo(conn: &mut Conn, root: Id<Root>, of: Id<LedgerEntry>, entry: Id<LedgerEntry>) -> Result<usize>;

    /// Does what a turn says.
    ///
    /// # Errors
    /// The database's.
    fn turn(
        conn: &mut Conn,
        root: Id<Root>,
        entry: Id<LedgerEntry>,
        of: Id<Self::Subject>,
        turn: &Turn<Self>,
    ) -> Result<()> {
        for fact in &turn.back {
            Self::take_back(conn, root, entry, *fact)?;
        }
        turn.make.iter().try_for_each(|span| Self::make(conn, root, entry, of, span))
    }
}

/// A fact with the entries that made it and took it back.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Told<T> {
    /// The fact.
    pub span: Span<T>,
    /// The ledger entry that made it.
    pub made: Id<LedgerEntry>,
    /// The ledger entry that took it back; nothing while it stands.
    pub unmade: Option<Id<LedgerEntry>>,
}

/// Why an undo is refused: something was built on what is to be taken back.
pub fn built_upon() -> Error {
    Error::refused(
        "这次导入之后，其中的记录又被修改过，不能整体撤销。请先在历史中撤回后来的修改，或逐条更正。",
        "Records of this import have been changed since, so it cannot be undone as a whole. \
         Take the later changes back first, or correct the records one by one.",
    )
}

/// Says how a value is kept: `kept! { unit_name.unit: Unit => Name { code, name } }`. The table has the columns of
/// every fact (`root`, `id`, `valid_from`, `valid_to`, `made`, `unmade`), the subject's and the value's, in this order.
#[macro_export]
macro_rules! kept {
    ($table:ident.$subject:ident: $of:ty => $value:ty { $($col:ident),+ $(,)? }) => {
        impl $crate::Kept for $value {
            type Subject = $of;
            type Columns = ($($table::$col,)+);
            const TABLE: &'static str = stringify!($table);

            fn columns() -> Self::Columns {
                ($($table::$col,)+)
            }

            fn spans(
                conn: &mut ::db::Conn,
                root: ::base::Id<::auth::Root>,
                of: ::base::Id<$of>,
            ) -> ::db::Result<Vec<$crate::timeline::Span<Self>>> {
                use ::diesel::prelude::*;
                type Row<V> = (::base::Id<$crate::timeline::Fact>, ::base::Date, Option<::base::Date>, V);
                let rows: Vec<Row<Self>> = $table::table
                    .filter($table::root.eq(root))
                    .filter($table::$subject.eq(of))
                    .filter($table::unmade.is_null())
                    .order(($table::valid_from, $table::id))
                    .select(($table::id, $table::valid_from, $table::valid_to, ($($table::$col,)+)))
                    .load(conn)?;
                let span = |(id, from, to, value)| $crate::timeline::Span { id: Some(id), from, to, value };
                Ok(rows.into_iter().map(span).collect())
            }

            fn all(
                conn: &mut ::db::Conn,
                root: ::base::Id<::auth::Root>,
            ) -> ::db::Result<Vec<(::base::Id<$of>, $crate::timeline::Span<Self>)>> {
                use ::diesel::prelude::*;
                type Row<V> =
                    (::base::Id<$of>, ::base::Id<$crate::timeline::Fact>, ::base::Date, Option<::base::Date>, V);
                let rows: Vec<Row<Self>> = $table::table
                    .filter($table::root.eq(root))
                    .filter($table::unmade.is_null())
                    .order(($table::$subject, $table::valid_from))
                    .select(($table::$subject, $table::id, $table::valid_from, $table::valid_to, ($($table::$col,)+)))
                    .load(conn)?;
                let span = |(of, id, from, to, value)| (of, $crate::timeline::Span { id: Some(id), from, to, value });
                Ok(rows.into_iter().map(span).collect())
            }

            fn history(
                conn: &mut ::db::Conn,
                root: ::base::Id<::auth::Root>,
                of: ::base::Id<$of>,
            ) -> ::db::Result<Vec<$crate::Told<Self>>> {
                use ::diesel::prelude::*;
                type Row<V> = (
                    ::base::Id<$crate::timeline::Fact>,
                    ::base::Date,
                    Option<::base::Date>,
                    ::base::Id<::db::LedgerEntry>,
                    Option<::base::Id<::db::LedgerEntry>>,
                    V,
                );
                let rows: Vec<Row<Self>> = $table::table
                    .filter($table::root.eq(root))
                    .filter($table::$subject.eq(of))
                    .order(($table::made.desc(), $table::valid_from.desc(), $table::id.desc()))
                    .select((
                        $table::id,
                        $table::valid_from,
                        $table::valid_to,
                        $table::made,
                        $table::unmade,
                        ($($table::$col,)+),
                    ))
                    .load(conn)?;
                let told = |(id, from, to, made, unmade, value)| $crate::Told {
                    span: $crate::timeline::Span { id: Some(id), from, to, value },
                    made,
                    unmade,
                };
                Ok(rows.into_iter().map(told).collect())
            }

            fn make(
                conn: &mut ::db::Conn,
                root: ::base::Id<::auth::Root>,
                entry: ::base::Id<::db::LedgerEntry>,
                of: ::base::Id<$of>,
                span: &$crate::timeline::Span<Self>,
            ) -> ::db::Result<()> {
                use ::diesel::prelude::*;
                ::diesel::insert_into($table::table)
                    .values((
                        $table::root.eq(root),
                        $table::id.eq(::base::Id::<$crate::timeline::Fact>::new()),
                        $table::$subject.eq(of),
                        $table::valid_from.eq(span.from),
                        $table::valid_to.eq(span.to),
                        $table::made.eq(entry),
                        $($table::$col.eq(&span.value.$col),)+
                    ))
                    .execute(conn)?;
                Ok(())
            }

            fn take_back(
                conn: &mut ::db::Conn,
                root: ::base::Id<::auth::Root>,
                entry: ::base::Id<::db::LedgerEntry>,
                fact: ::base::Id<$crate::timeline::Fact>,
            ) -> ::db::Result<()> {
                use ::diesel::prelude::*;
                let standing = $table::table
                    .filter($table::root.eq(root))
                    .filter($table::id.eq(fact))
                    .filter($table::unmade.is_null());
                match ::diesel::update(standing).set($table::unmade.eq(Some(entry))).execute(conn)? {
                    1 => Ok(()),
                    _ => Err(::db::Error::Conflict),
                }
            }

            fn undo(
                conn: &mut ::db::Conn,
                root: ::base::Id<::auth::Root>,
                of: ::base::Id<::db::LedgerEntry>,
                entry: ::base::Id<::db::LedgerEntry>,
            ) -> ::db::Result<usize> {
                use ::diesel::prelude::*;
                let made = || $table::table.filter($table::root.eq(root)).filter($table::made.eq(of));
                let changed: i64 = made().filter($table::unmade.is_not_null().and($table::unmade.ne(Some(of)))).count().get_result(conn)?;
                if changed > 0 {
                    return Err($crate::built_upon());
                }
                let gone = ::diesel::update(made().filter($table::unmade.is_null())).set($table::unmade.eq(Some(entry))).execute(conn)?;
                type Row<V> = (::base::Id<$of>, ::base::Date, Option<::base::Date>, V);
                let back: Vec<Row<Self>> = $table::table
                    .filter($table::root.eq(root))
                    .filter($table::unmade.eq(Some(of)))
                    .filter($table::made.ne(of))
                    .select(($table::$subject, $table::valid_from, $table::valid_to, ($($table::$col,)+)))
                    .load(conn)?;
                for (of, from, to, value) in back {
                    Self::make(conn, root, entry, of, &$crate::timeline::Span { id: None, from, to, value })?;
                }
                Ok(gone)
            }
        }
    };
}
