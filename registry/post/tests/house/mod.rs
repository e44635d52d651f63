//! What the stories share: units and posts to begin with.
#![allow(dead_code, reason = "each story uses some of it")]

use auth::Role;
use base::{Date, Id, Weight};
use org::{Founding, Kind, Name, Unit};
use post::{Class, Content, Dimension, Frame, Post, Requirement, Time};
use testkit::{Bench, client::Site};

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}
/// The slices that the stories need, with what they show on each other's pages.
pub fn site(t: &Bench) -> Site {
    Site::with(t, vec![org::slice(), post::slice()], |app| app.with(web::PageParts::<Unit>(vec![post::posts_of_unit])))
}
/// A unit that was founded on the first day of 2020.
pub fn unit(t: &Bench, code: &str, parent: Option<Id<Unit>>) -> Id<Unit> {
    org::follow(&post::PostsOfUnits);
    let name = Name {
        code: code.into(),
        name: format!("机构{code}"),
        short: String::new(),
        kind: Kind::Other,
        rank: None,
        credit_code: None,
    };
    let (on, position) = (day("2020-01-01"), 0);
    let f = Founding { on, name, parent, position, establishments: vec![], quotas: vec![], party: None };
    t.db.write(&t.officer(), |tx| org::found(tx, &f)).unwrap()
}
pub fn frame(unit: Id<Unit>, code: &str, name: &str) -> Frame {
    let (class, time) = (Class::PartyAffairs, Time::Full);
    let (code, name, level) = (code.into(), name.into(), Some("1A41".into()));
    Frame {
        unit,
        code,
        name,
        level,
        leading: true,
        class,
        time,
        managed_by: None,
        openings: 1,
        term_years: Some(5),
        position: 0,
    }
}
/// The post from the first day of 2020 on.
pub fn create(t: &Bench, f: &Frame) -> Id<Post> {
    t.db.write(&t.officer(), |tx| post::create(tx, day("2020-01-01"), f, &Content::default(), &[])).unwrap()
}
pub fn asked(weight: i64, words: &str) -> Requirement {
    let (dimension, hard, weight) = (Dimension::Knowledge, false, Some(Weight::from_units(weight)));
    Requirement { dimension, hard, weight, words: words.into(), condition: None, condition_version: None, position: 0 }
}
/// Someone with that role over a unit and what lies below it.
pub fn over(t: &Bench, role: Role, unit: Id<Unit>) -> auth::Actor {
    let path = t.db.read(&t.officer(), |tx| {
        let may = tx.may::<org::See>()?;
        let (root, today) = (tx.root(), tx.today());
        org::path_of(tx.with(&may), root, unit, today)
    });
    t.actor_over(role, path.unwrap().unwrap())
}
