//! Every component of the gallery, in both languages: what refers to a part refers to one that is there, once.

#[path = "../examples/gallery/figures.rs"]
mod figures;
#[path = "../examples/gallery/forms.rs"]
mod forms;
#[path = "../examples/gallery/lists.rs"]
mod lists;
#[path = "../examples/gallery/pages.rs"]
mod pages;
#[path = "../examples/gallery/person.rs"]
mod person;
#[path = "../examples/gallery/sheets.rs"]
mod sheets;
#[path = "../examples/gallery/units.rs"]
mod units;

use std::collections::BTreeSet;

use pages::{page, w};
use ui::Lang;

/// The values of an attribute, in the order they stand.
fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let mark = format!(" {attribute}=\"");
    html.split(mark.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

fn each(check: impl Fn(Lang, &str, &str)) {
    for lang in Lang::ALL {
        for (name, shell) in pages::all(lang) {
            check(lang, name, &shell.html().into_string());
        }
    }
}

#[test]
fn an_id_stands_once_and_what_refers_to_one_finds_it() {
    each(|lang, name, html| {
        let all = values(html, "id");
        let ids: BTreeSet<&str> = all.iter().copied().collect();
        assert_eq!(ids.len(), all.len(), "{lang} {name}: an id stands twice in {all:?}");
        let single = ["for", "aria-controls", "popovertarget"].map(|a| values(html, a));
        let several = ["aria-describedby", "aria-labelledby"].map(|a| values(html, a));
        for id in single.iter().flatten().copied().chain(several.iter().flatten().flat_map(|v| v.split(' '))) {
            assert!(ids.contains(id), "{lang} {name}: nothing has the id {id}");
        }
        for href in values(html, "href").into_iter().filter_map(|h| h.strip_prefix("#f-")) {
            assert!(ids.contains(format!("f-{href}").as_str()), "{lang} {name}: the error summary leads to no {href}");
        }
    });
}

#[test]
fn the_content_policy_is_kept() {
    each(|lang, name, html| {
        assert!(!html.contains(" style=\"") && !html.contains("<style"), "{lang} {name}");
        assert!(!html.contains(" onclick=") && !html.contains("javascript:"), "{lang} {name}");
        let scripts: Vec<&str> = html.split("<script").skip(1).collect();
        assert!(scripts.iter().all(|s| s.starts_with(" src=\"/assets/")), "{lang} {name}");
    });
}

#[test]
fn an_element_names_each_attribute_once() {
    each(|lang, name, html| {
        for tag in html.split('<').skip(1).filter(|t| !t.starts_with(['/', '!'])) {
            let tag = tag.split('>').next().unwrap_or_default();
            for attribute in [" class=\"", " id=\"", " role=\""] {
                assert!(tag.matches(attribute).count() < 2, "{lang} {name}: <{tag}>");
            }
        }
    });
}

#[test]
fn every_drawing_has_a_title_or_is_decoration() {
    each(|lang, name, html| {
        for svg in html.split("<svg").skip(1) {
            let head = svg.split('>').next().unwrap_or_default();
            let named = head.contains("aria-label=") || head.contains("aria-hidden=\"true\"");
            let nested = head.contains("overflow=\"visible\"");
            assert!(named || nested, "{lang} {name}: <svg{head}>");
        }
    });
}

#[test]
fn the_frame_speaks_the_page_s_language() {
    each(|lang, name, html| {
        let (own, other) = match lang {
            Lang::Zh => ("跳到正文", "Skip to content"),
            Lang::En => ("Skip to content", "跳到正文"),
        };
        assert!(html.contains(own) && !html.contains(other), "{lang} {name}");
    });
}

#[test]
fn what_the_browser_loads_stays_small() {
    let size = |begin: &str, end: &str| {
        let all = ui::ASSETS.iter().filter(|a| a.path.starts_with(begin) && a.path.ends_with(end));
        all.map(|a| a.bytes.len()).sum::<usize>()
    };
    let (all, ballot) = (size("/assets/", ".js"), size("/assets/ballot", ".js"));
    assert!(all - ballot < 42_000, "scripts are {} bytes", all - ballot);
    // voters and scrutineers load this one alone, in the place of the others
    assert!((1..75_000).contains(&ballot), "the script of ballots is {ballot} bytes");
    assert!(size("/assets/", ".css") < 50_000, "style sheets are {} bytes", size("/assets/", ".css"));
    for asset in ui::ASSETS {
        assert_eq!(ui::asset(asset.path).map(|a| a.path), Some(asset.path));
    }
    assert!(ui::asset("/assets/app.css").is_none(), "only names with a hash are served, they are cached for ever");
}
