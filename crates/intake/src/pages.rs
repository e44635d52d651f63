//! What people see on the way from files to records.

use std::sync::{Arc, atomic::Ordering};

use base::{Id, Lang};
use maud::{Markup, html};
use serde::Serialize;
use ui::{Cell, Column, Field, Form, Notice, Progress, Stat, Table, Tone};
use web::{Page, View};

use crate::{
    Desk, Intake, Opened, Part, Report, SheetUse,
    desk::{Seen, Stage, Upload},
    memory::Remembered,
    source::SourceError,
};

ui::messages!(pub(crate) Text);

auth::actions! {
    /// Look at past imports and begin a new one; what may be recorded is decided by the kind's own action.
    See: See "intake.see" [Officer];
    /// Have the meaning of columns remembered for the next file.
    Remember: Change "intake.remember" [Officer];
}

/// `/import`: what can be taken in, and what has been.
#[derive(Serialize)]
pub(crate) struct Index {
    pub(crate) kinds: Vec<(String, base::Say, base::Say)>,
    pub(crate) past: Vec<Past>,
}
/// A past import.
#[derive(Serialize)]
pub(crate) struct Past {
    pub(crate) kind: &'static str,
    pub(crate) title: base::Say,
    pub(crate) at: String,
    pub(crate) entry: Id<db::LedgerEntry>,
    pub(crate) seq: i64,
    pub(crate) undone: bool,
}

impl Page for Index {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).imports().to_string()
    }
    fn table(&self, lang: Lang) -> Option<Table> {
        let t = Text::of(lang);
        let columns = vec![
            Column::date("at", t.when().to_string()),
            Column::text("kind", t.kind().to_string()),
            Column::number("seq", t.entry().to_string()),
            Column::badge("state", t.state().to_string()),
        ];
        let rows = self.past.iter().map(|p| {
            let (tone, word) = match p.undone {
                true => (Tone::Plain, t.state_undone().to_string()),
                false => (Tone::Yes, t.state_recorded().to_string()),
            };
            vec![
                Cell::new(p.at.clone()).href(format!("/import/{}/past/{}", p.kind, p.entry)),
                Cell::new(p.title.to(lang)),
                Cell::new(p.seq.to_string()),
                Cell::new(word).tone(tone),
            ]
        });
        let empty = (t.none_yes().to_string(), t.none_hint().to_string());
        Some(Table::new(t.history().to_string(), columns).rows(rows).empty(empty.0, empty.1))
    }
    fn body(&self, view: &View) -> Markup {
        let t = Text::of(view.lang);
        html! {
            section {
                h2 { (t.choose_kind()) }
                ul.choices {
                    @for (kind, title, hint) in &self.kinds {
                        li { a href={ "/import/" (kind) } { (title.to(view.lang)) } p.hint { (hint.to(view.lang)) } }
                    }
                }
            }
            section {
                h2 { (t.history()) }
                @if let Some(table) = self.table(view.lang) { (table.html(view.lang)) }
            }
        }
    }
    fn frame(&self, view: &View, shell: ui::Shell) -> ui::Shell {
        ui::Shell { lead: Text::of(view.lang).imports_lead().to_string(), ..shell }
    }
}

/// Files that have no columns to match have no step for it.
fn steps(lang: Lang, now: usize, parts: &[Part]) -> Markup {
    let t = Text::of(lang);
    let names = [t.step_file(), t.step_columns(), t.step_check(), t.step_done()].map(|n| n.to_string());
    let mut names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut now = now;
    if parts.is_empty() {
        names.remove(1);
        now = now.saturating_sub(1);
    }
    ui::steps(lang, &names, now)
}

fn crumbs(view: &View, shell: ui::Shell) -> ui::Shell {
    ui::Shell { breadcrumbs: vec![(Text::of(view.lang).imports().to_string(), "/import".to_owned())], ..shell }
}

/// `/import/{kind}`: choose files.
#[derive(Serialize)]
pub(crate) struct Choose {
    pub(crate) kind: &'static str,
    pub(crate) title: base::Say,
    pub(crate) hint: base::Say,
    #[serde(skip)]
    pub(crate) parts: &'static [Part],
    #[serde(skip)]
    pub(crate) ends: Vec<&'static str>,
    #[serde(skip)]
    pub(crate) megabytes: u64,
    pub(crate) remembered: Remembered,
    #[serde(skip)]
    pub(crate) errors: Vec<(String, String)>,
}

impl Choose {
    /// The columns that the reader matched for earlier files.
    fn memory(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let columns = vec![
            Column::text("heading", t.heading().to_string()),
            Column::text("means", t.means().to_string()),
            Column::text("sheet", t.sheet().to_string()),
        ];
        let parts = self.parts.iter().filter_map(|p| Some((p, self.remembered.get(p.key)?)));
        let rows = parts.flat_map(|(part, headings)| {
            headings.iter().map(move |(heading, key)| {
                let column = part.layout.columns.iter().find(|c| Some(c.key) == key.as_deref());
                let means = column.map_or_else(|| Text::of(lang).not_used().to_string(), |c| c.label(lang).to_owned());
                vec![Cell::new(heading.clone()), Cell::new(means), Cell::new(part.name(lang))]
            })
        });
        let caption = t.remembered().to_string();
        html! {
            section {
                h2 { (caption) }
                p.hint { (t.remembered_hint()) }
                (Table::new(caption, columns).rows(rows).plain(lang))
                (ui::confirm(lang, &t.forget().to_string(), &t.forget_sure().to_string(),
                    &format!("/import/{}/forget", self.kind), &view.csrf))
            }
        }
    }
}

impl Page for Choose {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).import_what(self.title.to(lang)).to_string()
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let accept: Vec<String> = self.ends.iter().map(|e| format!(".{e}")).collect();
        let kinds = self.ends.join(if lang == Lang::Zh { "、" } else { ", " });
        let files = Field::files("files", t.files().to_string(), accept.join(","))
            .hint(t.files_hint(kinds, self.megabytes).to_string())
            .required();
        html! {
            (steps(lang, 0, self.parts))
            p { (self.hint.to(lang)) }
            (Form::post(format!("/import/{}", self.kind), &view.csrf)
                .field(files)
                .errors(self.errors.iter().map(|(f, m)| (f.as_str(), m.as_str())))
                .submit(t.upload().to_string())
                .cancel("/import")
                .html(lang))
            @if !self.parts.is_empty() {
                section {
                    h2 { (t.understood_columns()) }
                    p.hint { (t.columns_hint()) " " a href={ "/import/" (self.kind) "/template" } { (t.template()) } }
                    @for part in self.parts { (part_columns(part, lang)) }
                }
            }
            @if !self.remembered.is_empty() { (self.memory(view)) }
        }
    }
    fn frame(&self, view: &View, shell: ui::Shell) -> ui::Shell {
        crumbs(view, shell)
    }
}

fn part_columns(part: &Part, lang: Lang) -> Markup {
    let t = Text::of(lang);
    let columns = vec![
        Column::text("column", t.column().to_string()),
        Column::badge("required", t.required().to_string()),
        Column::text("others", t.other_names().to_string()),
    ];
    let rows = part.layout.columns.iter().map(|c| {
        let label = c.label(lang);
        let others: Vec<&str> = c.names.iter().copied().filter(|n| *n != label).take(6).collect();
        let required = if c.required { Cell::new(t.required().to_string()).tone(Tone::Info) } else { Cell::new("") };
        vec![Cell::new(label), required, Cell::new(others.join(if lang == Lang::Zh { "、" } else { ", " }))]
    });
    html! {
        details {
            summary { (t.sheet()) " " strong { (part.name(lang)) } }
            (Table::new(part.name(lang), columns).rows(rows).plain(lang))
        }
    }
}

/// `/import/{kind}/{id}`: an upload at whatever stage it is.
#[derive(Serialize)]
pub(crate) struct Work {
    pub(crate) kind: &'static str,
    pub(crate) id: Id<Upload>,
    pub(crate) title: base::Say,
    pub(crate) stage: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) report: Option<Report>,
    pub(crate) sheets: Vec<SheetUse>,
    #[serde(skip)]
    pub(crate) parts: &'static [Part],
    #[serde(skip)]
    pub(crate) seen: Seen,
    #[serde(skip)]
    pub(crate) opened: Option<Arc<Opened>>,
    #[serde(skip)]
    pub(crate) trouble: Option<SourceError>,
    #[serde(skip)]
    pub(crate) errors: Vec<(String, String)>,
}

impl Work {
    pub(crate) fn new(intake: &dyn Intake, id: Id<Upload>, seen: Seen, opened: Option<Arc<Opened>>) -> Self {
        let (stage, report) = match &seen.stage {
            Stage::Columns => ("columns", None),
            Stage::Running { recording: false } => ("checking", None),
            Stage::Running { recording: true } => ("recording", None),
            Stage::Checked(r) => ("checked", Some(r.as_ref().clone())),
            Stage::Recorded(r) => ("recorded", Some(r.as_ref().clone())),
            Stage::Failed(_) => ("failed", None),
        };
        let (title, parts, sheets) = (intake.title(), intake.parts(), seen.source.sheets.clone());
        Self {
            kind: intake.kind(),
            id,
            title,
            stage,
            report,
            sheets,
            parts,
            seen,
            opened,
            trouble: None,
            errors: vec![],
        }
    }
    fn here(&self, more: &str) -> String {
        format!("/import/{}/{}{more}", self.kind, self.id)
    }

    fn columns(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let mut form = Form::post(self.here("/columns"), &view.csrf);
        for (i, one) in self.sheets.iter().enumerate() {
            let Some(sheet) = self.opened.as_ref().and_then(|o| o.sheet(one)) else { continue };
            let uses = self.parts.iter().map(|p| (p.key.to_owned(), p.name(lang)));
            let uses = uses.chain([(String::new(), t.not_used().to_string())]);
            let part = one.part.clone().unwrap_or_default();
            let mut fields = vec![
                Field::select(format!("part-{i}"), t.sheet_is(sheet.name.to_string()).to_string(), uses).value(part),
            ];
            if let Some(part) = self.parts.iter().find(|p| Some(p.key) == one.part.as_deref()) {
                for h in &one.mapping.headings {
                    let keys = part.layout.columns.iter().map(|c| (c.key.to_owned(), c.label(lang).to_owned()));
                    let keys = [(String::new(), t.not_used().to_string())].into_iter().chain(keys);
                    let row = one.mapping.header_row + one.mapping.header_rows;
                    let sample: String = sheet.cell(row, h.col).text().chars().take(24).collect();
                    let letter = formats::sheet::At::letters(h.col);
                    let label = format!("{letter} {}", if h.text.is_empty() { "—" } else { &h.text });
                    fields.push(
                        Field::select(format!("key-{i}-{}", h.col), label, keys)
                            .value(h.key.clone().unwrap_or_default())
                            .hint(if sample.is_empty() { String::new() } else { format!("{}: {sample}", t.sample()) }),
                    );
                }
            }
            form = form.group(sheet.name.to_string(), fields);
        }
        html! {
            (steps(lang, 1, self.parts))
            @if let Some(why) = &self.trouble { (Notice::new(Tone::Warning, why.say().to(lang)).html(lang)) }
            (form.errors(self.errors.iter().map(|(f, m)| (f.as_str(), m.as_str()))).submit(t.check_now().to_string()).cancel("/import").html(lang))
        }
    }

    fn running(&self, view: &View, recording: bool) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let (done, total) =
            (self.seen.progress.done.load(Ordering::Relaxed), self.seen.progress.total.load(Ordering::Relaxed));
        let label = if recording { t.recording().to_string() } else { t.checking().to_string() };
        Progress { label, done, total: (total > 0).then_some(total), poll: Some(self.here("")), ..Progress::default() }
            .html(lang)
    }

    fn checked(&self, view: &View, report: &Report) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let questions = report.questions.iter().map(|q| {
            if q.answers.is_empty() {
                let field = match q.suggest {
                    Some(from) => Field::suggest(q.key.clone(), q.say.to(lang), from),
                    None => Field::text(q.key.clone(), q.say.to(lang)),
                };
                return field.hint(q.place.clone()).required();
            }
            Field::radios(
                q.key.clone(),
                q.say.to(lang),
                q.answers.iter().map(|(w, l)| (w.clone(), l.to(lang).to_owned())),
            )
            .hint(q.place.clone())
            .required()
        });
        html! {
            (steps(lang, 2, self.parts))
            @if report.wrong_in_all > 0 {
                (Notice::new(Tone::No, t.wrong_found(report.wrong_in_all).to_string()).html(lang))
            } @else if report.is_clean() {
                (Notice::new(Tone::Yes, t.clean().to_string()).html(lang))
            }
            (figures(report, lang))
            (changes(report, lang))
            @if report.is_clean() {
                (Form::post(self.here("/record"), &view.csrf).submit(t.record_now().to_string()).cancel("/import").html(lang))
            } @else if report.wrong_in_all == 0 {
                h2 { (t.questions_open(report.questions.len() as u64)) }
                (Form::post(self.here("/answers"), &view.csrf).group("", questions)
                    .errors(self.errors.iter().map(|(f, m)| (f.as_str(), m.as_str())))
                    .submit(t.answer().to_string()).cancel("/import").html(lang))
            } @else {
                p { (ui::primary_link(&t.start_over().to_string(), &format!("/import/{}", self.kind), None)) }
            }
            (places(&report.wrong, report.wrong_in_all, &t.wrong_found(report.wrong_in_all).to_string(), lang))
            (places(&report.odd, report.odd_in_all, &t.odd_found(report.odd_in_all).to_string(), lang))
        }
    }
}

/// The report's figures as tiles.
pub(crate) fn figures(report: &Report, lang: Lang) -> Markup {
    let tiles: Vec<Stat> = report.counts.iter().map(|c| Stat::new(c.label.to(lang), c.n)).collect();
    html! { @if !tiles.is_empty() { (ui::stats(&tiles)) } }
}

/// What is recorded beside what it would become.
fn changes(report: &Report, lang: Lang) -> Markup {
    let (t, all) = (Text::of(lang), report.changes_in_all);
    if report.changes.is_empty() {
        return html! {};
    }
    let columns = vec![
        Column::text("place", t.place().to_string()).width(16),
        Column::text("what", t.change_what().to_string()),
        Column::text("was", t.change_was().to_string()),
        Column::text("becomes", t.change_becomes().to_string()),
    ];
    let rows = report.changes.iter().map(|c| {
        vec![
            Cell::new(c.place.clone()),
            Cell::new(c.what.to(lang)),
            Cell::new(c.was.to(lang)),
            Cell::new(c.becomes.to(lang)),
        ]
    });
    let caption = t.changes_found(all).to_string();
    let shown = report.changes.len() as u64;
    html! {
        section {
            h2 { (caption) }
            @if all > shown { p.hint { (t.first_shown(shown, all)) } }
            (Table::new(caption, columns).rows(rows).plain(lang))
        }
    }
}

fn places(list: &[crate::Wrong], all: u64, caption: &str, lang: Lang) -> Markup {
    let t = Text::of(lang);
    if list.is_empty() {
        return html! {};
    }
    let columns =
        vec![Column::text("place", t.place().to_string()).width(16), Column::text("what", t.what().to_string())];
    let rows = list.iter().map(|w| vec![Cell::new(w.place.clone()), Cell::new(w.say.to(lang))]);
    html! {
        section {
            h2 { (caption) }
            @if all > list.len() as u64 { p.hint { (t.first_shown(list.len() as u64, all)) } }
            (Table::new(caption, columns).rows(rows).plain(lang))
        }
    }
}

impl Page for Work {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).import_what(self.title.to(lang)).to_string()
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        match &self.seen.stage {
            Stage::Columns => self.columns(view),
            Stage::Running { recording } => self.running(view, *recording),
            Stage::Checked(report) => self.checked(view, report),
            Stage::Recorded(report) => html! {
                (steps(lang, 4, self.parts))
                (Notice::new(Tone::Yes, t.recorded().to_string()).kept(t.recorded_kept().to_string()).html(lang))
                (figures(report, lang))
                p { (ui::button_link(&t.history().to_string(), "/import", None)) }
                @if let Some(entry) = report.entry {
                    (ui::confirm(lang, &t.undo().to_string(), &t.undo_sure().to_string(),
                        &format!("/import/{}/past/{entry}/undo", self.kind), &view.csrf))
                }
                (places(&report.odd, report.odd_in_all, &t.odd_found(report.odd_in_all).to_string(), lang))
            },
            Stage::Failed(why) => html! {
                (steps(lang, 2, self.parts))
                (Notice::new(Tone::No, t.failed().to_string()).kept(t.nothing_kept().to_string()).next(why.to(lang)).html(lang))
                p { (ui::primary_link(&t.start_over().to_string(), &format!("/import/{}", self.kind), None)) }
            },
        }
    }
    fn frame(&self, view: &View, shell: ui::Shell) -> ui::Shell {
        let refresh = matches!(self.seen.stage, Stage::Running { .. }).then_some(2);
        ui::Shell { refresh, ..crumbs(view, shell) }
    }
}

/// `/import/{kind}/past/{entry}`: one past import.
#[derive(Serialize)]
pub(crate) struct One {
    pub(crate) past: Past,
    pub(crate) payload: Option<serde_json::Value>,
}
impl Page for One {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).import_what(self.past.title.to(lang)).to_string()
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let state = if self.past.undone { t.state_undone() } else { t.state_recorded() };
        let mut tiles = vec![
            Stat::new(t.when().to_string(), &self.past.at),
            Stat::new(t.entry().to_string(), self.past.seq),
            Stat::new(t.state().to_string(), state.to_string()),
        ];
        let counts = self.payload.as_ref().and_then(|p| p.get("counts")).and_then(|c| c.as_array());
        for c in counts.into_iter().flatten() {
            let label = c.get("label").and_then(|l| l.get(if lang == Lang::Zh { "zh" } else { "en" }));
            if let (Some(label), Some(n)) = (label.and_then(|l| l.as_str()), c.get("n")) {
                tiles.push(Stat::new(label, n));
            }
        }
        html! {
            (ui::stats(&tiles))
            @if !self.past.undone {
                (ui::confirm(lang, &t.undo().to_string(), &t.undo_sure().to_string(),
                    &format!("/import/{}/past/{}/undo", self.past.kind, self.past.entry), &view.csrf))
            }
        }
    }
    fn frame(&self, view: &View, shell: ui::Shell) -> ui::Shell {
        crumbs(view, shell)
    }
}

/// The kinds that this actor may begin.
pub(crate) fn offered(desk: &Desk, actor: &auth::Actor) -> Vec<(String, base::Say, base::Say)> {
    desk.kinds().iter().filter(|k| k.allows(actor)).map(|k| (k.kind().to_owned(), k.title(), k.hint())).collect()
}
