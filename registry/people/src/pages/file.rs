//! A person's file, in the sections of the official form.

use base::{Date, Id};
use maud::{Markup, PreEscaped, html};
use serde::Serialize;
use ui::{Cell, Column, Fact, Icon, Notice, Table, Tone};
use web::{At, Cx, Lang, Page, PagePart, Query, Reply, View};

use super::FileParts;
use crate::{
    Change, Completeness, Entry, Finding, Person, Reveal, Section, Text, Unit, Values, file::File as Kept, read,
};

/// The file as shown: restricted sections say only whether something is recorded.
#[derive(Serialize)]
pub(super) struct File {
    person: Id<Person>,
    name: String,
    unit: Option<Id<Unit>>,
    unit_name: Option<String>,
    unit_since: Option<Date>,
    on: Date,
    age: Option<i16>,
    sections: Vec<Shown>,
    restricted: Vec<Closed>,
    completeness: Completeness,
    findings: Vec<Finding>,
    #[serde(skip)]
    parts: Vec<PagePart>,
    more: Vec<serde_json::Value>,
    #[serde(skip)]
    own: bool,
    #[serde(skip)]
    merged: Option<Id<db::LedgerEntry>>,
    #[serde(skip)]
    ended: Option<Id<db::LedgerEntry>>,
    /// How many other files name this person as a relative.
    named_in: usize,
}

/// An open section with its entries.
#[derive(Serialize)]
struct Shown {
    section: Section,
    entries: Vec<One>,
}
/// One entry.
#[derive(Serialize)]
struct One {
    fact: Id<crate::Fact>,
    from: Date,
    to: Option<Date>,
    corrects: Option<Id<crate::Fact>>,
    values: serde_json::Value,
    #[serde(skip)]
    kept: Values,
}
/// A restricted section: recorded or not.
#[derive(Serialize)]
struct Closed {
    section: Section,
    recorded: bool,
}

pub(super) async fn own(cx: Cx) -> Reply {
    match cx.actor().person() {
        Some(person) => cx.go(format!("/people/{person}")),
        None => {
            let t = Text::of(cx.lang());
            let notice = Notice::new(Tone::Warning, t.no_own_file().to_string());
            cx.show(Nothing { notice })
        }
    }
}

/// Nothing but a sentence.
#[derive(Serialize)]
struct Nothing {
    notice: Notice,
}
impl Page for Nothing {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).own_file().to_string()
    }
    fn body(&self, view: &View) -> Markup {
        self.notice.html(view.lang)
    }
}

/// What was just done, for the button that undoes it.
#[derive(serde::Deserialize)]
pub(super) struct Just {
    merged: Option<Id<db::LedgerEntry>>,
    ended: Option<Id<db::LedgerEntry>>,
}

pub(super) async fn show(cx: Cx, At(person): At<Id<Person>>, Query(just): Query<Just>) -> Reply {
    let (on, lang) = (cx.on(), cx.lang());
    let own = cx.actor().person().is_some_and(|p| p.cast() == person);
    let hooks = cx.app().part::<FileParts>().cloned().unwrap_or_default();
    let loaded = cx
        .read(move |tx| {
            let file = match read::file(tx, person, on) {
                Err(db::Error::NotFound) => return Ok(Err(read::kept_as(tx, person)?)),
                other => other?,
            };
            let home = read::home(tx, person, on)?;
            let names = read::unit_names(tx, home.iter().map(|h| h.0).collect(), on)?;
            let parts = hooks.load(tx, person, on, lang)?;
            Ok(Ok((file, home, names, parts, read::named_in(tx, person, on)?)))
        })
        .await?;
    let (file, home, names, parts, named_in) = match loaded {
        Ok(found) => found,
        // a merged record is found under the one that was kept
        Err(Some(kept)) => return cx.go(format!("/people/{kept}")),
        Err(None) => return Err(db::Error::NotFound.into()),
    };
    let (completeness, findings) = read::findings_of(&file, on)?;
    let page = File::of(file, on, home, names, parts, completeness, findings, own);
    cx.show(File { merged: just.merged, ended: just.ended, named_in, ..page })
}

impl File {
    #[allow(clippy::too_many_arguments, reason = "private; each was read for this page alone")]
    fn of(
        file: Kept,
        on: Date,
        home: Option<(Id<Unit>, Date)>,
        names: std::collections::BTreeMap<Id<Unit>, String>,
        parts: Vec<PagePart>,
        completeness: Completeness,
        findings: Vec<Finding>,
        own: bool,
    ) -> Self {
        let open = Section::ALL.iter().filter(|s| s.group().is_none());
        let one = |e: &&Entry| One {
            fact: e.id,
            from: e.from,
            to: e.to,
            corrects: e.corrects,
            values: e.values.to_json(),
            kept: e.values.clone(),
        };
        let sections = open.map(|s| Shown { section: *s, entries: file.of(*s).iter().map(one).collect() }).collect();
        let closed = Section::ALL.iter().filter(|s| s.group().is_some());
        let restricted = closed.map(|s| Closed { section: *s, recorded: file.sealed.contains(s) }).collect();
        let birth = file.basic().and_then(|b| b.date("birth"));
        Self {
            person: file.person,
            name: file.get("name").unwrap_or_default().to_owned(),
            unit: home.map(|h| h.0),
            unit_name: home.and_then(|h| names.get(&h.0).cloned()),
            unit_since: home.map(|h| h.1),
            on,
            // the official forms count ages by the month
            age: birth.map(|b| b.earliest().years_to(on)).filter(|a| *a >= 0),
            sections,
            restricted,
            completeness,
            findings,
            more: parts.iter().map(|p| p.json.clone()).collect(),
            parts,
            own,
            merged: None,
            ended: None,
            named_in: 0,
        }
    }
    fn basic(&self) -> Option<&One> {
        self.sections.iter().find(|s| s.section == Section::Basic)?.entries.first()
    }
}

/// The values of an entry as terms.
pub(super) fn terms(values: &Values, lang: Lang) -> Vec<Fact> {
    values.iter().map(|(f, v)| Fact::of(f.label(lang), v.map(|v| f.shown(v, lang)))).collect()
}

/// A list section as a table: a column for each field that any entry has. The first leads to the correction.
fn entries(view: &View, person: Id<Person>, shown: &Shown) -> Markup {
    let lang = view.lang;
    let href = |e: &One| view.can::<Change>().then(|| format!("/people/{person}/{}/{}", shown.section, e.fact));
    let rows = shown.entries.iter().map(|e| (&e.kept, href(e)));
    html! { div.list { (table(shown.section, rows.collect(), lang).plain(lang)) } }
}

/// Entries of a section as a table.
pub(super) fn table(section: Section, entries: Vec<(&Values, Option<String>)>, lang: Lang) -> Table {
    let has = |key: &str| entries.iter().any(|(v, _)| v.get(key).is_some());
    let used: Vec<_> = section.fields().iter().filter(|f| has(f.key)).collect();
    let columns = used.iter().map(|f| Column::text(f.key, f.label(lang)));
    let rows = entries.iter().map(|(values, href)| {
        let cells = used.iter().map(|f| Cell::of(values.get(f.key).map(|v| f.shown(v, lang))));
        let mut cells: Vec<Cell> = cells.collect();
        if let Some(first) = cells.first_mut() {
            first.href = href.clone();
            if first.text.is_empty() {
                first.text = "—".to_owned();
            }
        }
        ui::Row::from(cells)
    });
    Table::new(section.title(lang), columns.collect()).rows(rows)
}

impl Page for File {
    fn title(&self, _: Lang) -> String {
        self.name.clone()
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let change = view.can::<Change>();
        html! {
            @for (entry, label) in [(self.merged, t.undo_merge().to_string()), (self.ended, t.undo_end().to_string())] {
                @if let (Some(entry), true) = (entry, change) {
                    p.no-print { (ui::post_button(&label, &format!("/people/undo/{entry}"), &view.csrf, None)) }
                }
            }
            section.no-print aria-labelledby="complete" {
                h2 #complete { (t.completeness().to_string()) " " (self.completeness.score) "%" }
                p.hint { a href=(crate::pack::complete_href()) { (t.complete_rule()) } }
                progress max="100" value=(self.completeness.score) { (self.completeness.score) "%" }
                @if !self.completeness.missing.is_empty() {
                    p { (t.missing().to_string()) " "
                        @for (i, m) in self.completeness.missing.iter().enumerate() {
                            @if i > 0 { (if lang == Lang::En { ", " } else { "、" }) }
                            a href={ "#" (m.section) } { (m.say.to(lang)) }
                        }
                    }
                }
                @if !self.findings.is_empty() {
                    h3 { (t.at_odds().to_string()) }
                    ul { @for f in &self.findings {
                        li {
                            (ui::badge(Tone::Warning, super::list::check_label(f.check, lang))) " " (f.say.to(lang))
                            @if let (Some(source), Some(href)) = (&f.source, &f.href) { " " small { a href=(href) { (t.source(source.to(lang))) } } }
                        }
                    } }
                }
            }
            @for shown in &self.sections {
                section id=(shown.section) {
                    h2 { (shown.section.title(lang)) }
                    @if shown.section == Section::Basic {
                        @if let Some(one) = self.basic() {
                            (ui::facts(lang, terms(&one.kept, lang).into_iter().chain([
                                Fact::of(t.home_unit().to_string(), self.unit_name.clone())
                                    .note(self.unit_since.map(|d| t.since(d.to_string()).to_string()).unwrap_or_default()),
                            ])))
                            @if change {
                                p.buttons.no-print {
                                    (ui::button_link(&t.change().to_string(), &format!("/people/{}/basic/new", self.person), Some(Icon::Calendar)))
                                    (ui::button_link(&t.correct().to_string(), &format!("/people/{}/basic/{}", self.person, one.fact), Some(Icon::Edit)))
                                    (ui::button_link(&t.move_file().to_string(), &format!("/people/{}/unit", self.person), Some(Icon::Unit)))
                                }
                            }
                        }
                    } @else {
                        @if shown.entries.is_empty() { p.muted { (t.nothing_recorded().to_string()) } }
                        @else if shown.section == Section::Career { (career(view, self.person, shown)) }
                        @else { (entries(view, self.person, shown)) }
                        @if change {
                            p.buttons.no-print { (ui::button_link(&t.add().to_string(), &format!("/people/{}/{}/new", self.person, shown.section), Some(Icon::Plus))) }
                        }
                    }
                }
            }
            @for part in &self.parts { (part.html()) }
            @for closed in &self.restricted {
                section.no-print id=(closed.section) aria-labelledby={ (closed.section) "-h" } {
                    h2 id={ (closed.section) "-h" } { (closed.section.title(lang)) " " (ui::badge(Tone::Info, &t.masked().to_string())) }
                    @let named = if closed.section == Section::Kin { self.named_in } else { 0 };
                    @if named > 0 { p { (t.kin_named_in(named as u64).to_string()) } }
                    @if !closed.recorded && named == 0 { p.muted { (t.nothing_recorded().to_string()) } }
                    @else if view.can::<Reveal>() {
                        (ui::reveal(lang, &t.masked_entries().to_string(), &format!("/people/{}/reveal/{}", self.person, closed.section), &view.csrf))
                    } @else { p { (t.masked_entries().to_string()) } }
                    @if change {
                        p.buttons { (ui::button_link(&t.add().to_string(), &format!("/people/{}/{}/new", self.person, closed.section), Some(Icon::Plus))) }
                    }
                }
            }
            @if self.own {
                p.no-print { (ui::post_button(&t.own_data().to_string(), "/people/me/data", &view.csrf, None)) }
            }
            @if change && !self.own {
                div.no-print { (ui::confirm(lang, &t.remove_person().to_string(), &t.remove_asks().to_string(), &format!("/people/{}/remove", self.person), &view.csrf)) }
            }
        }
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let basic = self.basic();
        let value = |key: &str| basic.and_then(|b| b.kept.get(key)).unwrap_or_default();
        let mut lead = vec![super::list::shown("sex", value("sex"), lang)];
        if let Some(age) = self.age {
            let birth = super::list::shown("birth", value("birth"), lang);
            lead.push(t.age_of(birth.as_str(), i64::from(age)).to_string());
        }
        lead.push(super::list::shown("ethnic", value("ethnic"), lang));
        lead.push(value("post_title").to_owned());
        lead.retain(|l| !l.is_empty());
        shell.lead = lead.join(if lang == Lang::En { ", " } else { "，" });
        shell.breadcrumbs =
            vec![("/people".to_owned(), t.people_list().to_string())].into_iter().map(|(h, l)| (l, h)).collect();
        shell.as_of = Some(ui::AsOf { date: self.on.to_string(), today: view.today.to_string() });
        let print = format!("/people/{}/print?on={}", self.person, self.on);
        shell.actions = html! { (ui::button_link(&t.print_file().to_string(), &print, Some(Icon::Print))) };
        shell
    }
}

/// The résumé as a line of time.
fn career(view: &View, person: Id<Person>, shown: &Shown) -> Markup {
    let lang = view.lang;
    let label = |e: &One, key: &str| {
        let field = shown.section.fields().iter().find(|f| f.key == key);
        field.and_then(|f| e.kept.get(key).map(|v| f.shown(v, lang))).unwrap_or_default()
    };
    let events: Vec<ui::Event> = shown
        .entries
        .iter()
        .map(|e| {
            let event = ui::Event::since(label(e, "began"), label(e, "work")).note(label(e, "service"));
            let event =
                if view.can::<Change>() { event.href(format!("/people/{person}/career/{}", e.fact)) } else { event };
            match e.kept.get("ended") {
                Some(_) => event.until(label(e, "ended")),
                None => event,
            }
        })
        .collect();
    let line = ui::timeline(lang, &events);
    PreEscaped(line.0)
}
