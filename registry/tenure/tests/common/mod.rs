#![allow(dead_code, reason = "each story uses some of it")]

use auth::{Account, Actor, Columns, Door, Grant, Path, Role};
use base::{Date, Id};
use org::{Founding, Kind, Name, Quota, Unit};
use people::{Section, Written};
use post::{Class, Content, Frame, Post, Time};
use tenure::{Appointment, Despite, Holding, Person, Tenure, Way};
use testkit::{Bench, client::Site};

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}
/// A unit that has so many deputies of a county's division approved.
pub fn unit(t: &Bench, code: &str, parent: Option<Id<Unit>>, deputies: i64) -> Id<Unit> {
    let name = Name {
        code: code.into(),
        name: format!("机构{code}"),
        short: String::new(),
        kind: Kind::Other,
        rank: None,
        credit_code: None,
    };
    let quotas = vec![Quota { level: "1A32".into(), approved: deputies }];
    let f = Founding { on: day("2010-01-01"), name, parent, position: 0, establishments: vec![], quotas, party: None };
    t.db.write(&t.officer(), |tx| org::found(tx, &f)).unwrap()
}
pub fn create(t: &Bench, unit: Id<Unit>, code: &str, openings: i64, leading: bool) -> Id<Post> {
    let f = Frame {
        unit,
        code: code.into(),
        name: format!("岗位{code}"),
        level: Some(if leading { "1A32" } else { "1A50" }.into()),
        leading,
        class: Class::Administration,
        time: Time::Full,
        managed_by: None,
        openings,
        term_years: leading.then_some(5),
        position: 0,
    };
    t.db.write(&t.officer(), |tx| post::create(tx, day("2010-01-01"), &f, &Content::default(), &[])).unwrap()
}
pub fn person(t: &Bench, unit: Id<Unit>, number: &str, name: &str) -> Id<Person> {
    let basic = [("name".to_owned(), name.to_owned()), ("number".to_owned(), number.to_owned())].into();
    let enter = |tx: &mut db::Write<'_>| people::actions::enter(tx, Some(unit), day("2015-01-01"), &basic);
    t.db.write(&t.officer(), enter).unwrap().cast()
}
/// Records in the file of `of` that `other` is such a relative.
pub fn kin(t: &Bench, of: Id<Person>, relation: &str, other: Id<Person>, name: &str) {
    let pairs = [("relation", relation), ("name", name), ("other", &other.to_string())];
    let written: Written = pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    let record =
        |tx: &mut db::Write<'_>| people::actions::record(tx, of.cast(), Section::Kin, day("2020-01-01"), &written);
    t.db.write(&t.officer(), record).unwrap();
}
pub fn of(person: Id<Person>, post: Id<Post>, way: Way, from: &str, to: Option<&str>) -> Appointment {
    let appointed_by = Some("海委干〔2020〕1号".into());
    let holding = Holding {
        person,
        post,
        way,
        chosen: None,
        appointed_by,
        removed_by: None,
        reason: None,
        ordinal: 0,
        in_team: None,
        exceptional: None,
        printed: None,
    };
    Appointment { from: day(from), to: to.map(day), holding }
}
pub fn appoint(t: &Bench, a: &Appointment) -> Id<Tenure> {
    t.db.write(&t.officer(), |tx| tenure::appoint(tx, a, &Despite::default())).unwrap()
}
pub fn own(t: &Bench, person: Id<Person>) -> Actor {
    let grants = vec![Grant { role: Role::Cadre, over: Path::whole(), columns: Columns::NONE }];
    Actor::account(Door::Session, t.root, Id::<Account>::new(), Some(person), grants)
}
/// The pages of the registry, with what they show of each other.
pub fn site(t: &Bench) -> Site {
    let slices = vec![org::slice(), post::slice(), people::slice(), tenure::slice(), intake::slice()];
    let files: people::FileParts = web::PageParts(vec![tenure::file_part]);
    let units: org::UnitParts = web::PageParts(vec![tenure::unit_part]);
    let posts: post::PostParts = web::PageParts(vec![tenure::post_part]);
    Site::with(t, slices, |app| app.with_parts(&web::Parts::new().with(files).with(units).with(posts)))
}
