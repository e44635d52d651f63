//! What is new, for programs that read feeds.

use base::{Id, Lang};
use quick_xml::{
    Writer,
    events::{BytesDecl, BytesText, Event},
};
use serde_json::{Value, json};

use crate::News;

/// An Atom feed (RFC 4287).
///
/// # Errors
/// What cannot be written as XML, which no text of ours is.
pub fn atom(
    organisation: &str,
    root: Id<auth::Root>,
    origin: &str,
    news: &[News],
    lang: Lang,
    title: &str,
) -> std::io::Result<String> {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 1);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    let instant = |n: &News| format!("{}T00:00:00+08:00", n.day);
    let updated = news.first().map_or_else(|| "1970-01-01T00:00:00Z".to_owned(), instant);
    let feed = xml.create_element("feed");
    let feed = feed.with_attributes([("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", lang.tag())]);
    feed.write_inner_content(|xml| {
        text(xml, "id", &format!("urn:uuid:{root}"))?;
        text(xml, "title", &format!("{organisation} · {title}"))?;
        text(xml, "updated", &updated)?;
        xml.create_element("author").write_inner_content(|xml| text(xml, "name", organisation))?;
        link(xml, "self", &format!("{origin}/open/feed.atom"))?;
        link(xml, "alternate", &format!("{origin}/open"))?;
        for n in news {
            xml.create_element("entry").write_inner_content(|xml| {
                text(xml, "id", &format!("urn:uuid:{}", n.id))?;
                text(xml, "title", n.title.to(lang))?;
                text(xml, "updated", &instant(n))?;
                link(xml, "alternate", &format!("{origin}{}", n.href))?;
                xml.create_element("category").with_attribute(("term", n.kind.to(lang))).write_empty()?;
                text(xml, "summary", n.summary.to(lang))
            })?;
        }
        Ok(())
    })?;
    String::from_utf8(xml.into_inner()).map_err(std::io::Error::other)
}

type Xml = Writer<Vec<u8>>;
fn text(xml: &mut Xml, name: &str, text: &str) -> std::io::Result<()> {
    xml.create_element(name).write_text_content(BytesText::new(text)).map(drop)
}
fn link(xml: &mut Xml, rel: &str, href: &str) -> std::io::Result<()> {
    xml.create_element("link").with_attributes([("rel", rel), ("href", href)]).write_empty().map(drop)
}

/// A JSON Feed, version 1.1.
pub fn json(organisation: &str, origin: &str, news: &[News], lang: Lang, title: &str) -> Value {
    let item = |n: &News| {
        json!({
            "id": format!("urn:uuid:{}", n.id),
            "url": format!("{origin}{}", n.href),
            "title": n.title.to(lang),
            "content_text": n.summary.to(lang),
            "date_published": format!("{}T00:00:00+08:00", n.day),
            "tags": [n.kind.to(lang)],
        })
    };
    json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": format!("{organisation} · {title}"),
        "home_page_url": format!("{origin}/open"),
        "feed_url": format!("{origin}/open/feed.json"),
        "language": lang.tag(),
        "items": news.iter().map(item).collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    use base::Say;

    use super::*;

    #[test]
    fn a_feed_says_what_is_new_and_hostile_words_are_words() {
        let news = [News {
            day: "2026-06-01".parse().unwrap(),
            id: "018f0000-0000-7000-8000-000000000001".into(),
            kind: Say::new("公示", "Notice"),
            title: Say::new("<b>&\"任前公示", "Notice"),
            summary: Say::new("五个工作日", "Five working days"),
            href: "/notices/1".into(),
        }];
        let text = atom("海晏市", Id::from_bytes([7; 16]), "https://xn.example", &news, Lang::Zh, "阳光窗口").unwrap();
        for part in [
            "<title>&lt;b&gt;&amp;&quot;任前公示</title>",
            "<updated>2026-06-01T00:00:00+08:00</updated>",
            "href=\"https://xn.example/notices/1\"",
            "<id>urn:uuid:018f0000-0000-7000-8000-000000000001</id>",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
        let feed = json("海晏市", "https://xn.example", &news, Lang::En, "Sunshine site");
        assert_eq!(feed["items"][0]["url"], "https://xn.example/notices/1");
        assert_eq!(feed["title"], "海晏市 · Sunshine site");
    }
}
