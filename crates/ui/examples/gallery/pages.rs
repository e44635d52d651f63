//! The gallery's pages and the frame around them.

use maud::Markup;
use ui::{AsOf, Icon, Lang, NavItem, Search, Shell, User};

use crate::{figures, forms, lists, person, sheets, units};

/// Every page: its file's name and what it shows.
pub fn all(lang: Lang) -> [(&'static str, Shell); 8] {
    [
        ("lists", lists::list(lang)),
        ("empty", lists::empty(lang)),
        ("forms", forms::form(lang)),
        ("notices", forms::notices(lang)),
        ("person", person::person(lang)),
        ("units", units::units(lang)),
        ("figures", figures::figures(lang)),
        ("sheets", sheets::sheet(lang)),
    ]
}

/// The text in the page's language.
pub fn w(lang: Lang, zh: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// A page with everything around it.
pub fn page(lang: Lang, here: &str, title: &str, main: Markup) -> Shell {
    let item = |name: &str, icon, zh, en| {
        let href = format!("/{}/{name}.html", lang.tag());
        NavItem::new(&href, w(lang, zh, en)).icon(icon).current(href == format!("/{}/{here}.html", lang.tag()))
    };
    let mut inbox = item("notices", Icon::Inbox, "待办", "Inbox");
    inbox.count = Some(7);
    Shell {
        lang,
        title: title.into(),
        organisation: w(lang, "临江市委组织部", "Linjiang Organization Department").into(),
        here: format!("/{}/{here}.html", lang.tag()),
        nav: vec![
            inbox,
            item("lists", Icon::Person, "干部名册", "Cadres"),
            item("units", Icon::Unit, "机构", "Units"),
            item("figures", Icon::Chart, "统计分析", "Figures"),
            item("forms", Icon::Edit, "表单", "Forms").section(w(lang, "样例", "Samples")),
            item("person", Icon::Document, "干部信息", "One cadre").section(w(lang, "样例", "Samples")),
            item("sheets", Icon::Print, "审批表", "Printed forms").section(w(lang, "样例", "Samples")),
            item("empty", Icon::List, "空列表", "Empty list").section(w(lang, "样例", "Samples")),
        ],
        user: Some(User {
            name: w(lang, "周文静", "Zhou Wenjing").into(),
            role: w(lang, "干部科 科长", "Head, cadre section").into(),
            href: "/account".into(),
            sign_out: "/sign-out".into(),
            csrf: "token".into(),
        }),
        as_of: Some(AsOf { date: "2026-11-23".into(), today: "2026-11-23".into() }),
        search: Some(Search { action: "/search".into(), query: String::new(), suggest: Some("/suggest.html".into()) }),
        main,
        ..Shell::default()
    }
}
