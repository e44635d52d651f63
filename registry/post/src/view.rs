//! One post as of a day.

use auth::{Action, Permit};
use base::{Date, Id};
use db::{Engine, Error, Read, Result};
use diesel::prelude::*;
use org::{
    Kept, as_of,
    timeline::{self, Span},
    within,
};
use serde::Serialize;

use crate::{
    Content, Frame, Post, Requirement, See,
    store::{self, post_frame},
};

/// A post with everything that holds on a day.
#[derive(Clone, Debug, Serialize)]
pub struct Whole {
    /// The post.
    pub post: Id<Post>,
    /// The day.
    pub on: Date,
    /// What it is on that day; the nearest where it is not there on that day.
    pub frame: Frame,
    /// Whether it is there on that day.
    pub there: bool,
    /// What its unit is called.
    pub unit_name: String,
    /// The unit's code.
    pub unit_code: String,
    /// What is done on it.
    pub content: Content,
    /// What it asks for.
    pub requirements: Vec<Requirement>,
    /// What it was, is and will be.
    pub frames: Vec<Span<Frame>>,
}

/// The post with that code as of a day.
///
/// # Errors
/// [`Error::NotFound`] where there is none within reach, or the database's.
pub fn by_code(tx: &mut Read<'_>, code: &str, on: Date) -> Result<Id<Post>> {
    let may = tx.may::<See>()?;
    let today = tx.today();
    Ok(post_frame::table
        .select(post_frame::post)
        .into_boxed::<Engine>()
        .filter(post_frame::root.eq(tx.root()).and(post_frame::code.eq(code.to_owned())).and(as_of!(post_frame, on)))
        .filter(within(&may, today, "post_frame.unit"))
        .first(tx.with(&may))?)
}

/// A post with everything that holds on a day.
///
/// # Errors
/// [`Error::NotFound`] where its unit is not within reach, or the database's.
pub fn whole(tx: &mut Read<'_>, post: Id<Post>, on: Date) -> Result<Whole> {
    let may = tx.may::<See>()?;
    let (root, today) = (tx.root(), tx.today());
    let frames = Frame::spans(tx.with(&may), root, post)?;
    let unit = store::unit_of(&frames, today).ok_or(Error::NotFound)?;
    org::reach(tx, &may, unit)?;
    described(tx, &may, post, on)
}

/// The same for whoever holds a permit by which the post is theirs to see: its holder.
///
/// # Errors
/// [`Error::NotFound`] where there is no such post, or the database's.
pub fn described<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, post: Id<Post>, on: Date) -> Result<Whole> {
    let root = tx.root();
    let frames = Frame::spans(tx.with(may), root, post)?;
    let now = timeline::on(&frames, on);
    let there = now.is_some();
    let near = if frames.first().is_some_and(|s| on < s.from) { frames.first() } else { frames.last() };
    let frame = now.or(near).map(|s| s.value.clone()).ok_or(Error::NotFound)?;
    let conn = tx.with(may);
    let content = timeline::on(&Content::spans(conn, root, post)?, on).map(|s| s.value.clone()).unwrap_or_default();
    let mut requirements: Vec<_> =
        Requirement::spans(conn, root, post)?.into_iter().filter(|s| s.holds(on)).map(|s| s.value).collect();
    requirements.sort_by_key(|r| (!r.hard, r.position));
    let mut names = org::names(conn, root, &[frame.unit], on)?;
    let (unit_name, unit_code) = names.remove(&frame.unit).map(|n| (n.name, n.code)).unwrap_or_default();
    Ok(Whole { post, on, frame, there, unit_name, unit_code, content, requirements, frames })
}
