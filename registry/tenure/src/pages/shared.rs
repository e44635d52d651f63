//! What several pages of the slice have in common.

use base::{Date, Id};
use clap::{Arg, ArgMatches, Command};
use db::{Error, Read, Result};
use org::Unit;
use ui::{Cell, Column, Table, Tone};
use web::{Lang, View};

use crate::{Recuse, Row, Survey, Text};

/// The unit that a filter means.
#[derive(Clone, PartialEq, Eq, Default, Debug, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Within {
    /// None was asked for.
    #[default]
    All,
    /// This one, with its name.
    One(Id<Unit>, String),
    /// No unit within reach is called so.
    Nowhere,
}

impl Within {
    pub(super) fn unit(&self) -> Option<Id<Unit>> {
        match self {
            Self::One(unit, _) => Some(*unit),
            _ => None,
        }
    }
    /// How the filter reads.
    pub(super) fn says(&self, lang: Lang) -> Option<String> {
        let t = Text::of(lang);
        match self {
            Self::All => None,
            Self::One(_, name) => Some(t.within(name.as_str()).to_string()),
            Self::Nowhere => Some(t.no_such_unit().to_string()),
        }
    }
}

/// The unit meant by an id, a code or a name; of words that mean several or are a part of one the best guess, because a
/// filter shows what it took them for.
pub(super) fn within(tx: &mut Read<'_>, text: &str, on: Date) -> Result<Within> {
    let unit = match org::pick(tx, "unit", text, on) {
        Ok(None) => return Ok(Within::All),
        Ok(Some(unit)) => unit,
        Err(Error::Invalid(_)) => match org::suggested(tx, text, on, 1)?.pop() {
            Some(best) => best.unit,
            None => return Ok(Within::Nowhere),
        },
        Err(Error::NotFound) => return Ok(Within::Nowhere),
        Err(other) => return Err(other),
    };
    Ok(Within::One(unit, org::whole(tx, unit, on)?.name.name))
}

/// The sister pages, as far as the reader may see them.
pub(super) fn tabs(view: &View, here: &str) -> maud::Markup {
    let t = Text::of(view.lang);
    let mut pages = vec![(t.appointments().to_string(), "/appointments".to_owned())];
    if view.can::<Survey>() {
        pages.push((t.vacancies().to_string(), "/vacancies".to_owned()));
        pages.push((t.quotas().to_string(), "/quotas".to_owned()));
    }
    if view.can::<Recuse>() {
        pages.push((t.recusal().to_string(), "/recusal".to_owned()));
    }
    let pages: Vec<_> = pages
        .into_iter()
        .map(|(label, href)| {
            let now = href == here;
            (label, href, now)
        })
        .collect();
    if pages.len() > 1 {
        ui::tabs(view.lang, &pages)
    } else {
        maud::html! {}
    }
}

pub(super) fn level(code: Option<&str>, lang: Lang) -> String {
    code.map(|code| post::level_label(code, lang).to_owned()).unwrap_or_default()
}

/// What a table of appointments leaves out, because its page is about that.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum But {
    Nothing,
    Person,
    Post,
    Unit,
}

/// A table of appointments, as of a day.
pub(super) fn table(caption: String, rows: &[Row], but: But, sorts: bool, on: Date, lang: Lang) -> Table {
    let t = Text::of(lang);
    let sortable = |c: Column| if sorts { c.sortable() } else { c };
    let mut columns = Vec::new();
    if but != But::Person {
        columns.push(Column::link("name", t.name().to_string()).whole().width(16));
    }
    if but != But::Post {
        columns.push(Column::link("post", t.post().to_string()).width(16));
    }
    if !matches!(but, But::Post | But::Unit) {
        columns.push(Column::link("unit", t.unit().to_string()).width(24));
    }
    if but != But::Post {
        columns.push(Column::text("level", t.level().to_string()).width(12));
    }
    columns.push(Column::text("way", t.way().to_string()).width(8));
    columns.push(sortable(Column::date("since", t.since().to_string())));
    columns.push(Column::date("to", t.until().to_string()));
    columns.push(sortable(Column::badge("term", t.term_ends().to_string())));
    columns.push(Column::text("document", t.document().to_string()).width(24));
    let line = |r: &Row| {
        let h = &r.span.value;
        let mut cells = Vec::with_capacity(columns.len());
        // without a name there is nothing to read in a link
        let name = if r.name.is_empty() { t.no_name().to_string() } else { r.name.clone() };
        if but != But::Person {
            cells.push(Cell::new(name).href(format!("/people/{}", h.person)));
        }
        if but != But::Post {
            cells.push(Cell::new(&r.frame.name).href(format!("/appointments/{}", r.tenure)).note(&r.frame.code));
        }
        if !matches!(but, But::Post | But::Unit) {
            cells.push(Cell::new(&r.unit_name).href(format!("/units/{}", r.frame.unit)));
        }
        if but != But::Post {
            cells.push(Cell::new(level(r.frame.level.as_deref(), lang)));
        }
        cells.push(Cell::new(h.way.label(lang)));
        let since = Cell::from(r.span.from);
        cells.push(if but == But::Post { since.href(format!("/appointments/{}", r.tenure)) } else { since });
        cells.push(Cell::of(r.span.to));
        let term = match r.term_ends {
            Some(end) if r.overdue(on) => {
                Cell::new(t.overdue_since(end.to_string()).to_string()).tone(Tone::Warning).href(r.term_href())
            }
            Some(end) if r.span.holds(on) => Cell::from(end),
            _ => Cell::default(),
        };
        cells.push(term);
        let documents: Vec<&str> = [&h.appointed_by, &h.removed_by].into_iter().flatten().map(String::as_str).collect();
        cells.push(Cell::new(lang.clauses(documents)));
        ui::Row::from(cells).id(r.tenure)
    };
    let lines: Vec<ui::Row> = rows.iter().map(line).collect();
    Table::new(caption, columns).rows(lines)
}

pub(super) fn scope_args(command: Command, lang: Lang) -> Command {
    let help = |zh: &'static str, en: &'static str| if lang == Lang::Zh { zh } else { en };
    command.arg(Arg::new("on").long("on").value_name("DATE").help(help("截至日期", "As of that day"))).arg(
        Arg::new("unit")
            .long("unit")
            .value_name("CODE")
            .help(help("机构编码，含下级", "The unit's code; units below count")),
    )
}

pub(super) fn day_arg(args: &ArgMatches, name: &str, or: Date) -> Result<Date> {
    let Some(text) = args.get_one::<String>(name) else { return Ok(or) };
    text.parse().map_err(|_| Error::field(name, base::Say::each(|l| Text::of(l).day_needed().to_string())))
}

/// The unit named on the command line, which must be there.
pub(super) fn unit_arg(tx: &mut Read<'_>, args: &ArgMatches, on: Date) -> Result<Within> {
    let Some(code) = args.get_one::<String>("unit") else { return Ok(Within::All) };
    let unit = org::by_code(tx, code, on)?;
    Ok(Within::One(unit, org::whole(tx, unit, on)?.name.name))
}
