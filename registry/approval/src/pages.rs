//! The form of a person: on the page, on paper, and as files.

mod open;

use auth::ColumnGroup;
use base::{Date, Id, Lang, Say};
use formats::approval::{self, Field};
use maud::{Markup, html};
use people::{Person, Reveal, Section, See};
use serde::{Deserialize, Serialize};
use ui::{Field as Question, Icon};
use web::{At, Cx, Form, Page, PagePart, Reply, Routes, View};

use crate::{
    Text,
    actions::{self, Format, Made, Wish},
    open::packed,
    sheet,
};

/// Where the slice answers.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get(See, "/people/{id}/approval", ("干部任免审批表", "The approval form of a person"), show)
        .post(
            Reveal,
            "/people/{id}/approval",
            (
                "干部任免审批表的打印和文件，受限信息须说明原因",
                "The form on paper or as a file, restricted columns with a reason",
            ),
            take,
        )
        .takes::<Sent>()
        .get(See, "/forms", ("打开审批表文件的表单", "The form to open files of approval forms"), open::ask)
        .post(
            See,
            "/forms",
            ("打开审批表文件：查看、打印、转换，不入库", "Open form files: look, print, convert; nothing is kept"),
            open::open,
        )
        .up_to(64 << 20)
        .files(&["files"])
        .takes::<open::Asked>()
}

/// What is sent.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct Sent {
    /// Empty for the page; else the format of a file.
    format: String,
    groups: Vec<String>,
    reason: String,
    to_hold: String,
    to_leave: String,
    why: String,
    submitter: String,
    age_on: String,
    filled_on: String,
    filled_by: String,
}

const ASKED: [(&str, Field); 7] = [
    ("to_hold", Field::ToHold),
    ("to_leave", Field::ToLeave),
    ("why", Field::Reason),
    ("submitter", Field::Submitter),
    ("age_on", Field::AgeOn),
    ("filled_on", Field::FilledOn),
    ("filled_by", Field::FilledBy),
];

impl Sent {
    fn texts(&self) -> [&String; 7] {
        let Self { to_hold, to_leave, why, submitter, age_on, filled_on, filled_by, .. } = self;
        [to_hold, to_leave, why, submitter, age_on, filled_on, filled_by]
    }
    fn wish(&self) -> Wish {
        let text = |(field, text): (Field, &String)| match field {
            Field::AgeOn | Field::FilledOn => {
                (field, approval::date(text).map_or_else(|| text.clone(), approval::compact))
            }
            _ => (field, text.trim().to_owned()),
        };
        Wish { proposal: ASKED.map(|a| a.1).into_iter().zip(self.texts()).map(text).collect() }
    }
    /// Days that are none.
    fn wrong(&self) -> Vec<(String, Say)> {
        let day = |name: &str, text: &str| {
            (!text.trim().is_empty() && approval::date(text).is_none())
                .then(|| (name.to_owned(), Say::new("请写成 2026-11-01。", "Write the day as 2026-11-01.")))
        };
        [day("age_on", &self.age_on), day("filled_on", &self.filled_on)].into_iter().flatten().collect()
    }
}

/// The page.
#[derive(Serialize)]
struct Shown {
    person: Id<Person>,
    name: String,
    /// The form's texts by their elements; what is restricted only where it was opened.
    fields: std::collections::BTreeMap<&'static str, String>,
    masked: Vec<Section>,
    on: Date,
    #[serde(skip)]
    made: Made,
    #[serde(skip)]
    groups: Vec<ColumnGroup>,
    #[serde(skip)]
    sent: Sent,
    #[serde(skip)]
    errors: Vec<(String, String)>,
}

impl Shown {
    fn of(cx: &Cx, made: Made, sent: Sent) -> Self {
        let grants = cx.actor().grants();
        let shown = |g: &ColumnGroup| grants.iter().any(|grant| grant.columns.has(*g));
        let said = Field::ALL.iter().map(|f| (f.element(), made.form.text(*f).to_owned()));
        Self {
            person: made.person,
            name: made.form.name(),
            fields: said.filter(|(_, t)| !t.is_empty()).collect(),
            masked: made.masked.clone(),
            on: cx.today(),
            groups: ColumnGroup::ALL.iter().copied().filter(shown).collect(),
            made,
            sent,
            errors: Vec::new(),
        }
    }
}

async fn show(cx: Cx, At(person): At<Id<Person>>) -> Reply {
    let (made, wording) =
        cx.read(move |tx| Ok((actions::open(tx, person, &Wish::default())?, actions::wording(tx, person)?))).await?;
    let text = |field| wording.text(field).to_owned();
    let day = |field| approval::date(wording.text(field)).map(|d| d.to_string()).unwrap_or_default();
    let sent = Sent {
        to_hold: text(Field::ToHold),
        to_leave: text(Field::ToLeave),
        why: text(Field::Reason),
        submitter: text(Field::Submitter),
        age_on: day(Field::AgeOn),
        filled_on: day(Field::FilledOn),
        filled_by: text(Field::FilledBy),
        ..Sent::default()
    };
    let page = Shown::of(&cx, made, sent);
    cx.show(page)
}

async fn take(cx: Cx, At(person): At<Id<Person>>, Form(sent): Form<Sent>) -> Reply {
    let (wish, wrong) = (sent.wish(), sent.wrong());
    let groups: Vec<ColumnGroup> = sent.groups.iter().filter_map(|g| g.parse().ok()).collect();
    let again = wish.clone();
    let done = if !wrong.is_empty() {
        let wrong = wrong.into_iter().map(|(field, say)| db::FieldError { field, say });
        Err(db::Error::Invalid(wrong.collect()))
    } else if groups.is_empty() {
        cx.read(move |tx| actions::open(tx, person, &wish)).await
    } else {
        let reason = sent.reason.clone();
        cx.write(move |tx| actions::full(tx, person, &groups, &reason, &wish)).await
    };
    let made = match done {
        Ok(made) => made,
        Err(why) => {
            let made = cx.read(move |tx| actions::open(tx, person, &again)).await?;
            let page = Shown::of(&cx, made, sent);
            return cx.again(why, |errors| Shown { errors, ..page });
        }
    };
    let Ok(format) = sent.format.parse::<Format>() else {
        let page = Shown::of(&cx, made, sent);
        return cx.show(page);
    };
    let (lang, today, form) = (cx.lang(), cx.today(), made.form.clone());
    let files = cx.work(move || actions::files(&form, format, lang, today).map_err(db::Error::Refused)).await;
    let files = match files {
        Ok(files) => files,
        Err(why) => {
            let page = Shown::of(&cx, made, sent);
            return cx.again(why, |errors| Shown { errors, ..page });
        }
    };
    let name = made.form.name();
    if format == Format::Lrm {
        // two files, and a sentence for each thing that the older format cannot hold
        let mut all: Vec<_> = files.files.into_iter().map(|(end, bytes)| (format!("{name}.{end}"), bytes)).collect();
        if !files.notes.is_empty() {
            let notes: Vec<&str> = files.notes.iter().map(|n| n.to(lang)).collect();
            all.push((notes_file(lang).to_owned(), notes.join("\r\n").into_bytes()));
        }
        let bytes = packed(all).map_err(|e| db::Error::Internal(e.to_string()))?;
        return cx.file(&format!("{name}.zip"), "application/zip", bytes);
    }
    let Some((end, bytes)) = files.files.into_iter().next() else { return Err(db::Error::NotFound.into()) };
    cx.file(&format!("{name}.{end}"), mime(Some(format)), bytes)
}

/// The kind of a file of a form.
fn mime(format: Option<Format>) -> &'static str {
    match format {
        Some(Format::Pdf) => "application/pdf",
        Some(Format::Docx) => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        _ => "application/octet-stream",
    }
}

/// The name of the file that says what a format could not hold.
fn notes_file(lang: Lang) -> &'static str {
    if lang == Lang::En { "notes.txt" } else { "说明.txt" }
}

impl Page for Shown {
    fn title(&self, lang: Lang) -> String {
        format!("{}：{}", self.name, Text::of(lang).form())
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        html! {
            @if view.can::<Reveal>() {
                details.no-print open[!self.errors.is_empty()] {
                    summary.button { (Icon::Edit) (t.fill_and_take().to_string()) }
                    (self.asks(view))
                }
            }
            @if !self.masked.is_empty() {
                @let masked: Vec<&str> = self.masked.iter().map(|s| s.title(lang)).collect();
                p.no-print.muted { (t.masked(masked.join(if lang == Lang::En { ", " } else { "、" })).to_string()) }
            }
            @if self.made.more { p.no-print.muted { (t.more_hidden().to_string()) } }
            (sheet(&self.made.form, lang, self.on).html())
        }
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        let t = Text::of(view.lang);
        shell.lead = t.lead().to_string();
        shell.breadcrumbs = vec![
            (t.people().to_string(), "/people".to_owned()),
            (self.name.clone(), format!("/people/{}", self.person)),
        ];
        shell
    }
}

impl Shown {
    fn asks(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let label = |field: Field| field.label(lang).to_owned();
        let questions = ASKED.iter().zip(self.sent.texts()).map(|((name, field), text)| match field {
            Field::AgeOn | Field::FilledOn => Question::day(*name, label(*field)).value(text),
            _ => Question::text(*name, label(*field)).limit(200).value(text),
        });
        let formats =
            [("", t.as_page()), ("lrmx", t.as_lrmx()), ("lrm", t.as_lrm()), ("docx", t.as_docx()), ("pdf", t.as_pdf())];
        let formats = formats.map(|(word, said)| (word.to_owned(), said.to_string()));
        let mut form = ui::Form::post(format!("/people/{}/approval", self.person), &view.csrf)
            .group(t.proposal().to_string(), questions)
            .field(Question::radios("format", t.format().to_string(), formats).value(&self.sent.format));
        if !self.groups.is_empty() {
            let choices = self.groups.iter().map(|g| (g.word(), group(*g, lang)));
            form = form
                .field(Question::checks("groups", t.with().to_string(), choices).values(self.sent.groups.clone()))
                .field(
                    Question::text("reason", t.reason().to_string())
                        .hint(t.reason_hint().to_string())
                        .limit(200)
                        .value(&self.sent.reason)
                        .autocomplete("off"),
                );
        }
        form.errors(self.errors.clone()).submit(t.go().to_string()).html(lang)
    }
}

fn group(group: ColumnGroup, lang: Lang) -> &'static str {
    let of_form = actions::RESTRICTED.into_iter().find(|s| s.group() == Some(group));
    of_form.map_or("", |s| s.title(lang))
}

/// The way from a person's file to the form.
///
/// # Errors
/// None.
pub fn file_part(tx: &mut db::Read<'_>, person: Id<Person>, _: Date, lang: Lang) -> db::Result<Option<PagePart>> {
    if tx.may::<See>().is_err() {
        return Ok(None);
    }
    let t = Text::of(lang);
    let here = format!("/people/{person}/approval");
    let body = html! {
        div.no-print {
            p.muted { (t.part().to_string()) }
            p.buttons { (ui::button_link(&t.form().to_string(), &here, Some(Icon::Document))) }
        }
    };
    Ok(Some(PagePart { title: t.form().to_string(), body, json: serde_json::json!({ "approval": here }) }))
}
