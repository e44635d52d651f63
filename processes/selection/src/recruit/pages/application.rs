//! An application as the office sees it: what was told, what the requirement says of it clause by clause, and the last word.

use base::{Date, Id};
use maud::{Markup, html};
use screening::Judge;
use serde::{Deserialize, Serialize};
use ui::{Fact, Field, Notice, Tone};
use web::{At, Cx, Form, Lang, Page, Reply, View};

use super::{apply::clauses, computed, form, found};
use crate::{
    Text,
    recruit::{
        Application, Attachment, Conduct, Open, Recruitment, See, apply, enter,
        office::{self, Said},
        rules,
        store::{self, Announced, Attached, Filed, Handed, Review, Verdict},
    },
};

/// Why something is opened.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Why {
    reason: String,
}

/// An application.
#[derive(Serialize)]
struct One {
    announced: Announced,
    application: Id<Application>,
    name: String,
    email: String,
    opening: String,
    answers: rules::Answers,
    filed: Option<Filed>,
    review: Option<Review>,
    /// What the requirement says now.
    computed: String,
    files: Vec<Attached>,
    number: Option<String>,
    marked: bool,
    #[serde(skip)]
    clauses: Vec<rules::Clause>,
    #[serde(skip)]
    reason: Option<eligibility::Reason>,
    #[serde(skip)]
    title: String,
    #[serde(skip)]
    private: bool,
    #[serde(skip)]
    until: Option<Date>,
    #[serde(skip)]
    sent: Said,
    #[serde(skip)]
    errors: Vec<(String, String)>,
}

async fn load(cx: &Cx, id: Id<Recruitment>, application: Id<Application>) -> db::Result<One> {
    let on = cx.today();
    cx.read(move |tx| {
        let may = tx.may::<See>()?;
        let announced = store::of_office(tx, &may, id)?;
        let own = apply::whole(tx, &may, application)?;
        if own.draft.recruitment != id {
            return Err(db::Error::NotFound);
        }
        let (_, openings) = screening::published(tx, &may, announced.call_id)?;
        let code = own.filed.as_ref().map_or(own.draft.opening.clone(), |f| f.opening.clone());
        let opening = openings.into_iter().find(|o| o.code == code);
        let judge = Judge::of(tx, &may, announced.call_id)?;
        let reason = match &opening {
            Some(opening) => office::judged(&judge, opening, &own)?,
            None => None,
        };
        let least = office::figures(tx, &may, &announced, on).ok();
        let until = least.map(|by| rulepacks::workdays().after(on, by.supplement).last);
        let clauses = own.review.as_ref().map(Review::clauses).transpose()?.unwrap_or_default();
        Ok(One {
            application,
            name: enter::name_of(&own.draft)?,
            email: own.draft.email.clone(),
            title: opening.map(|o| format!("{} {}", o.unit_name, o.title)).unwrap_or_default(),
            opening: code,
            answers: own.draft.answers()?,
            private: own.draft.sealed.is_some(),
            announced,
            filed: own.filed,
            review: own.review,
            computed: reason.as_ref().map_or("unknown", |r| rules::word(r.verdict)).to_owned(),
            files: own.files,
            number: own.number,
            marked: own.mark.is_some(),
            clauses,
            reason,
            until,
            sent: Said::default(),
            errors: Vec::new(),
        })
    })
    .await
}

type Place = At<(Id<Recruitment>, Id<Application>)>;

pub(super) async fn show(cx: Cx, At((id, application)): Place) -> Reply {
    let page = load(&cx, id, application).await?;
    cx.show(page)
}

pub(super) async fn review(cx: Cx, At((id, application)): Place, Form(sent): Form<Said>) -> Reply {
    let asked = sent.clone();
    match cx.write(move |tx| office::review(tx, id, application, &asked)).await {
        Ok(()) => {
            let says = Text::of(cx.lang()).rec_reviewed().to_string();
            cx.done(format!("/recruitments/{id}?show=open"), Notice::new(Tone::Yes, says))
        }
        Err(why) => {
            let page = load(&cx, id, application).await?;
            cx.again(why, |errors| One { sent, errors, ..page })
        }
    }
}

/// A link to be handed out: shown this once.
#[derive(Serialize)]
struct Link {
    recruitment: Id<Recruitment>,
    application: Id<Application>,
    title: String,
    closes: Date,
    /// Whose it is: the name, where it is given, and the address with its middle hidden.
    whose: String,
    address: String,
    #[serde(skip)]
    unknown: bool,
}

pub(super) async fn hand_out(cx: Cx, At((id, application)): Place) -> Reply {
    let origin = cx.app().config().origin.clone().unwrap_or_default();
    let secret = cx.write(move |tx| office::hand_out(tx, id, application)).await?;
    let address = format!("{origin}/apply/{secret}");
    let One { announced, name, email, .. } = load(&cx, id, application).await?;
    let whose = format!("{name} {}", rules::masked(&email)).trim().to_owned();
    let (title, closes, unknown) = (announced.title, announced.closes, origin.is_empty());
    cx.show(Link { recruitment: id, application, title, closes, whose, address, unknown })
}

impl Page for Link {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).rec_link().to_string()
    }
    fn body(&self, view: &View) -> Markup {
        let t = Text::of(view.lang);
        html! {
            @if self.unknown { (Notice::new(Tone::Warning, t.no_origin().to_string()).html(view.lang)) }
            p { (t.rec_link_once()) }
            (ui::facts(view.lang, [
                Fact::new(t.rec_announcement().to_string(), &self.title),
                Fact::new(t.rec_applicant().to_string(), &self.whose),
                Fact::new(t.rec_closes().to_string(), self.closes).note(t.rec_whole_day().to_string()),
            ]))
            p { (t.rec_keep_link()) }
            @if let Some(picture) = ui::qr_picture(&self.address) { div { (picture) } }
            p { a href=(self.address) { (self.address) } }
            p.no-print { a href=(format!("/recruitments/{}/applications/{}", self.recruitment, self.application)) { (t.rec_back()) } }
        }
    }
}

/// What is restricted of an application, opened.
#[derive(Serialize)]
struct Opened {
    recruitment: Id<Recruitment>,
    application: Id<Application>,
    id_number: String,
    phone: String,
}

pub(super) async fn reveal(cx: Cx, At((id, application)): Place, Form(why): Form<Why>) -> Reply {
    match cx.write(move |tx| office::reveal(tx, id, application, &why.reason)).await {
        Ok(private) => {
            let (id_number, phone) = (private.id_number, private.phone);
            cx.show(Opened { recruitment: id, application, id_number, phone })
        }
        Err(why) => {
            let page = load(&cx, id, application).await?;
            cx.again(why, |errors| One { errors, ..page })
        }
    }
}

impl Page for Opened {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).rec_private().to_string()
    }
    fn body(&self, view: &View) -> Markup {
        let t = Text::of(view.lang);
        html! {
            (ui::facts(view.lang, [
                Fact::new(t.rec_id_number().to_string(), &self.id_number),
                Fact::new(t.rec_phone().to_string(), &self.phone),
            ]))
            p.no-print { a href=(format!("/recruitments/{}/applications/{}", self.recruitment, self.application)) { (t.rec_back()) } }
        }
    }
}

pub(super) async fn fetch(
    cx: Cx,
    At((id, application, file)): At<(Id<Recruitment>, Id<Application>, Id<Attachment>)>,
    Form(why): Form<Why>,
) -> Reply {
    match cx.write(move |tx| office::fetch(tx, id, application, file, &why.reason)).await {
        Ok((name, media, bytes)) => cx.file(&name, &media, bytes),
        Err(why) => {
            let page = load(&cx, id, application).await?;
            cx.again(why, |errors| One { errors, ..page })
        }
    }
}

impl One {
    fn here(&self, verb: &str) -> String {
        format!("/recruitments/{}/applications/{}{verb}", self.announced.recruitment, self.application)
    }

    fn judging(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let sent = |text: &str, usual: &str| if text.is_empty() { usual.to_owned() } else { text.to_owned() };
        let usual = match self.computed.as_str() {
            "yes" => Verdict::Qualified.word(),
            "no" => Verdict::Unqualified.word(),
            _ => "",
        };
        let verdicts = Verdict::ALL.iter().map(|v| {
            let word = match v {
                Verdict::Qualified => t.rec_qualified(),
                Verdict::Unqualified => t.rec_unqualified(),
                Verdict::Supplement => t.rec_supplement(),
            };
            (v.word(), word.to_string())
        });
        ui::Form::post(self.here("/review"), &view.csrf)
            .field(
                Field::radios("verdict", t.rec_review().to_string(), verdicts)
                    .value(sent(&self.sent.verdict, usual))
                    .required(),
            )
            .field(
                Field::area("says", t.rec_says().to_string())
                    .value(&self.sent.says)
                    .hint(t.rec_says_hint().to_string())
                    .limit(300),
            )
            .field(
                Field::day("until", t.rec_until().to_string())
                    .value(sent(&self.sent.until, &self.until.map(|d| d.to_string()).unwrap_or_default()))
                    .hint(t.rec_until_hint().to_string()),
            )
            .errors(self.errors.clone())
            .submit(t.rec_decide().to_string())
            .html(lang)
    }

    fn files(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        html! {
            @if self.files.is_empty() { p { (t.rec_no_files()) } }
            ul { @for f in &self.files {
                @let kind = rules::ATTACHMENTS.iter().find(|a| a.0 == f.kind).map_or("", |a| if lang == Lang::En { a.2 } else { a.1 });
                li {
                    (kind) "：" (f.name) " " span.muted { ((f.size + 1023) / 1024) " KB" }
                    @if view.can::<Open>() { (ui::reveal(lang, &t.rec_open_file().to_string(), &self.here(&format!("/files/{}", f.file)), &view.csrf)) }
                }
            } }
        }
    }
}

impl Page for One {
    fn title(&self, lang: Lang) -> String {
        if self.name.is_empty() { Text::of(lang).rec_no_name().to_string() } else { self.name.clone() }
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let handed = self.filed.as_ref().filter(|f| f.state == Handed::Submitted);
        let mut facts = vec![
            Fact::new(t.rec_post().to_string(), format!("{} {}", self.opening, self.title)),
            Fact::new(t.rec_email().to_string(), &self.email),
            Fact::of(t.rec_handed().to_string(), handed.map(|f| f.day)),
            Fact::of(t.rec_exam().to_string(), self.number.as_ref()),
        ];
        if let Some(review) = &self.review {
            let (tone, word) = found(Some(review), lang);
            facts.push(Fact::markup(t.rec_review().to_string(), ui::badge(tone, &word)).note(review.says.clone()));
        }
        let (tone, word) = computed(&self.computed, lang);
        html! {
            (ui::facts(lang, facts))
            @if self.private && view.can::<Open>() {
                p { (t.rec_private()) } (ui::reveal(lang, "••••••", &self.here("/private"), &view.csrf))
            }
            @if handed.is_some() {
                section {
                    h2 { (t.rec_by_rule()) " " (ui::badge(tone, &word)) }
                    p.hint { (t.rec_by_rule_hint()) }
                    @match &self.reason {
                        Some(reason) => { (screening::tree(reason, lang).html(lang)) }
                        None => { (Notice::new(Tone::Warning, t.rec_unreadable().to_string()).html(lang)) }
                    }
                    @if self.review.is_some() && !self.clauses.is_empty() {
                        details { summary { (t.rec_then()) } (clauses(&self.clauses, lang)) }
                    }
                }
                @if view.can::<Conduct>() && !self.marked { section.no-print { h2 { (t.rec_decide()) } (self.judging(view)) } }
                @else { @for (_, why) in &self.errors { (Notice::new(Tone::No, why.clone()).html(lang)) } }
            } @else {
                @for (_, why) in &self.errors { (Notice::new(Tone::No, why.clone()).html(lang)) }
            }
            section { h2 { (t.rec_told()) } (form::told(&self.answers, lang)) }
            section { h2 { (t.rec_files()) } (self.files(view)) }
            @if view.can::<Conduct>() {
                section.no-print { p.hint { (t.rec_link_hint()) } (ui::post_button(&t.rec_hand_link().to_string(), &self.here("/link"), &view.csrf, Some(&t.rec_link_sure().to_string()))) }
            }
        }
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        shell.breadcrumbs = vec![
            (Text::of(view.lang).recruitments().to_string(), "/recruitments".to_owned()),
            (self.announced.title.clone(), format!("/recruitments/{}", self.announced.recruitment)),
        ];
        shell
    }
}
