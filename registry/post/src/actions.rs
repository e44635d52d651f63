//! The verbs: each one transaction, one ledger entry, from a day on.

use auth::Permit;
use base::{Date, Id, Say};
use db::{Error, Event, FieldError, Recorded, Result, Write};
use diesel::prelude::*;
use org::{
    Kept, Unit, as_of,
    timeline::{self, Span, Turn},
};

use crate::{
    Change, Content, Frame, Post, Requirement,
    follow::{end_post, followers},
    rules::requirement_problems,
    store::{self, FACTS, post_frame},
};

fn or_invalid(problems: Vec<FieldError>) -> Result<()> {
    if problems.is_empty() { Ok(()) } else { Err(Error::Invalid(problems)) }
}
fn record<T>(tx: &mut Write<'_>, event: Event, value: T) -> Result<Recorded<T>> {
    let event = followers().iter().fold(event.facts(FACTS), |event, f| event.facts(f.facts()));
    tx.record(event, value)
}

/// The posts that belong to a unit on `on` or at any later day.
pub(crate) fn posts_of(tx: &mut Write<'_>, unit: Id<Unit>, on: Date) -> Result<Vec<(Id<Post>, Frame)>> {
    let may = tx.may::<Change>()?;
    let root = tx.root();
    let ids: Vec<Id<Post>> = post_frame::table
        .filter(post_frame::root.eq(root))
        .filter(post_frame::unit.eq(unit))
        .filter(post_frame::unmade.is_null())
        .filter(post_frame::valid_to.is_null().or(post_frame::valid_to.gt(on)))
        .order((post_frame::position, post_frame::post))
        .select(post_frame::post)
        .load(tx.with(&may))?;
    let mut posts: Vec<(Id<Post>, Frame)> = Vec::with_capacity(ids.len());
    for id in ids {
        if posts.iter().all(|(known, _)| *known != id)
            && let Some(last) = Frame::spans(tx.with(&may), root, id)?.pop()
        {
            posts.push((id, last.value));
        }
    }
    Ok(posts)
}

/// The frames of a post whose unit is within reach; the same words where it is not and where it does not exist.
fn frames(tx: &mut Write<'_>, may: &Permit<Change>, post: Id<Post>) -> Result<Vec<Span<Frame>>> {
    let (root, today) = (tx.root(), tx.today());
    let spans = Frame::spans(tx.with(may), root, post)?;
    let unit = store::unit_of(&spans, today).ok_or(Error::NotFound)?;
    org::reach(tx, may, unit)?;
    Ok(spans)
}

/// Refuses a day on which the post is not there.
fn there(spans: &[Span<Frame>], on: Date) -> Result<()> {
    if timeline::on(spans, on).is_some() {
        return Ok(());
    }
    let from = spans.first().map_or(on, |s| s.from);
    let say = match spans.last().and_then(|s| s.to).filter(|to| *to <= on) {
        Some(to) => Say::new(
            format!("该岗位自{to}起撤销，请填写更早的日期。"),
            format!("The post is closed from {to} on; give an earlier day."),
        ),
        None => Say::new(
            format!("该岗位{from}才设立，请填写当日或之后的日期。"),
            format!("The post was created on {from}; give that day or a later one."),
        ),
    };
    Err(Error::field("on", say))
}

/// The unit must be within reach and be there on the days of the span.
fn unit_is_there(tx: &mut Write<'_>, may: &Permit<Change>, unit: Id<Unit>, from: Date, to: Option<Date>) -> Result<()> {
    org::reach(tx, may, unit)?;
    let root = tx.root();
    let life = org::Life::spans(tx.with(may), root, unit)?.pop().ok_or(Error::NotFound)?;
    let ends_first = life.to.is_some_and(|end| to.is_none_or(|to| to > end));
    if life.from <= from && !ends_first {
        return Ok(());
    }
    Err(Error::field(
        "unit",
        Say::new(
            "该机构在这段日期内不存在（尚未设立或已撤销）。请换一个机构或日期。",
            "The unit does not exist on all of these days (not yet founded, or closed). Choose another unit or day.",
        ),
    ))
}

fn code_is_free(tx: &mut Write<'_>, may: &Permit<Change>, post: Option<Id<Post>>, made: &Span<Frame>) -> Result<()> {
    let code = &made.value.code;
    let rows: Vec<(Id<Post>, Date, Option<Date>)> = post_frame::table
        .filter(post_frame::root.eq(tx.root()))
        .filter(post_frame::code.eq(code))
        .filter(post_frame::unmade.is_null())
        .select((post_frame::post, post_frame::valid_from, post_frame::valid_to))
        .load(tx.with(may))?;
    let clash = |(id, from, to): &(Id<Post>, Date, Option<Date>)| {
        Some(*id) != post && to.is_none_or(|to| to > made.from) && made.to.is_none_or(|end| *from < end)
    };
    if rows.iter().any(clash) {
        let say = Say::new(
            format!("岗位编码“{code}”已被占用，请换一个编码。"),
            format!("The code “{code}” is taken; choose another."),
        );
        return Err(Error::field("code", say));
    }
    Ok(())
}

/// Puts a post in place from a day on, under the caller's ledger entry, whose event names [`FACTS`](crate::store::FACTS). Reach,
/// code and days were checked with the caller's plan.
///
/// # Errors
/// The database's.
pub fn put(
    tx: &mut Write<'_>,
    may: &Permit<Change>,
    id: Id<Post>,
    on: Date,
    frame: &Frame,
    content: &Content,
    requirements: &[Requirement],
) -> Result<()> {
    fn open<T>(from: Date, value: T) -> Turn<T> {
        Turn { back: vec![], make: vec![Span { id: None, from, to: None, value }] }
    }
    let (root, entry) = (tx.root(), tx.entry());
    let conn = tx.with(may);
    Frame::turn(conn, root, entry, id, &open(on, frame.clone()))?;
    if *content != Content::default() {
        Content::turn(conn, root, entry, id, &open(on, content.clone()))?;
    }
    for r in requirements {
        Requirement::turn(conn, root, entry, id, &open(on, r.clone()))?;
    }
    Ok(())
}

/// Creates a post from a day on.
///
/// # Errors
/// What is wrong by field; a unit that is not within reach, or not there on that day.
pub fn create(
    tx: &mut Write<'_>,
    on: Date,
    frame: &Frame,
    content: &Content,
    requirements: &[Requirement],
) -> Result<Recorded<Id<Post>>> {
    let may = tx.may::<Change>()?;
    unit_is_there(tx, &may, frame.unit, on, None)?;
    let mut problems = frame.problems();
    problems.extend(content.problems());
    problems.extend(requirement_problems(requirements, on));
    or_invalid(problems)?;
    code_is_free(tx, &may, None, &Span { id: None, from: on, to: None, value: frame.clone() })?;
    let id = Id::new();
    put(tx, &may, id, on, frame, content, requirements)?;
    record(tx, Event::new("post.created").about(id).with((on, frame))?, id)
}

/// From `on` on the post is that. On the first day of what was said before, it corrects it.
///
/// # Errors
/// What is wrong by field; a post or unit that is not within reach, or not there on that day.
pub fn restate(tx: &mut Write<'_>, post: Id<Post>, on: Date, frame: &Frame) -> Result<Recorded<()>> {
    let may = tx.may::<Change>()?;
    let spans = frames(tx, &may, post)?;
    there(&spans, on)?;
    or_invalid(frame.problems())?;
    let turn = timeline::state(&spans, on, frame.clone());
    for made in turn.make.iter().filter(|m| m.from >= on) {
        unit_is_there(tx, &may, made.value.unit, made.from, made.to)?;
        code_is_free(tx, &may, Some(post), made)?;
    }
    let (root, entry) = (tx.root(), tx.entry());
    Frame::turn(tx.with(&may), root, entry, post, &turn)?;
    record(tx, Event::new("post.restated").about(post).with((on, frame))?, ())
}

/// From `on` on that is done on the post, and that goes with it.
///
/// # Errors
/// What is wrong by field; a post that is not within reach, or not there on that day.
pub fn describe(tx: &mut Write<'_>, post: Id<Post>, on: Date, content: &Content) -> Result<Recorded<()>> {
    let may = tx.may::<Change>()?;
    there(&frames(tx, &may, post)?, on)?;
    or_invalid(content.problems())?;
    let (root, entry) = (tx.root(), tx.entry());
    let conn = tx.with(&may);
    let turn = timeline::state(&Content::spans(conn, root, post)?, on, content.clone());
    Content::turn(conn, root, entry, post, &turn)?;
    record(tx, Event::new("post.described").about(post).with((on, content))?, ())
}

/// From `on` on the post asks for exactly that. What it asked for before and asks for still stays as it is.
///
/// # Errors
/// What is wrong by field, weights that do not make 100 % among it; a post that is not within reach, or not there.
pub fn require(tx: &mut Write<'_>, post: Id<Post>, on: Date, all: &[Requirement]) -> Result<Recorded<()>> {
    let may = tx.may::<Change>()?;
    there(&frames(tx, &may, post)?, on)?;
    or_invalid(requirement_problems(all, on))?;
    let (root, entry) = (tx.root(), tx.entry());
    let conn = tx.with(&may);
    let spans = Requirement::spans(conn, root, post)?;
    let gone: Vec<_> =
        spans.iter().filter(|s| !(s.holds(on) && s.to.is_none() && all.contains(&s.value))).cloned().collect();
    Requirement::turn(conn, root, entry, post, &timeline::end(&gone, on))?;
    for value in all {
        let stays = |s: &Span<Requirement>| s.holds(on) && s.to.is_none() && s.value == *value;
        if !spans.iter().any(stays) {
            Requirement::make(conn, root, entry, post, &Span { id: None, from: on, to: None, value: value.clone() })?;
        }
    }
    record(tx, Event::new("post.required").about(post).with((on, all))?, ())
}

/// Closes a post on a day: that day is the first on which it is no more. With `all` those who hold it cease to on that
/// day; otherwise a post that someone holds is not closed.
///
/// # Errors
/// Who still holds it, in a sentence; a post that is not within reach, or not there on that day.
pub fn close(tx: &mut Write<'_>, post: Id<Post>, on: Date, all: bool) -> Result<Recorded<()>> {
    let may = tx.may::<Change>()?;
    let spans = frames(tx, &may, post)?;
    there(&spans, on)?;
    if spans.first().is_some_and(|s| s.from >= on) {
        return Err(Error::field(
            "on",
            Say::new("撤销日期应晚于设立日期。", "A post ends after the day on which it was created."),
        ));
    }
    if !all {
        for follower in followers() {
            if let Some(left) = follower.left(tx, post, on)? {
                return Err(Error::Refused(left));
            }
        }
    }
    end_post(tx, post, on)?;
    record(tx, Event::new("post.closed").about(post).with(on)?, ())
}

/// The post with that code as of a day, without regard to reach: for importers, which check the unit themselves.
pub(crate) fn by_code_anywhere(
    tx: &mut db::Read<'_>,
    may: &Permit<Change>,
    code: &str,
    on: Date,
) -> Result<Option<Id<Post>>> {
    Ok(post_frame::table
        .filter(post_frame::root.eq(tx.root()))
        .filter(post_frame::code.eq(code))
        .filter(as_of!(post_frame, on))
        .select(post_frame::post)
        .first(tx.with(may))
        .optional()?)
}
