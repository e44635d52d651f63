//! The style sheet, the script and the mark, embedded.

/// One file that the browser loads. Its path changes with its content, so it may be cached for ever.
#[derive(Debug)]
pub struct Asset {
    /// Path on the server: `/assets/app-0123456789abcdef.css`.
    pub path: &'static str,
    /// Value for `Content-Type`.
    pub mime: &'static str,
    /// SHA-256 of the content, in hexadecimal digits.
    pub sha256: &'static str,
    /// The same as browsers check it: `sha256-` and Base64.
    pub integrity: &'static str,
    /// Content.
    pub bytes: &'static [u8],
}

/// Everything under `/assets/`.
pub static ASSETS: &[Asset] = include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// The file at that path, if it is one of ours.
pub fn asset(path: &str) -> Option<&'static Asset> {
    ASSETS.iter().find(|a| a.path == path)
}

/// What voters and scrutineers run: one file, so that its hash names all of it. None where the build had no node.
pub fn ballot_script() -> Option<&'static Asset> {
    named("ballot-", ".js")
}
pub(crate) fn style_sheet() -> &'static str {
    named("app-", ".css").map_or("", |a| a.path)
}
/// None where the build had no node: the page then names no script.
pub(crate) fn script() -> Option<&'static str> {
    named("app-", ".js").map(|a| a.path)
}
pub(crate) fn favicon() -> &'static str {
    named("icon-", ".svg").map_or("", |a| a.path)
}
fn named(stem: &str, end: &str) -> Option<&'static Asset> {
    let path = |a: &Asset| a.path.strip_prefix("/assets/").is_some_and(|p| p.starts_with(stem) && p.ends_with(end));
    ASSETS.iter().find(|a| path(a) && !a.bytes.is_empty())
}
