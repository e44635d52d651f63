//! `/`: the first page that its reader may see.

use base::Say;
use web::{Cx, Public, Reply, Routes, Slice};

pub(crate) fn slice() -> Slice {
    let says = ("首页：转到读者可见的第一页", "Home: leads to the first page that its reader may see");
    Slice::new("home", &[]).routes(Routes::new().get(Public, "/", says, home))
}

/// The same for a server that knows no sign-in.
pub(crate) fn open() -> Slice {
    let says = ("首页：转到阳光窗口", "Home: leads to the Sunshine site");
    Slice::new("home", &[]).routes(Routes::new().get(Public, "/", says, async |cx: Cx| cx.go("/open")))
}

async fn home(cx: Cx) -> Reply {
    if !cx.actor().signed_in() {
        return cx.go("/sign-in");
    }
    match cx.app().menu(cx.actor(), cx.lang(), "/").into_iter().next() {
        Some(first) => cx.go(first.href),
        None => {
            let nothing = Say::new("您的账号还没有任何角色。", "Your account has no role yet.");
            let next = Say::new("请联系管理员。", "Ask an administrator.");
            Err(web::Error::new(axum::http::StatusCode::FORBIDDEN, nothing, Some(next)))
        }
    }
}
