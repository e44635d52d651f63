//! Forms: enter, add, change, correct, take back.

use base::{Date, Id, Say};
use maud::Markup;
use serde::Serialize;
use ui::{Field, Form as Box, Notice, Tone};
use web::{At, Cx, Form, Lang, Page, Reply, View};

use crate::{Fact, Kind, Person, Section, Text, Values, Written, actions, read, section::Field as Piece};

/// A form about one section.
#[derive(Serialize)]
struct Edit {
    person: Option<Id<Person>>,
    name: String,
    section: Section,
    #[serde(skip)]
    fact: Option<Id<Fact>>,
    #[serde(skip)]
    written: Written,
    #[serde(skip)]
    errors: Vec<(String, String)>,
    #[serde(skip)]
    today: Date,
}

/// The question for a field of a file.
pub fn question(piece: &Piece, lang: Lang, value: &str) -> Field {
    let label = piece.label(lang);
    let choices = |table: codes::Table| {
        table.codes().iter().map(|c| (c.code.to_owned(), c.label(lang).to_owned())).collect::<Vec<_>>()
    };
    let field = match piece.kind {
        Kind::Text(most) => Field::text(piece.key, label).limit(u32::try_from(most).unwrap_or(u32::MAX)),
        Kind::Long(most) => Field::area(piece.key, label).limit(u32::try_from(most).unwrap_or(u32::MAX)),
        Kind::Code(table) => Field::select(piece.key, label, choices(table)),
        Kind::Education => {
            let school = codes::EDUCATION_SHOWN.codes().iter().filter(|c| c.code.contains("党校"));
            let school: Vec<(String, String)> = school.map(|c| (c.code.to_owned(), c.label(lang).to_owned())).collect();
            Field::select(piece.key, label, [choices(codes::EDUCATION), school].concat())
        }
        Kind::Rank => {
            // a value of the table of all categories, which repeats most of these, is offered where it stands already
            let offered = [codes::SERVICE_GRADE, codes::GRADE, codes::LEVEL].into_iter().flat_map(choices);
            let own = (value.to_owned(), codes::rank_label(value, lang).to_owned());
            let mut offered: Vec<_> = offered.collect();
            if !value.is_empty() && offered.iter().all(|(code, _)| code != value) {
                offered.push(own);
            }
            Field::select(piece.key, label, offered)
        }
        Kind::When => Field::date(piece.key, label),
        Kind::Year | Kind::Upto(_) => Field::number(piece.key, label),
        Kind::Choice(words) => {
            let words = words.iter().map(|(w, zh, en)| (*w, if lang == Lang::En { *en } else { *zh }));
            Field::select(piece.key, label, words)
        }
        Kind::Identity => Field::text(piece.key, label).limit(18).autocomplete("off"),
        Kind::Person => Field::suggest(piece.key, label, "/people/suggest")
            .hint(Text::of(lang).person_hint().to_string())
            .limit(120),
    };
    let field = if piece.required { field.required() } else { field };
    field.value(value)
}

impl Edit {
    fn value(&self, key: &str) -> &str {
        self.written.get(key).map(String::as_str).unwrap_or_default()
    }
    fn back(&self) -> String {
        self.person.map_or("/people".to_owned(), |p| format!("/people/{p}#{}", self.section))
    }
}

impl Page for Edit {
    fn title(&self, lang: Lang) -> String {
        let t = Text::of(lang);
        match (self.person, self.fact) {
            (None, _) => t.enter_person().to_string(),
            (Some(_), None) => format!("{}：{}", self.name, self.section.title(lang)),
            (Some(_), Some(_)) => format!("{}：{}（{}）", self.name, self.section.title(lang), t.correct()),
        }
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let section = self.section.word();
        let action = match (self.person, self.fact) {
            (None, _) => "/people/new".to_owned(),
            (Some(p), None) => format!("/people/{p}/{section}/new"),
            (Some(p), Some(f)) => format!("/people/{p}/{section}/{f}"),
        };
        let pieces = self.section.fields().iter().map(|f| question(f, lang, self.value(f.key)));
        let mut form = Box::post(action, &view.csrf).group(self.section.title(lang), pieces);
        if self.person.is_none() {
            let id = Section::Identity.fields().iter().map(|f| {
                let piece = Piece { required: false, ..*f };
                question(&piece, lang, self.value(f.key))
            });
            form = form.group(Section::Identity.title(lang), id);
            let unit = org::unit_field("unit_code", t.unit_code().to_string(), lang)
                .hint(t.unit_code_hint().to_string())
                .value(self.value("unit_code"));
            form = form.group(t.home_unit().to_string(), [unit]);
        }
        // a correction keeps the period; an entry with a date of its own holds from that
        let dated = self.fact.is_none() && self.section.shape().dated.is_none();
        if dated {
            let from = match self.value("holds_from") {
                "" => self.today.to_string(),
                said => said.to_owned(),
            };
            form = form.field(
                Field::day("holds_from", t.holds_from().to_string()).hint(t.holds_from_hint().to_string()).value(from),
            );
        }
        let form = form.errors(self.errors.clone()).submit(t.save().to_string()).cancel(self.back());
        let take_back = match (self.person, self.fact) {
            (Some(p), Some(f)) if self.section != Section::Basic => {
                let action = format!("/people/{p}/{section}/{f}/take-back");
                Some(ui::confirm(
                    lang,
                    &t.take_back().to_string(),
                    &t.take_back_asks().to_string(),
                    &action,
                    &view.csrf,
                ))
            }
            _ => None,
        };
        let end = match (self.person, self.fact) {
            (Some(p), Some(f)) if self.section.lasts() && self.errors.is_empty() => Some(
                Box::post(format!("/people/{p}/{section}/{f}/end"), &view.csrf)
                    .field(
                        Field::day("holds_from", t.ends_on().to_string())
                            .hint(t.ends_on_hint().to_string())
                            .required()
                            .value(self.today),
                    )
                    .submit(t.end_entry().to_string()),
            ),
            _ => None,
        };
        maud::html! {
            (form.html(lang))
            @if let Some(end) = end { section aria-labelledby="end" { h2 #end { (t.end_entry().to_string()) } (end.html(lang)) } }
            @if let Some(b) = take_back { (b) }
        }
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        let t = Text::of(view.lang);
        shell.breadcrumbs.push((t.people_list().to_string(), "/people".to_owned()));
        if let Some(p) = self.person {
            shell.breadcrumbs.push((self.name.clone(), format!("/people/{p}")));
        }
        shell
    }
}

/// The day from which a form says that its entry holds; today where it does not say.
fn day(written: &Written, today: Date) -> db::Result<Date> {
    match written.get("holds_from").map(|t| t.trim()).filter(|t| !t.is_empty()) {
        None => Ok(today),
        Some(text) => text.parse().map_err(|_| {
            let say = Say::new("请写成 2026-06-01 这样的日期。", "Write a date like 2026-06-01.");
            db::Error::field("holds_from", say)
        }),
    }
}

pub(super) async fn new_form(cx: Cx) -> Reply {
    let today = cx.today();
    let (written, errors, name) = (Written::new(), Vec::new(), String::new());
    cx.show(Edit { person: None, name, section: Section::Basic, fact: None, written, errors, today })
}

pub(super) async fn enter(cx: Cx, Form(written): Form<Written>) -> Reply {
    let (today, kept) = (cx.today(), written.clone());
    let done = cx
        .write(move |tx| {
            let from = day(&written, today)?;
            let unit = org::pick(tx, "unit_code", &typed_unit(&written), from)?;
            actions::enter(tx, unit, from, &written)
        })
        .await;
    match done {
        Ok(person) => {
            let name = kept.get("name").cloned().unwrap_or_default();
            let notice = Notice::new(Tone::Yes, Text::of(cx.lang()).entered(name.trim()).to_string());
            cx.done(format!("/people/{person}"), notice)
        }
        Err(why) => cx.again(why, |errors| Edit {
            person: None,
            name: String::new(),
            section: Section::Basic,
            fact: None,
            written: kept,
            errors,
            today,
        }),
    }
}

fn typed_unit(written: &Written) -> String {
    written.get("unit_code").cloned().unwrap_or_default()
}

/// The name of a person, and the values that hold on a day or of a fact, where they lie open.
async fn known(
    cx: &Cx,
    person: Id<Person>,
    section: Section,
    fact: Option<Id<Fact>>,
) -> db::Result<(String, Option<Values>)> {
    let on = cx.today();
    cx.read(move |tx| {
        let file = read::file(tx, person, on)?;
        let name = file.get("name").unwrap_or_default().to_owned();
        let values = match fact {
            Some(fact) => read::entry(tx, person, section, fact)?,
            None if section.shape().single => file.of(section).first().map(|e| e.values.clone()),
            None => None,
        };
        Ok((name, values))
    })
    .await
}

fn written(values: Option<Values>) -> Written {
    let values = values.iter().flat_map(|v| v.iter().filter_map(|(f, v)| Some((f.key.to_owned(), v?.to_owned()))));
    values.collect()
}

pub(super) async fn entry_form(cx: Cx, At((person, section)): At<(Id<Person>, Section)>) -> Reply {
    let (name, values) = known(&cx, person, section, None).await?;
    let (today, written) = (cx.today(), written(values));
    cx.show(Edit { person: Some(person), name, section, fact: None, written, errors: Vec::new(), today })
}

pub(super) async fn record(
    cx: Cx,
    At((person, section)): At<(Id<Person>, Section)>,
    Form(written): Form<Written>,
) -> Reply {
    let (today, kept) = (cx.today(), written.clone());
    let done = cx
        .write(move |tx| {
            let from = day(&written, today)?;
            actions::record(tx, person, section, from, &written)
        })
        .await;
    match done {
        Ok(_) => cx.done(
            format!("/people/{person}#{section}"),
            Notice::new(Tone::Yes, Text::of(cx.lang()).recorded().to_string()),
        ),
        Err(why) => {
            let (name, _) = known(&cx, person, section, None).await?;
            cx.again(why, |errors| Edit {
                person: Some(person),
                name,
                section,
                fact: None,
                written: kept,
                errors,
                today,
            })
        }
    }
}

pub(super) async fn correct_form(cx: Cx, At((person, section, fact)): At<(Id<Person>, Section, Id<Fact>)>) -> Reply {
    let (name, values) = known(&cx, person, section, Some(fact)).await?;
    let (today, written) = (cx.today(), written(values));
    cx.show(Edit { person: Some(person), name, section, fact: Some(fact), written, errors: Vec::new(), today })
}

pub(super) async fn correct(
    cx: Cx,
    At((person, section, fact)): At<(Id<Person>, Section, Id<Fact>)>,
    Form(written): Form<Written>,
) -> Reply {
    let (today, kept) = (cx.today(), written.clone());
    match cx.write(move |tx| actions::correct(tx, person, section, fact, &written)).await {
        Ok(_) => cx.done(
            format!("/people/{person}#{section}"),
            Notice::new(Tone::Yes, Text::of(cx.lang()).corrected().to_string()),
        ),
        Err(why) => {
            let (name, _) = known(&cx, person, section, None).await?;
            let fact = Some(fact);
            cx.again(why, |errors| Edit { person: Some(person), name, section, fact, written: kept, errors, today })
        }
    }
}

pub(super) async fn end(
    cx: Cx,
    At((person, section, fact)): At<(Id<Person>, Section, Id<Fact>)>,
    Form(written): Form<Written>,
) -> Reply {
    let today = cx.today();
    let entry = cx
        .write(move |tx| {
            let (entry, on) = (tx.entry(), day(&written, today)?);
            Ok(actions::end(tx, person, section, fact, on)?.map(|()| entry))
        })
        .await?;
    cx.done(
        format!("/people/{person}?ended={entry}#{section}"),
        Notice::new(Tone::Yes, Text::of(cx.lang()).ended_entry().to_string()),
    )
}

pub(super) async fn take_back(cx: Cx, At((person, section, fact)): At<(Id<Person>, Section, Id<Fact>)>) -> Reply {
    cx.write(move |tx| actions::take_back(tx, person, section, fact)).await?;
    cx.done(format!("/people/{person}#{section}"), Notice::new(Tone::Yes, Text::of(cx.lang()).taken_back().to_string()))
}

pub(super) async fn remove(cx: Cx, At(person): At<Id<Person>>) -> Reply {
    cx.write(move |tx| actions::forget(tx, person)).await?;
    cx.done("/people", Notice::new(Tone::Yes, Text::of(cx.lang()).removed().to_string()))
}

/// The form to move a file.
#[derive(Serialize)]
struct Move {
    person: Id<Person>,
    name: String,
    #[serde(skip)]
    written: Written,
    #[serde(skip)]
    errors: Vec<(String, String)>,
    #[serde(skip)]
    today: Date,
}
impl Page for Move {
    fn title(&self, lang: Lang) -> String {
        format!("{}：{}", self.name, Text::of(lang).move_file())
    }
    fn body(&self, view: &View) -> Markup {
        let t = Text::of(view.lang);
        let value = |key: &str| self.written.get(key).cloned().unwrap_or_default();
        let from = Some(value("holds_from")).filter(|f| !f.is_empty()).unwrap_or_else(|| self.today.to_string());
        Box::post(format!("/people/{}/unit", self.person), &view.csrf)
            .field(
                org::unit_field("unit_code", t.unit_code().to_string(), view.lang)
                    .hint(t.unit_code_hint().to_string())
                    .required()
                    .value(value("unit_code")),
            )
            .field(
                Field::day("holds_from", t.holds_from().to_string()).hint(t.holds_from_hint().to_string()).value(from),
            )
            .errors(self.errors.clone())
            .submit(t.save().to_string())
            .cancel(format!("/people/{}", self.person))
            .html(view.lang)
    }
}

pub(super) async fn unit_form(cx: Cx, At(person): At<Id<Person>>) -> Reply {
    let (name, _) = known(&cx, person, Section::Basic, None).await?;
    let today = cx.today();
    cx.show(Move { person, name, written: Written::new(), errors: Vec::new(), today })
}

pub(super) async fn rehome(cx: Cx, At(person): At<Id<Person>>, Form(written): Form<Written>) -> Reply {
    let (today, kept) = (cx.today(), written.clone());
    let done = cx
        .write(move |tx| {
            let from = day(&written, today)?;
            let unit = org::pick(tx, "unit_code", &typed_unit(&written), from)?.ok_or_else(|| {
                let say = Say::each(|lang| Text::of(lang).unit_code_hint().to_string());
                db::Error::field("unit_code", say)
            })?;
            actions::rehome(tx, person, unit, from)
        })
        .await;
    match done {
        Ok(()) => cx.done(format!("/people/{person}"), Notice::new(Tone::Yes, Text::of(cx.lang()).moved().to_string())),
        Err(why) => {
            let (name, _) = known(&cx, person, Section::Basic, None).await?;
            cx.again(why, |errors| Move { person, name, written: kept, errors, today })
        }
    }
}
