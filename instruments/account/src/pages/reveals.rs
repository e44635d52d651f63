//! The reveal log.

use base::Lang;
use maud::{Markup, html};
use serde::{Deserialize, Serialize};
use ui::{Cell, Column, Pager, Table};
use web::{Cx, Page, Query, Reply, Routes, View};

use super::minute;
use crate::{
    Reveals, Text,
    actions::reveals::{self, Reveal},
};

pub(super) fn routes() -> Routes {
    Routes::new().get(Reveals, "/reveals", ("调阅记录", "Reveal log"), list).asks::<Asked>()
}

const MOST: usize = 100;

#[derive(Deserialize)]
struct Asked {
    before: Option<i64>,
}
#[derive(Serialize)]
struct Log {
    reveals: Vec<Reveal>,
    #[serde(skip)]
    older: Option<String>,
}
impl Page for Log {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).reveals().to_string()
    }
    fn body(&self, view: &View) -> Markup {
        let t = Text::of(view.lang);
        html! { p.lead { (t.reveals_lead()) } (self.table(view.lang).unwrap_or_default().html(view.lang)) }
    }
    fn table(&self, lang: Lang) -> Option<Table> {
        let t = Text::of(lang);
        let columns = vec![
            Column::text("at", t.when().to_string()),
            Column::text("by", t.who().to_string()),
            Column::link("person", t.whom().to_string()).whole(),
            Column::text("section", t.shows().to_string()),
            Column::text("reason", t.why().to_string()),
        ];
        let rows = self.reveals.iter().map(|r| {
            let person = Cell::of(r.person.as_deref());
            let person = match &r.person {
                Some(id) => person.href(format!("/people/{id}")),
                None => person,
            };
            let (section, reason) = (Cell::of(r.section.as_deref()), Cell::of(r.reason.as_deref()));
            vec![Cell::new(minute(r.at)), Cell::new(&r.by), person, section, reason]
        });
        let pager = Pager { next: self.older.clone(), ..Pager::default() };
        Some(
            Table::new(t.reveals().to_string(), columns)
                .rows(rows)
                .pager(pager)
                .exported()
                .empty(t.reveals_none().to_string(), ""),
        )
    }
}
async fn list(cx: Cx, Query(asked): Query<Asked>) -> Reply {
    let before = asked.before.unwrap_or(i64::MAX);
    let (reveals, older) = cx
        .read(move |tx| {
            let found = reveals::list(tx, before, MOST as i64)?;
            let more = found.len() == MOST;
            let older = found.last().filter(|_| more).map(|r| format!("/reveals?before={}", r.seq));
            Ok((found, older))
        })
        .await?;
    cx.show(Log { reveals, older })
}
