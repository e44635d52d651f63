//! `/inbox`: what is due, and how one is told.

use std::collections::BTreeMap;

use base::{Date, Lang, Timestamp};
use maud::{Markup, html};
use serde::{Deserialize, Serialize};
use ui::{Cell, Column, Field, FilterBar, Form, Notice, Table, Tone, link};
use web::{Cx, Page, PageOf, Paging, View};

use super::{Sent, account, state};
use crate::{
    Due, Follow, Outside, See, Sources, Text,
    deliver::secret,
    rules::{self, When, counted},
    store::{self, ChannelRow, Kind, MessageRow, State},
};

/// What stands after the `?` of the list.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Filter {
    /// How pressing; empty for all.
    when: String,
    /// What kind of matter, in Chinese; empty for all.
    kind: String,
}

/// What is due for the reader.
#[derive(Serialize)]
pub(crate) struct Inbox {
    pub(crate) on: Date,
    pub(super) filter: Filter,
    /// How many matters of that kind are overdue, soon due, or due later.
    pub(super) counts: BTreeMap<String, u64>,
    /// The kinds of matters, by their Chinese names, with how many there are of each.
    pub(super) kinds: BTreeMap<String, u64>,
    /// Their names in the reader's language.
    #[serde(skip)]
    pub(super) called: BTreeMap<String, String>,
    /// What is due, a screenful of it.
    pub(crate) due: PageOf<Due>,
    pub(crate) channels: Vec<ChannelRow>,
    pub(crate) messages: Vec<MessageRow>,
    pub(crate) has_feed: bool,
    #[serde(skip)]
    pub(crate) here: String,
    #[serde(skip)]
    pub(crate) secrets: Vec<String>,
    #[serde(skip)]
    pub(crate) mails: bool,
    #[serde(skip)]
    pub(crate) origin: String,
    /// The address of a feed just made: shown once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) feed: Option<String>,
    #[serde(skip)]
    pub(crate) sent: Sent,
    #[serde(skip)]
    pub(crate) errors: Vec<(String, String)>,
}

pub(super) async fn load(cx: &Cx, filter: Filter, paging: Paging) -> db::Result<Inbox> {
    let lang = cx.lang();
    let here = cx.here().to_owned();
    let sources = cx.app().part::<Sources>().cloned().unwrap_or_else(|| Sources::new([]));
    let outside = cx.app().part::<Outside>().cloned().unwrap_or_default();
    cx.read(move |tx| {
        let may = tx.may::<See>()?;
        let on = tx.today();
        let mut due = sources.all(tx, on.plus_months(rules::AHEAD))?;
        let kinds = counted(due.iter().map(|d| d.kind.zh.as_str()));
        let called = due.iter().map(|d| (d.kind.zh.clone(), d.kind.to(lang).to_owned())).collect();
        let when = |d: &Due| When::of(d.left(on)).word();
        due.retain(|d| filter.kind.is_empty() || d.kind.zh == filter.kind);
        let counts = counted(due.iter().map(when));
        due.retain(|d| filter.when.is_empty() || when(d) == filter.when);
        let due = paging.part(due, |d| d.key(on));
        let (mut channels, mut has_feed) = (Vec::new(), false);
        if let Ok(account) = account(tx) {
            channels = store::channels(tx, &may, Some(account))?;
            has_feed = store::has_feed(tx, &may, account)?;
        }
        let ids: Vec<_> = channels.iter().map(|c| c.id).collect();
        let messages = store::messages(tx, &may, &ids, 20)?;
        let secret = |c: &ChannelRow| (c.kind == Kind::Webhook).then(|| secret(tx, c.id));
        let secrets = channels.iter().map(|c| secret(c).and_then(Result::ok).map(shown).unwrap_or_default()).collect();
        Ok(Inbox {
            on,
            filter,
            counts,
            kinds,
            called,
            due,
            here,
            channels,
            messages,
            has_feed,
            secrets,
            mails: outside.mails(),
            origin: outside.origin,
            feed: None,
            sent: Sent::default(),
            errors: Vec::new(),
        })
    })
    .await
}

/// A webhook's secret as its receivers' libraries take it.
fn shown(secret: [u8; 32]) -> String {
    use base64::{Engine, prelude::BASE64_STANDARD};
    format!("whsec_{}", BASE64_STANDARD.encode(secret))
}

/// Day and minute, UTC+8.
fn minute(at: Timestamp) -> String {
    let minutes = (at.0 / 60_000_000 + 8 * 60).rem_euclid(24 * 60);
    format!("{} {:02}:{:02}", at.date_at(8), minutes / 60, minutes % 60)
}

impl Inbox {
    fn when(&self, due: &Due, lang: Lang) -> Cell {
        let t = Text::of(lang);
        let left = due.left(self.on);
        let days = i64::from(left);
        match When::of(left) {
            When::Overdue => Cell::new(t.overdue(-days).to_string()).tone(Tone::No),
            When::Soon if days == 0 => Cell::new(t.today().to_string()).tone(Tone::Warning),
            When::Soon => Cell::new(t.in_days(days).to_string()).tone(Tone::Warning),
            When::Later => Cell::new(t.in_days(days).to_string()).tone(Tone::Plain),
        }
    }

    /// How pressing, with how many; and of which kind.
    fn narrowed(&self, lang: Lang) -> Markup {
        let t = Text::of(lang);
        let here = link::without(&self.here, &["after", "before"]);
        let n = |when: &str| self.counts.get(when).copied().unwrap_or_default();
        let tab = |when: Option<&When>| {
            let (word, says, n) = match when {
                None => ("", t.all(), self.counts.values().sum()),
                Some(w @ When::Overdue) => (w.word(), t.tab_overdue(), n(w.word())),
                Some(w @ When::Soon) => (w.word(), t.tab_soon(), n(w.word())),
                Some(w @ When::Later) => (w.word(), t.tab_later(), n(w.word())),
            };
            let href = if word.is_empty() { link::without(&here, &["when"]) } else { link::with(&here, "when", word) };
            (format!("{says} {n}"), href, self.filter.when == word)
        };
        let tabs: Vec<_> = std::iter::once(None).chain(When::ALL.iter().map(Some)).map(tab).collect();
        let kind = |(zh, n): (&String, &u64)| {
            (zh.clone(), format!("{} {n}", self.called.get(zh).map(String::as_str).unwrap_or_default()))
        };
        let kinds: Vec<(String, String)> = self.kinds.iter().map(kind).collect();
        let mut bar = FilterBar::new(&here);
        if let Some(name) = self.called.get(&self.filter.kind) {
            bar = bar.active("kind", name.clone());
        }
        bar = bar.field(Field::select("kind", t.kind().to_string(), kinds).value(&self.filter.kind));
        html! {
            (ui::tabs(lang, &tabs))
            @if self.kinds.len() > 1 { (bar.html(lang)) }
        }
    }

    fn told(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let mut kinds = vec![(Kind::Mail.word().to_owned(), t.mail().to_string())];
        kinds.push((Kind::Webhook.word().to_owned(), t.webhook().to_string()));
        let error = |id: &str| self.errors.iter().find(|(f, _)| *f == format!("code-{id}")).map(|(_, m)| m.clone());
        html! {
            @if !self.mails { p.hint { (t.no_mail_server()) } }
            ul.choices { @for (c, secret) in self.channels.iter().zip(&self.secrets) {
                li {
                    strong { (c.address) } " "
                    @if !c.confirmed { (t.not_confirmed()) }
                    @if !secret.is_empty() { details { summary { (t.secret()) } code { (secret) } } }
                    @if !c.confirmed {
                        @let code = Field::text("code", t.code().to_string()).limit(8).required();
                        @let code = match error(&c.id.to_string()) { Some(why) => code.error(why), None => code };
                        (Form::post(format!("/inbox/channels/{}/confirm", c.id), &view.csrf).field(code)
                            .submit(t.confirm().to_string()).html(lang))
                    }
                    (ui::post_button(&t.remove().to_string(), &format!("/inbox/channels/{}/remove", c.id), &view.csrf, None))
                }
            } }
            (Form::post("/inbox/channels", &view.csrf)
                .field(Field::radios("kind", t.how().to_string(), kinds).value(if self.sent.kind.is_empty() { "mail" } else { &self.sent.kind }))
                .field(Field::text("address", t.address().to_string()).value(&self.sent.address).hint(t.address_hint().to_string()).limit(500).required())
                .errors(self.errors.iter().filter(|(f, _)| !f.starts_with("code-")).cloned())
                .submit(t.add().to_string())
                .html(lang))
        }
    }

    fn log(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        html! { ul.choices { @for m in &self.messages {
            @let (tone, word) = state(m.state, lang);
            @let to = self.channels.iter().find(|c| c.id == m.channel).map(|c| c.address.as_str()).unwrap_or_default();
            li {
                (minute(m.made_at)) " " (to) " " (ui::badge(tone, &word))
                @if m.state == State::Waiting && m.attempts > 0 { p.hint { (t.next_try(m.attempts, minute(m.next_at))) " " (m.trouble) } }
                @if m.state == State::Dead {
                    p.hint { (m.trouble) }
                    (ui::post_button(&t.again().to_string(), &format!("/inbox/messages/{}/again", m.id), &view.csrf, None))
                }
            }
        } } }
    }
}

impl Page for Inbox {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).inbox().to_string()
    }
    fn table(&self, lang: Lang) -> Option<Table> {
        let t = Text::of(lang);
        let columns = vec![
            Column::date("by", t.by().to_string()),
            Column::badge("when", t.when().to_string()),
            Column::text("kind", t.kind().to_string()).width(10),
            Column::link("what", t.what().to_string()).width(40),
        ];
        let rows = self.due.rows.iter().map(|d| {
            vec![
                Cell::new(d.by.to_string()),
                self.when(d, lang),
                Cell::new(d.kind.to(lang)),
                Cell::new(d.what.to(lang)).href(d.href.clone()),
            ]
        });
        let table = Table::new(t.inbox().to_string(), columns).rows(rows).at(&self.here, None).exported();
        let table = table.pager(self.due.pager(&self.here));
        Some(table.empty(t.nothing().to_string(), t.nothing_hint().to_string()))
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        html! {
            @if let Some(feed) = &self.feed {
                (Notice::new(Tone::Yes, t.feed_made().to_string()).kept(feed.clone()).next(t.feed_once().to_string()).html(lang))
            }
            (self.narrowed(lang))
            @if let Some(table) = self.table(lang) { (table.html(lang)) }
            @if view.can::<Follow>() {
                section.no-print {
                    h2 { (t.calendar()) }
                    p.hint { (t.calendar_hint()) }
                    @if self.has_feed {
                        p { (t.feed_on()) }
                        (ui::post_button(&t.feed_renew().to_string(), "/inbox/calendar", &view.csrf, None)) " "
                        (ui::post_button(&t.feed_stop().to_string(), "/inbox/calendar/stop", &view.csrf, None))
                    } @else {
                        (ui::post_button(&t.feed_make().to_string(), "/inbox/calendar", &view.csrf, None))
                    }
                }
                section.no-print { h2 { (t.told()) } p.hint { (t.told_hint()) } (self.told(view)) }
                @if !self.messages.is_empty() { section.no-print { h2 { (t.messages()) } (self.log(view)) } }
            }
        }
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        shell.lead = Text::of(view.lang).lead().to_string();
        shell
    }
}
