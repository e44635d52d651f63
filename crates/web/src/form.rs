//! Extractors of what was sent.

use axum::{
    body::{Bytes, to_bytes},
    extract::{FromRequest, FromRequestParts, Path, Request},
    http::{StatusCode, header, request::Parts},
};
use serde::de::DeserializeOwned;

use crate::{App, Error, Result, input, layer::BodyLimit, visit::query_of};

/// What a form sent, or the same as a JSON object. Fields that are not sent are empty; see [`crate::read_pairs`].
#[derive(Clone, Debug)]
pub struct Form<T>(pub T);

/// What stands after the `?`.
#[derive(Clone, Debug)]
pub struct Query<T>(pub T);

/// What stands in the path: `At(id): At<Id<Unit>>`. What is no such thing is not found.
#[derive(Clone, Debug)]
pub struct At<T>(pub T);

/// The longest answer to one question, in bytes; long texts are checked by the rules of their slice.
pub(crate) const LONGEST: usize = 200_000;

impl<T: DeserializeOwned> FromRequest<App> for Form<T> {
    type Rejection = Error;
    async fn from_request(request: Request, app: &App) -> Result<Self> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
        let (json, form) =
            (kind.starts_with("application/json"), kind.starts_with("application/x-www-form-urlencoded"));
        let limit = request.extensions().get::<BodyLimit>().map_or(app.config().body_limit, |l| l.0);
        let body: Bytes = to_bytes(request.into_body(), limit).await.map_err(|_| Error::too_large(limit as u64))?;
        let unreadable = |why: &str| Error::unreadable(StatusCode::BAD_REQUEST, why);
        let pairs = if json {
            input::pairs_of_json(&body).map_err(|why| unreadable(&format!("JSON: {why}")))?
        } else if form || body.is_empty() {
            input::read_pairs(std::str::from_utf8(&body).map_err(|_| unreadable("not UTF-8"))?)
        } else {
            return Err(Error::unreadable(StatusCode::UNSUPPORTED_MEDIA_TYPE, "neither a form nor JSON"));
        };
        let long = pairs.iter().find(|(_, v)| v.len() > LONGEST);
        if let Some((field, _)) = long {
            let wrong = crate::error::say(|t| t.too_long(LONGEST as u64 / 1000).to_string());
            return Err(db::Error::field(field, wrong).into());
        }
        Ok(Self(input::read(&pairs).map_err(db::Error::Invalid)?))
    }
}

impl<T: DeserializeOwned> FromRequestParts<App> for Query<T> {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self> {
        Ok(Self(input::read(&query_of(&parts.uri)).map_err(db::Error::Invalid)?))
    }
}

impl<T: DeserializeOwned + Send> FromRequestParts<App> for At<T> {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let found = Path::<T>::from_request_parts(parts, app).await;
        found.map(|Path(value)| Self(value)).map_err(|_| db::Error::NotFound.into())
    }
}
