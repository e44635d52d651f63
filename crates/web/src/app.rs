//! The installation: its data, its doorkeeper, its slices.

use std::{
    any::Any,
    collections::{HashMap, HashSet},
    sync::Arc,
};

use auth::{Actor, Root};
use axum::{Router, http::Method, middleware::from_fn_with_state, response::IntoResponse};
use base::{Date, Id, Lang};
use db::Db;
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer};
use ui::NavItem;

use crate::{
    Access, Doorkeeper, Error, MenuItem, Parts, Route, Slice, View, jobs::Desk, layer::outermost, visit::Visit,
};

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
    parts: Parts,
    limits: HashMap<(Method, &'static str), usize>,
    access: HashMap<(Method, &'static str), Access>,
    nameless: HashSet<(Method, &'static str)>,
    desk: Desk,
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
        let nameless = all().filter(|r| r.nameless).map(key).collect();
        let doorkeeper = Box::new(doorkeeper);
        let (parts, desk) = (Parts::new(), Desk::default());
        Ok(Self(Arc::new(Shared {
            db,
            doorkeeper,
            slices,
            config,
            root,
            organisation,
            parts,
            limits,
            access,
            nameless,
            desk,
        })))
    }
    /// With a value that handlers get by its type ([`App::part`]): keys, caches. Before the app is shared.
    pub fn with<T: Send + Sync + 'static>(self, part: T) -> Self {
        self.with_parts(&Parts::new().with(part))
    }
    /// With all of these values. Before the app is shared.
    pub fn with_parts(mut self, parts: &Parts) -> Self {
        if let Some(shared) = Arc::get_mut(&mut self.0) {
            shared.parts = std::mem::take(&mut shared.parts).and(parts);
        }
        self
    }
    /// Known by this address, such as `https://xn.example`. Before the app is shared.
    pub fn at(mut self, origin: impl Into<String>) -> Self {
        if let Some(shared) = Arc::get_mut(&mut self.0) {
            shared.config.origin = Some(origin.into());
        }
        self
    }
    /// The value of that type, if the installation was given one.
    pub fn part<T: Send + Sync + 'static>(&self) -> Option<&T> {
        self.0.parts.get()
    }
    /// The data.
    pub fn db(&self) -> &Db {
        &self.0.db
    }
    /// The doorkeeper.
    pub(crate) fn doorkeeper(&self) -> &dyn Doorkeeper {
        self.0.doorkeeper.as_ref()
    }
    /// The jobs of this process.
    pub(crate) fn desk(&self) -> &Desk {
        &self.0.desk
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
    pub fn menu(&self, actor: &Actor, lang: Lang, path: &str) -> Vec<NavItem> {
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

impl App {
    /// How large a body that route accepts, in bytes.
    pub(crate) fn limit(&self, method: &Method, matched: Option<&str>) -> usize {
        let own = matched.and_then(|m| self.0.limits.iter().find(|((me, p), _)| me == method && *p == m));
        own.map_or(self.0.config.body_limit, |(_, limit)| *limit)
    }
    /// Whether nobody may learn who asked for that route.
    pub(crate) fn nameless(&self, method: &Method, matched: Option<&str>) -> bool {
        let method = if method == Method::HEAD { &Method::GET } else { method };
        matched.is_some_and(|m| self.0.nameless.iter().any(|(me, p)| me == method && *p == m))
    }
    /// Whether the visit may ask for that route at all. The transaction asks again, with the place.
    pub(crate) fn access(&self, visit: &Visit, method: &Method, matched: Option<&str>) -> Result<(), Error> {
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
