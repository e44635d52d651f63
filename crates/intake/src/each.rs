//! Reading the rows of a large sheet on all processors.

use formats::sheet::{Record, Records};

use crate::Report;

/// Fewer records than this are not worth another thread.
const FEW: usize = 2000;

/// What `read` makes of each record, in their order, on as many threads as there are processors. What it says of them goes
/// into the report in that order, too.
pub fn each<T: Send>(
    records: &Records<'_>,
    report: &mut Report,
    read: impl Fn(&Record<'_, '_>, &mut Report) -> T + Sync,
) -> Vec<T> {
    let all: Vec<Record<'_, '_>> = records.iter().collect();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let share = all.len().div_ceil(threads).max(FEW);
    let some = |records: &[Record<'_, '_>]| {
        let mut report = Report::default();
        let made: Vec<T> = records.iter().map(|r| read(r, &mut report)).collect();
        (made, report)
    };
    let mut made = Vec::with_capacity(all.len());
    std::thread::scope(|scope| {
        let mut shares = all.chunks(share);
        let first = shares.next().unwrap_or_default();
        let others: Vec<_> = shares.map(|records| scope.spawn(|| some(records))).collect();
        let first = some(first);
        // a thread that broke off breaks this one off
        let others = others.into_iter().map(|t| t.join().unwrap_or_else(|why| std::panic::resume_unwind(why)));
        for (some, said) in std::iter::once(first).chain(others) {
            made.extend(some);
            report.append(said);
        }
    });
    made
}
