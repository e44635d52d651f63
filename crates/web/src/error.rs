//! What went wrong, as an answer: what happened, what was kept, what to do next.

use std::sync::Arc;

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use base::{Lang, Say};
use db::FieldError;

use crate::Text;

/// The usual result of reading a request.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What a handler gives back.
pub type Reply = Result<Response, Error>;

/// An answer that is not what was asked for. Rendered by the outermost layer, which knows the reader's language and the
/// shape that is wanted.
#[derive(Clone, Debug)]
pub struct Error(Arc<Problem>);

#[derive(Debug)]
pub(crate) struct Problem {
    pub(crate) status: StatusCode,
    pub(crate) happened: Say,
    pub(crate) kept: Option<Say>,
    pub(crate) next: Option<Say>,
    pub(crate) fields: Vec<FieldError>,
    /// The address to go to instead, for pages.
    pub(crate) go: Option<String>,
    /// For the server's log only.
    pub(crate) log: Option<String>,
    /// Nobody is signed in and that may be why.
    pub(crate) sign_in: bool,
    /// The policy said no.
    pub(crate) denied: Option<&'static str>,
}

pub(crate) fn say(f: impl Fn(&Text) -> String) -> Say {
    Say::each(|lang| f(&Text::of(lang)))
}
fn nothing_kept() -> Option<Say> {
    Some(say(|t| t.nothing_kept().to_string()))
}

impl Error {
    fn of(status: StatusCode, happened: Say, next: Option<Say>) -> Self {
        let (fields, go, log) = (Vec::new(), None, None);
        Self(Arc::new(Problem { status, happened, kept: None, next, fields, go, log, sign_in: false, denied: None }))
    }
    pub(crate) fn problem(&self) -> &Problem {
        &self.0
    }
    fn but(self, change: impl FnOnce(&mut Problem)) -> Self {
        let mut new = match Arc::try_unwrap(self.0) {
            Ok(problem) => problem,
            Err(shared) => Problem {
                status: shared.status,
                happened: shared.happened.clone(),
                kept: shared.kept.clone(),
                next: shared.next.clone(),
                fields: shared.fields.clone(),
                go: shared.go.clone(),
                log: shared.log.clone(),
                sign_in: shared.sign_in,
                denied: shared.denied,
            },
        };
        change(&mut new);
        Self(Arc::new(new))
    }
    /// A refusal with its sentences: what happened and what to do next.
    pub fn new(status: StatusCode, happened: Say, next: Option<Say>) -> Self {
        Self::of(status, happened, next)
    }
    /// Sign in first.
    pub fn sign_in() -> Self {
        let next = say(|t| t.sign_in_next().to_string());
        Self::of(StatusCode::UNAUTHORIZED, say(|t| t.sign_in_first().to_string()), Some(next)).but(|p| p.sign_in = true)
    }
    pub(crate) fn first(go: &str) -> Self {
        let happened = say(|t| t.something_first().to_string());
        Self::of(StatusCode::FORBIDDEN, happened, None).but(|p| p.go = Some(go.to_owned()))
    }
    pub(crate) fn no_such_format() -> Self {
        Self::of(
            StatusCode::NOT_ACCEPTABLE,
            say(|t| t.no_such_format().to_string()),
            Some(say(|t| t.formats_are().to_string())),
        )
    }
    pub(crate) fn no_table() -> Self {
        Self::of(
            StatusCode::NOT_ACCEPTABLE,
            say(|t| t.no_table_here().to_string()),
            Some(say(|t| t.formats_without_table().to_string())),
        )
    }
    pub(crate) fn foreign_form() -> Self {
        let next = say(|t| t.foreign_form_next().to_string());
        Self::of(StatusCode::FORBIDDEN, say(|t| t.foreign_form().to_string()), Some(next))
            .but(|p| p.kept = nothing_kept())
    }
    pub(crate) fn too_large(limit: u64) -> Self {
        let size = if limit >= 1 << 20 { format!("{} MB", limit >> 20) } else { format!("{} kB", limit >> 10) };
        let next = say(|t| t.too_large_next(size.as_str()).to_string());
        Self::of(StatusCode::PAYLOAD_TOO_LARGE, say(|t| t.too_large().to_string()), Some(next))
            .but(|p| p.kept = nothing_kept())
    }
    pub(crate) fn unreadable(status: StatusCode, why: impl Into<String>) -> Self {
        let next = say(|t| t.unreadable_next().to_string());
        let why = why.into();
        Self::of(status, say(|t| t.unreadable().to_string()), Some(next)).but(|p| {
            p.kept = nothing_kept();
            p.log = Some(why);
        })
    }
    pub(crate) fn wrong_method() -> Self {
        let next = say(|t| t.not_found_next().to_string());
        Self::of(StatusCode::METHOD_NOT_ALLOWED, say(|t| t.wrong_method().to_string()), Some(next))
    }
    pub(crate) fn too_slow(changes: bool) -> Self {
        let next = say(|t| if changes { t.too_slow_next().to_string() } else { t.busy_next().to_string() });
        Self::of(StatusCode::SERVICE_UNAVAILABLE, say(|t| t.too_slow().to_string()), Some(next))
    }
    /// The answer for one status that some layer below gave without words.
    pub(crate) fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => db::Error::NotFound.into(),
            StatusCode::METHOD_NOT_ALLOWED => Self::wrong_method(),
            StatusCode::REQUEST_TIMEOUT | StatusCode::SERVICE_UNAVAILABLE => Self::too_slow(true),
            StatusCode::INTERNAL_SERVER_ERROR => db::Error::Internal("a handler panicked".to_owned()).into(),
            other => Self::unreadable(other, "refused below"),
        }
    }
    /// What is wrong with the input, field by field.
    pub fn fields(&self) -> &[FieldError] {
        &self.0.fields
    }
    /// What happened, what was kept, what to do next: the sentences that there are.
    pub fn sentences(&self, lang: Lang) -> Vec<&str> {
        let says = [Some(&self.0.happened), self.0.kept.as_ref(), self.0.next.as_ref()];
        says.into_iter().flatten().map(|s| s.to(lang)).collect()
    }
    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.0.status
    }
}

impl From<db::Error> for Error {
    fn from(why: db::Error) -> Self {
        use db::Error as E;
        let next = |f: fn(&Text) -> String| Some(say(f));
        match why {
            E::Denied(denied) => Self::of(
                StatusCode::FORBIDDEN,
                say(|t| t.denied(denied.action).to_string()),
                next(|t| t.denied_next().to_string()),
            )
            .but(|p| p.denied = Some(denied.action)),
            E::NotFound => Self::of(
                StatusCode::NOT_FOUND,
                say(|t| t.not_found().to_string()),
                next(|t| t.not_found_next().to_string()),
            ),
            E::Invalid(fields) => Self::of(
                StatusCode::UNPROCESSABLE_ENTITY,
                say(|t| t.invalid(fields.len() as u64).to_string()),
                next(|t| t.invalid_next().to_string()),
            )
            .but(|p| {
                p.kept = nothing_kept();
                p.fields = fields;
            }),
            // the sentence may end with what the system said, which has no full stop, and another follows it
            E::Refused(why) => {
                Self::of(StatusCode::UNPROCESSABLE_ENTITY, why.closed(), None).but(|p| p.kept = nothing_kept())
            }
            E::Found(why) => Self::of(StatusCode::UNPROCESSABLE_ENTITY, why.closed(), None),
            E::Conflict => Self::of(
                StatusCode::CONFLICT,
                say(|t| t.conflict().to_string()),
                next(|t| t.conflict_next().to_string()),
            )
            .but(|p| p.kept = nothing_kept()),
            E::Busy(why) => Self::of(
                StatusCode::SERVICE_UNAVAILABLE,
                say(|t| t.busy().to_string()),
                next(|t| t.busy_next().to_string()),
            )
            .but(|p| {
                p.kept = nothing_kept();
                p.log = Some(format!("busy: {why}"));
            }),
            E::Storage(why) => Self::of(
                StatusCode::INSUFFICIENT_STORAGE,
                say(|t| t.storage().to_string()),
                next(|t| t.storage_next().to_string()),
            )
            .but(|p| {
                p.kept = nothing_kept();
                p.log = Some(format!("storage: {why}"));
            }),
            E::Corrupt(why) => Self::of(
                StatusCode::INTERNAL_SERVER_ERROR,
                say(|t| t.corrupt().to_string()),
                next(|t| t.corrupt_next().to_string()),
            )
            .but(|p| {
                p.kept = nothing_kept();
                p.log = Some(format!("corrupt: {why}"));
            }),
            E::Internal(why) => Self::of(
                StatusCode::INTERNAL_SERVER_ERROR,
                say(|t| t.internal().to_string()),
                next(|t| t.internal_next().to_string()),
            )
            .but(|p| {
                p.kept = nothing_kept();
                p.log = Some(format!("internal: {why}"));
            }),
        }
    }
}
impl From<auth::Denied> for Error {
    fn from(why: auth::Denied) -> Self {
        db::Error::from(why).into()
    }
}

/// Marks a response that the outermost layer has to render.
impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}
