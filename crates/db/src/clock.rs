//! Time is passed in: one reading per transaction.

use std::sync::atomic::{AtomicI64, Ordering};

use base::{Date, Timestamp};

/// Tells the time.
pub trait Clock: Send + Sync + 'static {
    /// Now.
    fn now(&self) -> Timestamp;
}

/// The machine's clock.
#[derive(Clone, Copy, Default, Debug)]
pub struct SystemClock;
impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        jiff::Timestamp::now().into()
    }
}

/// A clock that stands where it was set, so that any day in history is an easy test.
#[derive(Debug)]
pub struct FixedClock(AtomicI64);
impl FixedClock {
    /// A clock standing at `at`.
    pub fn at(at: Timestamp) -> Self {
        Self(AtomicI64::new(at.0))
    }
    /// Sets it to `at`.
    pub fn set(&self, at: Timestamp) {
        self.0.store(at.0, Ordering::Relaxed);
    }
}
impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::Relaxed))
    }
}
/// The machine's clock, set to another day: for practice, where a year should not take a year. It runs on from there.
#[derive(Debug, Default)]
pub struct MovedClock(AtomicI64);
impl MovedClock {
    /// Moves it to that day in China; the time of day stays.
    pub fn go_to(&self, day: Date) {
        const DAY: i64 = 24 * 3_600 * 1_000_000;
        let today = self.now().date_at(8);
        // both are civil dates, so the difference is whole days
        let days = day.civil().duration_since(today.civil()).as_hours() / 24;
        self.0.fetch_add(days * DAY, Ordering::Relaxed);
    }
}
impl Clock for MovedClock {
    fn now(&self) -> Timestamp {
        Timestamp(SystemClock.now().0 + self.0.load(Ordering::Relaxed))
    }
}
impl<C: Clock> Clock for std::sync::Arc<C> {
    fn now(&self) -> Timestamp {
        self.as_ref().now()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moved_clock_runs_on_from_its_day() {
        let clock = MovedClock::default();
        assert!((clock.now().0 - SystemClock.now().0).abs() < 60_000_000);
        for day in ["2026-06-01", "2027-06-16", "2024-02-29"] {
            clock.go_to(day.parse().unwrap());
            assert_eq!(clock.now().date_at(8).as_str(), day);
        }
        let first = clock.now();
        assert!(clock.now() >= first);
    }
}
