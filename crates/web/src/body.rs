//! Bodies that are read up to a point and no further.

use axum::{
    body::{Body, Bytes},
    http::StatusCode,
};
use http_body_util::BodyExt;

use crate::Error;

/// The first bytes of a body, at least `most` unless it ends before, and what follows them.
pub(crate) async fn beginning(mut body: Body, most: usize) -> Result<(Bytes, Body), Error> {
    let mut head = Vec::new();
    while head.len() < most {
        match body.frame().await {
            None => break,
            Some(Ok(frame)) => head.extend_from_slice(&frame.into_data().unwrap_or_default()),
            Some(Err(_)) => return Err(Error::unreadable(StatusCode::BAD_REQUEST, "the body broke off")),
        }
    }
    Ok((head.into(), body))
}
pub(crate) fn joined(head: Bytes, rest: Body) -> Body {
    if http_body::Body::is_end_stream(&rest) {
        return Body::from(head);
    }
    Body::new(Joined { head: Some(head), rest })
}
pub(crate) fn limited(body: Body, limit: usize) -> Body {
    Body::new(http_body_util::Limited::new(body, limit))
}

/// A body that begins with bytes already read.
struct Joined {
    head: Option<Bytes>,
    rest: Body,
}
impl http_body::Body for Joined {
    type Data = Bytes;
    type Error = axum::Error;
    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        cx: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<Bytes>, axum::Error>>> {
        match self.head.take() {
            Some(head) => std::task::Poll::Ready(Some(Ok(http_body::Frame::data(head)))),
            None => std::pin::Pin::new(&mut self.rest).poll_frame(cx),
        }
    }
}
