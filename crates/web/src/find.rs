//! One search box over everything: each slice says how its own things are found.
//!
//! A finder asks for its slice's own permit; what the reader's roles do not include is not looked through. The box is a
//! plain form that leads to `/search`; with scripts it suggests as one types.

use base::{Lang, Say};
use db::Read;
use maud::{Markup, html};
use serde::{Deserialize, Serialize};
use ui::{Shell, Suggestion};

use crate::{Access, Cx, Page, Query, Reply, Routes, Slice, Someone, Text, View};

/// Finds at most so many things by a text, the best first. Must answer while someone types.
pub type Find = fn(&mut Read<'_>, &str, usize, Lang) -> db::Result<Vec<Found>>;

/// What a slice looks through.
#[derive(Clone, Debug)]
pub struct Finder {
    /// The slice, for programs.
    pub slice: &'static str,
    /// What it finds: 人员, 机构.
    pub label: Say,
    /// Who may find it.
    pub access: Access,
    /// Its place among the others: small numbers first.
    pub order: u16,
    /// How.
    pub find: Find,
}

/// Something that was found.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Found {
    /// Its page.
    pub href: String,
    /// Its name.
    pub text: String,
    /// What tells it from others of that name.
    pub note: String,
}

/// Characters of a question that are looked at.
const LONGEST: usize = 60;
/// Of each kind, on the page and as suggestions.
const ON_PAGE: usize = 50;
const WHILE_TYPING: usize = 5;

/// The slice.
pub fn slice() -> Slice {
    Slice::new("find", &[]).routes(
        Routes::new()
            .get(
                Someone,
                "/search",
                ("按姓名、拼音、首字母、职务、岗位和机构查找", "Find people, posts and units"),
                show,
            )
            .asks::<Asked>()
            .get(Someone, "/search/suggest", ("查找建议", "Suggestions while typing"), suggest)
            .asks::<Asked>(),
    )
}

/// What is asked.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Asked {
    q: String,
}

/// What was found.
#[derive(Serialize)]
struct Answer {
    q: String,
    kinds: Vec<Kind>,
    #[serde(skip)]
    brief: bool,
}

/// What was found of one kind.
#[derive(Serialize)]
struct Kind {
    slice: &'static str,
    label: Say,
    found: Vec<Found>,
}

async fn show(cx: Cx, Query(asked): Query<Asked>) -> Reply {
    let answer = find(&cx, asked.q, ON_PAGE, false).await?;
    cx.show(answer)
}
async fn suggest(cx: Cx, Query(asked): Query<Asked>) -> Reply {
    let answer = find(&cx, asked.q, WHILE_TYPING, true).await?;
    cx.show(answer)
}

async fn find(cx: &Cx, q: String, most: usize, brief: bool) -> db::Result<Answer> {
    let text: String = q.trim().chars().take(LONGEST).collect();
    let mut finders: Vec<Finder> = cx.app().slices().iter().flat_map(|s| s.finders.iter().cloned()).collect();
    finders.retain(|f| f.access.allows(cx.actor()));
    finders.sort_by_key(|f| f.order);
    if text.is_empty() {
        return Ok(Answer { q, kinds: Vec::new(), brief });
    }
    let lang = cx.lang();
    let kinds = cx
        .read(move |tx| {
            let mut kinds = Vec::new();
            for Finder { slice, label, find, .. } in finders {
                kinds.push(Kind { slice, label, found: find(tx, &text, most, lang)? });
            }
            kinds.retain(|k| !k.found.is_empty());
            Ok(kinds)
        })
        .await?;
    Ok(Answer { q, kinds, brief })
}

impl Answer {
    fn suggestions(&self, lang: Lang) -> Vec<Suggestion> {
        let one = |kind: &Kind, f: &Found| {
            let words = [f.note.as_str(), kind.label.to(lang)];
            let note = words.into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" · ");
            Suggestion { href: f.href.clone(), text: f.text.clone(), note, value: None }
        };
        self.kinds.iter().flat_map(|k| k.found.iter().map(move |f| one(k, f))).collect()
    }
}

impl Page for Answer {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).find().to_string()
    }
    fn body(&self, view: &View) -> Markup {
        let lang = view.lang;
        let t = Text::of(lang);
        if self.brief {
            return ui::suggestions(lang, &self.suggestions(lang));
        }
        html! {
            @if self.kinds.is_empty() {
                @if !self.q.trim().is_empty() { p.muted { (t.nothing_found(self.q.trim())) } }
                p.hint { (t.find_how()) }
            }
            @for kind in &self.kinds {
                section {
                    h2 { (kind.label.to(lang)) }
                    ul.plain {
                        @for f in &kind.found {
                            li { a href=(f.href) { (f.text) } @if !f.note.is_empty() { " " small.muted { (f.note) } } }
                        }
                    }
                    @if kind.found.len() >= ON_PAGE { p.hint { (t.find_more(ON_PAGE as u64)) } }
                }
            }
        }
    }
    fn frame(&self, view: &View, mut shell: Shell) -> Shell {
        shell.lead = Text::of(view.lang).find_lead().to_string();
        if let Some(search) = &mut shell.search {
            search.query.clone_from(&self.q);
        }
        shell
    }
}
