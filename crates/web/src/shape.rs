//! In which shape the answer is wanted.

use axum::http::{HeaderMap, header};

/// The shape of an answer. One page has them all.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shape {
    /// A whole document.
    Page,
    /// A part of one, for htmx.
    Part,
    /// JSON, for programs.
    Json,
    /// The page's table as comma-separated text.
    Csv,
    /// The page's table as a spreadsheet.
    Xlsx,
}

impl Shape {
    /// What the request asks for: `?format=`, then htmx, then `Accept`. Nothing when `format` is a word of no meaning.
    pub(crate) fn of(query: &[(String, String)], headers: &HeaderMap) -> Option<Self> {
        if let Some((_, format)) = query.iter().find(|(k, _)| k == "format") {
            return match format.as_str() {
                "html" | "" => Some(Self::Page),
                "json" => Some(Self::Json),
                "csv" => Some(Self::Csv),
                "xlsx" => Some(Self::Xlsx),
                _ => None,
            };
        }
        let says = |name: &str, value: &str| headers.get(name).is_some_and(|v| v == value);
        if says("hx-request", "true") {
            // htmx wants a document where it swaps the body or selects from the answer
            let whole = says("hx-request-type", "full") || headers.contains_key("hx-history-restore-request");
            return Some(if whole { Self::Page } else { Self::Part });
        }
        let text = |name| headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default();
        let accept = text(header::ACCEPT);
        let json = accept.find("json").map_or(usize::MAX, |at| at);
        let html = accept.find("text/html").map_or(usize::MAX, |at| at);
        let sends_json = text(header::CONTENT_TYPE).contains("json");
        let bearer = text(header::AUTHORIZATION).get(..7).is_some_and(|b| b.eq_ignore_ascii_case("bearer "));
        Some(if json < html || (html == usize::MAX && (sends_json || bearer)) { Self::Json } else { Self::Page })
    }
    /// Whether the whole list is wanted rather than a screenful.
    pub fn whole_list(self) -> bool {
        matches!(self, Self::Csv | Self::Xlsx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_request_gets_its_shape() {
        let of = |format: Option<&str>, pairs: &[(&'static str, &str)]| {
            let headers = pairs.iter().map(|(k, v)| (k.parse().unwrap(), v.parse().unwrap())).collect();
            let query: Vec<_> = format.iter().map(|f| ("format".to_owned(), (*f).to_owned())).collect();
            Shape::of(&query, &headers)
        };
        let browser = ("accept", "text/html,application/xhtml+xml,*/*;q=0.8");
        assert_eq!(of(None, &[browser]), Some(Shape::Page));
        assert_eq!(of(None, &[]), Some(Shape::Page));
        assert_eq!(of(None, &[("accept", "application/json")]), Some(Shape::Json));
        assert_eq!(of(None, &[("accept", "application/json, text/html")]), Some(Shape::Json));
        assert_eq!(of(None, &[("authorization", "Bearer x")]), Some(Shape::Json));
        assert_eq!(of(None, &[("hx-request", "true"), browser]), Some(Shape::Part));
        assert_eq!(of(None, &[("hx-request", "true"), ("hx-request-type", "full")]), Some(Shape::Page));
        assert_eq!(of(Some("csv"), &[browser]), Some(Shape::Csv));
        assert_eq!(of(Some("exe"), &[browser]), None);
    }
}
