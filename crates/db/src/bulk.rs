//! Many rows at once, and rows within reach.

use auth::{Action, Permit};
use diesel::{
    BoolExpressionMethods, BoxableExpression, Column, ExpressionMethods, IntoSql, QuerySource,
    expression::{AppearsOnTable, NonAggregate, SelectableExpression, ValidGrouping, is_aggregate},
    query_builder::QueryFragment,
    sql_types::{Bool, Text},
};

use crate::{Engine, watch::Seen};

/// A condition that can be put into any query over `QS`.
pub type Condition<QS> = Box<dyn BoxableExpression<QS, Engine, SqlType = Bool>>;

/// Whether the place in column `path` lies where the permit reaches: its ranges, one or the other. Reaching nothing by
/// place (a cadre) is false for every row; whoever may see the own file adds that with `.or(…)`.
///
/// ```ignore
/// unit::table.filter(unit::root.eq(may.root())).filter(db::within(&may, unit::path))
/// ```
pub fn within<A: Action, QS, C>(may: &Permit<A>, path: C) -> Condition<QS>
where
    QS: QuerySource + 'static,
    C: Column<SqlType = Text>
        + Copy
        + Send
        + 'static
        + SelectableExpression<QS>
        + AppearsOnTable<QS>
        + QueryFragment<Engine>
        + ValidGrouping<(), IsAggregate = is_aggregate::No>
        + NonAggregate,
    Condition<QS>: BoolExpressionMethods<SqlType = Bool>,
{
    if may.whole() {
        return Box::new(true.into_sql::<Bool>());
    }
    let nothing: Condition<QS> = Box::new(false.into_sql::<Bool>());
    may.ranges()
        .iter()
        .fold(nothing, |or, (from, below)| Box::new(or.or(path.ge(from.clone()).and(path.lt(below.clone())))))
}

/// Puts many rows into a table: `COPY` on PostgreSQL; on SQLite one prepared statement of a few rows, run again and again. Needs a writing transaction and a permit; gives a `db::Result` with the
/// number of rows. Rows are any iterator over what
/// [`diesel::insert_into`] takes, written out column by column (tuples of `column.eq(value)`, or a struct with
/// `#[derive(Insertable)]` and `#[diesel(treat_none_as_default_value = false)]`). Memory is bounded by a batch.
///
/// ```ignore
/// let rows = names.iter().map(|name| (unit::root.eq(root), unit::id.eq(Id::<Unit>::new()), unit::name.eq(name)));
/// db::bulk!(tx, &may, unit::table, rows)?;
/// ```
#[macro_export]
macro_rules! bulk {
    ($tx:expr, $may:expr, $table:expr, $rows:expr) => {{
        let (conn, again): (&mut $crate::Conn, $crate::Again) = $crate::Write::rows($tx, $may);
        let mut rows = ::std::iter::IntoIterator::into_iter($rows);
        $crate::in_batches(&mut rows, |batch| match conn {
            $crate::Conn::Pg(conn) => {
                $crate::ExecuteCopyFromDsl::execute($crate::copy_from($table).from_insertable(batch), conn)
            }
            $crate::Conn::Sqlite(conn) => again.each(
                batch,
                conn,
                |rows, conn| ::diesel::RunQueryDsl::execute(::diesel::insert_into($table).values(rows), conn),
                |row, conn| ::diesel::RunQueryDsl::execute(::diesel::insert_into($table).values(row), conn),
            ),
        })
    }};
}

/// Runs one statement for many rows. What it does is looked at once, not for each of them.
#[doc(hidden)]
pub struct Again(pub(crate) Seen);
impl Again {
    /// Puts rows by `together`, one statement for [`TOGETHER`] of them, and what is left over by `one`.
    #[doc(hidden)]
    pub fn each<R, C>(
        &self,
        rows: Vec<R>,
        conn: &mut C,
        mut together: impl FnMut([R; TOGETHER], &mut C) -> diesel::QueryResult<usize>,
        mut one: impl FnMut(R, &mut C) -> diesel::QueryResult<usize>,
    ) -> diesel::QueryResult<usize> {
        let mut rows = rows.into_iter();
        let Some(first) = rows.next() else { return Ok(0) };
        let mut count = one(first, conn)?;
        self.0.trusting(|| {
            while rows.len() >= TOGETHER {
                match <[R; TOGETHER]>::try_from(rows.by_ref().take(TOGETHER).collect::<Vec<_>>()) {
                    Ok(some) => count += together(some, conn)?,
                    Err(some) => {
                        count += some.into_iter().map(|row| one(row, conn)).sum::<diesel::QueryResult<usize>>()?
                    }
                }
            }
            rows.map(|row| one(row, conn)).sum::<diesel::QueryResult<usize>>().map(|rest| count + rest)
        })
    }
}
/// So many rows go in by one prepared statement: within it the engine stays where it put the last row, where each statement
/// of its own looks for the place from the top of the table and of every index.
const TOGETHER: usize = 32;

/// Gives the rows away in batches, so that memory does not grow with their number.
#[doc(hidden)]
pub fn in_batches<R>(
    rows: &mut impl Iterator<Item = R>,
    mut put: impl FnMut(Vec<R>) -> diesel::QueryResult<usize>,
) -> crate::Result<usize> {
    let mut count = 0;
    loop {
        let batch: Vec<R> = rows.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            return Ok(count);
        }
        count += put(batch)?;
    }
}
const BATCH: usize = 1000;
