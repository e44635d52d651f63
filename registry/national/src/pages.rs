//! Taking the workbook of a list of people out.

use auth::ColumnGroup;
use base::{Lang, Say};
use formats::sheet;
use maud::Markup;
use people::{Filter, Outlet, Reveal, Section, actions};
use serde::{Deserialize, Serialize};
use ui::Field;
use web::{Cx, Form, Page, Query, Reply, Routes, View};

use crate::{Text, commands::heads};

/// Where the slice answers.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get(Reveal, "/people/national", ("导出全国干部信息表的表单", "The form to export the national workbook"), show)
        .post(
            Reveal,
            "/people/national",
            (
                "导出全国干部信息表，受限信息须说明原因",
                "Export the national workbook, restricted columns with a reason",
            ),
            take,
        )
        .takes::<Wish>()
}

/// The workbook among the ways in which a list of people goes out.
pub fn outlet() -> Outlet {
    Outlet {
        label: Say::each(|lang| Text::of(lang).workbook().to_string()),
        href: "/people/national",
        icon: ui::Icon::Export,
        allows: |actor| actor.may::<Reveal>().is_ok(),
    }
}

/// What is wanted.
#[derive(Deserialize, Clone, Default)]
struct Wish {
    /// `names`, `older` or `newer`.
    #[serde(default)]
    heads: String,
    #[serde(default)]
    groups: Vec<String>,
    #[serde(default)]
    reason: String,
}

#[derive(Serialize)]
struct Export {
    people: usize,
    #[serde(skip)]
    here: String,
    #[serde(skip)]
    groups: Vec<ColumnGroup>,
    #[serde(skip)]
    wish: Wish,
    #[serde(skip)]
    errors: Vec<(String, String)>,
}

/// The restricted groups that are on the sheets of the workbook and that one of the actor's roles shows.
fn groups(cx: &Cx) -> Vec<ColumnGroup> {
    let shown = |g: &ColumnGroup| cx.actor().grants().iter().any(|grant| grant.columns.has(*g));
    ColumnGroup::ALL.iter().copied().filter(shown).collect()
}

async fn page(cx: &Cx, filter: Filter, wish: Wish) -> db::Result<Export> {
    let taken = cx.read(move |tx| actions::take(tx, &filter, false)).await?;
    let (people, here) = (taken.lines.len(), cx.here().to_owned());
    Ok(Export { people, here, groups: groups(cx), wish, errors: Vec::new() })
}

async fn show(cx: Cx, Query(filter): Query<Filter>) -> Reply {
    let page = page(&cx, filter, Wish::default()).await?;
    cx.show(page)
}

async fn take(cx: Cx, Query(filter): Query<Filter>, Form(wish): Form<Wish>) -> Reply {
    let (lang, asked, heads) = (cx.lang(), filter.clone(), heads(&wish.heads));
    let wanted: Vec<ColumnGroup> = wish.groups.iter().filter_map(|g| g.parse().ok()).collect();
    let done = if wanted.is_empty() {
        cx.read(move |tx| actions::take(tx, &filter, true)).await
    } else {
        let (reason, groups) = (wish.reason.clone(), wanted.clone());
        cx.write(move |tx| actions::export(tx, &filter, true, &groups, &reason)).await
    };
    let taken = match done {
        Ok(taken) => taken,
        Err(why) => {
            let page = page(&cx, asked, wish).await?;
            return cx.again(why, |errors| Export { errors, ..page });
        }
    };
    let failed = |e: sheet::WriteError| db::Error::Refused(Say::each(|l| e.say(l).to_owned()));
    let write = move |tx: &mut db::Read<'_>| sheet::xlsx(crate::workbook(tx, &taken, &wanted, heads)?).map_err(failed);
    let bytes = cx.read(write).await?;
    let mime = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    cx.file(&format!("{}.xlsx", Text::of(lang).workbook()), mime, bytes)
}

/// What a group of columns holds, by the sections in it.
fn label(group: ColumnGroup, lang: Lang) -> String {
    let sections = Section::ALL.iter().filter(|s| s.group() == Some(group));
    sections.map(|s| s.title(lang)).collect::<Vec<_>>().join(if lang == Lang::En { ", " } else { "、" })
}

impl Page for Export {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).title().to_string()
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let choices = [
            ("names", t.heads_names().to_string()),
            ("older", t.heads_older().to_string()),
            ("newer", t.heads_newer().to_string()),
        ];
        let chosen = if self.wish.heads.is_empty() { "names" } else { &self.wish.heads };
        let mut form = ui::Form::post(&self.here, &view.csrf)
            .field(Field::radios("heads", t.heads().to_string(), choices).value(chosen));
        if !self.groups.is_empty() {
            let choices = self.groups.iter().map(|g| (g.word(), label(*g, lang)));
            form = form
                .field(
                    Field::checks("groups", t.restricted().to_string(), choices)
                        .hint(t.restricted_hint().to_string())
                        .values(self.wish.groups.clone()),
                )
                .field(
                    Field::text("reason", t.reason().to_string())
                        .hint(t.reason_hint().to_string())
                        .limit(200)
                        .value(&self.wish.reason)
                        .autocomplete("off"),
                );
        }
        let back = self.here.replacen("/people/national", "/people", 1);
        form.errors(self.errors.clone()).submit(t.go().to_string()).cancel(back).html(lang)
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        let t = Text::of(view.lang);
        shell.lead = t.lead(self.people as u64).to_string();
        shell.breadcrumbs = vec![(t.people().to_string(), "/people".to_owned())];
        shell
    }
}
