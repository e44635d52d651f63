//! Facts in columns.

/// One fact of every person, at the precision at which it is recorded. The least number of its width stands for "not recorded".
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Column {
    /// 32 bits.
    Narrow(Vec<i32>),
    /// 64 bits.
    Wide(Vec<i64>),
}
impl Column {
    /// How many people.
    pub fn len(&self) -> usize {
        match self {
            Self::Narrow(v) => v.len(),
            Self::Wide(v) => v.len(),
        }
    }
    /// Nobody.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// What is recorded of a person, in units of the fact's last decimal.
    #[inline]
    pub fn get(&self, row: usize) -> Option<i64> {
        match self {
            Self::Narrow(v) => v.get(row).filter(|x| **x != i32::MIN).map(|x| i64::from(*x)),
            Self::Wide(v) => v.get(row).copied().filter(|x| *x != i64::MIN),
        }
    }
    /// Records it. False where there is no such person or the number is too wide for the column.
    #[must_use]
    pub fn set(&mut self, row: usize, value: Option<i64>) -> bool {
        match self {
            Self::Narrow(v) => match (v.get_mut(row), value.map_or(Ok(i32::MIN), i32::try_from)) {
                (Some(x), Ok(new)) => *x = new,
                _ => return false,
            },
            Self::Wide(v) => match v.get_mut(row) {
                Some(x) => *x = value.unwrap_or(i64::MIN),
                None => return false,
            },
        }
        true
    }
}

/// The ratings of one kind: those of person `p` stand at `start[p]..start[p + 1]`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct RatingList {
    /// Where each person's begin, and where the last one's end.
    pub start: Vec<u32>,
    /// The ratings, in units of their last decimal.
    pub value: Vec<i32>,
    /// Who gave it.
    pub rater: Vec<u32>,
    /// The rater's class: its place in the ratings' list.
    pub class: Vec<u8>,
}
impl RatingList {
    pub(crate) fn of(&self, row: usize) -> std::ops::Range<usize> {
        self.start[row] as usize..self.start[row + 1] as usize
    }
}

/// What is known of all people, in the order of the plan's columns ([`crate::Plan::columns`]).
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Facts {
    /// Each person's peer group.
    pub group: Vec<u32>,
    /// For each peer group, whether the larger quota was approved. Its length is the number of groups.
    pub approved: Vec<bool>,
    /// The columns.
    pub columns: Vec<Column>,
    /// The ratings, in the order of the scheme's.
    pub ratings: Vec<RatingList>,
}
impl Facts {
    /// How many people.
    pub fn people(&self) -> usize {
        self.group.len()
    }
}
