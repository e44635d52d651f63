//! How long one waits after failed attempts. The wait grows, so that guessing does not pay; it is bounded, so that
//! nobody can be locked out for good by a stranger.

use base::Timestamp;

/// What attempts are counted by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum By {
    /// The name that was typed, whether there is such an account or not.
    Name,
    /// The second factor or the password of someone already known.
    Proof,
    /// The address, or the /64 network of an IPv6 address.
    Address,
}

const SECOND: i64 = 1_000_000;
/// Failures older than this are forgotten, and their rows deleted.
pub const MEMORY: i64 = 24 * 3600 * SECOND;
/// The longest wait.
pub const LONGEST: i64 = 15 * 60 * SECOND;

/// The wait after so many failures in a row, in microseconds.
pub fn wait(by: By, failures: i64) -> i64 {
    // many people share the address of an office
    let free = match by {
        By::Name | By::Proof => 4,
        By::Address => 30,
    };
    match failures - free {
        n if n <= 0 => 0,
        n if n > 10 => LONGEST,
        n => (SECOND << n).min(LONGEST),
    }
}

/// What is counted.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Tally {
    /// Attempts that have not turned out right.
    pub failures: i64,
    /// The last of them.
    pub last_at: i64,
    /// When the next is heard.
    pub open_at: i64,
}

impl Tally {
    /// Counts an attempt before it is judged, or says how many seconds to wait. Counting first means that a thousand
    /// attempts at once are a thousand attempts.
    pub fn attempt(self, by: By, now: Timestamp) -> Result<Self, i64> {
        let now = now.0;
        if self.open_at > now {
            return Err((self.open_at - now + SECOND - 1) / SECOND);
        }
        let before = if now - self.last_at > MEMORY { 0 } else { self.failures };
        let failures = before.saturating_add(1);
        Ok(Self { failures, last_at: now, open_at: now + wait(by, failures) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_wait_grows_and_is_bounded() {
        let seconds: Vec<i64> = (1..=16).map(|n| wait(By::Name, n) / SECOND).collect();
        assert_eq!(seconds, [0, 0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
        assert_eq!(wait(By::Address, 30), 0);
        assert_eq!(wait(By::Address, i64::MAX), LONGEST);
    }

    proptest! {
        #[test]
        fn who_keeps_guessing_is_heard_ever_less(gaps in prop::collection::vec(0i64..2_000, 1..200)) {
            let (mut now, mut tally, mut heard) = (1_780_000_000 * SECOND, Tally::default(), 0);
            let start = now;
            for gap in gaps {
                now += gap * SECOND;
                match tally.attempt(By::Name, Timestamp(now)) {
                    Ok(next) => { tally = next; heard += 1; }
                    Err(wait) => prop_assert!(wait > 0 && wait * SECOND <= LONGEST),
                }
            }
            // fifteen in the first quarter of an hour, then one each quarter
            prop_assert!(heard <= 15 + (now - start) / LONGEST + 1);
        }
    }
}
