//! Indexes made afresh after many rows came in.

use auth::{Action, Permit};
use diesel::{QueryableByName, RunQueryDsl, connection::SimpleConnection, sql_query, sql_types::Text};

use crate::{Error, Result, Write};

#[derive(QueryableByName)]
struct Index {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    sql: String,
}

impl Write<'_> {
    /// Runs `put`, which fills the bookkeeping table `table` with far more rows than it has, and makes the table's indexes
    /// when it is done: made of all rows at once an index costs a fraction of what it costs to be kept in step at random
    /// places. On SQLite, where nobody else writes meanwhile and readers see the state before. PostgreSQL keeps its
    /// indexes: readers would have to wait for them.
    ///
    /// # Errors
    /// Those of `put`, and the database's; the transaction is undone as a whole then.
    pub fn indexed_afterwards<A: Action, T>(
        &mut self,
        may: &Permit<A>,
        table: &'static str,
        put: impl FnOnce(&mut Self) -> Result<T>,
    ) -> Result<T> {
        if !self.catalog().is_books(table) {
            return Err(Error::Internal(format!("“{table}” is no bookkeeping table")));
        }
        let (conn, again) = self.rows(may);
        if conn.is_pg() {
            return put(self);
        }
        let indexes: Vec<Index> = again.0.trusting(|| -> Result<Vec<Index>> {
            let all = sql_query(
                "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = $1 AND sql IS NOT NULL",
            );
            let indexes: Vec<Index> = all.bind::<Text, _>(table).load(conn)?;
            let drop: String = indexes.iter().map(|i| format!("DROP INDEX \"{}\";", i.name)).collect();
            conn.batch_execute(&drop)?;
            Ok(indexes)
        })?;
        let done = put(self)?;
        let (conn, again) = self.rows(may);
        let make: String = indexes.iter().map(|i| format!("{};", i.sql)).collect();
        again.0.trusting(|| conn.batch_execute(&make))?;
        Ok(done)
    }
}
