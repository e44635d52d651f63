//! The log's files under the paths of C2SP tlog-tiles, below `/log`.

use axum::{
    body::Body,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use db::Error;
use tlog::{CHECKPOINT, Fetch, TilePath};
use web::{At, Cx, Public, Reply, Routes};

use crate::{Look, POLICY, Place, place::told, read};

/// What never changes is kept for a year.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// What changes with the next checkpoint is kept for a few seconds.
const SHORTLY: &str = "public, max-age=5";

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get(Public, "/log/checkpoint", ("日志检查点（C2SP）", "The log's checkpoint (C2SP)"), checkpoint)
        .get(Public, "/log/tile/{*path}", ("日志瓦片与条目（C2SP）", "The log's tiles and entries (C2SP)"), tile)
        .get(Public, "/log/policy", ("日志的信任策略", "The log's trust policy"), policy)
        .get(Public, "/log/proof/{index}", ("条目的证明文件", "An entry's proof file"), proof)
}

/// The place of the log; where there is none, nothing is found.
pub(crate) fn place(cx: &Cx) -> db::Result<&Place> {
    cx.app().part::<Place>().filter(|place| place.begun()).ok_or(Error::NotFound)
}

fn plain(bytes: Vec<u8>, mime: &'static str, keep: &'static str) -> Response {
    let mut response = Body::from(bytes).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(mime));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    response
}

async fn file(cx: &Cx, name: &'static str) -> Reply {
    let files = place(cx)?.files();
    let bytes = cx.work(move || files.read(name).map_err(told)?.ok_or(Error::NotFound)).await?;
    Ok(plain(bytes, "text/plain; charset=utf-8", SHORTLY))
}
async fn checkpoint(cx: Cx) -> Reply {
    file(&cx, CHECKPOINT).await
}
async fn policy(cx: Cx) -> Reply {
    file(&cx, POLICY).await
}

/// Only tiles of the tree that is shown are handed out; what is beyond was promised to nobody.
async fn tile(cx: Cx, At(path): At<String>) -> Reply {
    let tile: TilePath = format!("tile/{path}").parse().map_err(|_| Error::NotFound)?;
    place(&cx)?;
    let app = cx.app().clone();
    let bytes = cx.work(move || {
        let place = app.part::<Place>().ok_or(Error::NotFound)?;
        let (shown, _) = place.shown().map_err(told)?.ok_or(Error::NotFound)?;
        let now = TilePath::of(tile.level, tile.index, shown.head.size).filter(|now| now.width >= tile.width);
        now.ok_or(Error::NotFound)?;
        match place.files().fetch(&tile) {
            Err(missing) if missing.why == tlog::Why::Missing => Err(Error::NotFound),
            other => other.map_err(told),
        }
    });
    Ok(plain(bytes.await?, "application/octet-stream", FOR_EVER))
}

async fn proof(cx: Cx, At(index): At<u64>) -> Reply {
    place(&cx)?;
    let app = cx.app().clone();
    let made = cx.read(move |tx| {
        let may = tx.may::<Look>()?;
        read::proof(tx, &may, app.part::<Place>().ok_or(Error::NotFound)?, index)
    });
    let proof = made.await?;
    cx.file(&format!("log-{index}.tlog-proof"), "text/plain; charset=utf-8", proof.file().into_bytes())
}
