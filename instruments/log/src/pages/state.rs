//! Where the log stands, and what was put into it last.

use axum::http::StatusCode;
use base::{Lang, Say, Timestamp};
use db::{Read, Result};
use maud::{Markup, html};
use tlog::{Note, VerifyKey};
use ui::{Cell, Column, Fact, Notice, Shell, Table, Tone, facts};
use web::{Cx, Page, Reply, View};

use crate::{Look, Place, Publish, Text, place::told, read, read::ItemShown, store};

/// Entries on the page.
const SCREEN: u64 = 50;

/// A witness, and when it signed what is shown.
#[derive(Clone, Debug, serde::Serialize)]
pub(crate) struct WitnessShown {
    name: String,
    key: String,
    signed_at: Option<u64>,
}

/// The log's state.
#[derive(Clone, Debug, Default, serde::Serialize)]
pub(crate) struct StatePage {
    origin: Option<String>,
    key: Option<String>,
    size: u64,
    root: Option<String>,
    checkpoint: Option<String>,
    witnesses: Vec<WitnessShown>,
    waiting: i64,
    round_at: Option<Timestamp>,
    trouble: Option<Say>,
    items: Vec<ItemShown>,
    older: Option<u64>,
    address: Option<String>,
}

impl StatePage {
    /// Reads it: the newest entries, or those below `before`.
    pub(crate) fn load(tx: &mut Read<'_>, place: Option<&Place>, before: Option<u64>) -> Result<Self> {
        let may = tx.may::<Look>()?;
        let waiting = store::count_waiting(tx, &may)?;
        let mut page = Self { waiting, ..Self::default() };
        let Some(place) = place.filter(|p| p.begun()) else { return Ok(page) };
        if let Some(remembered) = store::remembered(tx, &may)? {
            (page.round_at, page.trouble) = (Some(remembered.at), remembered.trouble());
        }
        let policy = place.policy().map_err(told)?;
        page.key = policy.logs().next().map(|(key, _)| key.to_string());
        let Some((checkpoint, file)) = place.shown().map_err(told)? else { return Ok(page) };
        let note = Note::read(file.as_bytes()).map_err(told)?;
        let keys: Vec<&VerifyKey> = policy.witnesses().map(|(_, key, _)| key).collect();
        let signed = note.signers(&keys).map_err(told)?;
        page.witnesses = policy
            .witnesses()
            .enumerate()
            .map(|(at, (name, key, _))| WitnessShown {
                name: name.to_owned(),
                key: key.to_string(),
                signed_at: signed.iter().find(|(who, _)| *who == at).and_then(|(_, time)| *time),
            })
            .collect();
        page.size = checkpoint.head.size;
        page.root = Some(checkpoint.head.root.hex());
        page.origin = Some(checkpoint.origin.clone());
        let until = before.unwrap_or(page.size).min(page.size);
        let from = until.saturating_sub(SCREEN);
        let rows = store::at(tx, &may, from, until)?;
        for index in (from..until).rev() {
            let bytes = read::entry(place, &checkpoint, index)?;
            let row = rows.iter().find(|(row, _)| row.position == Some(index as i64));
            page.items.push(read::shown(index, &bytes, row)?);
        }
        page.older = (from > 0).then_some(from);
        page.checkpoint = Some(file);
        Ok(page)
    }
}

/// Minutes in UTC+8, the organisation's time zone.
pub(super) fn minute(at: Timestamp) -> String {
    let minutes = (at.0 + 8 * 3_600_000_000).rem_euclid(86_400_000_000) / 60_000_000;
    format!("{} {:02}:{:02}", at.date_at(8), minutes / 60, minutes % 60)
}
fn seconds(at: u64) -> String {
    minute(Timestamp(i64::try_from(at).unwrap_or(0).saturating_mul(1_000_000)))
}

pub(super) async fn state(cx: Cx, web::Query(asked): web::Query<Asked>) -> Reply {
    let app = cx.app().clone();
    let page = cx.read(move |tx| StatePage::load(tx, app.part::<Place>(), asked.before)).await?;
    let address = cx.app().config().origin.clone();
    let begun = page.key.is_some();
    let page = StatePage { address, ..page };
    cx.show_with(if begun { StatusCode::OK } else { StatusCode::NOT_FOUND }, page)
}

/// Which part of the list.
#[derive(Clone, Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    before: Option<u64>,
}

impl Page for StatePage {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).log().to_string()
    }
    fn table(&self, lang: Lang) -> Option<Table> {
        let t = Text::of(lang);
        let columns = vec![
            Column::link("index", t.number().to_string()),
            Column::text("kind", t.kind().to_string()),
            Column::text("says", t.says().to_string()).width(40),
            Column::text("at", t.entered_at().to_string()),
        ];
        let row = |i: &ItemShown| {
            vec![
                Cell::new(i.index.to_string()).href(format!("/log/entries/{}", i.index)),
                Cell::new(i.kind(lang)),
                Cell::new(i.line(lang)),
                Cell::new(i.at.map(minute).unwrap_or_default()),
            ]
        };
        let table = Table::new(t.entries().to_string(), columns).rows(self.items.iter().map(row));
        Some(table.exported().empty(t.no_entries().to_string(), t.no_entries_hint().to_string()))
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let Some(key) = &self.key else {
            return Notice::new(Tone::Info, t.not_begun().to_string()).next(t.not_begun_hint().to_string()).html(lang);
        };
        let witnesses = html! {
            @if self.witnesses.is_empty() { (t.no_witnesses()) } @else {
                ul {
                    @for w in &self.witnesses {
                        li { (w.name) " · " @match w.signed_at { Some(at) => (seconds(at)), None => (t.not_signed()) } }
                    }
                }
            }
        };
        html! {
            @if let Some(trouble) = self.trouble.as_ref().filter(|_| view.can::<Publish>()) {
                (Notice::new(Tone::Warning, trouble.to(lang)).html(lang))
            }
            (facts(lang, [
                Fact::of(t.origin().to_string(), self.origin.as_ref()),
                Fact::new(t.size().to_string(), self.size),
                Fact::markup(t.root_hash().to_string(), html! { code.break-all { (self.root.clone().unwrap_or_default()) } }),
                Fact::markup(t.key().to_string(), html! { code.break-all { (key) } }),
                Fact::markup(t.witnesses().to_string(), witnesses),
                Fact::of(t.round_at().to_string(), self.round_at.map(minute)),
                Fact::new(t.waiting().to_string(), self.waiting),
            ]))
            @if view.can::<Publish>() && self.waiting > 0 {
                p { (ui::post_button(&t.publish_now().to_string(), "/log/publish", &view.csrf, None)) }
            }
            @if let Some(table) = self.table(lang) { (table.html(lang)) }
            @if let Some(before) = self.older {
                p { (ui::button_link(&t.older().to_string(), &format!("/log?before={before}"), None)) }
            }
            h2 { (t.check_yourself()) }
            p { (t.check_how()) }
            pre.machine { code { "xianneng verify --log " (self.address.as_deref().unwrap_or("https://…")) "/log --policy FILE" } }
            ul {
                li { a href="/log/checkpoint" { (t.checkpoint()) } }
                li { a href="/log/policy" { (t.policy()) } }
                li { a href="/log/about" { (t.about()) } }
            }
            @if let Some(checkpoint) = &self.checkpoint { (super::item::witness_on_paper(lang, checkpoint)) }
        }
    }
    fn frame(&self, view: &View, shell: Shell) -> Shell {
        let t = Text::of(view.lang);
        Shell { as_of: None, lead: t.lead().to_string(), ..shell }
    }
}
