//! `/scrutineer/{secret}/…`: what a scrutineer's browser sends and asks for. The secret in the address is kept as a hash alone.

use axum::{extract::Request, http::StatusCode, response::IntoResponse};
use serde_json::json;
use web::{At, Cx, Reply};

use super::public::{problem, text_of};
use crate::{
    Scrutinise,
    actions::{self, Bad},
    store, texts,
};

/// The longest key, in bytes.
const MAX_KEY: usize = 20_000;
/// The longest part in opening the sums, in bytes.
const MAX_PART: usize = 16 << 20;

/// What was refused, in the shape that the page reads.
fn told(cx: &Cx, why: db::Error) -> Reply {
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    match why {
        db::Error::Refused(say) => Ok(problem(cx, &Bad { status, why: "refused", say: say.closed() })),
        other => Err(other.into()),
    }
}

pub(super) async fn key(cx: Cx, At(secret): At<String>, request: Request) -> Reply {
    let key = match text_of(request, MAX_KEY).await {
        Ok(key) => key,
        Err(bad) => return Ok(problem(&cx, &bad)),
    };
    match cx.write(move |tx| actions::set_key(tx, &secret, &key)).await {
        Ok(()) => Ok(axum::Json(json!({ "taken": true })).into_response()),
        Err(why) => told(&cx, why),
    }
}

pub(super) async fn board(cx: Cx, At((secret, urn)): At<(String, String)>) -> Reply {
    let name = format!("{urn}.bel");
    let bytes = cx.read(move |tx| {
        let may = tx.may::<Scrutinise>()?;
        let (ballot, _) = store::of_secret(tx, &may, &actions::sha256(&secret))?;
        if store::ballot_of(tx, &may, &urn)? != ballot {
            return Err(db::Error::NotFound);
        }
        texts::archive(tx, &may, &urn)
    });
    cx.file(&name, "application/octet-stream", bytes.await?)
}

pub(super) async fn decryption(cx: Cx, At((secret, urn)): At<(String, String)>, request: Request) -> Reply {
    let part = match text_of(request, MAX_PART).await {
        Ok(part) => part,
        Err(bad) => return Ok(problem(&cx, &bad)),
    };
    let holder = secret.clone();
    let checked = match cx.read(move |tx| actions::checked(tx, &holder, &urn, &part)).await {
        Ok(checked) => checked,
        Err(why) => return told(&cx, why),
    };
    match cx.write(move |tx| actions::open_sums(tx, &secret, &checked)).await {
        Ok(counted) => Ok(axum::Json(json!({ "taken": true, "counted": counted })).into_response()),
        Err(why) => told(&cx, why),
    }
}
