//! The installation: its data, its doorkeeper, its slices.

use std::{
    any::{Any, TypeId},
    collections::HashMap,
    sync::Arc,
};

use auth::{Actor, Root};
use axum::{
    Router,
    body::{Body, Bytes},
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse, Response},
};
use base::{Date, Id, Lang};
use db::Db;
use http_body_util::BodyExt;
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer};
use ui::NavItem;

use crate::{Access, Doorkeeper, Error, MenuItem, Route, Slice, View, cookie::Cookie, csrf, headers, visit::Visit};

/// How the installation is reached and what it allows.
#[derive(Clone, Debug)]
pub struct Config {
    /// Reached over https: cookies are bound to the host and the browser is told to insist.
    pub https: bool,
    /// The address that browsers use, `https://xn.example`, where a proxy hides it.
    pub origin: Option<String>,
    /// A proxy of ours stands before it: the caller's address is what that proxy wrote last into `X-Forwarded-For`.
    pub behind_proxy: bool,
    /// Largest body of a form, in bytes. Uploads name their own.
    pub body_limit: usize,
    /// One line per request on standard error: method, route, status, time. Never the path or query, which may be personal.
    pub log: bool,
}
impl Default for Config {
    fn default() -> Self {
        Self { https: false, origin: None, behind_proxy: false, body_limit: 1 << 20, log: false }
    }
}

/// The installation. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Shared>);

struct Shared {
    db: Db,
    doorkeeper: Box<dyn Doorkeeper>,
    slices: Vec<Slice>,
    config: Config,
    root: Id<Root>,
    organisation: String,
    parts: HashMap<TypeId, Box<dyn Any + Send + Sync>>,
    limits: HashMap<(Method, &'static str), usize>,
    access: HashMap<(Method, &'static str), Access>,
}

impl App {
    /// The installation over `db`, which must have a root organisation.
    pub fn new(db: Db, doorkeeper: impl Doorkeeper, slices: Vec<Slice>, config: Config) -> db::Result<Self> {
        let (root, organisation) = db.roots()?.into_iter().next().ok_or_else(|| {
            db::Error::refused(
                "数据库中还没有组织，请先建立。",
                "The database has no organisation yet; found one first.",
            )
        })?;
        let all = || slices.iter().flat_map(|s| &s.routes);
        let key = |r: &Route| (r.method.clone(), r.path);
        let limits = all().filter_map(|r| r.limit.map(|l| (key(r), l))).collect();
        let access = all().map(|r| (key(r), r.access)).collect();
        let doorkeeper = Box::new(doorkeeper);
        let parts = HashMap::new();
        Ok(Self(Arc::new(Shared { db, doorkeeper, slices, config, root, organisation, parts, limits, access })))
    }
    /// With a value that handlers get by its type ([`App::part`]): keys, caches. Before the app is shared.
    pub fn with<T: Send + Sync + 'static>(mut self, part: T) -> Self {
        if let Some(shared) = Arc::get_mut(&mut self.0) {
            shared.parts.insert(TypeId::of::<T>(), Box::new(part));
        }
        self
    }
    /// The value of that type, if the installation was given one.
    pub fn part<T: Send + Sync + 'static>(&self) -> Option<&T> {
        self.0.parts.get(&TypeId::of::<T>())?.downcast_ref()
    }
    /// The data.
    pub fn db(&self) -> &Db {
        &self.0.db
    }
    /// The doorkeeper.
    pub(crate) fn doorkeeper(&self) -> &dyn Doorkeeper {
        self.0.doorkeeper.as_ref()
    }
    /// What the installation allows.
    pub fn config(&self) -> &Config {
        &self.0.config
    }
    /// The root organisation.
    pub fn root(&self) -> Id<Root> {
        self.0.root
    }
    /// The root organisation's name.
    pub fn organisation(&self) -> &str {
        &self.0.organisation
    }
    /// The slices, in the order in which they were listed.
    pub fn slices(&self) -> &[Slice] {
        &self.0.slices
    }
    /// Every route of every slice.
    pub fn routes(&self) -> impl Iterator<Item = &Route> {
        self.0.slices.iter().flat_map(|s| &s.routes)
    }
    /// Today in the organisation's time zone.
    pub fn today(&self) -> Date {
        self.db().now().date_at(8)
    }

    /// The menu for that actor. The entry whose address is the longest beginning of `path` is the current one.
    pub(crate) fn menu(&self, actor: &Actor, lang: Lang, path: &str) -> Vec<NavItem> {
        let mut items: Vec<&MenuItem> =
            self.0.slices.iter().flat_map(|s| &s.menu).filter(|i| i.access.allows(actor)).collect();
        items.sort_by_key(|i| i.order);
        let begins = |i: &&&MenuItem| match path.strip_prefix(i.href) {
            Some(rest) => rest.is_empty() || rest.starts_with('/') || i.href == "/" && path == "/",
            None => false,
        };
        let current = items.iter().filter(begins).map(|i| i.href).max_by_key(|h| h.len());
        let item = |i: &&MenuItem| NavItem::new(i.href, i.label.to(lang)).icon(i.icon).current(current == Some(i.href));
        items.iter().map(item).collect()
    }
    /// The search box, once a slice answers `/search`.
    pub(crate) fn search_box(&self, view: &View) -> Option<ui::Search> {
        let answers = |path: &str| self.routes().any(|r| r.path == path && r.access.allows(view.actor()));
        answers("/search").then(|| ui::Search {
            action: "/search".to_owned(),
            query: String::new(),
            suggest: answers("/search/suggest").then(|| "/search/suggest".to_owned()),
        })
    }

    /// Everything that the server answers.
    pub fn router(&self) -> Router {
        let slices = self.0.slices.iter().fold(Router::new(), |router, s| router.merge(s.routes.router()));
        slices
            .fallback(async || Error::from(db::Error::NotFound))
            .layer(axum::extract::DefaultBodyLimit::disable()) // the layer below knows each route's limit
            .layer(CatchPanicLayer::custom(|_: Box<dyn Any + Send>| {
                Error::from(db::Error::Internal("a handler panicked".to_owned())).into_response()
            }))
            .layer(from_fn_with_state(self.clone(), outermost))
            .layer(CompressionLayer::new())
            .with_state(self.clone())
    }
}

/// Who asks, whether they may send that, and what every answer needs.
async fn outermost(State(app): State<App>, request: Request, next: Next) -> Response {
    let started = std::time::Instant::now();
    let method = request.method().clone();
    let matched = request.extensions().get::<MatchedPath>().map(|m| m.as_str().to_owned());
    let mut response = if let Some(asset) = ui::asset(request.uri().path()) {
        asset_response(asset, &method, request.headers())
    } else {
        answer(&app, request, next, matched.as_deref()).await
    };
    headers::secure(response.headers_mut(), app.config().https);
    if app.config().log {
        let route = matched.as_deref().unwrap_or("-");
        eprintln!(
            "{} {method} {route} {} {} ms",
            app.db().now(),
            response.status().as_u16(),
            started.elapsed().as_millis()
        );
    }
    response
}

async fn answer(app: &App, request: Request, next: Next, matched: Option<&str>) -> Response {
    let (mut parts, body) = request.into_parts();
    let (visit, trouble) = Visit::of(app, &parts).await;
    let visit = Arc::new(visit);
    let changes = !csrf::safe(&parts.method);
    let limit = app.limit(&parts.method, matched);
    parts.extensions.insert(visit.clone());
    let checked = match trouble.and_then(|()| app.access(&visit, &parts.method, matched)) {
        Ok(()) if changes => own_form(app, &visit, &parts.headers, body, limit).await,
        Ok(()) => Ok(limited(body, limit)),
        Err(why) => Err(why),
    };
    let response = match checked {
        Ok(body) => next.run(Request::from_parts(parts, body)).await,
        Err(why) => why.into_response(),
    };
    let mut response = finish(app, &visit, response, changes);
    if visit.shape != crate::Shape::Part || response.status().is_redirection() {
        cookies(app, &visit, &mut response);
    }
    let vary = HeaderValue::from_static("Accept, Accept-Language, Cookie, HX-Request, HX-Request-Type");
    response.headers_mut().insert(header::VARY, vary);
    response
}

/// Renders what handlers left as an [`Error`] or as a bare status.
fn finish(app: &App, visit: &Arc<Visit>, mut response: Response, changes: bool) -> Response {
    let left = response.extensions_mut().remove::<Error>();
    let bare = || {
        let status = response.status();
        let plain =
            response.headers().get(header::CONTENT_TYPE).is_none_or(|t| t.as_bytes().starts_with(b"text/plain"));
        ((status.is_client_error() || status.is_server_error()) && plain).then(|| Error::of_status(status))
    };
    match left.or_else(bare) {
        Some(error) => app.render(visit, &View::new(visit, app.today()), &error, changes),
        None => response,
    }
}

fn cookies(app: &App, visit: &Visit, response: &mut Response) {
    let https = app.config().https;
    let sets_flash = response.headers().get_all(header::SET_COOKIE).iter().any(|c| {
        let name = c.as_bytes().split(|b| *b == b'=').next().unwrap_or_default();
        name.ends_with(b"flash")
    });
    let mut add = |line: Option<HeaderValue>| {
        if let Some(line) = line {
            response.headers_mut().append(header::SET_COOKIE, line);
        }
    };
    if let Some(word) = &visit.new_word {
        add(Cookie::Visit.set(word, https));
    }
    if let Some(lang) = visit.chosen_lang {
        add(Cookie::Lang.set(lang.tag(), https));
    }
    if !visit.notices.is_empty() && !sets_flash {
        add(Cookie::Flash.set("", https));
    }
}

/// Lets a changing request through when it comes from our own page: right origin, right form token. A request with an
/// API token carries its secret itself; no foreign page can send that.
async fn own_form(app: &App, visit: &Visit, headers: &HeaderMap, body: Body, limit: usize) -> Result<Body, Error> {
    let length = headers.get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<u64>().ok());
    if length.is_some_and(|l| l > limit as u64) {
        return Err(Error::too_large(limit as u64));
    }
    if visit.bearer {
        return Ok(limited(body, limit));
    }
    if !csrf::own_origin(headers, app.config().origin.as_deref()) {
        return Err(Error::foreign_form());
    }
    let kind = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    if let Some(token) = headers.get("x-csrf-token").and_then(|v| v.to_str().ok()) {
        return if csrf::same(token, &visit.csrf) { Ok(limited(body, limit)) } else { Err(Error::foreign_form()) };
    }
    let whole = !kind.starts_with("multipart/");
    let (head, rest) = beginning(body, if whole { limit + 1 } else { 4096 }).await?;
    if whole && head.len() > limit {
        return Err(Error::too_large(limit as u64));
    }
    let token = csrf::in_body(kind, &head).unwrap_or_default();
    if !csrf::same(&token, &visit.csrf) {
        return Err(Error::foreign_form());
    }
    Ok(limited(joined(head, rest), limit))
}

/// The first bytes of a body, at least `most` unless it ends before, and what follows them.
async fn beginning(mut body: Body, most: usize) -> Result<(Bytes, Body), Error> {
    let mut head = Vec::new();
    while head.len() < most {
        match body.frame().await {
            None => break,
            Some(Ok(frame)) => head.extend_from_slice(&frame.into_data().unwrap_or_default()),
            Some(Err(_)) => return Err(Error::unreadable(StatusCode::BAD_REQUEST, "the body broke off")),
        }
    }
    Ok((head.into(), body))
}
fn joined(head: Bytes, rest: Body) -> Body {
    if http_body::Body::is_end_stream(&rest) {
        return Body::from(head);
    }
    Body::new(Joined { head: Some(head), rest })
}
fn limited(body: Body, limit: usize) -> Body {
    Body::new(http_body_util::Limited::new(body, limit))
}

/// A body that begins with bytes already read.
struct Joined {
    head: Option<Bytes>,
    rest: Body,
}
impl http_body::Body for Joined {
    type Data = Bytes;
    type Error = axum::Error;
    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        cx: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<Bytes>, axum::Error>>> {
        match self.head.take() {
            Some(head) => std::task::Poll::Ready(Some(Ok(http_body::Frame::data(head)))),
            None => std::pin::Pin::new(&mut self.rest).poll_frame(cx),
        }
    }
}

impl App {
    fn limit(&self, method: &Method, matched: Option<&str>) -> usize {
        let own = matched.and_then(|m| self.0.limits.iter().find(|((me, p), _)| me == method && *p == m));
        own.map_or(self.0.config.body_limit, |(_, limit)| *limit)
    }
    /// Whether the visit may ask for that route at all. The transaction asks again, with the place.
    fn access(&self, visit: &Visit, method: &Method, matched: Option<&str>) -> Result<(), Error> {
        let method = if method == Method::HEAD { &Method::GET } else { method };
        let found = matched.and_then(|m| self.0.access.iter().find(|((me, p), _)| me == method && *p == m));
        let Some((_, access)) = found else { return Ok(()) };
        if let (Some(first), false) =
            (visit.who.as_ref().and_then(|w| w.first.as_deref()), matches!(access, Access::Public))
            && matched.is_none_or(|m| m != first)
        {
            return Err(Error::first(first));
        }
        match access {
            Access::Public => Ok(()),
            Access::Someone if visit.who.is_some() => Ok(()),
            Access::Someone => Err(Error::sign_in()),
            Access::Action { may, .. } if may(&visit.actor) => Ok(()),
            Access::Action { name, .. } => Err(auth::Denied { action: name }.into()),
        }
    }
}

/// A file whose name changes with its content: kept for ever.
fn asset_response(asset: &'static ui::Asset, method: &Method, asked: &HeaderMap) -> Response {
    if !csrf::safe(method) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let tag = asset.path.rsplit(['-', '/']).next().unwrap_or_default();
    let tag = format!("\"{tag}\"");
    let known = asked.get(header::IF_NONE_MATCH).is_some_and(|v| v.as_bytes() == tag.as_bytes());
    let mut response =
        if known { StatusCode::NOT_MODIFIED.into_response() } else { Body::from(asset.bytes).into_response() };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.mime));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    response
}
