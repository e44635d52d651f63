//! One file of DDL for both engines.
//!
//! Migrations are written in the subset that both understand, with four column types: `TEXT`, `BIGINT`, `BOOLEAN`,
//! `BYTEA`. SQLite gets its own words for them and strict tables; PostgreSQL compares text byte by byte, as SQLite does,
//! so that every list has one order.

use std::collections::BTreeSet;

/// The DDL as SQLite wants it.
pub(crate) fn for_sqlite(ddl: &str) -> String {
    let mut strict = String::new();
    for statement in statements(ddl) {
        strict.push_str(&words(&statement, |w| match w {
            "BYTEA" => "BLOB",
            "BIGINT" | "BOOLEAN" => "INTEGER",
            other => other,
        }));
        strict.push_str(match statement.trim_start().to_ascii_uppercase().starts_with("CREATE TABLE") {
            // its rows would stand in the table and once more in the index of its key
            true if is_only_key(&statement) => " STRICT, WITHOUT ROWID;\n",
            true => " STRICT;\n",
            false => ";\n",
        });
    }
    strict
}

/// Whether every column of a `CREATE TABLE` is in its primary key.
fn is_only_key(statement: &str) -> bool {
    let Some((_, rest)) = statement.split_once('(') else { return false };
    let mut depth = 0;
    let parts = rest.split(|c: char| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        c == ',' && depth == 0
    });
    let (mut columns, mut key) = (0, 0);
    for part in parts {
        let part = part.trim();
        if let Some(list) = part.strip_prefix("PRIMARY KEY") {
            key = list.split(',').count();
        } else if !["CHECK", "UNIQUE", "FOREIGN", "CONSTRAINT"].iter().any(|w| part.starts_with(w)) {
            columns += 1;
        }
    }
    columns == key
}

/// The DDL as PostgreSQL wants it.
pub(crate) fn for_postgres(ddl: &str) -> String {
    let each = statements(ddl).map(|s| words(&s, |w| if w == "TEXT" { "TEXT COLLATE \"C\"" } else { w }) + ";\n");
    each.collect()
}

/// The boolean columns of all migrations, as (table, column).
pub(crate) fn booleans() -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    for (_, sql) in crate::migrate::ALL {
        for statement in statements(sql) {
            let tokens: Vec<&str> =
                statement.split(|c: char| c.is_whitespace() || "(),".contains(c)).filter(|t| !t.is_empty()).collect();
            let [create_or_alter, "TABLE", table, ..] = tokens[..] else { continue };
            if create_or_alter == "CREATE" || create_or_alter == "ALTER" {
                let pairs = tokens.windows(2).filter(|w| w[1] == "BOOLEAN");
                found.extend(pairs.map(|w| (table.to_owned(), w[0].to_owned())));
            }
        }
    }
    found
}

/// The statements of a file, without comments and closing semicolons.
pub(crate) fn statements(ddl: &str) -> impl Iterator<Item = String> {
    let mut all = vec![String::new()];
    let (mut quoted, mut comment) = (false, false);
    let mut chars = ddl.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\n' if comment => {
                comment = false;
                push(&mut all, ' ');
            }
            _ if comment => {}
            '\'' => {
                quoted = !quoted;
                push(&mut all, c);
            }
            '-' if !quoted && chars.peek() == Some(&'-') => comment = true,
            ';' if !quoted => all.push(String::new()),
            _ => push(&mut all, c),
        }
    }
    all.into_iter().filter(|s| !s.trim().is_empty()).map(|s| s.trim().to_owned())
}
fn push(all: &mut [String], c: char) {
    if let Some(last) = all.last_mut() {
        last.push(c);
    }
}

/// The statement with each word outside quotes put through `change`.
fn words(statement: &str, change: impl Fn(&str) -> &str) -> String {
    let mut out = String::new();
    let mut word = String::new();
    let mut quote = None;
    for c in statement.chars().chain([' ']) {
        if quote.is_none() && (c.is_ascii_alphanumeric() || c == '_') {
            word.push(c);
            continue;
        }
        out.push_str(change(&word));
        word.clear();
        match quote {
            None if c == '\'' || c == '"' => quote = Some(c),
            Some(q) if q == c => quote = None,
            _ => {}
        }
        out.push(c);
    }
    out.pop();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_that_is_only_its_key_is_kept_once() {
        for (ddl, once) in [
            (
                "CREATE TABLE t (a BYTEA NOT NULL REFERENCES r (id), b TEXT, PRIMARY KEY (a, b), CHECK (b IN ('x', 'y')))",
                true,
            ),
            ("CREATE TABLE t (a BYTEA, b TEXT, c TEXT, PRIMARY KEY (a, b))", false),
            ("CREATE TABLE t (a BYTEA PRIMARY KEY, b TEXT)", false),
            ("CREATE TABLE t (a BYTEA, b TEXT)", false),
        ] {
            assert_eq!(for_sqlite(ddl).contains("WITHOUT ROWID"), once, "{ddl}");
        }
    }
    #[test]
    fn each_engine_gets_its_words() {
        let ddl = "-- a; comment with TEXT\nCREATE TABLE t (a BYTEA, b TEXT DEFAULT 'BIGINT; it''s', c BOOLEAN);\nCREATE INDEX i ON t (a);";
        assert_eq!(
            for_sqlite(ddl),
            "CREATE TABLE t (a BLOB, b TEXT DEFAULT 'BIGINT; it''s', c INTEGER) STRICT;\nCREATE INDEX i ON t (a);\n"
        );
        assert_eq!(
            for_postgres(ddl),
            "CREATE TABLE t (a BYTEA, b TEXT COLLATE \"C\" DEFAULT 'BIGINT; it''s', c BOOLEAN);\nCREATE INDEX i ON t (a);\n"
        );
    }
}
