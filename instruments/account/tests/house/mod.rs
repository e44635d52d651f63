//! What the stories begin with: a door where hashing is cheap, an administrator who came by the link.
#![allow(dead_code, reason = "each file of stories uses some of it")]

use account::{
    Answer, Cost, Keeper,
    actions::{
        accounts::{self, AccountForm},
        grants::{self, GrantForm},
        own::Confirmed,
        set_up::SetUp,
    },
};
use auth::{Account, Actor, Columns, Path, PersonKey, Role};
use base::{Id, Timestamp};
use testkit::Bench;

pub const PASSWORD: &str = "trompete staubig mond";
pub const MINUTE: i64 = 60_000_000;

pub fn keeper(t: &Bench) -> Keeper {
    Keeper::with_cost(t.db.clone(), t.root, Cost { memory: 64, passes: 1, lanes: 1 }).unwrap()
}
pub fn console(t: &Bench) -> Actor {
    Actor::console(t.root)
}
pub fn pass(t: &Bench, micros: i64) {
    t.clock.set(Timestamp(t.db.now().0 + micros));
}
pub fn form(name: &str, password: &str) -> SetUp {
    SetUp {
        name: name.into(),
        display: "系统管理".into(),
        password: password.into(),
        again: password.into(),
        ..SetUp::default()
    }
}
/// The first administrator, by the link that the command line prints.
pub fn first(t: &Bench, k: &Keeper) -> Id<Account> {
    let link = t.db.write(&console(t), |tx| accounts::invite_first(tx, Role::Administrator)).unwrap();
    k.set_up(&link.secret, &form("guanli", PASSWORD)).unwrap()
}
/// Signs in and gives the session's secret; panics where anything else comes of it.
pub fn enter(k: &Keeper, name: &str, password: &str) -> String {
    match k.sign_in(name, password, None, "", None).unwrap() {
        Answer::In(ticket) => ticket.0,
        other => panic!("{other:?}"),
    }
}
pub fn actor(k: &Keeper, secret: &str) -> Actor {
    k.session(secret).unwrap().expect("a live session").actor
}
/// An account with a password, made by `by`.
pub fn someone(t: &Bench, k: &Keeper, by: &Actor, name: &str, person: Option<Id<PersonKey>>) -> Id<Account> {
    let form = AccountForm { name: name.into(), display: "林知远".into(), person, ..AccountForm::default() };
    let id = t.db.write(by, |tx| accounts::make(tx, &form)).unwrap();
    let link = t.db.write(by, |tx| accounts::invite(tx, id)).unwrap();
    k.set_up(&link.secret, &self::form("", PASSWORD)).unwrap();
    id
}
pub fn role(t: &Bench, account: Id<Account>, role: Role, place: &str, shows: Columns) -> GrantForm {
    let over: Path = place.parse().unwrap();
    let unit = (!place.is_empty()).then(Id::new);
    GrantForm { account, role, over: (unit, over), shows, from: t.db.now().date_at(8), to: None }
}
pub fn give(t: &Bench, by: &Actor, form: &GrantForm) -> db::Result<Id<account::RoleGrant>> {
    t.db.write(by, |tx| grants::grant(tx, form))
}
pub fn confirm(k: &Keeper, actor: &Actor) -> Confirmed {
    k.confirm(actor, "password", PASSWORD).unwrap_or_else(|e| panic!("{e}"))
}
/// A unit at the top of the tree.
pub fn unit(t: &Bench, code: &str, name: &str) -> Id<org::Unit> {
    unit_under(t, code, name, None)
}
pub fn unit_under(t: &Bench, code: &str, name: &str, parent: Option<Id<org::Unit>>) -> Id<org::Unit> {
    let (kind, short) = (org::Kind::School, String::new());
    let name = org::Name { code: code.into(), name: name.into(), short, kind, rank: None, credit_code: None };
    let on = "2020-01-01".parse().unwrap();
    let f = org::Founding { on, name, parent, position: 0, establishments: vec![], quotas: vec![], party: None };
    t.db.write(&t.officer(), |tx| org::found(tx, &f)).unwrap()
}
