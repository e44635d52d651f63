//! What is restricted, opened with a reason.

use std::collections::HashMap;

use base::Id;
use maud::{Markup, html};
use serde::{Deserialize, Serialize};
use web::{At, Cx, Form, Lang, Page, Reply, View};

use crate::{
    Change, Kind, Named, Person, Section, Text, Values,
    actions::{self, Opened},
    read,
};

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
    /// What other files say of the relation to this person.
    elsewhere: Vec<Elsewhere>,
    /// How many more files name this person, out of the reader's reach.
    hidden: usize,
    #[serde(skip)]
    names: HashMap<Id<Person>, Named>,
    #[serde(skip)]
    kept: Vec<(Id<crate::Fact>, Values)>,
    #[serde(skip)]
    reason: String,
    #[serde(skip)]
    errors: Vec<(String, String)>,
}

/// A relation that stands in another file.
#[derive(Serialize)]
struct Elsewhere {
    person: Id<Person>,
    name: String,
    relation: String,
}

pub(super) async fn reveal(cx: Cx, At((person, section)): At<(Id<Person>, Section)>, Form(why): Form<Why>) -> Reply {
    let (on, reason) = (cx.today(), why.reason.clone());
    let name = cx.read(move |tx| Ok(read::file(tx, person, on)?.get("name").unwrap_or_default().to_owned())).await?;
    let nothing = Opened { person, entries: Vec::new(), elsewhere: Vec::new(), hidden: 0 };
    let page = |opened: Opened, names: HashMap<Id<Person>, Named>, errors| {
        let kept: Vec<(Id<crate::Fact>, Values)> = opened.entries.into_iter().map(|e| (e.id, e.values)).collect();
        let told = |e: crate::Entry| Elsewhere {
            person: e.person,
            name: names.get(&e.person).map(|n| n.name.clone()).unwrap_or_default(),
            relation: e.values.get("relation").unwrap_or_default().to_owned(),
        };
        let entries = kept.iter().map(|(_, v)| v.to_json()).collect();
        let elsewhere = opened.elsewhere.into_iter().map(told).collect();
        Revealed { person, name, section, entries, elsewhere, hidden: opened.hidden, names, kept, reason, errors }
    };
    match cx.write(move |tx| actions::reveal(tx, person, section, &why.reason)).await {
        Ok(opened) => {
            let others = opened.entries.iter().filter_map(|e| e.values.get("other")?.parse().ok());
            let others: Vec<Id<Person>> = others.chain(opened.elsewhere.iter().map(|e| e.person)).collect();
            let names = cx.read(move |tx| crate::names(tx, &others, on)).await?;
            cx.show(page(opened, names, Vec::new()))
        }
        Err(why) => cx.again(why, |errors| page(nothing, HashMap::new(), errors)),
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
            @if self.kept.is_empty() && self.elsewhere.is_empty() { p.muted { (t.nothing_recorded().to_string()) } }
            @for (fact, values) in &self.kept {
                (ui::facts(lang, terms(values, &self.names, lang)))
                @if view.can::<Change>() {
                    p { a href={ "/people/" (self.person) "/" (self.section) "/" (fact) } { (t.correct().to_string()) } }
                }
            }
            @if !self.elsewhere.is_empty() {
                h2 { (t.kin_elsewhere().to_string()) }
                ul { @for e in &self.elsewhere {
                    li {
                        @let name = html! { a href={ "/people/" (e.person) } { (e.name) } };
                        (name) (t.kin_names(codes::KIN.label(&e.relation, lang)).to_string())
                    }
                } }
            }
            @if self.hidden > 0 { p.muted { (t.kin_hidden(self.hidden as u64).to_string()) } }
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

/// The values as terms; another person by name, where the reader may know it.
pub(super) fn terms(values: &Values, names: &HashMap<Id<Person>, Named>, lang: Lang) -> Vec<ui::Fact> {
    let shown = values.iter().map(|(f, v)| {
        let text = match (f.kind, v) {
            (Kind::Person, Some(id)) => Some(other(id, names, lang)),
            (_, v) => v.map(|v| f.shown(v, lang)),
        };
        ui::Fact::of(f.label(lang), text)
    });
    shown.collect()
}

/// A relative who is a person of this system, by name and post.
pub(super) fn other(id: &str, names: &HashMap<Id<Person>, Named>, lang: Lang) -> String {
    match id.parse().ok().and_then(|id| names.get(&id)) {
        Some(named) => format!("{} {}", named.name, named.post).trim_end().to_owned(),
        None => Text::of(lang).out_of_reach().to_string(),
    }
}

pub(super) async fn own_data(cx: Cx) -> Reply {
    let data = cx.write(actions::own_data).await?;
    let bytes = serde_json::to_vec_pretty(&data).map_err(|e| db::Error::Internal(e.to_string()))?;
    cx.file("my-data.json", "application/json", bytes)
}
