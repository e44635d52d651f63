//! Why something was refused.

use std::fmt;

use base::Say;

/// The kinds of reason, for programs that act on them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Why {
    /// It is not in the form that its format demands.
    Form,
    /// It is larger than is taken.
    Limit,
    /// It belongs to another election.
    Election,
    /// A number is not an element of the group.
    Group,
    /// The credential is not one of the election's.
    Credential,
    /// A signature is false.
    Signature,
    /// A proof does not prove.
    Proof,
    /// The same thing is there twice.
    Twice,
    /// A trustee's part is missing.
    Missing,
    /// A published number differs from the one computed here.
    Differs,
    /// The choices are not ones that the question allows.
    Choice,
    /// It is not in the tally plan, or the plan would show what single voters chose.
    Plan,
}

/// A refusal: the kind, and the sentence that says where, why and what to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refused {
    /// The kind of reason.
    pub why: Why,
    /// The sentence for people.
    pub say: Say,
}
impl Refused {
    /// A refusal with its sentence in Chinese and in English.
    pub fn new(why: Why, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { why, say: Say::new(zh, en) }
    }
    /// The same refusal, with the place put before it.
    pub fn at(self, zh: impl fmt::Display, en: impl fmt::Display) -> Self {
        Self { why: self.why, say: Say::new(format!("{zh}：{}", self.say.zh), format!("{en}: {}", self.say.en)) }
    }
}
impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.say.fmt(f)
    }
}
impl std::error::Error for Refused {}
