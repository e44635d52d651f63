//! Bringing the tables up to date.

use diesel::{
    QueryableByName, RunQueryDsl,
    connection::SimpleConnection,
    sql_query,
    sql_types::{BigInt, Text},
};
use sha2::{Digest, Sha256};

use base::Timestamp;

use crate::{Conn, Db, Error, Result, catalog::Catalog, ddl};

include!(concat!(env!("OUT_DIR"), "/migrations.rs"));

#[derive(QueryableByName)]
struct Done {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    digest: String,
}

impl Db {
    /// Applies what is missing, each migration in a transaction of its own, and returns their names. Refuses a database
    /// that a newer program has been at, and one whose past migrations differ from this program's.
    pub fn migrate(&self) -> Result<Vec<&'static str>> {
        self.migrate_to(ALL.len())
    }

    /// Applies the first `count` migrations only, to make the database of an older program.
    #[doc(hidden)]
    pub fn migrate_to(&self, count: usize) -> Result<Vec<&'static str>> {
        let now = self.now();
        let make_list = || self.change(|conn| Ok(conn.batch_execute(&conn.translate(LIST))?));
        // On PostgreSQL two programs that start at once can both find no table and collide; the second time it is there.
        if make_list().is_err() {
            make_list()?;
        }
        let mut applied = self.begin_new(count, now);
        for (name, sql) in ALL.iter().take(count.max(1)) {
            let fresh = self.change(|conn| {
                if conn.is_pg() {
                    conn.batch_execute("LOCK TABLE migration IN EXCLUSIVE MODE")?;
                }
                let done = sql_query("SELECT name, digest FROM migration ORDER BY name").load::<Done>(conn)?;
                check(&done)?;
                let fresh = count > 0 && !done.iter().any(|d| d.name == *name);
                if fresh {
                    apply(conn, name, sql, now)?;
                }
                Ok(fresh)
            })?;
            if fresh {
                applied.push(*name);
            }
        }
        self.refresh_catalog()?;
        self.index_facts()?;
        self.free_of_root()?;
        self.settle_keys()?;
        Ok(applied)
    }

    /// Brings a database without any table up to date in one transaction, which is several times faster. When that does not
    /// work, because of another program or a faulty migration, the steps that follow do it or say why not.
    fn begin_new(&self, count: usize, now: Timestamp) -> Vec<&'static str> {
        if !self.catalog().tables.is_empty() {
            return Vec::new();
        }
        let done = self.change(|conn| {
            if conn.is_pg() {
                conn.batch_execute("LOCK TABLE migration IN EXCLUSIVE MODE")?;
            }
            if !done(conn)?.is_empty() {
                return Ok(Vec::new());
            }
            let all = ALL.iter().take(count);
            all.map(|(name, sql)| apply(conn, name, sql, now).map(|()| *name)).collect()
        });
        done.unwrap_or_default()
    }
    /// Each entry reads back what it made and took back. Without these two indexes every write would read whole tables;
    /// no slice needs to remember them.
    fn index_facts(&self) -> Result<()> {
        let catalog = self.catalog();
        let make = |t: &str| {
            format!(
                "CREATE INDEX IF NOT EXISTS \"{t}_made\" ON \"{t}\" (root, made); \
                 CREATE INDEX IF NOT EXISTS \"{t}_unmade\" ON \"{t}\" (root, unmade) WHERE unmade IS NOT NULL;"
            )
        };
        let all: String = catalog.fact_tables().map(make).collect();
        // an empty statement is a fault to PostgreSQL
        if all.is_empty() {
            return Ok(());
        }
        self.change(|conn| {
            // “if not exists” does not keep two programs on PostgreSQL from making the same index at once
            if conn.is_pg() {
                conn.batch_execute("LOCK TABLE migration IN EXCLUSIVE MODE")?;
            }
            Ok(conn.batch_execute(&all)?)
        })
    }
    /// PostgreSQL looks up a row's root for each row that comes in, one by one: two thirds of a large import. Every row's root
    /// is that of the permit which let it in, and roots are never removed, so these references say nothing new there.
    fn free_of_root(&self) -> Result<()> {
        self.change(|conn| {
            if conn.is_pg() {
                conn.batch_execute("LOCK TABLE migration IN EXCLUSIVE MODE")?;
                conn.batch_execute(
                    "DO $$ DECLARE r record; BEGIN \
                     FOR r IN SELECT conrelid::regclass AS t, conname FROM pg_catalog.pg_constraint \
                     WHERE contype = 'f' AND confrelid = to_regclass('root') \
                     LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', r.t, r.conname); END LOOP; END $$",
                )?;
            }
            Ok(())
        })
    }
    /// Makes a table that no migration knows, for tests of the mechanisms.
    #[doc(hidden)]
    pub fn add_table(&self, ddl: &str) -> Result<()> {
        self.change(|conn| Ok(conn.batch_execute(&conn.translate(ddl))?))?;
        self.refresh_catalog()?;
        self.index_facts()
    }

    /// The migrations that this program has and the database has not.
    pub fn pending(&self) -> Result<Vec<&'static str>> {
        if !self.catalog().tables.contains_key("migration") {
            return Ok(ALL.iter().map(|(name, _)| *name).collect());
        }
        self.snapshot(|conn| {
            let done = sql_query("SELECT name, digest FROM migration ORDER BY name").load::<Done>(conn)?;
            check(&done)?;
            Ok(ALL.iter().map(|(name, _)| *name).filter(|n| !done.iter().any(|d| d.name == *n)).collect())
        })
    }
}

const LIST: &str =
    "CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY, digest TEXT NOT NULL, at BIGINT NOT NULL);";

fn apply(conn: &mut Conn, name: &str, sql: &str, now: Timestamp) -> Result<()> {
    conn.batch_execute(&conn.translate(sql)).map_err(|e| failed(name, e))?;
    sql_query("INSERT INTO migration (name, digest, at) VALUES ($1, $2, $3)")
        .bind::<Text, _>(name)
        .bind::<Text, _>(digest(sql))
        .bind::<BigInt, _>(now)
        .execute(conn)?;
    Ok(())
}

/// The migrations that the data has, with their digests.
pub(crate) fn done(conn: &mut Conn) -> Result<Vec<(String, String)>> {
    let done = sql_query("SELECT name, digest FROM migration ORDER BY name").load::<Done>(conn)?;
    Ok(done.into_iter().map(|d| (d.name, d.digest)).collect())
}

/// Applies these migrations to an empty database, if this program knows them all.
pub(crate) fn bring_to(conn: &mut Conn, migrations: &[(String, String)], now: Timestamp) -> Result<()> {
    let done: Vec<Done> =
        migrations.iter().map(|(name, digest)| Done { name: name.clone(), digest: digest.clone() }).collect();
    check(&done)?;
    conn.batch_execute(&conn.translate(LIST))?;
    ALL.iter()
        .filter(|(name, _)| done.iter().any(|d| d.name == *name))
        .try_for_each(|(name, sql)| apply(conn, name, sql, now))
}

/// The tables in the order in which they were made, so that a row comes after the rows that it refers to.
pub(crate) fn in_order(catalog: &Catalog) -> Vec<String> {
    let made = ALL.iter().flat_map(|(_, sql)| ddl::statements(sql)).filter_map(|s| {
        let table = s.strip_prefix("CREATE TABLE ")?.split(|c: char| c.is_whitespace() || c == '(').next()?.to_owned();
        catalog.tables.contains_key(&table).then_some(table)
    });
    let mut all: Vec<String> = made.collect();
    let others: Vec<String> = catalog.tables.keys().filter(|t| !all.contains(t)).cloned().collect();
    all.extend(others);
    all
}

fn failed(name: &str, e: diesel::result::Error) -> Error {
    match Error::from(e) {
        Error::Internal(why) => Error::Internal(format!("migration {name} failed and was undone: {why}")),
        other => other,
    }
}

/// A name for this program's set of migrations.
#[doc(hidden)]
pub fn version() -> String {
    let mut hash = Sha256::new();
    ALL.iter().for_each(|(name, sql)| hash.update(format!("{name} {}\n", digest(sql))));
    crate::ledger::hex(&hash.finalize()[..8])
}

fn check(done: &[Done]) -> Result<()> {
    for d in done {
        match ALL.iter().find(|(name, _)| *name == d.name) {
            None => {
                return Err(Error::Corrupt(format!(
                    "it was made by a newer program (migration {}); use that program or restore an older backup",
                    d.name
                )));
            }
            Some((_, sql)) if digest(sql) != d.digest => {
                return Err(Error::Corrupt(format!("migration {} there is not the one this program knows", d.name)));
            }
            Some(_) => {}
        }
    }
    Ok(())
}

/// SHA-256 of the statements, so that a comment may be mended.
fn digest(sql: &str) -> String {
    let mut hash = Sha256::new();
    for statement in ddl::statements(sql) {
        hash.update(statement.split_whitespace().collect::<Vec<_>>().join(" "));
        hash.update(b";");
    }
    hash.finalize().iter().map(|b| format!("{b:02x}")).collect()
}

impl Conn {
    fn translate(&self, sql: &str) -> String {
        if self.is_pg() { ddl::for_postgres(sql) } else { ddl::for_sqlite(sql) }
    }
}
