//! What stories do with a case by its buttons: open it for a post, record facts, attach papers, close steps.

use std::path::Path;

use thirtyfour::prelude::*;

use crate::harness::Browser;

/// A post to fill, and a case for it by a procedure; gives the address of the case.
pub async fn opened(
    b: &Browser,
    (code, name, openings): (&str, &str, &str),
    title: &str,
    procedure: &str,
) -> WebDriverResult<String> {
    let post = [
        ("on", "2026-01-01"),
        ("unit", "U00002"),
        ("code", code),
        ("name", name),
        ("class", "administration"),
        ("time", "full"),
        ("openings", openings),
    ];
    b.post("/posts/new", &post).await?;
    b.go("/cases?lang=zh-CN").await?;
    b.follow("main a[href='/cases/new']").await?;
    for (field, text) in [("title", title), ("procedure", procedure), ("unit", "U00002"), ("posts", code)] {
        b.put(field, text).await?;
    }
    b.press("/cases/new").await?;
    b.see("事项已开启").await?;
    b.path().await
}
/// Records facts of the present step, by the names of their fields.
pub async fn facts<N: AsRef<str>>(b: &Browser, case: &str, facts: &[(N, &str)]) -> WebDriverResult<()> {
    for (name, value) in facts {
        b.put(name.as_ref(), value).await?;
    }
    b.press(&format!("{case}/facts")).await?;
    b.see("已登记").await
}
/// Attaches a paper to the present step.
pub async fn paper(b: &Browser, case: &str, kind: &str, file: &Path) -> WebDriverResult<()> {
    b.put("kind", kind).await?;
    b.field("file").await?.send_keys(file.display().to_string()).await?;
    b.press(&format!("{case}/papers")).await?;
    b.see("材料已上传").await
}
/// Closes the present step.
pub async fn close(b: &Browser, case: &str, outcome: &str) -> WebDriverResult<()> {
    b.put("outcome", outcome).await?;
    b.press(&format!("{case}/close")).await?;
    b.see("步骤已办结").await
}
