//! While the server runs, a round now and then.

use std::{thread, time::Duration};

use base::Say;
use web::Console;

use crate::{Place, round::round};

/// How often it is looked whether something waits.
const EVERY: Duration = Duration::from_secs(60);

/// How long after the last time the ledger's head is logged again, in microseconds: an hour.
const PAUSE: i64 = 3_600_000_000;

/// Begins the rounds where there is a log, and says so where there is none.
pub(crate) fn begin(console: &Console) -> db::Result<Option<Say>> {
    let Some(place) = console.part::<Place>() else { return Ok(None) };
    if !place.begun() {
        return Ok(Some(Say::new(
            "公开日志尚未建立；运行“xianneng log begin --name 单位网址/log”后，所公布的内容可由任何人核验。",
            "The public log has not been begun; after “xianneng log begin --name YOUR.ADDRESS/log” anyone can verify what is \
             published.",
        )));
    }
    let (db, root, place) = (console.db.clone(), console.actor.root(), Place::new(place.folder()));
    let run = move || {
        let mut said = String::new();
        loop {
            // the same trouble is said once, not every minute
            let trouble = match round(&db, root, &place, PAUSE) {
                Ok(outcome) => outcome.trouble.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
                Err(why) => why.to_string(),
            };
            if trouble != said && !trouble.is_empty() {
                eprintln!("{} public log: {trouble}", db.now());
            }
            said = trouble;
            thread::sleep(EVERY);
        }
    };
    let spawned = thread::Builder::new().name("public log".to_owned()).spawn(run);
    spawned.map(|_| None).map_err(|e| db::Error::Busy(format!("no thread for the public log: {e}")))
}
