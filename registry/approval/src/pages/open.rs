//! Form files opened to look at, print or convert. Nothing is recorded, nothing is kept.

use base::{Date, Lang, Say};
use formats::approval::Entry;
use maud::{Markup, html};
use serde::{Deserialize, Serialize};
use ui::{Field as Question, Notice, Tone};
use web::{Cx, Page, Reply, Upload, View};

use crate::{
    Text,
    actions::Format,
    open::{self, Opened},
    sheet,
};

/// The most forms that are shown on one page; a file of them may hold more.
const SHOWN: usize = 20;

/// What is sent beside the files.
#[derive(Clone, Default, Deserialize)]
pub(super) struct Asked {
    /// Empty for the page; else the format of a file.
    #[serde(default)]
    format: String,
}

/// The page.
#[derive(Serialize, Default)]
struct Desk {
    /// How many forms were opened.
    forms: usize,
    #[serde(skip)]
    shown: Vec<Opened>,
    #[serde(skip)]
    format: String,
    #[serde(skip)]
    today: Option<Date>,
    #[serde(skip)]
    errors: Vec<(String, String)>,
}

pub(super) async fn ask(cx: Cx) -> Reply {
    cx.show(Desk::default())
}

pub(super) async fn open(cx: Cx, mut sent: Upload) -> Reply {
    let (lang, today) = (cx.lang(), cx.today());
    let asked: Asked = sent.form()?;
    let files = match sent.files("files") {
        Ok(files) => files,
        Err(why) => return cx.again(why, |errors| Desk { errors, format: asked.format, ..Desk::default() }),
    };
    let format = asked.format.parse::<Format>().ok();
    let work = move || {
        let mut entries: Vec<Entry> = Vec::new();
        for file in files {
            let name = file.name.clone();
            entries.extend(open::entries(&name, file.bytes).map_err(|why| said(&[(name, Say::each(|l| why.say(l)))]))?);
        }
        let mut forms = open::opened(&entries).map_err(|wrong| said(&wrong))?;
        if forms.is_empty() {
            return Err(db::Error::field("files", Say::each(|l| Text::of(l).open_none().to_string())));
        }
        let Some(format) = format else { return Ok((forms, None)) };
        let mut files = Vec::new();
        for form in &mut forms {
            files.extend(form.files(format, lang, today).map_err(db::Error::Refused)?);
        }
        Ok((forms, Some(files)))
    };
    match cx.work(work).await {
        Err(why) => cx.again(why, |errors| Desk { errors, format: asked.format, ..Desk::default() }),
        Ok((mut forms, None)) => {
            let all = forms.len();
            forms.truncate(SHOWN);
            cx.show(Desk { forms: all, shown: forms, today: Some(today), ..Desk::default() })
        }
        Ok((forms, Some(mut files))) => {
            if files.len() == 1
                && let Some((name, bytes)) = files.pop()
            {
                return cx.file(&name, super::mime(format), bytes);
            }
            let notes = forms.iter().flat_map(|f| f.notes.iter().map(|n| format!("{}：{}", f.stem, n.to(lang))));
            let notes: Vec<String> = notes.collect();
            if !notes.is_empty() {
                files.push((super::notes_file(lang).to_owned(), notes.join("\r\n").into_bytes()));
            }
            let bytes = open::packed(files).map_err(|e| db::Error::Internal(e.to_string()))?;
            cx.file(&format!("{}.zip", Text::of(lang).form()), "application/zip", bytes)
        }
    }
}

/// What is wrong with files, by their names; of many the first.
fn said(wrong: &[(String, Say)]) -> db::Error {
    let list =
        |lang: Lang| wrong.iter().take(10).map(|(name, why)| format!("{name}：{}", why.to(lang))).collect::<Vec<_>>();
    db::Error::field("files", Say::each(|lang| list(lang).join(" ")))
}

impl Page for Desk {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).open_title().to_string()
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let formats =
            [("", t.as_page()), ("lrmx", t.as_lrmx()), ("lrm", t.as_lrm()), ("docx", t.as_docx()), ("pdf", t.as_pdf())];
        let formats = formats.map(|(word, said)| (word.to_owned(), said.to_string()));
        let form = ui::Form::post("/forms", &view.csrf)
            .field(
                Question::files("files", t.open_files().to_string(), ".lrmx,.lrm,.pic,.jpg,.zip")
                    .hint(t.open_hint().to_string())
                    .required(),
            )
            .field(Question::radios("format", t.format().to_string(), formats).value(&self.format))
            .errors(self.errors.clone())
            .submit(t.open_go().to_string());
        html! {
            div.no-print { (form.html(lang)) }
            @if self.forms > self.shown.len() {
                p.no-print.muted { (t.open_first(self.shown.len() as u64, self.forms as u64).to_string()) }
            }
            @for one in &self.shown {
                section aria-label=(one.form.name()) {
                    h2.no-print { (one.form.name()) }
                    @for note in &one.notes { div.no-print { (Notice::new(Tone::Warning, note.to(lang)).html(lang)) } }
                    @if let Some(today) = self.today { (sheet(&one.form, lang, today).html()) }
                }
            }
        }
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        shell.lead = Text::of(view.lang).open_lead().to_string();
        shell
    }
}
