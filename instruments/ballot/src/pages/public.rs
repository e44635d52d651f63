//! `/vote/{urn}/…`: the texts of an urn, its board, and where ballots are cast. Nobody is asked for a name.

use std::time::Duration;

use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use ballots::belenios::{Ballot as Sent, MAX_BALLOT};
use base::Lang;
use maud::{Markup, html};
use serde::{Deserialize, Serialize};
use tokio::sync::Semaphore;
use ui::{Cell, Column, Fact, Field, Notice, Table, Tone};
use web::{At, Cx, Page, Query, Reply, View};

use crate::{
    Look, Text,
    actions::{self, Bad, hex},
    rules::{State, by_batch, near_digits},
    store::{self, Batch},
    texts,
};

/// So many ballots may be on their way at once. No address is counted, so nobody is held back for another; a ballot that is on its way
/// takes no more memory than the longest that its urn can have.
static ARRIVING: Semaphore = Semaphore::const_new(1024);
/// Whoever comes while so many ballots that have arrived wait is asked to come again.
static WAITING: Semaphore = Semaphore::const_new(64);
/// So many archives and rolls are put together at once: each is as large as its urn.
static LARGE: Semaphore = Semaphore::const_new(2);
/// So many ballots are checked at once.
static CHECKING: Semaphore = Semaphore::const_new(4);
/// How long a ballot may take to arrive.
const PATIENCE: Duration = Duration::from_secs(60);

fn plain(text: impl Into<Body>, mime: &'static str) -> Response {
    let mut response = text.into().into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(mime));
    response
}
const JSON: &str = "application/json";

pub(super) async fn election(cx: Cx, At(urn): At<String>) -> Reply {
    let text = cx.read(move |tx| {
        let may = tx.may::<Look>()?;
        texts::fixed(tx, &may, &urn)?;
        store::election(tx, &may, &urn)?.ok_or(db::Error::NotFound)
    });
    Ok(plain(text.await?, JSON))
}
pub(super) async fn trustees(cx: Cx, At(urn): At<String>) -> Reply {
    let text = cx.read(move |tx| {
        let may = tx.may::<Look>()?;
        Ok(texts::fixed(tx, &may, &urn)?.1.trustees)
    });
    Ok(plain(text.await?, JSON))
}
pub(super) async fn roll(cx: Cx, At(urn): At<String>) -> Reply {
    let Ok(_turn) = tokio::time::timeout(PATIENCE, LARGE.acquire()).await else { return Ok(problem(&cx, &busy())) };
    let text = cx.read(move |tx| {
        let may = tx.may::<Look>()?;
        texts::fixed(tx, &may, &urn)?;
        store::roll(tx, &may, &urn)?.ok_or(db::Error::NotFound)
    });
    Ok(plain(text.await?, JSON))
}
pub(super) async fn manifest(cx: Cx, At(urn): At<String>) -> Reply {
    let text = cx.read(move |tx| {
        let may = tx.may::<Look>()?;
        Ok(texts::fixed(tx, &may, &urn)?.1.manifest)
    });
    Ok(plain(text.await?, "text/plain; charset=utf-8"))
}
pub(super) async fn archive(cx: Cx, At(urn): At<String>) -> Reply {
    let Ok(_turn) = tokio::time::timeout(PATIENCE, LARGE.acquire()).await else { return Ok(problem(&cx, &busy())) };
    let name = format!("{urn}.bel");
    let bytes = cx.read(move |tx| {
        let may = tx.may::<Look>()?;
        texts::archive(tx, &may, &urn)
    });
    cx.file(&name, "application/octet-stream", bytes.await?)
}

/// How the hash of a code's public part begins, in hexadecimal digits.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Near {
    near: String,
}

/// Whether a code may vote is looked up by the beginning of a hash: the page of a voter compares the rest itself, so that the server
/// does not learn by the question which code it is about.
pub(super) async fn seats(cx: Cx, At(urn): At<String>, Query(asked): Query<Near>) -> Reply {
    let digits = asked.near;
    let hex_digit = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
    if digits.len() > 64 || !digits.bytes().all(hex_digit) {
        return Err(db::Error::NotFound.into());
    }
    let found = cx.read(move |tx| {
        let may = tx.may::<Look>()?;
        let (row, _) = texts::fixed(tx, &may, &urn)?;
        if digits.len() < near_digits(row.size.unsigned_abs()) {
            return Err(db::Error::NotFound);
        }
        store::near(tx, &may, &urn, &digits)
    });
    let all: Vec<String> = found.await?.iter().map(|seat| hex(seat)).collect();
    Ok(plain(serde_json::to_string(&all).map_err(|e| db::Error::Internal(e.to_string()))?, JSON))
}

/// What was refused, as programs read it (RFC 9457), with the sentence in both languages.
pub(super) fn problem(cx: &Cx, bad: &Bad) -> Response {
    let body = serde_json::json!({
        "type": "about:blank",
        "status": bad.status.as_u16(),
        "title": bad.status.canonical_reason().unwrap_or("Error"),
        "why": bad.why,
        "detail": bad.say.to(cx.lang()),
        "zh": bad.say.zh,
        "en": bad.say.en,
    });
    let mut response = plain(body.to_string(), "application/problem+json");
    *response.status_mut() = bad.status;
    if bad.status == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    }
    response
}
fn busy() -> Bad {
    Bad::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "busy",
        "同时投票的人较多，请几秒后再试；您的投票码没有被使用。",
        "Many people are voting at once. Try again in a few seconds; your code was not used.",
    )
}

/// The body as text, of at most so many bytes.
pub(super) async fn text_of(request: Request, most: usize) -> Result<String, Bad> {
    let read = tokio::time::timeout(PATIENCE, to_bytes(request.into_body(), most)).await;
    let bytes = match read {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(_)) => {
            return Err(Bad::new(
                StatusCode::PAYLOAD_TOO_LARGE,
                "too-long",
                "内容过长或没有传完，没有被收下。",
                "This is too long, or did not arrive whole, and was not taken.",
            ));
        }
        Err(_) => return Err(busy()),
    };
    String::from_utf8(bytes.to_vec()).map_err(|_| {
        Bad::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "bad-form",
            "内容不是 UTF-8 文字，没有被收下。",
            "This is not UTF-8 text and was not taken.",
        )
    })
}

/// Takes a ballot and says by which number it is found on the board.
pub(super) async fn cast(cx: Cx, At(urn): At<String>, request: Request) -> Reply {
    let Ok(_way) = ARRIVING.try_acquire() else { return Ok(problem(&cx, &busy())) };
    let (app, actor) = (cx.app().clone(), cx.actor().clone());
    let (of, by, to) = (app.clone(), actor.clone(), urn.clone());
    // an urn that is closed has the longest there is: a ballot that was taken is answered as before, also afterwards
    let most = match cx.work(move || actions::longest(of.db(), &by, &to)).await {
        Ok(known) => known.unwrap_or(MAX_BALLOT),
        Err(why) => return not_cast(&cx, why),
    };
    let raw = match text_of(request, most).await {
        Ok(raw) => raw,
        Err(bad) => return Ok(problem(&cx, &bad)),
    };
    let Ok(_place) = WAITING.try_acquire() else { return Ok(problem(&cx, &busy())) };
    let _turn = CHECKING.acquire().await.map_err(|e| db::Error::Busy(e.to_string()))?;
    let taken = cx.work(move || actions::cast(app.db(), &actor, &urn, &raw)).await;
    match taken {
        Ok(Ok(taken)) => {
            let text = serde_json::to_string(&taken).map_err(|e| db::Error::Internal(e.to_string()))?;
            Ok(plain(text, JSON))
        }
        Ok(Err(bad)) => Ok(problem(&cx, &bad)),
        Err(why) => not_cast(&cx, why),
    }
}
fn not_cast(cx: &Cx, why: db::Error) -> Reply {
    match why {
        db::Error::NotFound => {
            let (zh, en) = ("没有这个票箱，请核对网址。", "There is no such urn; compare the address.");
            Ok(problem(cx, &Bad::new(StatusCode::NOT_FOUND, "no-urn", zh, en)))
        }
        db::Error::Busy(_) => Ok(problem(cx, &busy())),
        why => Err(why.into()),
    }
}

/// A tracker that is looked up.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    tracker: String,
}

/// The public board of an urn.
#[derive(Serialize)]
struct BoardPage {
    urn: String,
    title: String,
    state: State,
    size: i64,
    /// Ballots, with those that later ones took the place of.
    ballots: i64,
    voters: i64,
    waiting: i64,
    batches: Vec<Batch>,
    /// The trackers of published ballots in the order of the archive.
    trackers: Vec<(i64, String)>,
    manifest: String,
    /// Slips left over and voided: the SHA-256 of each public credential.
    voided: Vec<String>,
    /// The tracker that was looked up.
    asked: Option<Looked>,
}
/// A tracker that was looked up: published in that batch, waiting, or not there.
#[derive(Serialize)]
struct Looked {
    tracker: String,
    found: Found,
    /// The check number that the voter saw before casting: the hash of the ballot without its signature.
    check: Option<String>,
}
#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Found {
    Published(i64),
    Waiting,
    Missing,
}

pub(super) async fn board(cx: Cx, At(urn): At<String>, Query(asked): Query<Asked>) -> Reply {
    let page = cx.read(move |tx| {
        let may = tx.may::<Look>()?;
        let (row, fixed) = texts::fixed(tx, &may, &urn)?;
        let head = store::head(tx, &may, row.ballot)?;
        let casts = by_batch(store::published_trackers(tx, &may, &urn)?);
        let trackers = casts.into_iter().map(|c| (c.batch.unwrap_or_default(), c.tracker)).collect();
        let tracker = asked.tracker.trim().trim_end_matches('=').to_owned();
        let asked = match tracker.as_str() {
            "" => None,
            one => {
                let found = match store::tracked(tx, &may, &urn, one)? {
                    Some((_, Some(batch))) => Found::Published(batch),
                    Some((_, None)) => Found::Waiting,
                    None => Found::Missing,
                };
                let raw = store::published(tx, &may, &urn, &tracker)?;
                let check = raw.and_then(|raw| Sent::read(&raw).ok()?.signature).map(|s| s.hash);
                Some(Looked { tracker, found, check })
            }
        };
        let mut voided: Vec<String> = store::voids(tx, &may, vec![urn.clone()])?.iter().map(|(_, c)| hex(c)).collect();
        voided.sort_unstable();
        let (ballots, voters) = store::turnout(tx, &may, &urn)?;
        Ok(BoardPage {
            title: head.title,
            state: head.state,
            size: row.size,
            ballots,
            voters,
            waiting: store::waiting(tx, &may, &urn)?,
            batches: store::batches(tx, &may, &urn)?,
            trackers,
            manifest: fixed.digest,
            voided,
            asked,
            urn,
        })
    });
    let page = page.await?;
    cx.show(page)
}

impl BoardPage {
    fn answer(&self, lang: Lang) -> Option<Markup> {
        let t = Text::of(lang);
        let Looked { tracker, found, check } = self.asked.as_ref()?;
        let notice = match found {
            Found::Published(batch) => {
                Notice::new(Tone::Yes, t.tracker_published(tracker.as_str(), *batch).to_string())
            }
            Found::Waiting => Notice::new(Tone::Yes, t.tracker_waiting(tracker.as_str()).to_string()),
            Found::Missing => Notice::new(Tone::No, t.tracker_missing(tracker.as_str()).to_string())
                .next(t.tracker_missing_next().to_string()),
        };
        Some(html! {
            (notice.html(lang))
            @if let Some(check) = check { p { (t.check_number()) " " code.break-all { (check) } } }
        })
    }
}

impl Page for BoardPage {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).board_of(self.title.as_str()).to_string()
    }
    fn table(&self, lang: Lang) -> Option<Table> {
        let t = Text::of(lang);
        let columns =
            vec![Column::number("batch", t.batch().to_string()), Column::text("tracker", t.tracker().to_string())];
        let rows = self.trackers.iter().map(|(batch, tracker)| vec![Cell::new(batch.to_string()), Cell::new(tracker)]);
        Some(
            Table::new(t.published_ballots().to_string(), columns)
                .rows(rows)
                .at(format!("/vote/{}/board", self.urn), None),
        )
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let at = |what: &str| format!("/vote/{}/{what}", self.urn);
        html! {
            @if let Some(answer) = self.answer(lang) { (answer) }
            (ui::facts(lang, [
                Fact::new(t.state().to_string(), self.state.label(lang)),
                Fact::new(t.may_vote().to_string(), self.size),
                Fact::new(t.voted().to_string(), self.voters).note(t.ballots_cast(self.ballots).to_string()),
                Fact::new(t.waiting().to_string(), self.waiting).note(t.waiting_note().to_string()),
                Fact::new(t.manifest_hash().to_string(), &self.manifest),
            ]))
            (ui::FilterBar::new(at("board")).field(Field::text("tracker", t.tracker().to_string()).hint(t.tracker_hint().to_string()).limit(60)).html(lang))
            p {
                a href=(at("manifest")) { (t.manifest()) } " · "
                a href=(at("archive")) { (t.archive()) } " · "
                a href=(at("election")) { (t.election()) } " · "
                a href=(at("roll")) { (t.public_roll()) }
            }
            @if !self.voided.is_empty() { details { summary { (t.voided_slips(self.voided.len() as u64)) } ul { @for one in &self.voided { li { code.break-all { (one) } } } } } }
            @if !self.batches.is_empty() {
                section { h2 { (t.batches()) } ol { @for b in &self.batches { li { (t.batch_says(b.ballots)) " " code { (b.digest) } } } } }
                @if let Some(table) = self.table(lang) { (table.html(lang)) }
            }
        }
    }
}
