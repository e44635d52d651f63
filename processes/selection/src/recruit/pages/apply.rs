//! `/apply/{secret}`: one's own application, to be filled in, handed in and followed. Whoever has the address needs no account.

use base::{Date, Id};
use maud::{Markup, html};
use serde::Serialize;
use ui::{Fact, Field, Notice, Tone};
use web::{At, Cx, Form, Lang, Page, Reply, Upload, View};

use super::{Fields, form, found};
use crate::{
    Text,
    recruit::{
        Attachment, Look,
        apply::{self, Handing, Own},
        enter, rules,
        store::{Announced, Attached, Filed, Handed, Review, Verdict},
    },
    rules::{Line, announced},
};

/// One's own application.
#[derive(Serialize)]
struct Mine {
    on: Date,
    announced: Announced,
    email: String,
    opening: String,
    answers: rules::Answers,
    filed: Option<Filed>,
    review: Option<Review>,
    clauses: Vec<rules::Clause>,
    number: Option<String>,
    mark: Option<String>,
    /// Whether one is on the list for the interview; nothing before there is a list.
    interviewed: Option<bool>,
    /// The own line of the interview, once it is closed.
    line: Option<Line>,
    /// The case that one entered.
    followed: Option<decision::Followed>,
    files: Vec<Attached>,
    editable: bool,
    /// Whether identity number and telephone were given.
    private: bool,
    #[serde(skip)]
    secret: String,
    #[serde(skip)]
    openings: Vec<(String, String)>,
    #[serde(skip)]
    handing: Handing,
    #[serde(skip)]
    form: &'static str,
    #[serde(skip)]
    errors: Vec<(String, String)>,
}

async fn load(cx: &Cx, secret: String) -> db::Result<Mine> {
    let on = cx.today();
    cx.read(move |tx| {
        let own: Own = apply::own(tx, &secret)?;
        let may = tx.may::<Look>()?;
        let editable = own.editable(on);
        let (_, openings) = screening::published(tx, &may, own.announced.call_id)?;
        let openings =
            openings.iter().map(|o| (o.code.clone(), format!("{} {}（{}）", o.unit_name, o.title, o.code))).collect();
        let (mut interviewed, mut line) = (None, None);
        if let (Some(number), Some(filed)) = (&own.number, &own.filed)
            && let Some(list) = enter::interview_of(tx, &may, own.announced.recruitment, &filed.opening)?
        {
            interviewed = Some(enter::called(tx, &may, list, number)?);
            line = enter::placed(tx, &may, list)?.remove(number);
        }
        let followed = match own.person {
            Some(person) => decision::followed(tx, &may, person, own.announced.opens)?,
            None => None,
        };
        let clauses = own.review.as_ref().map(Review::clauses).transpose()?.unwrap_or_default();
        let mark = own.mark.as_ref().map(|(mark, away)| match mark {
            Some(units) => scoring::Fixed::from_units(*units).to_string(),
            None => away.clone().unwrap_or_default(),
        });
        Ok(Mine {
            on,
            email: rules::masked(&own.draft.email),
            opening: own.draft.opening.clone(),
            answers: own.draft.answers()?,
            private: own.draft.sealed.is_some(),
            announced: own.announced,
            filed: own.filed,
            review: own.review,
            clauses,
            number: own.number,
            mark,
            interviewed,
            line,
            followed,
            files: own.files,
            editable,
            secret,
            openings,
            handing: Handing::default(),
            form: "",
            errors: Vec::new(),
        })
    })
    .await
}

pub(super) async fn show(cx: Cx, At(secret): At<String>) -> Reply {
    let page = load(&cx, secret).await?;
    cx.show(page)
}

async fn after(cx: Cx, secret: String, done: db::Result<()>, form: &'static str, says: String) -> Reply {
    match done {
        Ok(()) => cx.done(format!("/apply/{secret}"), Notice::new(Tone::Yes, says)),
        Err(why) => {
            let page = load(&cx, secret).await?;
            cx.again(why, |errors| Mine { form, errors, ..page })
        }
    }
}

pub(super) async fn save(cx: Cx, At(secret): At<String>, Form(sent): Form<Fields>) -> Reply {
    let (holder, asked) = (secret.clone(), sent.clone());
    let opening = sent.get("opening").cloned().unwrap_or_default();
    match cx.keep_books(move |tx| apply::save(tx, &holder, &opening, &asked)).await {
        Ok(()) => {
            let says = Text::of(cx.lang()).rec_saved().to_string();
            cx.done(format!("/apply/{secret}"), Notice::new(Tone::Yes, says))
        }
        Err(why) => {
            let page = load(&cx, secret).await?;
            let opening = sent.get("opening").cloned().unwrap_or_default();
            cx.again(why, |errors| Mine { form: "save", errors, opening, answers: sent, ..page })
        }
    }
}

pub(super) async fn attach(cx: Cx, At(secret): At<String>, mut upload: Upload) -> Reply {
    let kind = upload.fields.iter().find(|(k, _)| k == "kind").map(|(_, v)| v.clone()).unwrap_or_default();
    let file = upload.file("file");
    let holder = secret.clone();
    let done = match file {
        Ok(file) => cx.keep_books(move |tx| apply::attach(tx, &holder, &kind, &file.name, &file.bytes)).await,
        Err(why) => Err(why),
    };
    let says = Text::of(cx.lang()).rec_attached().to_string();
    after(cx, secret, done, "attach", says).await
}

pub(super) async fn detach(cx: Cx, At((secret, file)): At<(String, Id<Attachment>)>) -> Reply {
    let holder = secret.clone();
    let done = cx.keep_books(move |tx| apply::detach(tx, &holder, file)).await;
    let says = Text::of(cx.lang()).rec_detached().to_string();
    after(cx, secret, done, "attach", says).await
}

pub(super) async fn submit(cx: Cx, At(secret): At<String>, Form(sent): Form<Handing>) -> Reply {
    let (holder, asked) = (secret.clone(), sent.clone());
    match cx.write(move |tx| apply::submit(tx, &holder, &asked)).await {
        Ok(()) => {
            let says = Text::of(cx.lang()).rec_submitted().to_string();
            cx.done(format!("/apply/{secret}"), Notice::new(Tone::Yes, says))
        }
        Err(why) => {
            let page = load(&cx, secret).await?;
            cx.again(why, |errors| Mine { form: "submit", errors, handing: sent, ..page })
        }
    }
}

pub(super) async fn withdraw(cx: Cx, At(secret): At<String>) -> Reply {
    let holder = secret.clone();
    let done = cx.write(move |tx| apply::withdraw(tx, &holder)).await;
    let says = Text::of(cx.lang()).rec_done_withdrawn().to_string();
    after(cx, secret, done, "withdraw", says).await
}

/// The clauses of a review as a list with their answers.
pub(super) fn clauses(of: &[rules::Clause], lang: Lang) -> Markup {
    let tone = |c: &rules::Clause| match c.verdict.as_str() {
        "yes" => Tone::Yes,
        "no" => Tone::No,
        _ => Tone::Unknown,
    };
    html! {
        @for c in of {
            (ui::Reason::new(tone(c), c.asks.to(lang)).clause(c.cite.to(lang)).fact(c.found.to(lang), "").html(lang))
        }
    }
}

impl Mine {
    fn at(&self, verb: &str) -> String {
        format!("/apply/{}{verb}", self.secret)
    }
    fn errors_of(&self, form: &str) -> Vec<(String, String)> {
        if self.form == form { self.errors.clone() } else { Vec::new() }
    }
    fn handed(&self) -> bool {
        self.filed.as_ref().is_some_and(|f| f.state == Handed::Submitted)
    }

    /// Where it stands, and what comes next.
    fn standing(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let handed = self.handed();
        let (tone, word) = if handed {
            match &self.review {
                None => (Tone::Info, t.rec_in_review().to_string()),
                some => found(some.as_ref(), lang),
            }
        } else if self.filed.is_some() {
            (Tone::Plain, t.rec_withdrawn().to_string())
        } else {
            (Tone::Warning, t.rec_not_handed().to_string())
        };
        let mut facts = vec![
            Fact::markup(t.state().to_string(), ui::badge(tone, &word)),
            Fact::new(t.rec_closes().to_string(), self.announced.closes).note(t.rec_whole_day().to_string()),
            Fact::new(t.rec_email().to_string(), &self.email),
        ];
        if let Some(filed) = &self.filed
            && handed
        {
            let title = self.openings.iter().find(|o| o.0 == filed.opening).map_or(&filed.opening, |o| &o.1);
            facts.push(Fact::new(t.rec_post().to_string(), title));
            facts.push(Fact::new(t.rec_handed().to_string(), filed.day));
        }
        if let Some(number) = &self.number {
            facts.push(Fact::new(t.rec_exam().to_string(), number));
        }
        if let Some(mark) = &self.mark {
            facts.push(Fact::new(t.written().to_string(), mark));
        }
        if let Some(on) = self.interviewed {
            let (tone, word) = if on { (Tone::Yes, t.rec_on_list()) } else { (Tone::No, t.rec_off_list()) };
            facts.push(Fact::markup(t.rec_interview().to_string(), ui::badge(tone, &word.to_string())));
        }
        if let Some(line) = &self.line {
            facts.push(Fact::new(t.interview().to_string(), announced(line.interview)));
            facts.push(Fact::new(t.total().to_string(), announced(line.total)));
            facts.push(Fact::new(t.place().to_string(), line.place));
            let (tone, word) = if line.goes_on { (Tone::Yes, t.rec_goes_on()) } else { (Tone::No, t.rec_stays()) };
            facts.push(Fact::markup(t.goes_on().to_string(), ui::badge(tone, &word.to_string())));
        }
        let scored = self.mark.is_some() || self.interviewed.is_some();
        html! {
            (ui::facts(lang, facts))
            @if let Some(review) = self.review.as_ref().filter(|_| handed) {
                section {
                    h2 { (t.rec_review()) }
                    @if !review.says.is_empty() { p { strong { (review.says) } } }
                    @if let (Verdict::Supplement, Some(until)) = (review.verdict, review.until) {
                        (Notice::new(Tone::Warning, t.rec_supplement_until(until.to_string()).to_string()).html(lang))
                    }
                    (clauses(&self.clauses, lang))
                    @if review.verdict == Verdict::Unqualified { p.hint { (t.rec_appeal()) } }
                }
            }
            @if scored { p.hint { (t.rec_appeal_score()) } }
            @if let Some(of) = &self.followed {
                section {
                    h2 { (t.rec_followed()) }
                    (of.html(lang))
                    @if let Some(notice) = of.notice { p { a href=(format!("/open/notices/{notice}")) { (t.rec_see_notice()) } } }
                    p.hint { (t.rec_appeal_case()) }
                }
            }
        }
    }

    fn filling(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let form = ui::Form::post(self.at(""), &view.csrf).field(
            Field::select("opening", t.rec_post().to_string(), self.openings.clone())
                .value(&self.opening)
                .hint(t.rec_post_hint().to_string()),
        );
        html! {
            section {
                h2 { (t.rec_step_form()) }
                p.hint { (t.rec_form_hint()) }
                (form::questions(form, &self.answers, lang).errors(self.errors_of("save")).submit(t.rec_save_draft().to_string()).html(lang))
            }
            section {
                h2 { (t.rec_step_files()) }
                p.hint { (t.rec_files_hint(rules::MOST_FILES as u64, (rules::LARGEST / 1024 / 1024) as u64)) }
                (self.attachments(view))
                @let kinds = rules::ATTACHMENTS.iter().map(|(k, zh, en)| (*k, if lang == Lang::En { *en } else { *zh }));
                (ui::Form::post(self.at("/files"), &view.csrf)
                    .field(Field::select("kind", t.rec_kind().to_string(), kinds).required())
                    .field(Field::file("file", t.rec_file().to_string(), ".pdf,.png,.jpg,.jpeg,.docx,.xlsx").required())
                    .errors(self.errors_of("attach"))
                    .submit(t.rec_attach().to_string())
                    .html(lang))
            }
            section {
                h2 { (t.rec_step_submit()) }
                p { (t.rec_submit_hint()) }
                // what is missing in the form above is said here with the name of its place
                (ui::Form::post(self.at("/submit"), &view.csrf)
                    .field(Field::text("id_number", t.rec_id_number().to_string()).value(&self.handing.id_number).limit(18).autocomplete("off")
                        .hint(if self.private { t.rec_private_given().to_string() } else { t.rec_private_hint().to_string() }))
                    .field(Field::new(ui::Control::Line("tel"), "phone", t.rec_phone().to_string()).value(&self.handing.phone).limit(20).autocomplete("tel"))
                    .field(Field::check("truthful", t.rec_truthful().to_string()).required())
                    .errors(self.placed_errors(lang))
                    .submit(t.rec_submit().to_string())
                    .html(lang))
            }
        }
    }

    /// What is wrong when it is handed in: fields of the form above are named in words, for they stand in another form.
    fn placed_errors(&self, lang: Lang) -> Vec<(String, String)> {
        let mine = ["id_number", "phone", "truthful"];
        let one = |(field, says): (String, String)| {
            if mine.contains(&field.as_str()) {
                return (field, says);
            }
            let mut parts = field.split('.');
            let (section, place, key) = (parts.next(), parts.next(), parts.next());
            let part = rules::FORM.iter().find(|p| Some(p.section.word()) == section);
            let label = part.and_then(|p| {
                let piece = p.section.fields().iter().find(|f| Some(f.key) == key)?;
                let n = place?.parse::<usize>().ok()? + 1;
                let title = p.section.title(lang);
                let n = if p.most > 1 { format!(" {n}") } else { String::new() };
                Some(format!("{title}{n} · {}", piece.label(lang)))
            });
            (String::new(), label.map_or(says.clone(), |label| format!("{label}：{says}")))
        };
        self.errors_of("submit").into_iter().map(one).collect()
    }

    fn attachments(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let named = |kind: &str| {
            let found = rules::ATTACHMENTS.iter().find(|a| a.0 == kind);
            found.map_or("", |a| if lang == Lang::En { a.2 } else { a.1 })
        };
        html! {
            @if self.files.is_empty() { p { (t.rec_no_files()) } }
            ul { @for f in &self.files {
                li {
                    (named(&f.kind)) "：" (f.name) " " span.muted { ((f.size + 1023) / 1024) " KB" } " "
                    @if self.editable { (ui::post_button(&t.rec_remove().to_string(), &self.at(&format!("/files/{}/remove", f.file)), &view.csrf, None)) }
                }
            } }
        }
    }
}

impl Page for Mine {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).rec_mine(self.announced.title.as_str()).to_string()
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let takes_back = self.handed() && self.announced.takes(self.on);
        html! {
            (Notice::new(Tone::Info, t.rec_keep_link().to_string()).html(lang))
            (self.standing(view))
            @if self.editable {
                (self.filling(view))
            } @else {
                @for (_, says) in &self.errors { (Notice::new(Tone::No, says.clone()).html(lang)) }
                section { h2 { (t.rec_told()) } (form::told(&self.answers, lang)) }
                section { h2 { (t.rec_files()) } (self.attachments(view)) }
            }
            @if takes_back {
                section.no-print { (ui::confirm(lang, &t.rec_withdraw().to_string(), &t.rec_withdraw_sure().to_string(), &self.at("/withdraw"), &view.csrf)) }
            }
            p { a href=(format!("/open/recruitments/{}", self.announced.recruitment)) { (t.rec_public_page()) } }
        }
    }
}
