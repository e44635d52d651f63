//! A fresh database per engine and test, and people to act in it.
//!
//! ```ignore
//! testkit::on_both_engines! {
//!     fn a_unit_is_founded(t: testkit::Bench) {
//!         t.db.write(&t.officer(), |tx| org::found(tx, ...)).unwrap();
//!     }
//! }
//! ```
//! makes two tests, `a_unit_is_founded::sqlite` and `a_unit_is_founded::postgres`. The second needs
//! `XIANNENG_TEST_POSTGRES`, a URL of a server where schemas may be made; without it the test says so and passes.
//! When the body is done, the ledger is replayed: whatever a story did, every fact must stand in it.

#[cfg(feature = "client")]
pub mod client;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use auth::{Account, Actor, Columns, Door, Grant, PersonKey, Role, Root};
use base::{Id, Timestamp};
use db::{Db, FixedClock, Keys, Options};
use diesel::{Connection, connection::SimpleConnection};

/// A migrated database of its own with one root organisation, and a clock that stands at noon (UTC+8) of 2026-06-01
/// until it is set.
pub struct Bench {
    /// The database.
    pub db: Db,
    /// The root organisation.
    pub root: Id<Root>,
    /// The clock that the database goes by.
    pub clock: Arc<FixedClock>,
    /// Where the database is, to open it once more.
    pub url: String,
    /// The keys of its restricted columns.
    pub keys: Keys,
    _place: Place,
}

enum Place {
    File { _folder: tempfile::TempDir },
    Schema { server: String, name: String },
}
impl Drop for Place {
    fn drop(&mut self) {
        if let Self::Schema { server, name } = self
            && let Ok(mut conn) = diesel::PgConnection::establish(server)
        {
            let _ = conn.batch_execute(&format!("SET lock_timeout = '5s'; DROP SCHEMA IF EXISTS {name} CASCADE"));
        }
    }
}

/// A migrated file to be copied, made once for each set of migrations: each test is a process of its own.
fn template() -> PathBuf {
    let place = std::env::temp_dir().join(format!("xianneng-{}.sqlite", db::version()));
    if !place.exists() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let new = folder.path().join("new.sqlite");
        let url = new.display().to_string();
        Db::open(&url).and_then(|db| db.migrate()).expect("the migrations apply");
        // closed, the file is whole; another test may put its own in the same place, which is as good
        let near = place.with_extension(format!("{}", std::process::id()));
        std::fs::copy(&new, &near).and_then(|_| std::fs::rename(&near, &place)).expect("the template can be kept");
    }
    place
}

/// Noon in China on 1 June 2026.
pub const NOON: Timestamp = Timestamp(1_780_286_400_000_000);

impl Bench {
    /// A fresh SQLite file.
    pub fn sqlite() -> Self {
        // memory where there is some: a test of behaviour need not wait for a disk
        let memory = Path::new("/dev/shm");
        if memory.is_dir() { Self::sqlite_in(memory) } else { Self::sqlite_in(&std::env::temp_dir()) }
    }
    /// A fresh SQLite file in a folder of its own below `folder`, to measure on a real disk.
    pub fn sqlite_in(folder: &Path) -> Self {
        let folder = tempfile::tempdir_in(folder).expect("a temporary folder");
        let url = folder.path().join("test.sqlite").display().to_string();
        std::fs::copy(template(), &url).expect("the template can be copied");
        Self::open(url, Place::File { _folder: folder })
    }
    /// A fresh PostgreSQL schema, or nothing where no server is named.
    pub fn postgres() -> Option<Self> {
        let Ok(server) = std::env::var("XIANNENG_TEST_POSTGRES") else {
            eprintln!("SKIPPED on PostgreSQL: XIANNENG_TEST_POSTGRES names no server (cargo xtask ci starts one)");
            return None;
        };
        let name = format!("t{}", uuid::Uuid::now_v7().simple());
        let mut conn = diesel::PgConnection::establish(&server).expect("the server of XIANNENG_TEST_POSTGRES answers");
        conn.batch_execute(&format!("CREATE SCHEMA {name}")).expect("a schema can be made");
        let joint = if server.contains('?') { '&' } else { '?' };
        let url = format!("{server}{joint}options=-csearch_path%3D{name}");
        Some(Self::open(url, Place::Schema { server, name }))
    }
    fn open(url: String, place: Place) -> Self {
        let clock = Arc::new(FixedClock::at(NOON));
        let keys = Keys::fresh().expect("the machine gives random numbers");
        let db = Options::new().clock(clock.clone()).keys(keys.clone()).open(&url).expect("the database opens");
        db.migrate().expect("the migrations apply");
        let root = db.found_root("海晏市").expect("a root is founded");
        Self { db, root, clock, url, keys, _place: place }
    }

    /// Someone with one role over the whole tree and every restricted column.
    pub fn actor(&self, role: Role) -> Actor {
        self.actor_over(role, auth::Path::whole())
    }
    /// Someone with one role over a part of the tree.
    pub fn actor_over(&self, role: Role, over: auth::Path) -> Actor {
        let grants = vec![Grant { role, over, columns: Columns::ALL }];
        Actor::account(Door::Session, self.root, Id::<Account>::new(), Some(Id::<PersonKey>::new()), grants)
    }
    /// An officer over the whole tree.
    pub fn officer(&self) -> Actor {
        self.actor(Role::Officer)
    }
    /// Sets the clock to noon (UTC+8) of a date such as `2027-03-01`.
    pub fn on(&self, date: &str) {
        let date: base::Date = date.parse().expect("a date");
        let noon = date.civil().at(12, 0, 0, 0).to_zoned(FixedZone::china()).expect("an instant");
        self.clock.set(noon.timestamp().into());
    }
    /// Makes a table beside those of the program, for tests of the mechanisms. Written as a migration is.
    pub fn table(&self, ddl: &str) {
        self.db.add_table(ddl).expect("the table can be made");
    }
    /// Runs statements behind the program's back, as whoever holds the disk could.
    pub fn forge(&self, sql: &str) {
        if self.db.is_postgres() {
            diesel::PgConnection::establish(&self.url).expect("it connects").batch_execute(sql)
        } else {
            diesel::SqliteConnection::establish(&self.url).expect("it connects").batch_execute(sql)
        }
        .expect("the statements run");
    }
    /// Throws every table away, so that what opens the place next finds it new.
    pub fn empty(&self) {
        match &self._place {
            Place::Schema { name, .. } => self.forge(&format!("DROP SCHEMA {name} CASCADE; CREATE SCHEMA {name}")),
            Place::File { .. } => {
                for end in ["", "-wal", "-shm"] {
                    let _ = std::fs::remove_file(format!("{}{end}", self.url));
                }
            }
        }
    }
    /// Replays the ledger and panics with what is wrong.
    pub fn assert_ledger(&self) {
        for verdict in self.db.verify().expect("the ledger can be read") {
            assert!(verdict.findings.is_empty(), "the ledger does not agree: {:?}", verdict.findings);
        }
    }
}

struct FixedZone;
impl FixedZone {
    fn china() -> jiff::tz::TimeZone {
        jiff::tz::Offset::constant(8).to_time_zone()
    }
}

/// Makes two tests of each body, one per engine.
#[macro_export]
macro_rules! on_both_engines {
    ($($(#[$meta:meta])* fn $name:ident($t:ident: $kind:ty) $body:block)+) => {$(
        $(#[$meta])*
        mod $name {
            #[allow(unused_imports, reason = "the body uses what its file imports")]
            use super::*;
            fn body($t: &$kind) $body
            #[test]
            fn sqlite() {
                let bench = $crate::Bench::sqlite();
                body(&bench);
                bench.assert_ledger();
            }
            #[test]
            fn postgres() {
                if let Some(bench) = $crate::Bench::postgres() {
                    body(&bench);
                    bench.assert_ledger();
                }
            }
        }
    )+};
}
