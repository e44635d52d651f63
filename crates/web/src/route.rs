//! The list of routes: what the server answers, the API description, the canary and the matrix all read the same one.

use auth::{Action, Actor, Role};
use axum::{
    handler::Handler,
    http::Method,
    routing::{MethodFilter, MethodRouter, on},
};
use base::Say;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{App, probe};

/// Who may ask for a route.
#[derive(Clone, Copy, Debug)]
pub enum Access {
    /// Everyone, signed in or not.
    Public,
    /// Whoever is signed in.
    Someone,
    /// Whose roles may do the action.
    Action {
        /// `slice.verb`.
        name: &'static str,
        /// The roles that may.
        roles: &'static [Role],
        /// Whether this actor may.
        may: fn(&Actor) -> bool,
    },
}

/// Something that says who may ask: an action of the slice, [`Public`] or [`Someone`].
pub trait Needs {
    /// Who.
    const ACCESS: Access;
}
/// Everyone, signed in or not.
#[derive(Clone, Copy, Debug)]
pub struct Public;
/// Whoever is signed in.
#[derive(Clone, Copy, Debug)]
pub struct Someone;
impl Needs for Public {
    const ACCESS: Access = Access::Public;
}
impl Needs for Someone {
    const ACCESS: Access = Access::Someone;
}
impl<A: Action> Needs for A {
    const ACCESS: Access = Access::Action { name: A::NAME, roles: A::ROLES, may: |actor| actor.may::<A>().is_ok() };
}

impl Access {
    /// Whether this actor may ask.
    pub fn allows(self, actor: &Actor) -> bool {
        match self {
            Self::Public => true,
            Self::Someone => actor.signed_in(),
            Self::Action { may, .. } => may(actor),
        }
    }
    /// The action's name, `public` or `someone`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Someone => "someone",
            Self::Action { name, .. } => name,
        }
    }
}

/// One route.
#[derive(Clone, Debug)]
pub struct Route {
    /// How it is asked for.
    pub method: Method,
    /// Where, as axum writes it: `/units/{id}`.
    pub path: &'static str,
    /// What it does, for the API description.
    pub summary: Say,
    /// Who may ask.
    pub access: Access,
    /// The largest body, in bytes, where it differs from the installation's.
    pub limit: Option<usize>,
    /// The form that it takes, as a JSON Schema.
    pub takes: Option<fn() -> Value>,
    /// What it understands after the `?`, as a JSON Schema.
    pub query: Option<fn() -> Value>,
    /// What its JSON looks like, as a JSON Schema.
    pub gives: Option<fn() -> Value>,
    /// The names of its questions that are answered by files.
    pub files: &'static [&'static str],
    /// Whether it is a list that is shown part by part ([`crate::Paging`]).
    pub paged: bool,
    /// Whether it is a change that takes nothing but its address.
    pub bare: bool,
    /// The media type of the text that it takes as it is, where that is no form.
    pub text: Option<&'static str>,
    /// Whether nobody may learn who asked ([`Routes::nameless`]).
    pub nameless: bool,
    handler: MethodRouter<App>,
}

/// A slice's routes.
#[derive(Clone, Default, Debug)]
pub struct Routes(Vec<Route>);

impl Routes {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }
    /// Those that everyone may ask for.
    pub fn public(self) -> Self {
        Self(self.0.into_iter().filter(|route| matches!(route.access, Access::Public)).collect())
    }
    fn add<N: Needs, H: Handler<T, App>, T: 'static>(
        mut self,
        method: Method,
        filter: MethodFilter,
        path: &'static str,
        (zh, en): (&str, &str),
        handler: H,
    ) -> Self {
        let (summary, handler) = (Say::new(zh, en), on(filter, handler));
        self.0.push(Route {
            method,
            path,
            summary,
            access: N::ACCESS,
            limit: None,
            takes: None,
            query: None,
            gives: None,
            files: &[],
            paged: false,
            bare: false,
            text: None,
            nameless: false,
            handler,
        });
        self
    }
    /// A page.
    pub fn get<N: Needs, H: Handler<T, App>, T: 'static>(
        self,
        _: N,
        path: &'static str,
        summary: (&str, &str),
        handler: H,
    ) -> Self {
        self.add::<N, H, T>(Method::GET, MethodFilter::GET, path, summary, handler)
    }
    /// Something that changes something.
    pub fn post<N: Needs, H: Handler<T, App>, T: 'static>(
        self,
        _: N,
        path: &'static str,
        summary: (&str, &str),
        handler: H,
    ) -> Self {
        self.add::<N, H, T>(Method::POST, MethodFilter::POST, path, summary, handler)
    }
    fn last(mut self, change: impl FnOnce(&mut Route)) -> Self {
        if let Some(last) = self.0.last_mut() {
            change(last);
        }
        self
    }
    /// The route just added accepts bodies of that many bytes.
    pub fn up_to(self, bytes: usize) -> Self {
        self.last(|r| r.limit = Some(bytes))
    }
    /// The route just added takes that form (`Form<T>`, or the fields beside the files of an `Upload`).
    pub fn takes<T: DeserializeOwned>(self) -> Self {
        self.last(|r| r.takes = Some(probe::schema::<T>))
    }
    /// The route just added takes nothing but its address.
    pub fn takes_nothing(self) -> Self {
        self.last(|r| r.bare = true)
    }
    /// The route just added takes a text of that media type as it is, such as one whose signature covers every byte.
    pub fn takes_text(self, media: &'static str) -> Self {
        self.last(|r| r.text = Some(media))
    }
    /// Whoever asks for the route just added is nobody: no cookie, session, token or address is read, no cookie is set and no
    /// line is logged. What it is sent has to prove itself, since no form token guards it: a signed ballot, a secret in the
    /// address.
    pub fn nameless(self) -> Self {
        self.last(|r| r.nameless = true)
    }
    /// The route just added takes these files (`Upload`).
    pub fn files(self, names: &'static [&'static str]) -> Self {
        self.last(|r| r.files = names)
    }
    /// The route just added reads that query (`Query<T>`).
    pub fn asks<T: DeserializeOwned>(self) -> Self {
        self.last(|r| r.query = Some(probe::schema::<T>))
    }
    /// The route just added is a list shown part by part (`Paging`).
    pub fn paged(self) -> Self {
        self.last(|r| r.paged = true)
    }
    /// The route just added gives JSON of that JSON Schema.
    pub fn gives(self, schema: fn() -> Value) -> Self {
        self.last(|r| r.gives = Some(schema))
    }
    /// With all of `other`.
    pub fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }
    /// Each of them.
    pub fn iter(&self) -> std::slice::Iter<'_, Route> {
        self.0.iter()
    }
    /// As axum wants them.
    pub(crate) fn router(&self) -> axum::Router<App> {
        self.0.iter().fold(axum::Router::new(), |router, r| router.route(r.path, r.handler.clone()))
    }
}
impl<'a> IntoIterator for &'a Routes {
    type Item = &'a Route;
    type IntoIter = std::slice::Iter<'a, Route>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
