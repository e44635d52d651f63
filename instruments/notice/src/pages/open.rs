//! `/open/notices/{id}`: a notice as everybody may see it, and how to object to it. No objection is shown here.

use base::{Date, Id, Say};
use maud::{Markup, html};
use public_log::Proven;
use serde::{Deserialize, Serialize};
use ui::{Field, Notice as Told, Tone};
use web::{At, Cx, Form, Lang, Page, Reply, View};

use super::{KINDS, One, people_table, state};
use crate::{
    Look, Notice, Text, actions, flood,
    rules::Standing,
    store::{self, Edition},
};

/// An objection as the form sends it.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Sent {
    text: String,
    who: String,
}

/// A notice as everybody may see it.
#[derive(Serialize)]
struct Open {
    on: Date,
    /// The editions, the latest first.
    editions: Vec<Edition>,
    withdrawn: Option<(Date, String)>,
    standing: Standing,
    /// Where it stands in the public log.
    proof: Proven,
    #[serde(skip)]
    sent: Sent,
    #[serde(skip)]
    errors: Vec<(String, String)>,
}

async fn load(cx: &Cx, notice: Id<Notice>) -> db::Result<Open> {
    let on = cx.today();
    let origin = cx.app().config().origin.clone();
    cx.read(move |tx| {
        let may = tx.may::<Look>()?;
        let (editions, withdrawn) = store::one(tx, &may, notice)?;
        // what people objected to, and what was found, is not for the open site
        let standing = Standing { blocked_by: Vec::new(), grave: false, ..store::standing(tx, &may, notice, on)? };
        let proof = Proven::of(tx, &may, &KINDS, &notice.to_string(), origin)?;
        Ok(Open { on, editions, withdrawn, standing, proof, sent: Sent::default(), errors: Vec::new() })
    })
    .await
}

pub(super) async fn show(cx: Cx, At(notice): At<Id<Notice>>) -> Reply {
    let page = load(&cx, notice).await?;
    cx.show(page)
}

pub(super) async fn object(cx: Cx, At(notice): At<Id<Notice>>, Form(sent): Form<Sent>) -> Reply {
    let (of, from, day, root) = (sent.clone(), cx.caller().address, cx.today(), cx.root());
    let done = if flood::allows(root, from, day) {
        cx.write(move |tx| actions::object_openly(tx, notice, &of.text, &of.who)).await
    } else {
        Err(db::Error::refused(
            "今天从这个网络收到的意见已满，请以书面形式提出，或明天再来。",
            "No more objections are taken from this network today: write a letter, or come back tomorrow.",
        ))
    };
    match done {
        Ok(_) => {
            flood::count(root, from, day);
            let says = Told::new(Tone::Yes, Text::of(cx.lang()).objection_received().to_string());
            cx.done(format!("/open/notices/{notice}"), says)
        }
        Err(why) => {
            let page = load(&cx, notice).await?;
            cx.again(why, |errors| Open { sent, errors, ..page })
        }
    }
}

impl Page for Open {
    fn title(&self, lang: Lang) -> String {
        self.editions.first().map_or_else(|| Text::of(lang).notices().to_string(), |e| e.title.clone())
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let Some(last) = self.editions.first() else { return html! {} };
        let (tone, word) = state(&self.standing, self.on, lang);
        let running = self.withdrawn.is_none() && !self.standing.over(self.on);
        html! {
            @if let Some((day, reason)) = &self.withdrawn {
                (Told::new(Tone::No, format!("{} {reason}", t.withdrawn_on(day.to_string()))).html(lang))
            }
            @if !running { @for (_, says) in &self.errors { (Told::new(Tone::No, says).html(lang)) } }
            (ui::facts(lang, [
                ui::Fact::markup(t.state().to_string(), ui::badge(tone, &word)),
                ui::Fact::new(t.published().to_string(), self.standing.published),
                ui::Fact::new(t.until().to_string(), self.standing.until).note(t.whole_period(u64::from(self.standing.whole)).to_string()),
            ]))
            section { h2 { (t.text_of_notice()) } (One::text(last)) }
            (self.proof.html(lang))
            @if !last.people.is_empty() { section { h2 { (t.people()) } div.list { (people_table(&last.people, lang).plain(lang)) } } }
            @if self.editions.len() > 1 { section { h2 { (t.earlier_editions()) } (One::earlier_of(&self.editions, lang)) } }
            @if running {
                section.no-print {
                    h2 { (t.object_openly()) }
                    p.hint { (t.object_openly_hint()) }
                    (ui::Form::post(format!("/open/notices/{}", last.notice), &view.csrf)
                        .field(Field::area("text", t.what_you_say().to_string()).value(&self.sent.text).required())
                        .field(Field::text("who", t.who_you_are().to_string()).value(&self.sent.who).hint(t.who_you_are_hint().to_string()).limit(100))
                        .errors(self.errors.clone())
                        .submit(t.object_openly().to_string())
                        .html(lang))
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
