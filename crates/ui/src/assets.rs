//! The style sheet, the script and the mark, embedded.

/// One file that the browser loads. Its path changes with its content, so it may be cached for ever.
#[derive(Debug)]
pub struct Asset {
    /// Path on the server: `/assets/app-0123456789abcdef.css`.
    pub path: &'static str,
    /// Value for `Content-Type`.
    pub mime: &'static str,
    /// Content.
    pub bytes: &'static [u8],
}

/// Everything under `/assets/`.
pub static ASSETS: &[Asset] = include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// The file at that path, if it is one of ours.
pub fn asset(path: &str) -> Option<&'static Asset> {
    ASSETS.iter().find(|a| a.path == path)
}

pub(crate) fn style_sheet() -> &'static str {
    path_ending(".css").unwrap_or_default()
}
/// None where the build had no node: the page then names no script.
pub(crate) fn script() -> Option<&'static str> {
    path_ending(".js")
}
pub(crate) fn favicon() -> &'static str {
    path_ending(".svg").unwrap_or_default()
}
fn path_ending(end: &str) -> Option<&'static str> {
    ASSETS.iter().find(|a| a.path.ends_with(end) && !a.bytes.is_empty()).map(|a| a.path)
}
