//! Form tokens and the check of where a request comes from.

use axum::http::{HeaderMap, Method, header};
use sha2::{Digest, Sha256};

/// The token of whoever holds that secret cookie: a hash of it, so that it needs no storage and gives nothing away.
pub fn token(secret: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(b"xianneng form token\0");
    hash.update(secret);
    hash.finalize()[..20].iter().map(|b| format!("{b:02x}")).collect()
}

/// Compares in a time that does not depend on where they differ.
pub(crate) fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |d, (x, y)| d | (x ^ y)) == 0
}

/// Whether the method changes nothing (RFC 9110 §9.2.1).
pub(crate) fn safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// Whether the browser says that the request comes from our own pages. `Sec-Fetch-Site` where it sends that, else
/// `Origin`; a client that sends neither is no browser of this decade and has to know the token.
pub(crate) fn own_origin(headers: &HeaderMap, origin: Option<&str>) -> bool {
    let text = |name: &str| headers.get(name).map(|v| v.to_str().unwrap_or("?"));
    if let Some(site) = text("sec-fetch-site")
        && site != "same-origin"
        && site != "none"
    {
        return false;
    }
    let Some(from) = text(header::ORIGIN.as_str()) else { return true };
    match origin {
        Some(ours) => from.eq_ignore_ascii_case(ours),
        None => {
            let host = text(header::HOST.as_str()).unwrap_or_default();
            let from = from.strip_prefix("https://").or_else(|| from.strip_prefix("http://"));
            !host.is_empty() && from.is_some_and(|f| f.eq_ignore_ascii_case(host))
        }
    }
}

/// The `csrf` field that a body begins with or holds: of a URL-encoded form anywhere, of a multipart form in its first
/// part, which is where `ui::Form` puts it.
pub(crate) fn in_body(content_type: &str, body: &[u8]) -> Option<String> {
    if content_type.starts_with("application/x-www-form-urlencoded") {
        let value = body.split(|b| *b == b'&').find_map(|p| p.strip_prefix(b"csrf="))?;
        return Some(ui::link::decode(std::str::from_utf8(value).ok()?));
    }
    let text = String::from_utf8_lossy(&body[..body.len().min(4096)]);
    let (head, rest) = text.split_once("\r\n\r\n")?;
    let first = head.to_ascii_lowercase().contains("content-disposition: form-data; name=\"csrf\"");
    let value = rest.split("\r\n").next()?;
    (first && value.len() <= 100).then(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(k, v)| (k.parse().unwrap(), v.parse().unwrap())).collect()
    }
    #[test]
    fn only_our_own_pages_may_post() {
        let ours = |pairs: &[(&'static str, &'static str)]| own_origin(&headers(pairs), None);
        let host = ("host", "xn.example:8080");
        assert!(ours(&[host]));
        assert!(ours(&[host, ("origin", "http://xn.example:8080")]));
        assert!(ours(&[host, ("sec-fetch-site", "same-origin"), ("origin", "https://xn.example:8080")]));
        assert!(!ours(&[host, ("sec-fetch-site", "cross-site")]));
        assert!(!ours(&[host, ("sec-fetch-site", "same-site")]));
        assert!(!ours(&[host, ("origin", "null")]));
        assert!(!ours(&[host, ("origin", "http://xn.example")]));
        assert!(!ours(&[host, ("origin", "http://evil.example")]));
        assert!(!ours(&[("origin", "http://")]));
        assert!(own_origin(&headers(&[("origin", "https://a.cn")]), Some("https://a.cn")));
        assert!(!own_origin(&headers(&[host, ("origin", "http://xn.example:8080")]), Some("https://a.cn")));
    }
    #[test]
    fn the_token_is_found_where_forms_put_it() {
        let form = "application/x-www-form-urlencoded";
        assert_eq!(in_body(form, b"a=1&csrf=t&b=2").as_deref(), Some("t"));
        assert_eq!(in_body(form, b"xcsrf=t"), None);
        let part = b"--B\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\nabc\r\n--B\r\n";
        assert_eq!(in_body("multipart/form-data; boundary=B", part).as_deref(), Some("abc"));
        let other = b"--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\ncsrf\r\n--B\r\n";
        assert_eq!(in_body("multipart/form-data; boundary=B", other), None);
        assert_eq!(in_body("text/plain", b"csrf=t"), None);
    }
    #[test]
    fn tokens_differ_by_secret() {
        assert_ne!(token("a"), token("b"));
        assert!(same(&token("a"), &token("a")) && !same("a", "b") && !same("a", "ab"));
    }
}
