//! Registering oneself in a competition for posts (竞争上岗), from one's own account, and taking that back.

use auth::{Action, Path, Permit};
use base::{Id, Say};
use db::{Error, Event as Entry, Read, Recorded, Result, Write};
use people::Person;
use post::Post;
use procedure::Step;
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
    /// Who may register.
    pub(crate) reach: Say,
}

base::words! {
    /// Who may register: what the announcement says of a competition.
    pub enum Reach {
        /// The people of the unit itself.
        Unit = "unit",
        /// Also those of the units below it.
        Below = "below",
        /// Everybody of the organisation.
        Whole = "whole",
    }
}

impl Reach {
    /// What people call it; `unit` is what the unit is called.
    pub fn say(self, unit: &str) -> Say {
        match self {
            Self::Unit => Say::new(format!("{unit}的人员"), format!("people of {unit}")),
            Self::Below => {
                Say::new(format!("{unit}及其下级机构的人员"), format!("people of {unit} and of the units below it"))
            }
            Self::Whole => Say::new("整个组织的人员", "people of the whole organisation"),
        }
    }
    /// Whether somebody kept at `person` may register with a unit at `unit`.
    fn takes(self, unit: &Path, person: &Path) -> bool {
        match self {
            Self::Unit => unit == person,
            Self::Below => unit.holds(person),
            Self::Whole => true,
        }
    }
}

fn registers(case: &Case) -> Result<Option<Step>> {
    Ok(case.state()?.now(&case.procedure).filter(|s| s.registers).cloned())
}

/// Who may register in a case, as announced, and whether one is among them.
struct Open {
    reach: Reach,
    /// The case's unit, as it is called.
    unit: String,
    /// Whether one's own file is kept within.
    takes: bool,
}

fn open_to<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, case: &Case, step: &Step, me: Id<Person>) -> Result<Open> {
    let announced = match &step.reach {
        Some(fact) => store::kept(tx, may, case.case)?.into_iter().rfind(|k| k.name == *fact && k.subject.is_none()),
        None => None,
    };
    let word = announced.and_then(|k| serde_json::from_str::<procedure::Value>(&k.value).ok());
    let reach = match (&step.reach, word) {
        // cases opened under a procedure that did not ask stay open to everybody
        (None, _) => Reach::Whole,
        (Some(_), Some(procedure::Value::Word(word))) => {
            word.parse().map_err(|_| Error::Corrupt(format!("who may register: {word}")))?
        }
        (Some(_), _) => Reach::Unit,
    };
    let (root, today) = (may.root(), tx.today());
    let unit = org::path_of(tx.with(may), root, case.unit, today)?;
    let mine = people::place_of(tx, may, me)?;
    let takes = reach == Reach::Whole || unit.is_some_and(|unit| reach.takes(&unit, &mine));
    let names = org::names(tx.with(may), root, &[case.unit], today)?;
    let unit = names.get(&case.unit).map(|n| n.name.clone()).unwrap_or_default();
    Ok(Open { reach, unit, takes })
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
        let Some(step) = registers(&case)?.filter(|_| !case.candidates.iter().any(|c| c.person == me)) else {
            continue;
        };
        let open = open_to(tx, &may, &case, &step, me)?;
        if !open.takes {
            continue;
        }
        let mut posts = Vec::with_capacity(case.posts.len());
        for post in &case.posts {
            posts.push((*post, facts::post_name(tx, &may, *post, today)?));
        }
        all.push(Offered { case: id, title: case.title, posts, reach: open.reach.say(&open.unit) });
    }
    Ok(all)
}

fn closed() -> Error {
    Error::refused("现在不接受报名，或报名已截止。", "Registrations are not taken now.")
}

/// Registers oneself for a post of a competition.
///
/// # Errors
/// A case that takes no registrations now; a post that it is not about; whoever is registered already, or is not among
/// those to whom the announcement opens it.
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
    let open = open_to(tx, &may, &of, &step, me)?;
    if !open.takes {
        let who = open.reach.say(&open.unit);
        return Err(Error::refused(
            format!(
                "公告规定的报名范围是{}，您的干部档案不在此范围。所在机构有误的，请联系组织（人事）部门更正后报名。",
                who.zh
            ),
            format!(
                "The announcement opens this to {}; your file is kept elsewhere. If that is wrong, have the personnel department correct your unit, then register.",
                who.en
            ),
        ));
    }
    if of.candidates.len() >= rules::MANY {
        return Err(Error::refused("报名人数已满，请与办理机构联系。", "No more are taken; ask the office."));
    }
    store::insert_candidate(tx, &may, case, me, post, None)?;
    let note = serde_json::json!({ "person": me, "post": post, "own": true, "reach": open.reach });
    store::happen(tx, &may, case, &step.id, Kind::Named, &note)?;
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
    store::happen(tx, &may, case, &step.id, Kind::TakenOff, &note)?;
    tx.record(Entry::new("decision.withdrawn").about(case).facts(FACTS).with(note)?, ())
}
