//! `/open/recruitments/{id}`: a recruitment as everybody may see it, and where one applies.

use base::{Date, Id, Say};
use eligibility::Requirement;
use maud::{Markup, html};
use public_log::Proven;
use screening::OpeningRow;
use serde::{Deserialize, Serialize};
use ui::{Field, Notice, Tone};
use web::{At, Cx, Form, Lang, Page, Reply, View};

use super::one;
use crate::{
    Text,
    recruit::{
        Look, Recruitment, apply,
        office::{self, Figures},
        store::{self, Announced, Standing},
    },
};

/// The address to which the link is sent.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Sent {
    email: String,
}

/// One post as everybody may see it.
#[derive(Serialize)]
struct Post {
    code: String,
    unit: String,
    title: String,
    places: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    needs_person: Option<String>,
    #[serde(skip)]
    requirement: Option<Requirement>,
}

/// A recruitment as everybody may see it.
#[derive(Serialize)]
struct Shown {
    on: Date,
    announced: Announced,
    /// Who recruits.
    unit: String,
    earlier: Vec<Announced>,
    figures: Option<Figures>,
    posts: Vec<Post>,
    /// Where the announcement stands in the public log.
    proof: Proven,
    #[serde(skip)]
    mails: bool,
    #[serde(skip)]
    sent: Sent,
    #[serde(skip)]
    errors: Vec<(String, String)>,
}

/// Up to so many posts are shown unfolded.
const FEW: usize = 8;
/// At most so many posts are shown with their requirements on one page.
const MOST: usize = 200;

async fn load(cx: &Cx, id: Id<Recruitment>) -> db::Result<Shown> {
    let on = cx.today();
    let mails = mails(cx).is_some();
    let origin = cx.app().config().origin.clone();
    cx.read(move |tx| {
        let may = tx.may::<Look>()?;
        let announced = store::open(tx, &may, id)?;
        let earlier = store::earlier(tx, &may, id)?;
        let figures = office::figures(tx, &may, &announced, on).ok();
        let (_, openings) = screening::published(tx, &may, announced.call_id)?;
        let post = |o: OpeningRow| Post {
            requirement: serde_json::from_str(&o.requirement).ok(),
            code: o.code,
            unit: o.unit_name,
            title: o.title,
            places: o.places,
            needs_person: o.needs_person,
        };
        let posts = openings.into_iter().take(MOST).map(post).collect();
        let root = may.root();
        let unit = org::names(tx.with(&may), root, &[announced.unit], on)?.remove(&announced.unit);
        let unit = unit.map(|n| n.name).unwrap_or_default();
        let proof = Proven::of(tx, &may, &["recruitment.published"], &id.to_string(), origin)?;
        Ok(Shown {
            on,
            announced,
            unit,
            earlier,
            figures,
            posts,
            proof,
            mails,
            sent: Sent::default(),
            errors: Vec::new(),
        })
    })
    .await
}

/// Where links lead, where mails can be sent.
fn mails(cx: &Cx) -> Option<String> {
    let outside = cx.app().part::<inbox::Outside>()?;
    (outside.mails() && !outside.origin.is_empty()).then(|| outside.origin.clone())
}

pub(super) async fn show(cx: Cx, At(id): At<Id<Recruitment>>) -> Reply {
    let page = load(&cx, id).await?;
    cx.show(page)
}

pub(super) async fn begin(cx: Cx, At(id): At<Id<Recruitment>>, Form(sent): Form<Sent>) -> Reply {
    let (asked, lang, origin) = (sent.clone(), cx.lang(), mails(&cx));
    match cx.keep_books(move |tx| apply::begin(tx, id, &asked.email, lang, origin.as_deref())).await {
        Ok(()) => {
            let t = Text::of(cx.lang());
            let says = if mails(&cx).is_some() { t.rec_mailed().to_string() } else { t.rec_noted().to_string() };
            cx.done(format!("/open/recruitments/{id}"), Notice::new(Tone::Yes, says))
        }
        Err(why) => {
            let page = load(&cx, id).await?;
            cx.again(why, |errors| Shown { sent, errors, ..page })
        }
    }
}

impl Page for Shown {
    fn title(&self, _: Lang) -> String {
        self.announced.title.clone()
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let a = &self.announced;
        let takes = a.takes(self.on);
        html! {
            @if a.state == Standing::Cancelled { (Notice::new(Tone::No, t.rec_is_cancelled().to_string()).html(lang)) }
            @if !takes { @for (_, says) in &self.errors { (Notice::new(Tone::No, says).html(lang)) } }
            (one::facts(a, &self.unit, self.figures, self.on, lang))
            @if let Some(reason) = &a.reason { p { (t.rec_because()) (reason) } }
            section { h2 { (t.rec_text()) } @for line in a.text.lines() { p { (line) } } }
            section {
                h2 { (t.rec_posts(self.posts.len() as u64)) }
                @for p in &self.posts {
                    // a few are read at once, also on paper; of many one looks for the own
                    details open[self.posts.len() <= FEW] {
                        summary { strong { (p.unit) " " (p.title) } " " span.muted { (p.code) " · " (t.rec_places(p.places)) } }
                        @if let Some(words) = &p.needs_person { p.hint { (t.rec_by_person(words.as_str())) } }
                        @if let Some(r) = &p.requirement { (screening::asked(r, lang)) }
                    }
                }
            }
            (self.proof.html(lang))
            @if takes {
                section.no-print {
                    h2 { (t.rec_apply()) }
                    p { @if self.mails { (t.rec_apply_hint()) } @else { (t.rec_apply_no_mail()) } }
                    (ui::Form::post(format!("/open/recruitments/{}", a.recruitment), &view.csrf)
                        .field(Field::new(ui::Control::Line("email"), "email", t.rec_email().to_string()).value(&self.sent.email).autocomplete("email").limit(254).required())
                        .other(html! { p.hint { (t.rec_privacy(self.figures.map_or_else(String::new, |by| office::kept_until(a, by).to_string()))) } })
                        .errors(self.errors.clone())
                        .submit(if self.mails { t.rec_send_link().to_string() } else { t.rec_note_address().to_string() })
                        .html(lang))
                }
            }
            @if !self.earlier.is_empty() {
                section {
                    h2 { (t.rec_earlier()) }
                    ul { @for old in &self.earlier { li { (old.day) "：" (old.opens) " – " (old.closes) } } }
                }
            }
        }
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        let open = Say::new("阳光窗口", "Sunshine site");
        shell.breadcrumbs = vec![(open.to(view.lang).to_owned(), "/open".to_owned())];
        shell
    }
}
