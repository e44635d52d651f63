//! Registering oneself in a competition for posts (竞争上岗), from one's own account, and taking that back.

use base::{Id, Say};
use db::{Error, Event as Entry, Read, Recorded, Result, Write};
use people::Person;
use post::Post;
use serde::Serialize;

use crate::{
    Case, FACTS, Matter, Own, Speak, facts,
    own::me,
    rules,
    store::{self, Kind},
};

/// At most so many competitions are offered at a time.
const MOST: i64 = 100;

/// A competition in which one may register.
#[derive(Serialize)]
pub(crate) struct Offered {
    pub(crate) case: Id<Matter>,
    pub(crate) title: String,
    pub(crate) posts: Vec<(Id<Post>, String)>,
}

fn registers(case: &Case) -> Result<Option<String>> {
    Ok(case.state()?.now(&case.procedure).filter(|s| s.registers).map(|s| s.id.clone()))
}

/// The competitions that take registrations now and in which one is not registered yet.
pub(crate) fn offered(tx: &mut Read<'_>) -> Result<Vec<Offered>> {
    let may = tx.may::<Own>()?;
    let (me, today) = (me(tx)?, tx.today());
    let steps = procedure::all().iter().flat_map(|p| &p.steps).filter(|s| s.registers).map(|s| s.id.clone());
    let steps: Vec<String> = steps.collect();
    let mut all = Vec::new();
    for id in store::standing_in(tx, &may, &steps, MOST)? {
        let case = store::whole(tx, &may, id)?;
        if registers(&case)?.is_none() || case.candidates.iter().any(|c| c.person == me) {
            continue;
        }
        let mut posts = Vec::with_capacity(case.posts.len());
        for post in &case.posts {
            posts.push((*post, facts::post_name(tx, &may, *post, today)?));
        }
        all.push(Offered { case: id, title: case.title, posts });
    }
    Ok(all)
}

fn closed() -> Error {
    Error::refused("现在不接受报名，或报名已截止。", "Registrations are not taken now.")
}

/// Registers oneself for a post of a competition.
///
/// # Errors
/// A case that takes no registrations now; a post that it is not about; whoever is registered already.
pub fn register(tx: &mut Write<'_>, case: Id<Matter>, post: Id<Post>) -> Result<Recorded<()>> {
    let may = tx.may::<Speak>()?;
    let me = me(tx)?;
    let of = store::whole(tx, &may, case)?;
    let step = registers(&of)?.ok_or_else(closed)?;
    if !of.posts.contains(&post) {
        return Err(Error::field("post", Say::new("请选择岗位。", "Choose the post.")));
    }
    if of.candidates.iter().any(|c| c.person == me) {
        return Err(Error::refused("您已报名。", "You are registered already."));
    }
    if of.candidates.len() >= rules::MANY {
        return Err(Error::refused("报名人数已满，请与办理机构联系。", "No more are taken; ask the office."));
    }
    store::insert_candidate(tx, &may, case, me, post, None)?;
    let note = serde_json::json!({ "person": me, "post": post, "own": true });
    store::happen(tx, &may, case, &step, Kind::Named, &note)?;
    tx.record(Entry::new("decision.registered").about(case).facts(FACTS).with(note)?, ())
}

/// Takes the own registration back, while registrations are taken.
///
/// # Errors
/// A case that takes no registrations any more; whoever is not registered.
pub fn withdraw(tx: &mut Write<'_>, case: Id<Matter>) -> Result<Recorded<()>> {
    let may = tx.may::<Speak>()?;
    let me: Id<Person> = me(tx)?;
    let of = store::whole(tx, &may, case)?;
    let step = registers(&of)?.ok_or_else(closed)?;
    let one = of.candidates.iter().find(|c| c.person == me).ok_or(Error::NotFound)?;
    store::take_off(tx, &may, one.id)?;
    let note = serde_json::json!({ "person": me, "own": true });
    store::happen(tx, &may, case, &step, Kind::TakenOff, &note)?;
    tx.record(Entry::new("decision.withdrawn").about(case).facts(FACTS).with(note)?, ())
}
