//! The one door to the data, and the only place that knows there are two engines.
//!
//! [`Db::read`] and [`Db::write`] run a closure in one transaction. Inside, a connection is lent only against a
//! [`Permit`](auth::Permit) ([`Read::with`]), and a write commits only when its closure hands back a [`Recorded`],
//! which only [`Write::record`] makes. [`Db::keep_books`] writes what is no fact (sessions, counters, jobs) and cannot
//! reach a fact. Forgetting either does not compile:
//!
//! ```compile_fail,E0277
//! use diesel::RunQueryDsl;
//! fn without_a_permit(tx: &mut db::Read<'_>) -> db::Result<usize> {
//!     Ok(diesel::sql_query("SELECT 1").execute(tx)?) // a transaction is not a connection
//! }
//! ```
//! ```compile_fail,E0308
//! fn without_an_entry(db: &db::Db, actor: &auth::Actor) {
//!     let _ = db.write(actor, |_tx| Ok(()));
//! }
//! ```
//! ```compile_fail,E0423
//! fn with_a_forged_entry(db: &db::Db, actor: &auth::Actor) {
//!     let _ = db.write(actor, |_tx| Ok(db::Recorded(())));
//! }
//! ```

mod afresh;
mod backup;
mod books;
mod bulk;
mod catalog;
mod checkpoint;
mod clock;
mod ddl;
mod digest;
mod engine;
mod error;
mod keys;
mod ledger;
mod line;
mod migrate;
mod pool;
mod remembered;
mod rows;
mod seal;
mod stock;
mod tx;
mod verify;
mod watch;

pub use backup::{Manifest, OnFindings, Standing};
pub use books::Books;
#[doc(hidden)]
pub use bulk::in_batches;
pub use bulk::{Again, Condition, within};
pub use clock::{Clock, FixedClock, MovedClock, SystemClock};
#[doc(hidden)]
pub use diesel::{copy_from, prelude::ExecuteCopyFromDsl};
pub use engine::{Conn, Engine};
pub use error::{Error, FieldError, Result};
pub use keys::Keys;
pub use ledger::{Entry, Event, Head};
#[doc(hidden)]
pub use migrate::version;
pub use pool::{Db, Options};
pub use remembered::Remembered;
pub use seal::{Cell, Prints, Sealed, Sealer, Whose};
pub use tx::{Read, Recorded, Write};
pub use verify::{Finding, Verdict};

/// An entry of the ledger, as the target of an [`Id`](base::Id).
pub struct LedgerEntry;
