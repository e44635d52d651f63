//! A browser and an API client without a network: requests go straight into the router.
//!
//! ```ignore
//! let site = Site::of(&t, vec![org::slice()]);
//! let officer = site.as_actor(t.officer());
//! officer.get("/units").ok().shows("组织部");
//! officer.submit("/units/new", &[("name", "组织部")]).ok().shows("已建立");
//! let list = officer.json("/units");
//! site.stranger().get("/units").asks_to_sign_in();
//! ```

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use auth::Actor;
use axum::{
    Router,
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use base::Lang;
use db::Db;
use http_body_util::BodyExt;
use serde_json::Value;
use tower::ServiceExt;
use web::{App, Caller, Config, Doorkeeper, SignedIn, Slice};

use crate::Bench;

mod answer;

pub use answer::Answer;

/// A doorkeeper that knows whom a test let in.
#[derive(Clone, Default)]
struct Guests(Arc<Mutex<HashMap<String, Actor>>>);
impl Guests {
    fn find(&self, secret: &str) -> Option<SignedIn> {
        let actor = self.0.lock().expect("no test panicked here").get(secret)?.clone();
        Some(SignedIn { actor, name: "林知远".to_owned(), role: "组织部".to_owned(), lang: None, first: None })
    }
}
impl Doorkeeper for Guests {
    fn by_session(&self, _: &Db, secret: &str, _: &Caller) -> db::Result<Option<SignedIn>> {
        Ok(self.find(secret))
    }
    fn by_bearer(&self, _: &Db, secret: &str, _: &Caller) -> db::Result<Option<SignedIn>> {
        Ok(self.find(secret))
    }
}

/// The server of a test.
pub struct Site {
    /// The installation.
    pub app: App,
    router: Router,
    guests: Guests,
    runtime: Arc<tokio::runtime::Runtime>,
}

impl Site {
    /// A server with these slices over the bench's database.
    pub fn of(bench: &Bench, slices: Vec<Slice>) -> Self {
        Self::with(bench, slices, |app| app)
    }
    /// A server whose app gets more before it is shared: keys, other parts.
    pub fn with(bench: &Bench, slices: Vec<Slice>, more: impl FnOnce(App) -> App) -> Self {
        let guests = Guests::default();
        let app = App::new(bench.db.clone(), guests.clone(), slices, Config::default()).expect("an app");
        Self::serve(more(app), guests)
    }
    /// A server of an app made elsewhere, with its own doorkeeper.
    pub fn of_app(app: App) -> Self {
        Self::serve(app, Guests::default())
    }
    fn serve(app: App, guests: Guests) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        Self { router: app.router(), app, guests, runtime: Arc::new(runtime) }
    }
    /// Someone who has not signed in.
    pub fn stranger(&self) -> Client {
        let (router, runtime) = (self.router.clone(), self.runtime.clone());
        Client { router, runtime, jar: Mutex::default(), bearer: None, lang: None }
    }
    /// That actor in a browser with a session.
    pub fn as_actor(&self, actor: Actor) -> Client {
        let client = self.stranger();
        let secret = self.admit(actor);
        client.jar.lock().expect("a jar").insert("session".to_owned(), secret);
        client
    }
    /// That actor with an API token.
    pub fn as_program(&self, actor: Actor) -> Client {
        Client { bearer: Some(self.admit(actor)), ..self.stranger() }
    }
    fn admit(&self, actor: Actor) -> String {
        let mut guests = self.guests.0.lock().expect("guests");
        let secret = format!("guest-{}", guests.len());
        guests.insert(secret.clone(), actor);
        secret
    }
}

/// A browser (cookies, redirects, forms) or, with a token, a program.
pub struct Client {
    router: Router,
    runtime: Arc<tokio::runtime::Runtime>,
    jar: Mutex<HashMap<String, String>>,
    bearer: Option<String>,
    lang: Option<Lang>,
}

const PAGE: (&str, &str) = ("accept", "text/html");
const JSON: (&str, &str) = ("accept", "application/json");

impl Client {
    /// The same client reading that language.
    pub fn reading(mut self, lang: Lang) -> Self {
        self.lang = Some(lang);
        self
    }
    /// Sends any request and keeps the cookies of the answer. Follows nothing.
    pub fn send(&self, method: Method, path: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> Answer {
        let mut request = Request::builder().method(method.clone()).uri(path).header(header::HOST, "xn.test");
        if let Some(secret) = &self.bearer {
            request = request.header(header::AUTHORIZATION, format!("Bearer {secret}"));
        }
        if let Some(lang) = self.lang {
            request = request.header(header::ACCEPT_LANGUAGE, lang.tag());
        }
        let jar = self.jar.lock().expect("a jar");
        let cookies: Vec<String> = jar.iter().map(|(k, v)| format!("{k}={v}")).collect();
        drop(jar);
        if !cookies.is_empty() && self.bearer.is_none() {
            request = request.header(header::COOKIE, cookies.join("; "));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(body.into()).expect("a request");
        let answer = self.runtime.block_on(async {
            let response = self.router.clone().oneshot(request).await.expect("a router never fails");
            let (parts, body) = response.into_parts();
            let bytes = body.collect().await.expect("a whole body").to_bytes().to_vec();
            let text = String::from_utf8_lossy(&bytes).into_owned();
            Answer { status: parts.status, headers: parts.headers, text, bytes, asked: format!("{method} {path}") }
        });
        let mut jar = self.jar.lock().expect("a jar");
        for line in answer.headers.get_all(header::SET_COOKIE) {
            let line = line.to_str().expect("a cookie of text");
            let (name, rest) = line.split_once('=').expect("a cookie's name");
            match rest.split(';').next().unwrap_or_default() {
                "" => jar.remove(name),
                value => jar.insert(name.to_owned(), value.to_owned()),
            };
        }
        answer
    }
    /// A page, as a browser asks for it. Redirects are not followed.
    pub fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, &[PAGE], Body::empty())
    }
    /// A page as JSON. Panics when the answer is none.
    pub fn json(&self, path: &str) -> Value {
        self.send(Method::GET, path, &[JSON], Body::empty()).ok().as_json()
    }
    /// A part of a page, as htmx asks for it.
    pub fn part(&self, path: &str) -> Answer {
        self.send(Method::GET, path, &[PAGE, ("hx-request", "true"), ("hx-request-type", "partial")], Body::empty())
    }
    /// Posts a form to that address, with the form token and without looking at a page before. Follows nothing.
    pub fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let csrf = self.token();
        let body = encoded(fields.iter().copied().chain([("csrf", csrf.as_str())]));
        let kind = ("content-type", "application/x-www-form-urlencoded");
        self.send(Method::POST, path, &[PAGE, kind, ("origin", "http://xn.test")], body)
    }
    /// Opens the page, fills in its (first or only) form that is not the sign-out form, sends it where the form says and
    /// follows the redirect. Fields that the page filled in already are sent with it.
    pub fn submit(&self, page: &str, fields: &[(&str, &str)]) -> Answer {
        let form = self.get(page).ok();
        let (action, mut filled) = form.form().unwrap_or_else(|| panic!("no form on {page}:\n{}", form.text));
        for (name, _) in fields {
            filled.retain(|(n, _)| n != name);
        }
        let all = filled.iter().map(|(n, v)| (n.as_str(), v.as_str())).chain(fields.iter().copied());
        let kind = ("content-type", "application/x-www-form-urlencoded");
        let body = encoded(all);
        let action = if action.is_empty() { page.to_owned() } else { action };
        self.follow(self.send(Method::POST, &action, &[PAGE, kind, ("origin", "http://xn.test")], body))
    }
    /// Posts JSON. Follows nothing.
    pub fn post_json(&self, path: &str, body: &Value) -> Answer {
        let csrf = self.token();
        let headers = [JSON, ("content-type", "application/json"), ("x-csrf-token", csrf.as_str())];
        self.send(Method::POST, path, &headers, body.to_string())
    }
    /// Posts a file in a multipart form, with other fields. Follows nothing.
    pub fn upload(&self, path: &str, field: &str, name: &str, bytes: &[u8], fields: &[(&str, &str)]) -> Answer {
        self.upload_all(path, field, &[(name, bytes)], fields)
    }
    /// Posts several files, by name, in one field of a multipart form. Follows nothing.
    pub fn upload_all(&self, path: &str, field: &str, files: &[(&str, &[u8])], fields: &[(&str, &str)]) -> Answer {
        let mut body = Vec::new();
        let csrf = self.token();
        for (field, value) in [("csrf", csrf.as_str())].iter().chain(fields) {
            let part = format!("--B0\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        for (name, bytes) in files {
            let head = format!(
                "--B0\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
                 Content-Type: application/octet-stream\r\n\r\n"
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--B0--\r\n");
        let kind = ("content-type", "multipart/form-data; boundary=B0");
        self.send(Method::POST, path, &[PAGE, kind, ("origin", "http://xn.test")], body)
    }
    /// Follows 303s, at most five.
    pub fn follow(&self, answer: Answer) -> Answer {
        (0..5).fold(answer, |answer, _| match answer.location() {
            Some(to) if answer.status == StatusCode::SEE_OTHER => self.get(&to),
            _ => answer,
        })
    }
    /// This client's form token: that of its session, or of the word that a stranger is given with the first page.
    fn token(&self) -> String {
        if self.bearer.is_some() {
            return String::new();
        }
        let secret = || {
            let jar = self.jar.lock().expect("a jar");
            jar.get("session").or_else(|| jar.get("visit")).cloned()
        };
        let secret = secret().or_else(|| {
            self.get("/");
            secret()
        });
        web::form_token(&secret.expect("a session or a stranger's word"))
    }
}

fn encoded<'a>(fields: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let pairs: Vec<String> =
        fields.map(|(name, value)| format!("{}={}", ui::link::encode(name), ui::link::encode(value))).collect();
    pairs.join("&")
}
