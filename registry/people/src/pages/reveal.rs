//! What is restricted, opened with a reason.

use base::Id;
use maud::{Markup, html};
use serde::{Deserialize, Serialize};
use web::{At, Cx, Form, Lang, Page, Reply, View};

use crate::{Change, Person, Section, Text, Values, actions, read};

/// Why.
#[derive(Deserialize)]
pub(super) struct Why {
    reason: String,
}

/// The section as opened. Answered once; never kept.
#[derive(Serialize)]
struct Revealed {
    person: Id<Person>,
    name: String,
    section: Section,
    entries: Vec<serde_json::Value>,
    #[serde(skip)]
    kept: Vec<(Id<crate::Fact>, Values)>,
    #[serde(skip)]
    reason: String,
    #[serde(skip)]
    errors: Vec<(String, String)>,
}

pub(super) async fn reveal(cx: Cx, At((person, section)): At<(Id<Person>, Section)>, Form(why): Form<Why>) -> Reply {
    let (on, reason) = (cx.today(), why.reason.clone());
    let name = cx.read(move |tx| Ok(read::file(tx, person, on)?.get("name").unwrap_or_default().to_owned())).await?;
    let page = |kept: Vec<(Id<crate::Fact>, Values)>, errors| Revealed {
        person,
        name,
        section,
        entries: kept.iter().map(|(_, v)| v.to_json()).collect(),
        kept,
        reason,
        errors,
    };
    match cx.write(move |tx| actions::reveal(tx, person, section, &why.reason)).await {
        Ok(opened) => cx.show(page(opened.entries.into_iter().map(|e| (e.id, e.values)).collect(), Vec::new())),
        Err(why) => cx.again(why, |errors| page(Vec::new(), errors)),
    }
}

impl Page for Revealed {
    fn title(&self, lang: Lang) -> String {
        let section = Text::of(lang).revealed(self.section.title(lang)).to_string();
        format!("{}：{section}", self.name)
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        if !self.errors.is_empty() {
            let label = t.reveal_why().to_string();
            let action = format!("/people/{}/reveal/{}", self.person, self.section);
            return ui::Form::post(action, &view.csrf)
                .field(ui::Field::text("reason", label).required().limit(200).value(&self.reason))
                .errors(self.errors.clone())
                .submit(t.reveal_go().to_string())
                .cancel(format!("/people/{}", self.person))
                .html(lang);
        }
        html! {
            p.muted { (t.reveal_lead().to_string()) }
            @if self.kept.is_empty() { p.muted { (t.nothing_recorded().to_string()) } }
            @for (fact, values) in &self.kept {
                (ui::facts(lang, super::file::terms(values, lang)))
                @if view.can::<Change>() {
                    p { a href={ "/people/" (self.person) "/" (self.section) "/" (fact) } { (t.correct().to_string()) } }
                }
            }
        }
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        let t = Text::of(view.lang);
        shell.breadcrumbs = vec![
            (t.people_list().to_string(), "/people".to_owned()),
            (self.name.clone(), format!("/people/{}", self.person)),
        ];
        shell
    }
}

pub(super) async fn own_data(cx: Cx) -> Reply {
    let data = cx.write(actions::own_data).await?;
    let bytes = serde_json::to_vec_pretty(&data).map_err(|e| db::Error::Internal(e.to_string()))?;
    cx.file("my-data.json", "application/json", bytes)
}
