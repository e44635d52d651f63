//! Who qualifies, who does not, and which published rule says so.
//!
//! A [`Requirement`] is data: *all*, *any*, *none*, *at least n* over typed [`Test`]s. Over the [`Facts`] of one person
//! it evaluates to a [`Truth`]: yes, no, or *cannot tell, this fact is missing*. [`Requirement::explain`] gives the
//! [`Reason`]s as a tree: at each node the verdict, the clause of the source table or the article ([`Cite`]), the fact
//! used with its date ([`Found`]) and, for a no, the test that would have to be met.
//!
//! [`Screen`] compiles many requirements and evaluates them over many people at once; what it counts is what
//! `Requirement::eval` says of each pair, and a property test holds it to that.
//!
//! [`majors`] reads the major cells of a post table and the majors on certificates against a catalogue. [`pack`] holds
//! what a recruitment's rules say in numbers and words, with their articles; no such number stands in this code.
//!
//! Pure: no clock, no I/O, no float.

mod explain;
pub mod facts;
pub mod majors;
pub mod pack;
mod requirement;
pub mod say;
mod screen;
pub mod test;
mod truth;

pub use explain::{Reason, What};
pub use facts::{Facts, Flag, Known, Sex};
pub use requirement::{Cite, Requirement, Rule, Verified};
pub use screen::{Bits, People, Screen, Tally};

pub use test::{Aspect, Field, Found, Test, Value};
pub use truth::Truth;
