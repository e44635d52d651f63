//! Who may do what: every action of every slice.

use auth::{ActionRow, Kind, Role};
use base::Lang;
use maud::{Markup, html};
use serde::Serialize;
use ui::{Cell, Column, Table, Tone};
use web::{Cx, Page, Reply, Routes, View};

use super::role_name;
use crate::{Policy, Text};

pub(super) fn routes() -> Routes {
    Routes::new().get(Policy, "/policy", ("权限表", "Who may do what"), policy)
}

#[derive(Serialize)]
struct Line {
    action: &'static str,
    kind: &'static str,
    roles: &'static [Role],
    #[serde(skip)]
    is: Kind,
}
#[derive(Serialize)]
struct PolicyPage {
    actions: Vec<Line>,
}
impl Page for PolicyPage {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).policy().to_string()
    }
    fn body(&self, view: &View) -> Markup {
        let t = Text::of(view.lang);
        html! { p.lead { (t.policy_lead()) } (self.table(view.lang).unwrap_or_default().html(view.lang)) }
    }
    fn table(&self, lang: Lang) -> Option<Table> {
        let t = Text::of(lang);
        let mut columns =
            vec![Column::text("action", t.action().to_string()), Column::text("kind", t.kind().to_string())];
        columns.extend(Role::ALL.iter().map(|r| Column::badge(r.word(), role_name(*r, lang))));
        let rows = self.actions.iter().map(|a| {
            let kind = match a.is {
                Kind::See => t.kind_see().to_string(),
                Kind::Change => t.kind_change().to_string(),
                Kind::Reveal => t.kind_reveal().to_string(),
            };
            let may = |r: &Role| if a.roles.contains(r) { Cell::new("✓").tone(Tone::Yes) } else { Cell::new("") };
            [Cell::new(a.action), Cell::new(kind)].into_iter().chain(Role::ALL.iter().map(may)).collect::<Vec<_>>()
        });
        Some(Table::new(t.policy().to_string(), columns).rows(rows).exported())
    }
}
async fn policy(cx: Cx) -> Reply {
    cx.require::<Policy>()?;
    let mut rows: Vec<ActionRow> = cx.app().slices().iter().flat_map(|s| s.actions.iter().copied()).collect();
    rows.sort_by_key(|a| a.name);
    let line = |a: ActionRow| Line {
        action: a.name,
        kind: match a.kind {
            Kind::See => "see",
            Kind::Change => "change",
            Kind::Reveal => "reveal",
        },
        roles: a.roles,
        is: a.kind,
    };
    cx.show(PolicyPage { actions: rows.into_iter().map(line).collect() })
}
