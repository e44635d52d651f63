//! Taking a list out as a spreadsheet: as it is, with whole files, as a workbook of a slice above, or with restricted columns
//! for a reason.

use auth::ColumnGroup;
use base::{Lang, Say};
use formats::sheet::{self, CsvStyle};
use maud::Markup;
use serde::{Deserialize, Serialize};
use ui::Field;
use web::{Cx, Form, Page, Query, Reply, View};

use crate::{Book, Books, Filter, Section, Text, actions, export};

/// What is wanted.
#[derive(Deserialize, Clone, Default)]
pub(super) struct Wish {
    /// `roster`, `files`, or the word of a [`Book`].
    content: String,
    groups: Vec<String>,
    reason: String,
    /// `xlsx` or `csv`.
    form: String,
}

/// The form.
#[derive(Serialize)]
struct Export {
    people: usize,
    #[serde(skip)]
    here: String,
    #[serde(skip)]
    groups: Vec<ColumnGroup>,
    #[serde(skip)]
    books: Vec<Book>,
    #[serde(skip)]
    wish: Wish,
    #[serde(skip)]
    errors: Vec<(String, String)>,
}

/// The groups of columns that any of the actor's roles shows.
fn groups(cx: &Cx) -> Vec<ColumnGroup> {
    let shown = |g: &ColumnGroup| cx.actor().grants().iter().any(|grant| grant.columns.has(*g));
    ColumnGroup::ALL.iter().copied().filter(shown).collect()
}

async fn page(cx: &Cx, filter: Filter, wish: Wish) -> db::Result<Export> {
    let taken = cx.read(move |tx| actions::take(tx, &filter, false)).await?;
    let (people, here) = (taken.lines.len(), cx.here().to_owned());
    Ok(Export { people, here, groups: groups(cx), books: books(cx), wish, errors: Vec::new() })
}

fn books(cx: &Cx) -> Vec<Book> {
    cx.app().part::<Books>().cloned().unwrap_or_default().0
}

pub(super) async fn show(cx: Cx, Query(filter): Query<Filter>) -> Reply {
    let page = page(&cx, filter, Wish::default()).await?;
    cx.show(page)
}

pub(super) async fn take(cx: Cx, Query(filter): Query<Filter>, Form(wish): Form<Wish>) -> Reply {
    let book = books(&cx).into_iter().find(|b| b.word == wish.content);
    let (lang, asked, whole) = (cx.lang(), filter.clone(), wish.content == "files" || book.is_some());
    let wanted: Vec<ColumnGroup> = wish.groups.iter().filter_map(|g| g.parse().ok()).collect();
    let csv = wish.form == "csv";
    let done = if whole && csv {
        Err(db::Error::field(
            "form",
            Say::new(
                "全部档案有多个工作表，只能导出为 xlsx。",
                "Whole files are several sheets and come as xlsx only.",
            ),
        ))
    } else if wanted.is_empty() {
        cx.read(move |tx| actions::take(tx, &filter, whole)).await
    } else {
        let (reason, groups) = (wish.reason.clone(), wanted.clone());
        cx.write(move |tx| actions::export(tx, &filter, whole, &groups, &reason)).await
    };
    let taken = match done {
        Ok(taken) => taken,
        Err(why) => {
            let page = page(&cx, asked, wish).await?;
            return cx.again(why, |errors| Export { errors, ..page });
        }
    };
    let mut name = Text::of(lang).people_list().to_string();
    let failed = |e: sheet::WriteError| db::Error::Refused(Say::each(|l| e.say(l).to_owned()));
    let bytes = if let Some(book) = book {
        name = book.file.to(lang).to_owned();
        cx.read(move |tx| sheet::xlsx((book.sheets)(tx, &taken, &wanted)?).map_err(failed)).await?
    } else {
        cx.work(move || {
            let bytes = match (whole, csv) {
                (true, _) => sheet::xlsx(export::book(&taken, &wanted)),
                (false, true) => sheet::csv(export::roster(&taken, &wanted, lang), CsvStyle::default()),
                (false, false) => sheet::xlsx(vec![export::roster(&taken, &wanted, lang)]),
            };
            bytes.map_err(failed)
        })
        .await?
    };
    if csv {
        cx.file(&format!("{name}.csv"), "text/csv; charset=utf-8", bytes)
    } else {
        let mime = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        cx.file(&format!("{name}.xlsx"), mime, bytes)
    }
}

/// What a group of columns holds, by the sections in it.
fn label(group: ColumnGroup, lang: Lang) -> String {
    let sections = Section::ALL.iter().filter(|s| s.group() == Some(group));
    sections.map(|s| s.title(lang)).collect::<Vec<_>>().join(if lang == Lang::En { ", " } else { "、" })
}

impl Page for Export {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).export_title().to_string()
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let chosen = |value: &str, first: &str| if value.is_empty() { first.to_owned() } else { value.to_owned() };
        let own = [("roster", t.export_roster().to_string()), ("files", t.export_files().to_string())];
        let more = self.books.iter().map(|b| (b.word, b.label.to(lang).to_owned()));
        let contents = own.into_iter().chain(more);
        let mut form = ui::Form::post(&self.here, &view.csrf)
            .field(
                Field::radios("content", t.export_content().to_string(), contents)
                    .value(chosen(&self.wish.content, "roster")),
            )
            .field(
                Field::radios("form", t.export_form().to_string(), [("xlsx", "XLSX"), ("csv", "CSV")])
                    .value(chosen(&self.wish.form, "xlsx")),
            );
        if !self.groups.is_empty() {
            let choices = self.groups.iter().map(|g| (g.word(), label(*g, lang)));
            form = form.field(
                Field::checks("groups", t.print_with().to_string(), choices)
                    .hint(t.export_restricted_hint().to_string())
                    .values(self.wish.groups.clone()),
            );
            form = form.field(
                Field::text("reason", t.reveal_why().to_string())
                    .hint(t.export_reason_hint().to_string())
                    .limit(200)
                    .value(&self.wish.reason)
                    .autocomplete("off"),
            );
        }
        let back = self.here.replacen("/people/export", "/people", 1);
        form.errors(self.errors.clone()).submit(t.export_go().to_string()).cancel(back).html(lang)
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        let t = Text::of(view.lang);
        shell.lead = t.person_count(self.people as u64).to_string();
        shell.breadcrumbs = vec![(t.people_list().to_string(), "/people".to_owned())];
        shell
    }
}
