//! One request.

use std::sync::Arc;

use auth::{Action, Actor, Root};
use axum::{extract::FromRequestParts, http::request::Parts};
use base::{Date, Id, Lang, Say};
use db::{Books, Read, Recorded, Write};
use tokio::task::{JoinError, spawn_blocking};

use crate::{App, Caller, Error, Result, Shape, View, error::say, visit::Visit};

/// One request: its actor, language, day and wanted shape, and the way to the data. The one extractor of every handler.
#[derive(Clone)]
pub struct Cx {
    pub(crate) app: App,
    pub(crate) visit: Arc<Visit>,
    today: Date,
}

impl FromRequestParts<App> for Cx {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let visit = parts.extensions.get::<Arc<Visit>>().cloned();
        let visit = visit.ok_or_else(|| db::Error::Internal("the outermost layer is missing".to_owned()))?;
        if let Err(text) = &visit.on {
            let wrong = say(|t| t.not_a_day(text.as_str()).to_string());
            return Err(db::Error::field("on", wrong).into());
        }
        Ok(Self { app: app.clone(), visit, today: app.today() })
    }
}

impl Cx {
    /// Who asks.
    pub fn actor(&self) -> &Actor {
        &self.visit.actor
    }
    /// The root organisation.
    pub fn root(&self) -> Id<Root> {
        self.visit.actor.root()
    }
    /// The reader's language.
    pub fn lang(&self) -> Lang {
        self.visit.lang
    }
    /// The shape that the answer is wanted in.
    pub fn shape(&self) -> Shape {
        self.visit.shape
    }
    /// The day that facts are wanted of: `?on=`, else today.
    pub fn on(&self) -> Date {
        self.visit.on.as_ref().ok().copied().flatten().unwrap_or(self.today)
    }
    /// Today in the organisation's time zone.
    pub fn today(&self) -> Date {
        self.today
    }
    /// The page's own address: path and query, without language and format.
    pub fn here(&self) -> &str {
        &self.visit.here
    }
    /// From where the request comes.
    pub fn caller(&self) -> &Caller {
        &self.visit.caller
    }
    /// The secret in the session cookie, alive or not: for whoever keeps sessions.
    pub fn session_secret(&self) -> Option<&str> {
        self.visit.session.as_ref().map(|s| s.0.as_str())
    }
    /// The installation: for jobs, and for values that it was given ([`App::part`]).
    pub fn app(&self) -> &App {
        &self.app
    }
    /// What a body may know about its reader.
    pub fn view(&self) -> View {
        View::new(&self.visit, self.today)
    }
    /// Refuses unless the actor's roles may do `A`; the transaction asks again, this is for pages without data.
    pub fn require<A: Action>(&self) -> Result<()> {
        self.actor().may::<A>()?;
        Ok(())
    }
    /// A sentence in the reader's language.
    pub fn say<'a>(&self, say: &'a Say) -> &'a str {
        say.to(self.lang())
    }

    /// Looks, in one transaction on a thread that may wait.
    pub async fn read<T: Send + 'static>(
        &self,
        f: impl FnOnce(&mut Read<'_>) -> db::Result<T> + Send + 'static,
    ) -> db::Result<T> {
        let (app, actor) = (self.app.clone(), self.visit.actor.clone());
        spawn_blocking(move || app.db().read(&actor, f)).await.unwrap_or_else(panicked)
    }
    /// Changes something, in one transaction on a thread that may wait.
    pub async fn write<T: Send + 'static>(
        &self,
        f: impl FnOnce(&mut Write<'_>) -> db::Result<Recorded<T>> + Send + 'static,
    ) -> db::Result<T> {
        let (app, actor) = (self.app.clone(), self.visit.actor.clone());
        spawn_blocking(move || app.db().write(&actor, f)).await.unwrap_or_else(panicked)
    }
    /// Keeps books (sessions, counters, caches), in one transaction on a thread that may wait; see `Db::keep_books`.
    pub async fn keep_books<T: Send + 'static>(
        &self,
        f: impl FnOnce(&mut Books<'_>) -> db::Result<T> + Send + 'static,
    ) -> db::Result<T> {
        let (app, actor) = (self.app.clone(), self.visit.actor.clone());
        spawn_blocking(move || app.db().keep_books(&actor, f)).await.unwrap_or_else(panicked)
    }
    /// Computes on a thread that may take its time (hashing a password, reading a file).
    pub async fn work<T: Send + 'static>(&self, f: impl FnOnce() -> db::Result<T> + Send + 'static) -> db::Result<T> {
        spawn_blocking(f).await.unwrap_or_else(panicked)
    }
}

fn panicked<T>(_: JoinError) -> db::Result<T> {
    Err(db::Error::Internal("a transaction panicked".to_owned()))
}
