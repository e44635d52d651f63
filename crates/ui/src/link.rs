//! Addresses of the same page with one thing changed: filters, sorting and paging are links.

/// What htmx does with a link or form that leads to the same page with one thing changed: fetch the whole page and
/// change only what differs, so that focus, what is being typed and the place on the page stay.
pub(crate) const SAME_PLACE: &str = "target:body, swap:innerMorph";

/// `here` (path and query) with `key` set to `value`, in place where it stood, at the end where it did not.
pub fn with(here: &str, key: &str, value: &str) -> String {
    let (path, pairs) = split(here);
    let (key, value) = (encode(key), encode(value));
    let mut done = false;
    let mut kept: Vec<String> = Vec::new();
    for pair in pairs {
        if name(pair) != key {
            kept.push(pair.to_owned());
        } else if !done {
            done = true;
            kept.push(format!("{key}={value}"));
        }
    }
    if !done {
        kept.push(format!("{key}={value}"));
    }
    format!("{path}?{}", kept.join("&"))
}

/// `here` without these keys.
pub fn without(here: &str, keys: &[&str]) -> String {
    let (path, pairs) = split(here);
    let kept: Vec<&str> = pairs.into_iter().filter(|p| !keys.iter().any(|k| name(p) == encode(k))).collect();
    if kept.is_empty() { path.to_owned() } else { format!("{path}?{}", kept.join("&")) }
}

/// One part of a path or query, percent-encoded (everything but RFC 3986's unreserved characters).
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for b in text.bytes() {
        match b {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(b)),
            _ => out.push_str(&format!("%{b:02X}")),
        }
    }
    out
}

/// Percent-decoded, `+` as a space; bytes that are no UTF-8 become the replacement character.
pub fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        let hex = bytes.get(i + 1..i + 3).and_then(|h| std::str::from_utf8(h).ok());
        match (bytes[i], hex.and_then(|h| u8::from_str_radix(h, 16).ok())) {
            (b'%', Some(byte)) => {
                out.push(byte);
                i += 2;
            }
            (b'+', _) => out.push(b' '),
            (byte, _) => out.push(byte),
        }
        i += 1;
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn split(here: &str) -> (&str, Vec<&str>) {
    let here = here.split('#').next().unwrap_or_default();
    let (path, query) = here.split_once('?').unwrap_or((here, ""));
    (path, query.split('&').filter(|p| !p.is_empty()).collect())
}
fn name(pair: &str) -> &str {
    pair.split('=').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_thing_changes_and_the_rest_stays() {
        assert_eq!(with("/people", "sort", "name"), "/people?sort=name");
        assert_eq!(with("/people?q=%E7%8E%8B&sort=a&x=1", "sort", "-b"), "/people?q=%E7%8E%8B&sort=-b&x=1");
        assert_eq!(with("/people?sort=a&sort=b", "sort", "c"), "/people?sort=c");
        assert_eq!(with("/p?a=1#top", "q", "王 & <b>"), "/p?a=1&q=%E7%8E%8B%20%26%20%3Cb%3E");
        assert_eq!(without("/p?after=9&q=1&before=2", &["after", "before"]), "/p?q=1");
        assert_eq!(without("/p?after=9", &["after"]), "/p");
    }
    #[test]
    fn what_was_encoded_is_decoded() {
        for text in ["王 & <b>", "a+b=c%", "", "100%25", "%zz"] {
            assert_eq!(decode(&encode(text)), text);
        }
        assert_eq!(decode("a+b%2"), "a b%2");
        assert_eq!(decode("%FF"), "\u{FFFD}");
    }
}
