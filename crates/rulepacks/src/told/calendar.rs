//! The notices on public holidays, as working days are counted by them.

use std::collections::BTreeMap;

use base::{Date, Lang, Say};
use serde::Deserialize;

use crate::rules::{Pack, Rule, Scope, Status, Stricter};

#[derive(Deserialize)]
struct Notices {
    pack: String,
    title: Say,
    years: Vec<Year>,
}
#[derive(Deserialize)]
struct Year {
    year: i16,
    days: Vec<Holiday>,
}
#[derive(Deserialize)]
struct Holiday {
    name: String,
    #[serde(default)]
    off: Vec<String>,
    #[serde(default)]
    work: Vec<String>,
}

/// One rule whose versions are the years.
pub(super) fn told(text: &str) -> Result<Pack, serde_json::Error> {
    let notices: Notices = serde_json::from_str(text)?;
    let mut rules = Vec::new();
    for of in &notices.years {
        let day = |year: i16| Date::new(year, 1, 1);
        let (Some(from), until) = (day(of.year), day(of.year + 1)) else { continue };
        let year = of.year;
        rules.push(Rule {
            id: "holidays".to_owned(),
            regulation: Say::new(
                format!("国务院办公厅关于{year}年部分节假日安排的通知"),
                format!("Notice of the General Office of the State Council on holidays in {year}"),
            ),
            article: String::new(),
            text: Say::each(|lang| said(of, lang)),
            scope: Scope::Central,
            stricter: Stricter::None,
            from,
            until,
            status: Status::Secondary,
            parameters: BTreeMap::new(),
        });
    }
    let edition = notices.years.iter().filter(|y| !y.days.is_empty()).map(|y| y.year).max().unwrap_or_default();
    Ok(Pack { id: notices.pack, title: notices.title, edition: edition.to_string(), built_in: true, rules })
}

fn said(of: &Year, lang: Lang) -> String {
    let days =
        |all: &[String]| lang.list(all.iter().map(|d| d.replace('/', if lang == Lang::Zh { "至" } else { " to " })));
    let off = |h: &Holiday| match lang {
        Lang::Zh => format!("{}{}", h.name, days(&h.off)),
        Lang::En => days(&h.off),
    };
    let off = lang.list(of.days.iter().filter(|h| !h.off.is_empty()).map(off));
    let work = lang.list(of.days.iter().filter(|h| !h.work.is_empty()).map(|h| days(&h.work)));
    let mut parts = Vec::new();
    let (zh, en) = ("放假", "Days off");
    parts.extend((!off.is_empty()).then(|| lang.pair(if lang == Lang::Zh { zh } else { en }, off)));
    let (zh, en) = ("上班", "Days worked to make up for them");
    parts.extend((!work.is_empty()).then(|| lang.pair(if lang == Lang::Zh { zh } else { en }, work)));
    let rest = match (lang, parts.is_empty()) {
        (Lang::Zh, false) => "其余的周六、周日休息。",
        (Lang::Zh, true) => "尚无通知，按周六、周日休息计算。",
        (Lang::En, false) => "All other Saturdays and Sundays are off.",
        (Lang::En, true) => "There is no notice yet; Saturdays and Sundays are taken as off.",
    };
    parts.push(rest.to_owned());
    lang.clauses(parts)
}
