//! What tables there are, read from the engine itself.

use std::collections::BTreeMap;

use diesel::{QueryableByName, RunQueryDsl, sql_query, sql_types::Text};

use crate::{Conn, Result};

/// How a column is kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    Text,
    Integer,
    Boolean,
    Bytes,
}

/// Tables with their columns, both by name.
#[derive(Clone, Default, Debug)]
pub(crate) struct Catalog {
    pub(crate) tables: BTreeMap<String, BTreeMap<String, Kind>>,
}

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    column_name: String,
    #[diesel(sql_type = Text)]
    kind: String,
}

impl Catalog {
    pub(crate) fn load(conn: &mut Conn) -> Result<Self> {
        let query = if conn.is_pg() {
            // information_schema answers the same, more slowly
            "SELECT c.relname::text AS table_name, a.attname::text AS column_name, format_type(a.atttypid, NULL) AS kind \
             FROM pg_catalog.pg_class c JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped \
             WHERE c.relkind IN ('r', 'p') AND c.relnamespace = current_schema()::text::regnamespace"
        } else {
            "SELECT m.name AS table_name, i.name AS column_name, i.type AS kind \
             FROM sqlite_schema m JOIN pragma_table_info(m.name) i WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'"
        };
        let booleans = crate::ddl::booleans();
        let mut tables: BTreeMap<String, BTreeMap<String, Kind>> = BTreeMap::new();
        for c in sql_query(query).load::<Column>(conn)? {
            // SQLite keeps booleans as integers; the migrations say which they are.
            let boolean = booleans.contains(&(c.table_name.clone(), c.column_name.clone()));
            let kind = match c.kind.to_ascii_lowercase().as_str() {
                "bytea" | "blob" => Kind::Bytes,
                "boolean" => Kind::Boolean,
                "bigint" | "integer" | "int" => {
                    if boolean {
                        Kind::Boolean
                    } else {
                        Kind::Integer
                    }
                }
                _ => Kind::Text,
            };
            tables.entry(c.table_name).or_default().insert(c.column_name, kind);
        }
        Ok(Self { tables })
    }

    /// The tables that hold facts: each row names the ledger entry that made it and the one that took it back.
    pub(crate) fn fact_tables(&self) -> impl Iterator<Item = &str> {
        self.tables.keys().map(String::as_str).filter(|t| self.is_facts(t))
    }

    /// Whether the table holds facts.
    pub(crate) fn is_facts(&self, table: &str) -> bool {
        self.tables.get(table).is_some_and(|c| c.contains_key("made") && c.contains_key("unmade"))
    }
    /// Whether the table holds neither facts nor anything that the ledger stands on.
    pub(crate) fn is_books(&self, table: &str) -> bool {
        const CORE: [&str; 5] = ["root", "ledger", "ledger_head", "migration", "sealing"];
        let Some(columns) = self.tables.get(table) else { return false };
        !CORE.contains(&table) && !columns.contains_key("made") && !columns.contains_key("unmade")
    }

    /// The columns of a table that an entry commits to: all but `unmade`, in the order of their names. A column added later
    /// and left NULL changes nothing.
    pub(crate) fn committed(&self, table: &str) -> Vec<String> {
        self.columns_of(table, |name| name != "unmade")
    }
    /// The same with `unmade`, for backups.
    pub(crate) fn whole(&self, table: &str) -> Vec<String> {
        self.columns_of(table, |_| true)
    }
    fn columns_of(&self, table: &str, of: impl Fn(&str) -> bool) -> Vec<String> {
        self.tables.get(table).into_iter().flatten().map(|(name, _)| name).filter(|name| of(name)).cloned().collect()
    }
}

/// Columns as a `SELECT` lists them.
pub(crate) fn listed(columns: &[String]) -> String {
    columns.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
}
