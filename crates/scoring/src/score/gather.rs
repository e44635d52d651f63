//! Facts in the order of the peer groups, one column after another: random reads within one column stay in the cache, those
//! across all columns do not (which made the whole four times slower on a million people).

use std::sync::{Mutex, PoisonError};

use super::{Failure, order::Order};
use crate::{Column, Facts, RatingList};

/// The same people, group after group; nothing where they stand so already.
pub(super) fn gather(facts: &Facts, order: &Order, threads: usize) -> Option<Facts> {
    let rows = order.gathered(0..facts.people())?;
    let done = Mutex::new(vec![Column::Narrow(Vec::new()); facts.columns.len()]);
    let queue = Mutex::new(facts.columns.iter().enumerate());
    std::thread::scope(|scope| {
        let run = || {
            while let Some((i, column)) = { queue.lock().unwrap_or_else(PoisonError::into_inner).next() } {
                let new = match column {
                    Column::Narrow(v) => Column::Narrow(rows.iter().map(|r| v[*r as usize]).collect()),
                    Column::Wide(v) => Column::Wide(rows.iter().map(|r| v[*r as usize]).collect()),
                };
                done.lock().unwrap_or_else(PoisonError::into_inner)[i] = new;
            }
        };
        for _ in 1..threads.min(facts.columns.len()) {
            scope.spawn(run);
        }
        run();
    });
    let ratings = facts.ratings.iter().map(|list| {
        let mut new = RatingList { start: vec![0], ..RatingList::default() };
        for row in rows {
            let of = list.of(*row as usize);
            new.value.extend_from_slice(&list.value[of.clone()]);
            new.rater.extend_from_slice(&list.rater[of.clone()]);
            new.class.extend_from_slice(&list.class[of]);
            new.start.push(new.value.len() as u32);
        }
        new
    });
    Some(Facts {
        group: rows.iter().map(|r| facts.group[*r as usize]).collect(),
        approved: facts.approved.clone(),
        ratings: ratings.collect(),
        columns: done.into_inner().unwrap_or_else(PoisonError::into_inner),
    })
}

/// A failure in gathered facts, with the person's place in the facts as they were given.
pub(super) fn given(why: Failure, order: &Order) -> Failure {
    match why {
        Failure::Fact { row, name } => Failure::Fact { row: order.row(row), name },
        Failure::Overflow { row, name } => Failure::Overflow { row: order.row(row), name },
        shape => shape,
    }
}
