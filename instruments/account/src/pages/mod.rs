//! What people see: coming in, the own account, accounts and roles, the policy, the reveal log.

mod accounts;
mod enter;
mod mine;
mod policy;
mod reveals;
mod second;

use auth::{ColumnGroup, Role};
use base::{Lang, Say};
use maud::Markup;
use serde::Serialize;
use ui::{Notice, Tone};
use web::{Cx, Page, Routes, View};

use crate::{Keeper, Text};

pub(crate) use accounts::Accounts;

/// All routes of the slice.
pub(crate) fn routes() -> Routes {
    let own = enter::routes().and(mine::routes()).and(second::routes());
    own.and(accounts::routes()).and(policy::routes()).and(reveals::routes())
}

/// A role's name.
pub(crate) fn role_name(role: Role, lang: Lang) -> String {
    let t = Text::of(lang);
    match role {
        Role::Administrator => t.role_administrator().to_string(),
        Role::Officer => t.role_officer().to_string(),
        Role::Leader => t.role_leader().to_string(),
        Role::Inspector => t.role_inspector().to_string(),
        Role::Cadre => t.role_cadre().to_string(),
        Role::Visitor => t.role_visitor().to_string(),
    }
}
/// A group of restricted columns by name.
fn group_name(group: ColumnGroup, lang: Lang) -> String {
    let t = Text::of(lang);
    match group {
        ColumnGroup::Identity => t.column_identity().to_string(),
        ColumnGroup::Health => t.column_health().to_string(),
        ColumnGroup::Family => t.column_family().to_string(),
    }
}
/// The door of this installation.
fn keeper(cx: &Cx) -> db::Result<Keeper> {
    match cx.app().part::<Keeper>() {
        Some(keeper) => Ok(keeper.clone()),
        None => Keeper::open(cx.app().db().clone(), cx.root()),
    }
}
fn say(f: impl Fn(&Text) -> String) -> Say {
    Say::each(|lang| f(&Text::of(lang)))
}
fn yes(cx: &Cx, f: impl Fn(&Text) -> String) -> Notice {
    Notice::new(Tone::Yes, f(&Text::of(cx.lang())))
}

type Draw<D> = fn(&D, &View, &[(String, String)]) -> Markup;

/// A page of forms: what programs get, and how it looks.
#[derive(Serialize)]
struct Screen<D: Serialize> {
    #[serde(skip)]
    title: Say,
    #[serde(flatten)]
    data: D,
    #[serde(skip)]
    draw: Draw<D>,
    #[serde(skip)]
    errors: Vec<(String, String)>,
}
impl<D: Serialize> Screen<D> {
    fn new(title: impl Fn(&Text) -> String, data: D, draw: Draw<D>) -> Self {
        Self { title: say(title), data, draw, errors: Vec::new() }
    }
    fn errors(self, errors: Vec<(String, String)>) -> Self {
        Self { errors, ..self }
    }
}
impl<D: Serialize + Send> Page for Screen<D> {
    fn title(&self, lang: Lang) -> String {
        self.title.to(lang).to_owned()
    }
    fn body(&self, view: &View) -> Markup {
        (self.draw)(&self.data, view, &self.errors)
    }
}

/// A moment to the minute, in the organisation's time zone (UTC+8).
fn minute(at: base::Timestamp) -> String {
    let shifted = base::Timestamp(at.0.saturating_add(8 * 3600 * 1_000_000)).to_string();
    shifted.get(..16).unwrap_or(&shifted).replace('T', " ")
}
