//! While the server runs, ballots are published in batches.

use std::{thread, time::Duration};

use base::Say;
use web::Console;

use crate::actions::{publish_due, seat_all};

/// How often it is looked whether a batch is due. Not after each ballot: the moment of a batch would tell when its last one came.
const EVERY: Duration = Duration::from_secs(60);

/// Begins.
pub(crate) fn begin(console: &Console) -> db::Result<Option<Say>> {
    let (db, root) = (console.db.clone(), console.actor.root());
    seat_all(&db, root)?;
    let run = move || {
        loop {
            thread::sleep(EVERY);
            if let Err(why) = publish_due(&db, root) {
                eprintln!("{} ballots: {why}", db.now());
            }
        }
    };
    let spawned = thread::Builder::new().name("ballots".to_owned()).spawn(run);
    spawned.map(|_| None).map_err(|e| db::Error::Busy(format!("no thread for ballots: {e}")))
}
