//! What people see.

mod edition;
mod list;
mod pack;
mod rule;

use base::{Date, Lang, Say};
use db::{Error, FieldError};
use rulepacks::rules::{Parameter, Rule, Status, Value};
use ui::{Cell, Column, Table, Tone};
use web::{Public, Routes};

pub(crate) use list::{List, load as listed};

use crate::{Adopt, Depart, Text};

/// Where the slice answers. Rules are public: they may be read without signing in.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get(Public, "/rules", ("现行规则", "Rules in force"), list::show)
        .post(Adopt, "/rules", ("引入规则包的一个版本", "Bring in an edition of a rule pack"), edition::bring)
        .up_to(4 << 20)
        .files(&["file"])
        .get(Public, "/rules/{country}/{pack}", ("一个规则包", "A rule pack"), pack::show)
        .get(Public, "/rules/{country}/{pack}/rule/{rule}", ("一条规则", "A rule"), rule::show)
        .post(Depart, "/rules/{country}/{pack}/rule/{rule}", ("从严设定数值", "Set a stricter figure"), rule::depart)
        .takes::<rule::Sent>()
        .post(Depart, "/rules/figures/{figure}/end", ("停用自定数值", "End a stricter figure"), rule::end)
        .takes_nothing()
        .get(
            Adopt,
            "/rules/{country}/{pack}/edition/{hash}",
            ("比较并试算一个版本", "Compare an edition and try it"),
            edition::show,
        )
        .asks::<edition::Asked>()
        .post(Adopt, "/rules/{country}/{pack}/edition/{hash}", ("施行一个版本", "Adopt an edition"), edition::adopt)
        .takes::<edition::Sent>()
}

/// A pack as its two words stand in an address.
fn pack_of(country: &str, pack: &str) -> String {
    format!("{country}/{pack}")
}

/// A day as written.
fn day(field: &str, text: &str, wrong: &mut Vec<FieldError>) -> Option<Date> {
    let day = text.trim().parse().ok();
    if day.is_none() {
        let say = Say::new("请填写日期，如2026-12-01。", "Give a day, such as 2026-12-01.");
        wrong.push(FieldError { field: field.to_owned(), say });
    }
    day
}

fn invalid(wrong: Vec<FieldError>) -> Error {
    Error::Invalid(wrong)
}

fn status(rule: &Rule, lang: Lang) -> Cell {
    let tone = match rule.status {
        Status::Verified => Tone::Yes,
        Status::Secondary => Tone::Info,
        Status::Setting => Tone::Warning,
    };
    Cell::new(rule.status.label(lang)).tone(tone)
}

/// How many words of a list a table shows.
const WORDS: usize = 4;

/// A figure as a table has room for it: the rule's own page has all of its words.
fn brief(of: &Parameter, lang: Lang) -> String {
    match &of.value {
        Value::List(words) if words.len() > WORDS + 1 => {
            let first = lang.list(words.iter().take(WORDS).map(|w| of.word(w, lang)));
            Text::of(lang).and_more(first, (words.len() - WORDS) as u64).to_string()
        }
        _ => of.say(lang),
    }
}

fn figures(rule: &Rule, lang: Lang) -> String {
    let one = |p: &Parameter| match &p.label {
        Some(label) => format!("{} {}", label.to(lang), brief(p, lang)),
        None => brief(p, lang),
    };
    lang.clauses(rule.parameters.values().map(one))
}

/// Rules as a table.
fn rules_table<'a>(lang: Lang, rules: impl Iterator<Item = (&'a str, &'a Rule)>) -> Table {
    let t = Text::of(lang);
    let columns = vec![
        Column::link("rule", t.rule().to_string()).width(36),
        Column::text("figures", t.figures().to_string()).width(12),
        Column::text("cite", t.cite().to_string()).width(24),
        Column::date("from", t.from().to_string()),
        Column::badge("status", t.established().to_string()),
    ];
    let rows = rules.map(|(pack, rule)| {
        vec![
            Cell::new(rule.text.to(lang)).href(crate::href(pack, &rule.id)),
            Cell::new(figures(rule, lang)),
            Cell::new(rule.cite().to(lang)),
            Cell::new(rule.from.to_string()),
            status(rule, lang),
        ]
    });
    Table::new(t.rules().to_string(), columns).rows(rows)
}
