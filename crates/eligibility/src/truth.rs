//! Three-valued truth: yes, no, cannot tell.

use serde::{Deserialize, Serialize};

/// Kleene's strong three-valued logic. The order `No < Unknown < Yes` makes *and* the minimum and *or* the maximum.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Truth {
    /// The facts say no.
    No,
    /// A fact is missing, or a person has to judge.
    Unknown,
    /// The facts say yes.
    Yes,
}

impl Truth {
    /// All three, from no to yes.
    pub const ALL: [Self; 3] = [Self::No, Self::Unknown, Self::Yes];

    /// Both.
    pub fn and(self, other: Self) -> Self {
        self.min(other)
    }
    /// At least one.
    pub fn or(self, other: Self) -> Self {
        self.max(other)
    }
    /// The contrary; what cannot be told still cannot.
    #[allow(clippy::should_implement_trait, reason = "reads beside `and` and `or`")]
    pub fn not(self) -> Self {
        match self {
            Self::No => Self::Yes,
            Self::Unknown => Self::Unknown,
            Self::Yes => Self::No,
        }
    }
    /// Yes when every one is, no as soon as one is not.
    pub fn all(of: impl IntoIterator<Item = Self>) -> Self {
        of.into_iter().fold(Self::Yes, Self::and)
    }
    /// Yes as soon as one is, no when none is.
    pub fn any(of: impl IntoIterator<Item = Self>) -> Self {
        of.into_iter().fold(Self::No, Self::or)
    }
    /// Yes when at least `n` are certainly so, no when fewer than `n` can be.
    pub fn at_least(n: usize, of: impl IntoIterator<Item = Self>) -> Self {
        let (mut yes, mut may) = (0, 0);
        for truth in of {
            yes += usize::from(truth == Self::Yes);
            may += usize::from(truth != Self::No);
        }
        match (yes >= n, may >= n) {
            (true, _) => Self::Yes,
            (false, true) => Self::Unknown,
            (false, false) => Self::No,
        }
    }
    /// Yes or no where it is certain either way: `certain` says that it holds in every case, `possible` in some case.
    pub fn between(certain: bool, possible: bool) -> Self {
        match (certain, possible) {
            (true, _) => Self::Yes,
            (false, true) => Self::Unknown,
            (false, false) => Self::No,
        }
    }
}
impl From<bool> for Truth {
    fn from(b: bool) -> Self {
        if b { Self::Yes } else { Self::No }
    }
}
/// What is not recorded cannot be told.
impl From<Option<bool>> for Truth {
    fn from(b: Option<bool>) -> Self {
        b.map_or(Self::Unknown, Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_laws_of_kleene_hold_for_every_pair() {
        for a in Truth::ALL {
            assert_eq!(a.not().not(), a);
            for b in Truth::ALL {
                assert_eq!(a.and(b), b.and(a));
                assert_eq!(a.and(b).not(), a.not().or(b.not()), "de Morgan {a:?} {b:?}");
                assert_eq!(Truth::at_least(2, [a, b]), a.and(b));
                assert_eq!(Truth::at_least(1, [a, b]), a.or(b));
                assert_eq!(Truth::at_least(0, [a, b]), Truth::Yes);
                assert_eq!(Truth::at_least(3, [a, b]), Truth::No);
            }
        }
        assert_eq!(Truth::Unknown.and(Truth::No), Truth::No);
        assert_eq!(Truth::Unknown.or(Truth::Yes), Truth::Yes);
    }
    #[test]
    fn more_knowledge_never_turns_a_verdict_round() {
        for a in Truth::ALL {
            for known in [Truth::No, Truth::Yes] {
                for (before, after) in [
                    (Truth::Unknown.and(a), known.and(a)),
                    (Truth::Unknown.or(a), known.or(a)),
                    (Truth::at_least(1, [Truth::Unknown, a]), Truth::at_least(1, [known, a])),
                ] {
                    assert!(before == Truth::Unknown || before == after);
                }
            }
        }
    }
}
