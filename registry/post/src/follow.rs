//! What goes with a unit that ends, and with a post that ends.

use std::sync::{PoisonError, RwLock};

use base::{Date, Id, Say};
use db::{Result, Write};
use org::{Kept, Unit, timeline};

use crate::{Change, Content, Frame, Post, Requirement, actions::posts_of, store::FACTS};

/// Something that is kept by post in a slice above, such as who holds it.
pub trait Follower: Send + Sync {
    /// The slice's name: a slice follows once, however often it says so.
    fn name(&self) -> &'static str;
    /// The fact tables that it may touch.
    fn facts(&self) -> &'static [&'static str];
    /// What is still there on `on` or later, in a sentence, so that the post cannot end as it is.
    ///
    /// # Errors
    /// The database's.
    fn left(&self, tx: &mut Write<'_>, post: Id<Post>, on: Date) -> Result<Option<Say>>;
    /// The post ends on `on`, and all that is there with it.
    ///
    /// # Errors
    /// What stands in the way, or the database's.
    fn end(&self, tx: &mut Write<'_>, post: Id<Post>, on: Date) -> Result<()>;
}

static FOLLOWERS: RwLock<Vec<&'static dyn Follower>> = RwLock::new(Vec::new());

/// From now on `follower` is asked whenever a post ends. Said once, when the program puts its slices together.
pub fn follow(follower: &'static dyn Follower) {
    let mut all = FOLLOWERS.write().unwrap_or_else(PoisonError::into_inner);
    if all.iter().all(|f| f.name() != follower.name()) {
        all.push(follower);
    }
}

pub(crate) fn followers() -> Vec<&'static dyn Follower> {
    FOLLOWERS.read().unwrap_or_else(PoisonError::into_inner).clone()
}

/// Posts end or change hands with their unit.
#[derive(Debug)]
pub struct PostsOfUnits;

impl org::Follower for PostsOfUnits {
    fn name(&self) -> &'static str {
        "post"
    }
    fn facts(&self) -> &'static [&'static str] {
        // those of who follows posts are few and known when the program is put together
        static ALL: std::sync::OnceLock<Vec<&'static str>> = std::sync::OnceLock::new();
        ALL.get_or_init(|| {
            FACTS.iter().copied().chain(followers().iter().flat_map(|f| f.facts().iter().copied())).collect()
        })
    }
    fn left(&self, tx: &mut Write<'_>, unit: Id<Unit>, on: Date) -> Result<Option<Say>> {
        let posts = posts_of(tx, unit, on)?;
        Ok(posts.first().map(|(_, frame)| {
            let (n, name) = (posts.len(), &frame.name);
            Say::new(
                format!("该机构还有{n}个岗位（如“{name}”），不能撤销。请先撤销或调整它们，或选择一并撤销。"),
                format!("{n} posts are still in the unit, such as “{name}”. Close or move them first, or choose to close them too."),
            )
        }))
    }
    fn end(&self, tx: &mut Write<'_>, unit: Id<Unit>, on: Date) -> Result<()> {
        for (post, _) in posts_of(tx, unit, on)? {
            end_post(tx, post, on)?;
        }
        Ok(())
    }
    fn hand_over(&self, tx: &mut Write<'_>, unit: Id<Unit>, heir: Id<Unit>, on: Date) -> Result<()> {
        let may = tx.may::<Change>()?;
        let (root, entry) = (tx.root(), tx.entry());
        for (post, _) in posts_of(tx, unit, on)? {
            let conn = tx.with(&may);
            let spans = Frame::spans(conn, root, post)?;
            let turn = timeline::remap(&spans, on, |f| (f.unit == unit).then(|| Frame { unit: heir, ..f.clone() }));
            Frame::turn(conn, root, entry, post, &turn)?;
        }
        Ok(())
    }
}

/// Ends every timeline of a post and what follows it.
pub(crate) fn end_post(tx: &mut Write<'_>, post: Id<Post>, on: Date) -> Result<()> {
    for follower in followers() {
        follower.end(tx, post, on)?;
    }
    let may = tx.may::<Change>()?;
    let (root, entry) = (tx.root(), tx.entry());
    let conn = tx.with(&may);
    macro_rules! end {
        ($($t:ty),+) => {$(
            let turn = timeline::end(&<$t>::spans(conn, root, post)?, on);
            <$t>::turn(conn, root, entry, post, &turn)?;
        )+};
    }
    end!(Frame, Content, Requirement);
    Ok(())
}
