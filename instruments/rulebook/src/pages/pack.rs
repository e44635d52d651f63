//! `/rules/{country}/{pack}`: one pack, its editions and who adopted them.

use base::{Date, Lang};
use maud::{Markup, html};
use serde::Serialize;
use ui::{Cell, Column, Fact, Notice, Table, Tone};
use web::{At, Cx, Page, Reply, View};

use super::{pack_of, rules_table};
use crate::{Adopt, Adoption, InForce, Look, Text, in_force, store};

/// A pack on a day.
#[derive(Serialize)]
pub(super) struct PackPage {
    on: Date,
    in_force: Option<InForce>,
    editions: Vec<Known>,
    adoptions: Vec<Adoption>,
}

/// An edition that is at hand.
#[derive(Serialize)]
struct Known {
    edition: String,
    title: base::Say,
    hash: String,
    shipped: bool,
}

/// How a pack comes to hold, in a sentence.
pub(super) fn standing(of: &InForce, lang: Lang) -> String {
    let t = Text::of(lang);
    if of.pack.built_in {
        return t.built_in(&of.pack.edition).to_string();
    }
    match &of.adoption {
        Some(a) => t.adopted_by(&of.pack.edition, a.document.as_str(), a.valid_from.to_string()).to_string(),
        None => t.as_shipped(&of.pack.edition).to_string(),
    }
}

pub(super) async fn show(cx: Cx, At((country, pack)): At<(String, String)>) -> Reply {
    let (on, id) = (cx.on(), pack_of(&country, &pack));
    let page = cx
        .read(move |tx| {
            let may = tx.may::<Look>()?;
            let all = in_force::editions(tx, &may, &id)?;
            if all.is_empty() {
                return Err(db::Error::NotFound);
            }
            let editions = all.into_iter().map(|e| Known {
                shipped: crate::shipped().iter().any(|s| s.hash == e.hash),
                edition: e.pack.edition,
                title: e.pack.title,
                hash: e.hash,
            });
            let editions = editions.collect();
            let adoptions = store::adoptions(tx, &may)?.into_iter().filter(|a| a.pack == id).collect();
            let in_force = in_force::in_force_in(tx, &may, &id, on, None)?;
            Ok(PackPage { on, in_force, editions, adoptions })
        })
        .await?;
    cx.show(page)
}

impl PackPage {
    fn history(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let columns = vec![
            Column::text("edition", t.edition().to_string()),
            Column::text("adoptions", t.adoptions().to_string()).width(36),
            Column::text("hash", "SHA-256").width(20),
        ];
        let here = self.in_force.as_ref().map(|f| f.hash.as_str());
        let path = |hash: &str| format!("/rules/{}/edition/{hash}", self.id());
        let rows = self.editions.iter().map(|e| {
            let adopted = self.adoptions.iter().filter(|a| a.hash == e.hash);
            let mut says: Vec<String> =
                adopted.map(|a| t.from_by(a.valid_from.to_string(), a.document.as_str()).to_string()).collect();
            if e.shipped {
                says.push(t.with_program().to_string());
            }
            let mut name = Cell::new(e.edition.clone());
            if view.can::<Adopt>() && !self.built_in() {
                name = name.href(path(&e.hash));
            }
            if here == Some(e.hash.as_str()) {
                name = name.note(t.holds_now().to_string());
            }
            vec![name, Cell::new(lang.clauses(says)), Cell::new(e.hash.clone())]
        });
        html! { (Table::new(t.editions().to_string(), columns).rows(rows).plain(lang)) }
    }
    fn built_in(&self) -> bool {
        self.in_force.as_ref().is_some_and(|f| f.pack.built_in)
    }
    fn id(&self) -> &str {
        self.in_force.as_ref().map_or("", |f| f.pack.id.as_str())
    }
}

impl Page for PackPage {
    fn title(&self, lang: Lang) -> String {
        let title = self.in_force.as_ref().map(|f| &f.pack.title).or_else(|| self.editions.first().map(|e| &e.title));
        title.map(|t| t.to(lang).to_owned()).unwrap_or_default()
    }
    fn table(&self, lang: Lang) -> Option<Table> {
        let of = self.in_force.as_ref()?;
        let rules = of.pack.rules.iter().filter(|r| r.holds(self.on)).map(|r| (of.pack.id.as_str(), r));
        Some(rules_table(lang, rules).at(format!("/rules/{}", of.pack.id), None).exported())
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        html! {
            @match &self.in_force {
                None => { (Notice::new(Tone::Info, t.not_in_force().to_string()).html(lang)) }
                Some(of) => {
                    @if of.pack.built_in {
                        (Notice::new(Tone::Info, t.built_in_lead().to_string()).html(lang))
                    } @else if of.adoption.is_none() {
                        (Notice::new(Tone::Info, standing(of, lang)).next(t.adopt_hint().to_string()).html(lang))
                    }
                    (ui::facts(lang, [
                        Fact::new(t.edition().to_string(), &of.pack.edition),
                        Fact::new(t.standing().to_string(), standing(of, lang)),
                        Fact::new("SHA-256", &of.hash),
                    ]))
                }
            }
            section { h2 { (t.rules()) } @if let Some(table) = self.table(lang) { (table.html(lang)) } }
            section { h2 { (t.editions()) } (self.history(view)) }
        }
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        shell.breadcrumbs = vec![(Text::of(view.lang).rulebook().to_string(), "/rules".to_owned())];
        shell.as_of = Some(ui::AsOf { date: self.on.to_string(), today: view.today.to_string() });
        shell
    }
}
