//! What a gate asks of the facts. Each check is one shape of a question; the figures come from its rule.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A check. Names of facts are keys of the case; names of figures are parameters of the gate's rule, or `rule.parameter`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Check {
    /// The part is at least this share of the whole.
    AtLeast {
        /// A number.
        part: String,
        /// A number.
        whole: String,
        /// A share.
        share: String,
    },
    /// The part is more than this share of the whole.
    MoreThan {
        /// A number.
        part: String,
        /// A number.
        whole: String,
        /// A share.
        share: String,
    },
    /// A number lies within bounds.
    Count {
        /// A number.
        of: String,
        /// The least.
        #[serde(default)]
        least: Option<String>,
        /// The most.
        #[serde(default)]
        most: Option<String>,
        /// Whether it must be odd.
        #[serde(default)]
        odd: bool,
    },
    /// The fact answers so.
    Is {
        /// Yes or no.
        fact: String,
        /// Which.
        answer: bool,
    },
    /// Every one of these facts answers yes.
    Every {
        /// Yes or no, each.
        facts: Vec<String>,
    },
    /// The fact is none of the words of a list.
    NoneOf {
        /// A word.
        fact: String,
        /// A list of words.
        list: String,
    },
    /// Two facts say the same.
    Same {
        /// The one.
        fact: String,
        /// The other.
        other: String,
    },
    /// What happened on that day is not older than that.
    Within {
        /// A day.
        since: String,
        /// Years, months or days.
        span: String,
    },
    /// From the one day to the other (or to today) at least that long has passed.
    Lasted {
        /// A day.
        since: String,
        /// A day; today where none is named.
        #[serde(default)]
        until: Option<String>,
        /// Years, months or days.
        span: String,
    },
    /// That day is over.
    Past {
        /// A day.
        day: String,
    },
    /// Of each of these incidents the period of its kind is over, or the one that is recorded with it where that is longer.
    PeriodsOver {
        /// Incidents.
        incidents: String,
        /// The list of kinds that matter. One that matters and has no period cannot be told.
        listed: String,
        /// How long the period of a kind is.
        periods: BTreeMap<String, String>,
    },
    /// Between the two days, the first not counted and the last counted, lie at least so many working days.
    WorkingDays {
        /// A day.
        after: String,
        /// A day.
        until: String,
        /// Working days.
        days: String,
    },
    /// Nobody who is tied to the subject was there.
    Apart {
        /// The ids of those who are tied, the subject's own among them.
        tied: String,
        /// The ids of those who were there or took part, for each occasion.
        present: Vec<String>,
    },
    /// Whoever is named comes last in a list.
    Last {
        /// Ids in their order.
        order: String,
        /// An id.
        who: String,
    },
}

impl Check {
    /// The facts that it looks at.
    pub fn facts(&self) -> Vec<&str> {
        match self {
            Self::AtLeast { part, whole, .. } | Self::MoreThan { part, whole, .. } => vec![part, whole],
            Self::Count { of, .. } => vec![of],
            Self::Is { fact, .. } | Self::NoneOf { fact, .. } => vec![fact],
            Self::Every { facts } => facts.iter().map(String::as_str).collect(),
            Self::Same { fact, other } => vec![fact, other],
            Self::Within { since, .. } => vec![since],
            Self::Lasted { since, until, .. } => {
                [Some(since), until.as_ref()].into_iter().flatten().map(String::as_str).collect()
            }
            Self::Past { day } => vec![day],
            Self::PeriodsOver { incidents, .. } => vec![incidents],
            Self::WorkingDays { after, until, .. } => vec![after, until],
            Self::Apart { tied, present } => [tied].into_iter().chain(present).map(String::as_str).collect(),
            Self::Last { order, who } => vec![order, who],
        }
    }
    /// The figures that it needs.
    pub fn figures(&self) -> Vec<&str> {
        match self {
            Self::AtLeast { share, .. } | Self::MoreThan { share, .. } => vec![share],
            Self::Count { least, most, .. } => least.iter().chain(most).map(String::as_str).collect(),
            Self::NoneOf { list, .. } => vec![list],
            Self::Within { span, .. } | Self::Lasted { span, .. } => vec![span],
            Self::PeriodsOver { periods, listed, .. } => periods.values().chain([listed]).map(String::as_str).collect(),
            Self::WorkingDays { days, .. } => vec![days],
            Self::Is { .. }
            | Self::Every { .. }
            | Self::Same { .. }
            | Self::Past { .. }
            | Self::Apart { .. }
            | Self::Last { .. } => Vec::new(),
        }
    }
}
