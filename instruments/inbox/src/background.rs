//! While the server runs, messages are made and carried.

use std::{thread, time::Duration};

use base::Say;
use web::Console;

use crate::{Outside, Sources, round};

const EVERY: Duration = Duration::from_secs(60);

/// Begins the rounds where there is anything to tell of.
pub(crate) fn begin(console: &Console) -> db::Result<Option<Say>> {
    let Some(sources) = console.part::<Sources>().cloned() else { return Ok(None) };
    let outside = console.part::<Outside>().cloned().unwrap_or_default();
    let (db, root) = (console.db.clone(), console.actor.root());
    let run = move || {
        let mut said = String::new();
        loop {
            // the same trouble is said once, not every minute
            let trouble = match round(&db, root, &sources, &outside) {
                Ok(_) => String::new(),
                Err(why) => why.to_string(),
            };
            if trouble != said && !trouble.is_empty() {
                eprintln!("{} inbox: {trouble}", db.now());
            }
            said = trouble;
            thread::sleep(EVERY);
        }
    };
    let spawned = thread::Builder::new().name("inbox".to_owned()).spawn(run);
    spawned.map(|_| None).map_err(|e| db::Error::Busy(format!("no thread for the inbox: {e}")))
}
