//! The list of conflicts of recusal.

use std::sync::Arc;

use base::{Date, Say};
use maud::{Markup, html};
use serde::Serialize;
use ui::{Cell, Column, Table, Tone};
use web::{Cx, Lang, Page, PageOf, Paging, Reply, View};

use super::shared::tabs;
use crate::{
    Conflict, Text,
    rules::pack::{self, Recusal},
    view,
};

#[derive(Serialize)]
struct Conflicts {
    conflicts: PageOf<Conflict>,
    /// The rule in force, if there is one.
    rule: Option<Say>,
    on: Date,
    #[serde(skip)]
    here: String,
}

pub(crate) async fn show(cx: Cx, paging: Paging) -> Reply {
    let on = cx.on();
    let (conflicts, rule) =
        cx.read(move |tx| Ok((view::conflicts(tx, on)?, Recusal::on(on)?.map(Recusal::source)))).await?;
    let here = cx.here().to_owned();
    let conflicts = paging.part(Arc::unwrap_or_clone(conflicts), Conflict::key);
    cx.show(Conflicts { conflicts, rule, on, here })
}

impl Page for Conflicts {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).recusal().to_string()
    }
    fn table(&self, lang: Lang) -> Option<Table> {
        let t = Text::of(lang);
        let columns = vec![
            Column::link("name", t.name().to_string()).whole().width(14),
            Column::link("post", t.post().to_string()).width(32),
            Column::link("relative", t.relative().to_string()).width(14),
            Column::link("relative_post", t.relative_post().to_string()).width(32),
            Column::badge("situation", t.situation().to_string()).width(24),
            Column::link("rule", t.rule().to_string()).width(36),
        ];
        let line = |c: &Conflict| {
            let mut cells: Vec<Cell> = Vec::with_capacity(6);
            for p in &c.parties {
                cells.push(Cell::new(&p.name).href(format!("/people/{}#kin", p.person)));
                cells.push(Cell::new(&p.post_name).href(format!("/appointments/{}", p.tenure)));
            }
            cells.push(Cell::new(c.situation.label(lang)).tone(Tone::Warning));
            let rule = Cell::new(c.rule.to(lang));
            cells.push(match &c.rule.rule {
                Some(href) => rule.href(href.as_ref()),
                None => rule,
            });
            ui::Row::from(cells)
        };
        let table = Table::new(t.recusal().to_string(), columns).rows(self.conflicts.rows.iter().map(line));
        Some(
            table
                .at(&self.here, None)
                .pager(self.conflicts.pager(&self.here))
                .exported()
                .empty(t.no_conflicts().to_string(), t.no_conflicts_hint().to_string()),
        )
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        html! {
            (tabs(view, "/recusal"))
            p.muted {
                @match &self.rule {
                    Some(rule) => {
                        (t.recusal_lead(rule.to(lang))) " "
                        a href=(pack::href("recusal")) { (t.the_rule()) }
                    },
                    None => (t.no_rule().to_string()),
                }
            }
            @if let Some(table) = self.table(lang) { (table.html(lang)) }
        }
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        shell.lead = Text::of(view.lang).conflict_count(self.conflicts.total.unwrap_or_default() as i64).to_string();
        shell.as_of = Some(ui::AsOf { date: self.on.to_string(), today: view.today.to_string() });
        shell
    }
}
