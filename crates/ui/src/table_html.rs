//! A table on a page: heads that sort, a place in the list, exports, and cards on a phone.

use maud::{Markup, html};

use crate::{Cell, Column, Icon, Kind, Lang, Pager, Row, Table, Tone, badge, link, link::SAME_PLACE, t::Text};

impl Table {
    /// The whole list: heading line, table, pager.
    pub fn html(&self, lang: Lang) -> Markup {
        let t = Text::of(lang);
        html! {
            section.list {
                div.list-head {
                    p.list-count { (self.count(&t)) }
                    @if !self.exports.is_empty() && !self.rows.is_empty() {
                        p.list-tools {
                            @for format in &self.exports {
                                a.tool href=(link::with(&self.without_place(), "format", format)) download {
                                    (Icon::Export) span { (t.export_as(format.to_uppercase())) }
                                }
                            }
                        }
                    }
                }
                @if self.rows.is_empty() { (self.nothing(&t)) } @else { (self.grid(&t)) }
                @if let Some(pager) = &self.pager { (pager.html(&t)) }
            }
        }
    }

    /// Only the table, for use inside a page's own section.
    pub fn plain(&self, lang: Lang) -> Markup {
        let t = Text::of(lang);
        if self.rows.is_empty() { self.nothing(&t) } else { self.grid(&t) }
    }

    fn without_place(&self) -> String {
        link::without(&self.here, &["after", "before", "format"])
    }

    fn count(&self, t: &Text) -> String {
        let shown = self.rows.len() as u64;
        let Some(pager) = &self.pager else { return t.rows(shown).to_string() };
        match (pager.total, pager.before) {
            (Some(total), Some(before)) if shown > 0 && total > shown => {
                t.rows_range(before + 1, before + shown, grouped(total)).to_string()
            }
            (Some(total), _) if total != shown => t.rows_shown(shown, grouped(total)).to_string(),
            _ => t.rows(shown).to_string(),
        }
    }

    fn nothing(&self, t: &Text) -> Markup {
        let says = if self.empty.says.is_empty() { t.nothing_here().to_string() } else { self.empty.says.clone() };
        html! {
            div.empty {
                p.empty-says { (says) }
                @if !self.empty.hint.is_empty() { p.empty-hint { (self.empty.hint) } }
                @if let Some((label, href)) = &self.empty.action { p { a.button href=(href) { (label) } } }
            }
        }
    }

    fn grid(&self, t: &Text) -> Markup {
        html! {
            div.table-wrap role="region" aria-label=(self.caption) tabindex="0" {
                table.table role="table" data-rows {
                    caption { (self.caption) }
                    thead role="rowgroup" hx-boost:inherited=(SAME_PLACE) { tr role="row" { @for column in &self.columns { (self.head(column, t)) } } }
                    tbody role="rowgroup" { @for row in &self.rows { (self.row(row)) } }
                }
            }
        }
    }

    fn head(&self, column: &Column, t: &Text) -> Markup {
        let now = self.sort.as_ref().filter(|s| s.key == column.key).map(|s| s.descending);
        let order = match now {
            Some(false) => Some("ascending"),
            Some(true) => Some("descending"),
            None => None,
        };
        let to = if now == Some(false) { format!("-{}", column.key) } else { column.key.to_owned() };
        let hint = if now == Some(false) { t.sort_descending() } else { t.sort_ascending() };
        html! {
            th role="columnheader" scope="col" class=(classes(column)) aria-sort=[order] {
                @if column.sortable {
                    a href=(link::with(&self.without_place(), "sort", &to)) title=(hint) {
                        (column.label)
                        @match now { Some(false) => (Icon::Up), Some(true) => (Icon::Down), None => (Icon::Sort) }
                    }
                } @else {
                    (column.label)
                }
            }
        }
    }

    fn row(&self, row: &Row) -> Markup {
        let tone = (row.tone != Tone::Plain).then(|| format!("row-{}", row.tone.class()));
        html! {
            tr role="row" class=[tone] {
                @for (i, (column, cell)) in self.columns.iter().zip(&row.cells).enumerate() {
                    @if i == 0 {
                        th role="rowheader" scope="row" class=(classes(column)) { (content(column, cell)) }
                    } @else {
                        td role="cell" class=(classes(column)) data-label=(column.label) { (content(column, cell)) }
                    }
                }
            }
        }
    }
}

fn classes(column: &Column) -> String {
    let kind = match column.kind {
        Kind::Text | Kind::Link => "text",
        Kind::Number => "number",
        Kind::Date => "date",
        Kind::Badge => "state",
    };
    // style attributes are forbidden by the content policy, so that widths come in steps
    let width = column.width.map(|w| format!(" w{}", w.clamp(4, 60).div_ceil(4) * 4)).unwrap_or_default();
    let print = if column.print { "" } else { " no-print" };
    let whole = if column.whole { " whole" } else { "" };
    format!("{kind}{width}{print}{whole}")
}

fn content(column: &Column, cell: &Cell) -> Markup {
    let inner = html! {
        @if cell.text.is_empty() { span.none aria-hidden="true" { "—" } }
        @else if column.kind == Kind::Badge { (badge(cell.tone, &cell.text)) }
        @else if cell.tone != Tone::Plain { span class={ "tone-" (cell.tone.class()) } { @if let Some(i) = cell.tone.icon() { (i) } (cell.text) } }
        @else if column.kind == Kind::Number { (readable(&cell.text)) }
        @else if column.kind == Kind::Date { time { (cell.text) } }
        @else { (cell.text) }
    };
    html! {
        @if let Some(href) = &cell.href { a href=(href) { (inner) } } @else { (inner) }
        @if let Some(note) = &cell.note { small.cell-note { (note) } }
    }
}

/// A plain figure from 10000 on with its thousands marked; anything else as it is.
pub(crate) fn readable(text: &str) -> String {
    let whole = text.len() >= 5 && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|_| whole).map_or_else(|| text.to_owned(), grouped)
}

/// `12345` as `12,345`: both languages write it so.
pub(crate) fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// The same with a minus sign (U+2212, as wide as a digit) where it is below zero.
pub(crate) fn grouped_signed(n: i128) -> String {
    let digits = grouped(u64::try_from(n.unsigned_abs()).unwrap_or(u64::MAX));
    if n < 0 { format!("\u{2212}{digits}") } else { digits }
}

impl Pager {
    fn html(&self, t: &Text) -> Markup {
        let step = |to: &Option<String>, icon: Option<Icon>, label: String, rel: &str, last: bool| {
            html! {
                @match to {
                    Some(href) => a.pager-step href=(href) rel=[(!rel.is_empty()).then_some(rel)] {
                        @if !last { @if let Some(icon) = icon { (icon) } } (label) @if last { @if let Some(icon) = icon { (icon) } }
                    },
                    None => span.pager-step.pager-off { @if !last { @if let Some(icon) = icon { (icon) } } (label) @if last { @if let Some(icon) = icon { (icon) } } },
                }
            }
        };
        html! {
            @if self.first.is_some() || self.previous.is_some() || self.next.is_some() {
                nav.pager aria-label=(t.pages()) hx-boost:inherited=(SAME_PLACE) {
                    (step(&self.first, None, t.first().to_string(), "", false))
                    (step(&self.previous, Some(Icon::Back), t.previous().to_string(), "prev", false))
                    (step(&self.next, Some(Icon::Next), t.next().to_string(), "next", true))
                }
            }
        }
    }
}
