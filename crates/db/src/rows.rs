//! Rows as text, put back into tables of either engine.

use diesel::{RunQueryDsl, connection::SimpleConnection, sql_query, sql_types::Text};
use serde_json::{Map, Value};

use crate::{
    Conn, Error, Result,
    catalog::{Catalog, Kind},
};

/// Rows of one table on their way in. One statement takes a batch as JSON, which both engines can unfold into rows.
#[derive(Default)]
pub(crate) struct Batch {
    rows: Vec<Value>,
    bytes: usize,
}

impl Batch {
    /// Adds a row written as `name=length:value;`; nothing when it is not.
    pub(crate) fn add(&mut self, line: &str) -> Option<()> {
        self.rows.push(Value::Object(read_row(line)?));
        self.bytes += line.len();
        Some(())
    }
    pub(crate) fn full(&self) -> bool {
        self.rows.len() >= 2000 || self.bytes > 4 << 20
    }
    /// Puts the rows into `table` and empties the batch.
    pub(crate) fn put(&mut self, conn: &mut Conn, catalog: &Catalog, table: Option<&str>) -> Result<()> {
        if self.rows.is_empty() {
            return Ok(());
        }
        let unknown = || Error::Corrupt("a row of a table that this version does not have".to_owned());
        let (table, columns) = table.and_then(|t| catalog.tables.get_key_value(t)).ok_or_else(unknown)?;
        let of_row = |row: &Value| row.as_object().is_some_and(|r| r.keys().all(|k| columns.contains_key(k)));
        if !self.rows.iter().all(of_row) {
            return Err(Error::Corrupt(format!("a row of “{table}” has a column that this version does not have")));
        }
        let names = columns.keys().map(|c| format!("\"{c}\"")).collect::<Vec<_>>().join(", ");
        let values = columns.iter().map(|(c, kind)| kind.value_of(c, conn.is_pg())).collect::<Vec<_>>().join(", ");
        let source = if conn.is_pg() {
            let typed = columns.keys().map(|c| format!("\"{c}\" text")).collect::<Vec<_>>().join(", ");
            format!("json_to_recordset($1::json) AS r ({typed})")
        } else {
            "json_each($1) AS r".to_owned()
        };
        let rows = Value::Array(std::mem::take(&mut self.rows)).to_string();
        self.bytes = 0;
        let query = format!("INSERT INTO \"{table}\" ({names}) SELECT {values} FROM {source}");
        sql_query(query).bind::<Text, _>(rows).execute(conn)?;
        Ok(())
    }
}

/// Lets rows come in an order in which some refer to rows that follow. PostgreSQL checks at the end of each statement; the
/// order of tables is that of their making.
pub(crate) fn hold_references(conn: &mut Conn) -> Result<()> {
    if !conn.is_pg() {
        conn.batch_execute("PRAGMA defer_foreign_keys = ON")?;
    }
    Ok(())
}

fn read_row(mut line: &str) -> Option<Map<String, Value>> {
    let mut row = Map::new();
    while !line.is_empty() {
        let (name, rest) = line.split_once('=')?;
        let (len, rest) = rest.split_once(':')?;
        let (value, rest) = rest.split_at_checked(len.parse().ok()?)?;
        row.insert(name.to_owned(), Value::String(value.to_owned()));
        line = rest.strip_prefix(';')?;
    }
    Some(row)
}

impl Kind {
    /// An SQL expression that gives the column's value from its text in a row of JSON, called `r`.
    fn value_of(self, column: &str, pg: bool) -> String {
        let text = if pg { format!("r.\"{column}\"") } else { format!("json_extract(r.value, '$.\"{column}\"')") };
        match (self, pg) {
            (Self::Text, _) => text,
            (Self::Integer, _) => format!("CAST({text} AS BIGINT)"),
            (Self::Boolean, true) => format!("({text} = '1')"),
            (Self::Boolean, false) => format!("CAST({text} AS INTEGER)"),
            (Self::Bytes, true) => format!("decode({text}, 'hex')"),
            (Self::Bytes, false) => format!("unhex({text})"),
        }
    }
}

impl crate::Db {
    /// Puts rows into a table from their text: for tests that compare the engines.
    #[doc(hidden)]
    pub fn put_lines(&self, table: &str, lines: &[String]) -> Result<()> {
        let catalog = self.catalog();
        self.change(|conn| {
            let mut batch = Batch::default();
            for line in lines {
                batch.add(line).ok_or_else(|| Error::Corrupt("not a row".to_owned()))?;
            }
            batch.put(conn, &catalog, Some(table))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_read_by_its_lengths() {
        let row = read_row("a=6:b=1:x;;n=2:-1;z=0:;").unwrap();
        assert_eq!((row["a"].as_str(), row["n"].as_str(), row["z"].as_str()), (Some("b=1:x;"), Some("-1"), Some("")));
        for bad in ["a", "a=", "a=1", "a=1:", "a=1:x", "a=9:x;", "a=1:é;", "a=-1:x;", "a=1:x;b"] {
            assert!(read_row(bad).is_none(), "{bad}");
        }
    }
}
