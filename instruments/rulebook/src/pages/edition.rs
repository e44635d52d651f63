//! `/rules/{country}/{pack}/edition/{hash}`: an edition beside what is in force, tried on running business, and adopted.

use base::{Date, Lang};
use maud::{Markup, html};
use public_log::Proven;
use serde::{Deserialize, Serialize};
use ui::{Cell, Column, Fact, Field, Form as Questions, Notice, Table, Tone};
use web::{At, Cx, Form, Page, Query, Reply, Upload, View};

use super::{List, day, invalid, listed, pack_of};
use crate::{
    Adopting, Consequences, Look, Text, Touched, actions, in_force,
    rules::{self, Difference, What},
};

/// From which day it is tried.
#[derive(Deserialize)]
pub(super) struct Asked {
    from: Option<Date>,
}

/// An adoption as a form sends it.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Sent {
    from: String,
    document: String,
    decided_on: String,
}

/// An edition beside what is in force.
#[derive(Serialize)]
pub(super) struct EditionPage {
    pack: String,
    title: base::Say,
    edition: String,
    hash: String,
    from: Date,
    now: Option<String>,
    adopted: bool,
    differences: Vec<Difference>,
    touched: Vec<Touched>,
    /// Where its adoption stands in the public log.
    proof: Proven,
    #[serde(skip)]
    sent: Sent,
    #[serde(skip)]
    errors: Vec<(String, String)>,
}

async fn load(cx: &Cx, pack: &str, hash: &str, from: Option<Date>) -> db::Result<EditionPage> {
    let (pack, hash) = (pack.to_owned(), hash.to_owned());
    let from = from.unwrap_or(cx.today()).max(cx.today());
    let origin = cx.app().config().origin.clone();
    let consequences = cx.app().part::<Consequences>().cloned();
    cx.read(move |tx| {
        let may = tx.may::<Look>()?;
        let all = in_force::editions(tx, &may, &pack)?;
        let edition = all.into_iter().find(|e| e.hash == hash).ok_or(db::Error::NotFound)?;
        let now = in_force::in_force_in(tx, &may, &pack, from, None)?;
        let old = now.as_ref().map(|n| &n.pack);
        let differences = old.map(|old| rules::differences(old, &edition.pack)).unwrap_or_default();
        let touched = match (old, consequences) {
            (Some(old), Some(all)) if !rules::same(old, &edition.pack) => all.of(tx, old, &edition.pack, from)?,
            _ => Vec::new(),
        };
        let adopted = now.as_ref().is_some_and(|n| n.adoption.is_some() && n.hash == hash);
        let subject = actions::subject(&edition.pack);
        let proof = Proven::of(tx, &may, &["rule.adopted"], &subject, origin)?;
        Ok(EditionPage {
            pack,
            title: edition.pack.title,
            edition: edition.pack.edition,
            hash,
            from,
            now: now.map(|n| n.pack.edition),
            adopted,
            differences,
            touched,
            proof,
            sent: Sent::default(),
            errors: Vec::new(),
        })
    })
    .await
}

pub(super) async fn show(
    cx: Cx,
    At((country, pack, hash)): At<(String, String, String)>,
    Query(asked): Query<Asked>,
) -> Reply {
    let page = load(&cx, &pack_of(&country, &pack), &hash, asked.from).await?;
    cx.show(page)
}

pub(super) async fn bring(cx: Cx, mut sent: Upload) -> Reply {
    let read = sent.file("file").and_then(|f| {
        let not_text = || base::Say::new("文件不是UTF-8文本。", "The file is not UTF-8 text.");
        String::from_utf8(f.bytes).map_err(|_| db::Error::field("file", not_text()))
    });
    let done = match read {
        Ok(text) => cx.write(move |tx| actions::bring(tx, &text)).await,
        Err(why) => Err(why),
    };
    match done {
        Ok(edition) => cx.done(
            format!("/rules/{}/edition/{}", edition.pack.id, edition.hash),
            Notice::new(Tone::Yes, Text::of(cx.lang()).brought().to_string()),
        ),
        Err(why) => {
            let on = cx.on();
            let list = cx.read(move |tx| listed(tx, on)).await?;
            cx.again(why, |errors| List { errors, ..list })
        }
    }
}

pub(super) async fn adopt(
    cx: Cx,
    At((country, pack, hash)): At<(String, String, String)>,
    Form(sent): Form<Sent>,
) -> Reply {
    let id = pack_of(&country, &pack);
    let mut wrong = Vec::new();
    let (from, decided) = (day("from", &sent.from, &mut wrong), day("decided_on", &sent.decided_on, &mut wrong));
    let done = match (from, decided) {
        (Some(from), Some(decided_on)) => {
            let document = sent.document.clone();
            let wanted = Adopting { pack: id.clone(), hash: hash.clone(), from, document, decided_on };
            if from < cx.today() {
                let tried = wanted.clone();
                cx.write(move |tx| actions::tried(tx, &tried)).await?;
            }
            cx.write(move |tx| actions::adopt(tx, &wanted)).await
        }
        _ => Err(invalid(wrong)),
    };
    match done {
        Ok(()) => cx.done(format!("/rules/{id}"), Notice::new(Tone::Yes, Text::of(cx.lang()).adopted().to_string())),
        Err(why) => {
            let page = load(&cx, &id, &hash, from).await?;
            cx.again(why, |errors| EditionPage { sent, errors, ..page })
        }
    }
}

impl EditionPage {
    fn changes(&self, lang: Lang) -> Markup {
        let t = Text::of(lang);
        let columns = vec![
            Column::link("rule", t.rule().to_string()).width(30),
            Column::badge("what", t.what().to_string()),
            Column::text("of", t.in_it().to_string()),
            Column::text("was", t.was().to_string()).width(12),
            Column::text("becomes", t.becomes().to_string()).width(12),
        ];
        let mut rows = Vec::new();
        for d in &self.differences {
            let (tone, word) = match d.what {
                What::Added => (Tone::Yes, t.added()),
                What::Removed => (Tone::No, t.removed()),
                What::Changed => (Tone::Warning, t.changed()),
            };
            let rule = || Cell::new(d.text.to(lang));
            let badge = || Cell::new(word.to_string()).tone(tone);
            if d.changes.is_empty() {
                rows.push(vec![rule(), badge(), Cell::new(""), Cell::new(""), Cell::new("")]);
            }
            for c in &d.changes {
                let what = c.what.to(lang);
                rows.push(vec![
                    rule(),
                    badge(),
                    Cell::new(what),
                    Cell::new(c.was.to(lang)),
                    Cell::new(c.becomes.to(lang)),
                ]);
            }
        }
        let empty = (t.no_changes().to_string(), String::new());
        html! { (Table::new(t.differences().to_string(), columns).rows(rows).empty(empty.0, empty.1).plain(lang)) }
    }
    fn what_if(&self, lang: Lang) -> Markup {
        let t = Text::of(lang);
        let columns = vec![
            Column::badge("kind", t.kind().to_string()),
            Column::link("name", t.name().to_string()),
            Column::text("was", t.was().to_string()),
            Column::text("becomes", t.becomes().to_string()),
        ];
        let rows = self.touched.iter().map(|x| {
            let name = Cell::new(x.name.clone());
            let name = match &x.href {
                Some(href) => name.href(href.clone()),
                None => name,
            };
            vec![Cell::new(x.kind.to(lang)), name, Cell::new(x.was.to(lang)), Cell::new(x.becomes.to(lang))]
        });
        let empty = (t.touches_nothing().to_string(), String::new());
        html! { (Table::new(t.touches().to_string(), columns).rows(rows).empty(empty.0, empty.1).plain(lang)) }
    }
    fn form(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let or = |sent: &str, day: Date| if sent.is_empty() { day.to_string() } else { sent.to_owned() };
        Questions::post(format!("/rules/{}/edition/{}", self.pack, self.hash), &view.csrf)
            .field(Field::text("document", t.document().to_string()).value(&self.sent.document).limit(100).required())
            .field(
                Field::day("decided_on", t.decided_on().to_string())
                    .value(or(&self.sent.decided_on, view.today))
                    .required(),
            )
            .field(
                Field::day("from", t.from().to_string())
                    .value(or(&self.sent.from, self.from))
                    .hint(t.from_hint().to_string())
                    .required(),
            )
            .errors(self.errors.clone())
            .submit(t.adopt().to_string())
            .cancel(format!("/rules/{}", self.pack))
            .html(lang)
    }
}

impl Page for EditionPage {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).edition_of(self.title.to(lang), self.edition.as_str()).to_string()
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        html! {
            (ui::facts(lang, [
                Fact::of(t.now_in_force().to_string(), self.now.as_ref()),
                Fact::new(t.edition().to_string(), &self.edition),
                Fact::new("SHA-256", &self.hash),
            ]))
            (self.proof.html(lang))
            section { h2 { (t.differences()) } (self.changes(lang)) }
            section { h2 { (t.touches()) } p.hint { (t.touches_hint(self.from.to_string())) } (self.what_if(lang)) }
            @if self.adopted {
                (Notice::new(Tone::Yes, t.adopted_already().to_string()).html(lang))
            } @else {
                section.no-print { h2 { (t.adopt()) } p.hint { (t.adopt_says()) } (self.form(view)) }
            }
        }
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        shell.breadcrumbs = vec![
            (Text::of(view.lang).rulebook().to_string(), "/rules".to_owned()),
            (self.title.to(view.lang).to_owned(), format!("/rules/{}", self.pack)),
        ];
        shell
    }
}
