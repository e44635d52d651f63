//! Every component in both languages as static pages, to look at and to check for accessibility.
//!
//! `cargo run -p ui --example gallery -- FOLDER`, then serve the folder: `python3 -m http.server -d FOLDER`.
//! The people and units in it do not exist.

mod figures;
mod forms;
mod lists;
mod person;
mod sheets;
mod units;

use std::{fs, io, path::Path};

use maud::Markup;
use ui::{ASSETS, AsOf, Icon, Lang, NavItem, Search, Shell, User};

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
            item("forms", Icon::Edit, "表单", "Forms"),
            item("person", Icon::Document, "干部信息", "One cadre"),
            item("sheets", Icon::Print, "审批表", "Printed forms"),
            item("empty", Icon::List, "空列表", "Empty list"),
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

fn main() -> io::Result<()> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "target/gallery".into());
    let folder = Path::new(&folder);
    fs::create_dir_all(folder.join("assets"))?;
    for asset in ASSETS {
        fs::write(folder.join(asset.path.trim_start_matches('/')), asset.bytes)?;
    }
    let found = [("/people/1", "欧阳明远", "市财政局"), ("/people/2", "欧阳婷", "市职业技术学院")];
    let found =
        found.map(|(href, text, note)| ui::Suggestion { href: href.into(), text: text.into(), note: note.into() });
    fs::write(folder.join("suggest.html"), ui::suggestions(Lang::Zh, &found).into_string())?;
    for lang in Lang::ALL {
        let place = folder.join(lang.tag());
        fs::create_dir_all(&place)?;
        let pages = [
            ("lists", lists::list(lang)),
            ("empty", lists::empty(lang)),
            ("forms", forms::form(lang)),
            ("notices", forms::notices(lang)),
            ("person", person::person(lang)),
            ("units", units::units(lang)),
            ("figures", figures::figures(lang)),
            ("sheets", sheets::sheet(lang)),
        ];
        for (name, shell) in pages {
            fs::write(place.join(name).with_extension("html"), shell.html().into_string())?;
        }
    }
    println!("wrote {}", folder.display());
    Ok(())
}
