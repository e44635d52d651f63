//! Turning a page or a problem into a response.

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use base::{Lang, Say};
use maud::{Markup, html};
use serde::Serialize;
use serde_json::json;
use ui::{AsOf, Notice, Shell, Tone, User};

use crate::{App, Cx, Error, Page, Reply, Shape, Text, View, cookie::Cookie, export, visit::Visit};

/// Marks an answer that shows what just happened, which then need not be shown again.
#[derive(Clone, Copy)]
pub(crate) struct NoticesShown;

const FLASH_LIMIT: usize = 1800;

impl Cx {
    /// The page, in the shape that is wanted.
    pub fn show(&self, page: impl Page) -> Reply {
        self.show_with(StatusCode::OK, page)
    }
    /// The page with a status of its own.
    pub fn show_with(&self, status: StatusCode, page: impl Page) -> Reply {
        self.show_by_rules(status, page, &[])
    }
    /// The same, below the rules that made it so, by the addresses of their pages.
    fn show_by_rules(&self, status: StatusCode, page: impl Page, rules: &[&str]) -> Reply {
        let view = self.view();
        let lang = view.lang;
        let mut response = match self.shape() {
            Shape::Json => json_bytes(&page, "application/json")?,
            Shape::Csv | Shape::Xlsx => {
                let table = page.table(lang).ok_or_else(Error::no_table)?;
                export::response(&table, self.shape(), &page.title(lang), self.visit.bearer)?
            }
            Shape::Part => {
                let body = page.body(&view);
                let notices = html! { @for n in &self.visit.notices { (n.html(lang)) } };
                html! { (notices) (ruled(rules, lang)) (body) }.into_response()
            }
            Shape::Page => {
                let shell = self.app.shell(&self.visit, &view);
                let shell =
                    Shell { title: page.title(lang), main: html! { (ruled(rules, lang)) (page.body(&view)) }, ..shell };
                page.frame(&view, shell).html().into_response()
            }
        };
        *response.status_mut() = status;
        if matches!(self.shape(), Shape::Page | Shape::Part) {
            response.extensions_mut().insert(NoticesShown);
        }
        Ok(response)
    }

    /// The form again with what is wrong, as 422: `page` gets the errors for `ui::Form::errors`. What is not about the
    /// input (`NotFound`, `Busy`, …) goes on as the error that it is. Programs get the list of errors instead.
    pub fn again<P: Page>(&self, why: db::Error, page: impl FnOnce(Vec<(String, String)>) -> P) -> Reply {
        let lang = self.lang();
        let errors = match &why {
            db::Error::Invalid(fields) => fields.iter().map(|e| (e.field.clone(), e.say.to(lang).to_owned())).collect(),
            db::Error::Refused(say) => vec![(String::new(), say.to(lang).to_owned())],
            db::Error::Conflict => vec![(String::new(), Text::of(lang).conflict().to_string())],
            _ => return Err(why.into()),
        };
        match self.shape() {
            Shape::Json => Err(why.into()),
            _ => {
                let says: Vec<&Say> = match &why {
                    db::Error::Invalid(fields) => fields.iter().map(|e| &e.say).collect(),
                    db::Error::Refused(say) => vec![say],
                    _ => Vec::new(),
                };
                let mut rules: Vec<&str> = says.into_iter().filter_map(|say| say.rule.as_deref()).collect();
                rules.dedup();
                self.show_by_rules(StatusCode::UNPROCESSABLE_ENTITY, page(errors), &rules)
            }
        }
    }

    /// Done: go to that page (303), which shows `notice` once. Programs get the address and the notice as JSON.
    pub fn done(&self, to: impl Into<String>, notice: Notice) -> Reply {
        let to = to.into();
        if self.shape() == Shape::Json {
            let mut response = json_bytes(&json!({ "href": to, "notice": notice }), "application/json")?;
            put(&mut response, header::LOCATION.as_str(), &to);
            return Ok(response);
        }
        let mut response = redirect(&to);
        if let Some(line) = Cookie::Flash.set(&write_flash(notice), self.app.config().https) {
            response.headers_mut().append(header::SET_COOKIE, line);
        }
        Ok(response)
    }
    /// Go to that page (303) without a word.
    pub fn go(&self, to: impl Into<String>) -> Reply {
        let to = to.into();
        if self.shape() == Shape::Json {
            return json_bytes(&json!({ "href": to }), "application/json");
        }
        Ok(redirect(&to))
    }
    /// The answer begins a session with that secret.
    pub fn with_session(&self, mut reply: Response, secret: &str) -> Response {
        if let Some(line) = Cookie::Session.set(secret, self.app.config().https) {
            reply.headers_mut().append(header::SET_COOKIE, line);
        }
        reply
    }
    /// The answer ends the session in this browser.
    pub fn without_session(&self, reply: Response) -> Response {
        self.with_session(reply, "")
    }
    /// A file to keep.
    pub fn file(&self, name: &str, mime: &str, bytes: Vec<u8>) -> Reply {
        Ok(export::file(name, mime, bytes))
    }
}

/// Leads to the rules that a refusal comes from.
fn ruled(rules: &[&str], lang: Lang) -> Markup {
    let t = Text::of(lang);
    html! { @for href in rules { p.hint { a href=(href) { (t.see_rule()) } } } }
}

fn redirect(to: &str) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    put(&mut response, header::LOCATION.as_str(), to);
    response
}
fn put(response: &mut Response, name: &'static str, value: &str) {
    // an address that is no header value is a fault of ours; the start page is a safe place to go
    let value = HeaderValue::from_str(value).unwrap_or(HeaderValue::from_static("/"));
    response.headers_mut().insert(name, value);
}
pub(crate) fn json_bytes(value: &impl Serialize, mime: &'static str) -> Reply {
    let bytes = serde_json::to_vec(value).map_err(|e| db::Error::Internal(format!("JSON: {e}")))?;
    let mut response = Body::from(bytes).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(mime));
    Ok(response)
}

fn write_flash(notice: Notice) -> String {
    let links: Vec<_> = notice.links.iter().take(3).collect();
    let text = json!([notice.tone.class(), notice.happened, notice.kept, notice.next, links]).to_string();
    let encoded = ui::link::encode(&text);
    if encoded.len() <= FLASH_LIMIT {
        return encoded;
    }
    let short: String = notice.happened.chars().take(120).collect();
    ui::link::encode(&json!([notice.tone.class(), short, "", "", []]).to_string())
}
/// The notice of a flash cookie. Its text is shown escaped and its links only when they are local.
pub(crate) fn read_flash(cookie: &str) -> Option<Notice> {
    type Parts = (String, String, String, String, Vec<(String, String)>);
    let (tone, happened, kept, next, links): Parts = serde_json::from_str(&ui::link::decode(cookie)).ok()?;
    let tones = [Tone::Plain, Tone::Yes, Tone::No, Tone::Unknown, Tone::Warning, Tone::Info];
    let tone = tones.into_iter().find(|t| t.class() == tone)?;
    let links = links.into_iter().filter(|(_, href)| crate::local(href).is_some()).take(3).collect();
    Some(Notice { tone, happened, kept, next, links })
}

impl App {
    /// The frame around every page.
    pub(crate) fn shell(&self, visit: &Visit, view: &View) -> Shell {
        let lang = visit.lang;
        let nav = if visit.who.is_some() { self.menu(&visit.actor, lang, view.path()) } else { Vec::new() };
        let user = visit.who.as_ref().map(|who| User {
            name: who.name.clone(),
            role: who.role.clone(),
            href: "/account".to_owned(),
            sign_out: "/sign-out".to_owned(),
            csrf: visit.csrf.clone(),
        });
        let as_of = visit.who.as_ref().map(|_| AsOf { date: view.on.to_string(), today: view.today.to_string() });
        Shell {
            lang,
            organisation: self.organisation().to_owned(),
            here: visit.here.clone(),
            nav,
            user,
            as_of,
            search: visit.who.as_ref().and_then(|_| self.search_box(view)),
            notices: visit.notices.clone(),
            ..Shell::default()
        }
    }

    /// The answer for a problem, in the reader's language and shape. `unsafe_method`: something was to be changed.
    pub(crate) fn render(&self, visit: &Visit, view: &View, error: &Error, unsafe_method: bool) -> Response {
        let problem = error.problem();
        let lang = visit.lang;
        let signed_in = visit.who.is_some();
        if (problem.sign_in || problem.denied.is_some()) && !signed_in {
            return self.sign_in_first(visit, unsafe_method);
        }
        if let Some(go) = &problem.go
            && visit.shape != Shape::Json
        {
            return hx_aware(redirect(go), visit.shape, go);
        }
        // looking at what one may not know about finds nothing; a change is refused with its reason
        if problem.denied.is_some() && !unsafe_method {
            return self.render(visit, view, &db::Error::NotFound.into(), false);
        }
        let reference = problem.log.as_ref().map(|log| {
            let number = format!("{:08x}", self.db().now().0.unsigned_abs() & 0xffff_ffff);
            eprintln!("{number} {} {log}", problem.status);
            number
        });
        if visit.shape == Shape::Json {
            return problem_json(error, lang, reference);
        }
        let t = Text::of(lang);
        let mut notice = Notice::new(Tone::No, problem.happened.to(lang));
        notice.kept = problem.kept.as_ref().map(|k| k.to(lang).to_owned()).unwrap_or_default();
        notice.next = problem.next.as_ref().map(|n| n.to(lang).to_owned()).unwrap_or_default();
        if let Some(number) = &reference {
            notice.next = format!("{} {}", notice.next, t.reference(number.as_str())).trim().to_owned();
        }
        if let Some(rule) = &problem.happened.rule {
            notice = notice.link(t.see_rule().to_string(), rule.as_ref());
        }
        let list = html! {
            @if !problem.fields.is_empty() {
                ul { @for e in &problem.fields {
                    li {
                        (lang.pair(&e.field, e.say.to(lang)))
                        @if let Some(rule) = &e.say.rule { " " a href=(rule) { (t.see_rule()) } }
                    }
                } }
            }
        };
        let main: Markup = html! { (notice.html(lang)) (list) };
        let mut response = match visit.shape {
            Shape::Part => main.into_response(),
            _ => {
                let shell = self.shell(visit, view);
                let title = problem.status.canonical_reason().filter(|_| lang == Lang::En);
                let title = title.map_or_else(|| t.problem().to_string(), str::to_owned);
                Shell { title, main, as_of: None, notices: vec![], ..shell }.html().into_response()
            }
        };
        *response.status_mut() = problem.status;
        if problem.status == StatusCode::SERVICE_UNAVAILABLE {
            put(&mut response, header::RETRY_AFTER.as_str(), "5");
        }
        response
    }

    fn sign_in_first(&self, visit: &Visit, unsafe_method: bool) -> Response {
        if visit.shape == Shape::Json {
            let mut response = problem_json(&Error::sign_in(), visit.lang, None);
            put(&mut response, header::WWW_AUTHENTICATE.as_str(), "Bearer");
            return response;
        }
        // what a form was to change cannot be repeated by a redirect: come back to the start instead
        let back = if unsafe_method { "/" } else { crate::local(&visit.here).unwrap_or("/") };
        let to = if back == "/" { "/sign-in".to_owned() } else { format!("/sign-in?to={}", ui::link::encode(back)) };
        hx_aware(redirect(&to), visit.shape, &to)
    }
}

/// A redirect that htmx follows with the whole page, not within the part that it asked for.
fn hx_aware(redirect: Response, shape: Shape, to: &str) -> Response {
    if shape != Shape::Part {
        return redirect;
    }
    let mut response = StatusCode::OK.into_response();
    put(&mut response, "hx-redirect", to);
    response
}

/// RFC 9457.
fn problem_json(error: &Error, lang: Lang, reference: Option<String>) -> Response {
    let problem = error.problem();
    let wrong = |e: &db::FieldError| match &e.say.rule {
        Some(rule) => json!({ "field": e.field, "message": e.say.to(lang), "rule": rule }),
        None => json!({ "field": e.field, "message": e.say.to(lang) }),
    };
    let errors: Vec<_> = problem.fields.iter().map(wrong).collect();
    let mut body = json!({
        "type": "about:blank",
        "status": problem.status.as_u16(),
        "title": problem.status.canonical_reason().unwrap_or("Error"),
        "detail": problem.happened.to(lang),
    });
    if let Some(map) = body.as_object_mut() {
        let mut add = |key: &str, value: Option<serde_json::Value>| {
            if let Some(value) = value {
                map.insert(key.to_owned(), value);
            }
        };
        add("rule", problem.happened.rule.as_deref().map(Into::into));
        add("kept", problem.kept.as_ref().map(|s| s.to(lang).into()));
        add("next", problem.next.as_ref().map(|s| s.to(lang).into()));
        add("reference", reference.map(Into::into));
        add("errors", Some(errors.into()).filter(|_| !problem.fields.is_empty()));
    }
    let mut response = body.to_string().into_response();
    *response.status_mut() = problem.status;
    put(&mut response, header::CONTENT_TYPE.as_str(), "application/problem+json");
    response
}
