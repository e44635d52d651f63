//! The figures of a unit from day to day, as a table.

use base::Date;
use maud::{Markup, html};
use ui::{Cell, Column, Table};
use web::Lang;

use super::set::Figure;
use crate::{Course, Text, timeline::Span};

/// Every figure that was, is and will be, the latest first; of one kind where that is given.
pub(super) fn table(course: &Course, only: Option<Figure>, lang: Lang) -> Markup {
    let t = Text::of(lang);
    let mut rows: Vec<(Date, Option<Date>, Figure, String, String)> = Vec::new();
    macro_rules! add {
        ($figure:ident, $spans:expr, $what:expr, $value:expr) => {
            for Span { from, to, value, .. } in $spans {
                rows.push((*from, *to, Figure::$figure, $what(value), $value(value)));
            }
        };
    }
    let kind = |code: &str| codes::ESTABLISHMENT.label(code, lang).to_owned();
    add!(
        Establishment,
        &course.establishments,
        |e: &crate::Establishment| kind(&e.kind),
        |e: &crate::Establishment| e.approved.to_string()
    );
    add!(Staff, &course.staff, |s: &crate::Staff| kind(&s.kind), |s: &crate::Staff| s.counted.to_string());
    add!(
        Quota,
        &course.quotas,
        |q: &crate::Quota| codes::LEVEL.label(&q.level, lang).to_owned(),
        |q: &crate::Quota| q.approved.to_string()
    );
    add!(
        Funds,
        &course.funds,
        |f: &crate::Funds| format!("{} {}", f.year, f.purpose.label(lang)),
        |f: &crate::Funds| f.amount.to_string()
    );
    add!(Party, &course.party, |p: &crate::Party| p.kind.label(lang).to_owned(), |p: &crate::Party| {
        t.term_from(p.started.to_string().as_str(), p.years.to_string().as_str()).to_string()
    });
    let belongs =
        |a: &crate::Affiliation| codes::SUBORDINATION.label(a.belongs.as_deref().unwrap_or_default(), lang).to_owned();
    add!(Affiliation, &course.affiliation, belongs, |a: &crate::Affiliation| a.area.clone().unwrap_or_default());
    rows.retain(|(_, _, figure, ..)| only.is_none_or(|o| o == *figure));
    if rows.is_empty() {
        return html! {};
    }
    rows.sort_by(|a, b| (b.0, a.2, &a.3).cmp(&(a.0, b.2, &b.3)));
    let columns = vec![
        Column::text("figure", t.figure().to_string()),
        Column::text("what", t.figure_what().to_string()).width(30),
        Column::number("value", t.figure_value().to_string()),
        Column::date("from", t.on_day().to_string()),
        Column::date("until", t.until().to_string()),
    ];
    let lines = rows.into_iter().map(|(from, to, figure, what, value)| -> Vec<Cell> {
        let until = to.map(|to| to.plus_days(-1));
        vec![figure.label(lang).into(), what.into(), value.into(), Cell::from(from), Cell::of(until)]
    });
    html! {
        h2 { (t.figures_over_time()) }
        (Table::new(t.figures_over_time().to_string(), columns).rows(lines).plain(lang))
    }
}
