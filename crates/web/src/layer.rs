//! The outermost layer: who asks, whether they may send that, and what every answer needs.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use axum::{
    body::Body,
    extract::{ConnectInfo, MatchedPath, Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::{
    App, Error, Shape, View,
    body::{beginning, joined, limited},
    cookie::Cookie,
    csrf, headers,
    show::NoticesShown,
    visit::Visit,
};

/// How large the body of this request may be, for its extractor's message.
#[derive(Clone, Copy)]
pub(crate) struct BodyLimit(pub(crate) usize);

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long an answer to an upload may take.
const UPLOAD: Duration = Duration::from_secs(600);

/// Answers a request.
pub(crate) async fn outermost(State(app): State<App>, request: Request, next: Next) -> Response {
    let started = std::time::Instant::now();
    let method = request.method().clone();
    let matched = request.extensions().get::<MatchedPath>().map(|m| m.as_str().to_owned());
    let mut response = if let Some(asset) = ui::asset(request.uri().path()) {
        asset_response(asset, &method, request.headers())
    } else {
        answer(&app, request, next, matched.as_deref()).await
    };
    headers::secure(response.headers_mut(), app.config().https);
    // when somebody voted is nobody's business, not even in a line without a name
    if app.config().log && !app.nameless(&method, matched.as_deref()) {
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
    let nameless = app.nameless(&parts.method, matched);
    if nameless {
        forget_who(&mut parts);
    }
    let (visit, trouble) = Visit::of(app, &parts).await;
    let visit = Arc::new(visit);
    let changes = !csrf::safe(&parts.method);
    let limit = app.limit(&parts.method, matched);
    parts.extensions.insert(visit.clone());
    parts.extensions.insert(BodyLimit(limit));
    let checked = match trouble.and_then(|()| app.access(&visit, &parts.method, matched)) {
        Ok(()) if changes => {
            let read = own_form(app, &visit, nameless, &parts.headers, body, limit);
            tokio::time::timeout(PATIENCE, read).await.unwrap_or_else(|_| Err(Error::too_slow(false)))
        }
        Ok(()) => Ok(limited(body, limit)),
        Err(why) => Err(why),
    };
    let response = match checked {
        Ok(body) => {
            let patience = if limit > app.config().body_limit { UPLOAD } else { PATIENCE };
            let run = next.run(Request::from_parts(parts, body));
            tokio::time::timeout(patience, run).await.unwrap_or_else(|_| Error::too_slow(changes).into_response())
        }
        Err(why) => why.into_response(),
    };
    let mut response = finish(app, &visit, response, changes);
    // a file that is the same for everyone may be kept by a cache between: no cookie, and nothing of the reader in its key
    let kept = response.headers().get(header::CACHE_CONTROL).is_some_and(|v| v.as_bytes().starts_with(b"public"));
    if kept || nameless {
        return response;
    }
    cookies(app, &visit, &mut response);
    let vary = HeaderValue::from_static("Accept, Accept-Language, Cookie, HX-Request, HX-Request-Type");
    response.headers_mut().insert(header::VARY, vary);
    response
}

/// Takes out of a request what says who sent it.
fn forget_who(parts: &mut Parts) {
    for name in [header::COOKIE, header::AUTHORIZATION, header::USER_AGENT] {
        parts.headers.remove(name);
    }
    parts.headers.remove("x-forwarded-for");
    parts.extensions.remove::<ConnectInfo<SocketAddr>>();
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
    let shown = response.extensions().get::<NoticesShown>().is_some();
    let mut add = |line: Option<HeaderValue>| {
        if let Some(line) = line {
            response.headers_mut().append(header::SET_COOKIE, line);
        }
    };
    // only a page holds forms; the parts and programs that come along with it must not each get a word of their own
    if let Some(word) = visit.new_word.as_ref().filter(|_| visit.shape == Shape::Page) {
        add(Cookie::Visit.set(word, https));
    }
    if let Some(lang) = visit.chosen_lang {
        add(Cookie::Lang.set(lang.tag(), https));
    }
    if shown && !visit.notices.is_empty() && !sets_flash {
        add(Cookie::Flash.set("", https));
    }
}

/// Lets a changing request through when it comes from our own page: right origin, right form token. A request with an
/// API token carries its secret itself; no foreign page can send that. Nor is there anything to steal where nobody is anybody.
async fn own_form(
    app: &App,
    visit: &Visit,
    nameless: bool,
    headers: &HeaderMap,
    body: Body,
    limit: usize,
) -> Result<Body, Error> {
    let length = headers.get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<u64>().ok());
    if length.is_some_and(|l| l > limit as u64) {
        return Err(Error::too_large(limit as u64));
    }
    if visit.bearer || nameless {
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
