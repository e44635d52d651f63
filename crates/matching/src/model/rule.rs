//! The rules, in the words of the field.

use serde::{Deserialize, Serialize};

use super::{PersonId, PostId, Track, Trait, UnitId};

/// The posts that a headcount is taken over.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// One post.
    Post(PostId),
    /// The posts of a unit.
    Unit(UnitId),
    /// The posts of one level in a unit.
    Level(UnitId, u8),
    /// The posts of a unit and all below it.
    Subtree(UnitId),
}

/// A rule that a plan keeps, or, where it has a price, pays for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "rule")]
pub enum Rule {
    /// At most so many people of the unit leave their own post (for another one or for none).
    MovesOut {
        /// The unit that people leave.
        unit: UnitId,
        /// The most that may.
        at_most: u32,
    },
    /// At most so many people of other units come to posts of the unit.
    MovesIn {
        /// The unit that people come to.
        unit: UnitId,
        /// The most that may.
        at_most: u32,
    },
    /// At least so many of the unit's backbone people have a post in the unit.
    Backbone {
        /// The unit.
        unit: UnitId,
        /// The fewest that stay within it.
        at_least: u32,
    },
    /// At least so many people who work in the subtree and are of one track move to a post of the other.
    Exchange {
        /// The unit at the top of the subtree.
        within: UnitId,
        /// The track of the people.
        from: Track,
        /// The track of their new posts.
        to: Track,
        /// The fewest that move.
        at_least: u32,
    },
    /// Of these people, who are related, at most one has a post in any unit.
    Kin {
        /// The relatives.
        people: Vec<PersonId>,
    },
    /// These entries are one person, who works part of the time at several posts: at most one of them is at any post. Each entry
    /// has its own part of working time, and may have posts of its own.
    OnePerson {
        /// The entries.
        entries: Vec<PersonId>,
    },
    /// The leadership posts of a unit are held by people of whom so many have the trait.
    Team {
        /// The unit.
        unit: UnitId,
        /// What is counted.
        of: Trait,
        /// The fewest.
        at_least: u32,
        /// The most.
        at_most: u32,
        /// What each person too few or too many costs; `None` where the rule must be kept.
        price: Option<i64>,
    },
    /// So many people hold the posts.
    Headcount {
        /// Which posts.
        of: Scope,
        /// The fewest.
        at_least: u32,
        /// The most.
        at_most: u32,
    },
    /// The person must leave the own post.
    Rotate {
        /// Who.
        person: PersonId,
    },
    /// The person gets this post, or none.
    Lock {
        /// Who.
        person: PersonId,
        /// Where; `None`: without a post.
        post: Option<PostId>,
    },
    /// The person does not get this post.
    Forbid {
        /// Who.
        person: PersonId,
        /// Where not.
        post: PostId,
    },
    /// People who share posts: the parts of working time at the post add up to at most so many.
    Time {
        /// The post.
        post: PostId,
        /// The most parts.
        at_most: u32,
    },
}

impl Rule {
    /// The word of its kind, as it is written in files.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::MovesOut { .. } => "moves_out",
            Self::MovesIn { .. } => "moves_in",
            Self::Backbone { .. } => "backbone",
            Self::Exchange { .. } => "exchange",
            Self::Kin { .. } => "kin",
            Self::OnePerson { .. } => "one_person",
            Self::Team { .. } => "team",
            Self::Headcount { .. } => "headcount",
            Self::Rotate { .. } => "rotate",
            Self::Lock { .. } => "lock",
            Self::Forbid { .. } => "forbid",
            Self::Time { .. } => "time",
        }
    }
    /// The one person whose choices it narrows, for the rules that do nothing else.
    pub const fn narrows(&self) -> Option<PersonId> {
        match self {
            Self::Rotate { person } | Self::Lock { person, .. } | Self::Forbid { person, .. } => Some(*person),
            _ => None,
        }
    }
    /// Whether it leaves the person this outcome, for rules that narrow one person's choices.
    pub fn leaves(&self, own: Option<PostId>, outcome: Option<PostId>) -> bool {
        match self {
            Self::Rotate { .. } => outcome.is_none() || outcome != own,
            Self::Lock { post, .. } => outcome == *post,
            Self::Forbid { post, .. } => outcome != Some(*post),
            _ => true,
        }
    }
}
