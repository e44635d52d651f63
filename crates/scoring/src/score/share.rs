//! Work handed to threads.

use std::sync::{Mutex, PoisonError};

use super::Failure;

/// Does every piece of work, each with a room that its thread keeps. The failure of the earliest piece is the one that is
/// told, whoever came upon it: pieces are handed out in order, so every earlier one is finished or fails too.
pub(super) fn share<W: Send, R>(
    threads: usize,
    work: Vec<W>,
    room: impl Fn() -> R + Sync,
    each: impl Fn(&mut R, W) -> Result<(), Failure> + Sync,
) -> Result<(), Failure> {
    let helpers = threads.min(work.len()).saturating_sub(1);
    let queue = Mutex::new(work.into_iter().enumerate());
    let failed: Mutex<Option<(usize, Failure)>> = Mutex::new(None);
    let run = || {
        let mut room = room();
        while failed.lock().unwrap_or_else(PoisonError::into_inner).is_none() {
            let next = queue.lock().unwrap_or_else(PoisonError::into_inner).next();
            let Some((place, piece)) = next else { return };
            if let Err(why) = each(&mut room, piece) {
                let mut failed = failed.lock().unwrap_or_else(PoisonError::into_inner);
                if failed.as_ref().is_none_or(|(at, _)| place < *at) {
                    *failed = Some((place, why));
                }
                return;
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..helpers {
            scope.spawn(run);
        }
        run();
    });
    failed.into_inner().unwrap_or_else(PoisonError::into_inner).map_or(Ok(()), |(_, why)| Err(why))
}
