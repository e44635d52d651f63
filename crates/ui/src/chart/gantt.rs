//! Spans of time under each other: terms of office, plans, secondments.

use maud::{Markup, html};

use super::{Chart, px};
use crate::{Lang, Tone, t::Text};

/// Something that lasts from one day to another.
#[derive(Clone, Debug)]
pub struct Span {
    /// What lasts.
    pub label: String,
    /// First day.
    pub from: base::Date,
    /// Last day.
    pub to: base::Date,
    /// Which kind.
    pub tone: Tone,
    /// Its page.
    pub href: Option<String>,
}
impl Span {
    /// A span.
    pub fn new(label: impl Into<String>, from: base::Date, to: base::Date) -> Self {
        Self { label: label.into(), from, to, tone: Tone::Plain, href: None }
    }
    /// Of that kind.
    pub fn tone(mut self, tone: Tone) -> Self {
        self.tone = tone;
        self
    }
}

/// Spans on one scale of years.
#[derive(Clone, Debug, Default)]
pub struct Gantt {
    /// What it shows.
    pub title: String,
    /// What one should see in it.
    pub says: String,
    /// The spans, in the order drawn.
    pub spans: Vec<Span>,
    /// A day to mark: the date that the page is as of.
    pub today: Option<base::Date>,
}

impl Gantt {
    /// The chart.
    pub fn html(&self, lang: Lang) -> Markup {
        let t = Text::of(lang);
        let days = self.spans.iter().flat_map(|s| [s.from, s.to]).chain(self.today);
        let (first, last) = days.fold((i16::MAX, i16::MIN), |(a, b), d| (a.min(d.year()), b.max(d.year())));
        let years = if first > last { 1.0 } else { f64::from(last - first + 1) };
        let place = |d: base::Date| {
            let day = f64::from(d.civil().day_of_year() - 1) / 366.0;
            (f64::from(d.year() - first) + day) / years * 100.0
        };
        let every = (years / 8.0).ceil() as usize;
        let height = 24 + 36 * self.spans.len();
        let drawn = html! {
            svg.chart-drawing role="img" aria-label=(self.title) width="100%" height=(height) {
                title { (self.title) }
                desc { (self.says) }
                @for year in (first..=last).step_by(every) {
                    @let x = f64::from(year - first) / years * 100.0;
                    line.chart-grid x1={ (px(x)) "%" } x2={ (px(x)) "%" } y1="16" y2=(height) {}
                    text.chart-year x={ (px(x)) "%" } y="11" { (year) }
                }
                @for (i, s) in self.spans.iter().enumerate() {
                    @let y = 22 + 36 * i;
                    text.chart-label x="4" y=(y + 12) { (s.label) }
                    rect class={ "span span-" (s.tone.class()) } x={ (px(place(s.from))) "%" } y=(y + 17) width={ (px((place(s.to) - place(s.from)).max(0.4))) "%" } height="10" {
                        title { (s.label) " " (s.from) " – " (s.to) " " (s.tone.word(lang)) }
                    }
                }
                @if let Some(today) = self.today { line.chart-today x1={ (px(place(today))) "%" } x2={ (px(place(today))) "%" } y1="14" y2=(height) {} }
            }
        };
        let frame = Chart { title: self.title.clone(), says: self.says.clone(), ..Chart::default() };
        if self.spans.is_empty() {
            return frame.frame(lang, html! {}, false);
        }
        html! {
            figure.chart {
                figcaption { (self.title) }
                @if !self.says.is_empty() { p.chart-says { (self.says) } }
                (drawn)
                details.figures {
                    summary { (t.same_as_table()) }
                    div.table-wrap role="region" aria-label=(self.title) tabindex="0" {
                        table.table {
                            caption { (self.title) }
                            thead { tr { th scope="col" { (t.what()) } th scope="col" { (t.from()) } th scope="col" { (t.until()) } } }
                            tbody {
                                @for s in &self.spans {
                                    tr {
                                        th scope="row" { @match &s.href { Some(h) => a href=(h) { (s.label) }, None => (s.label) } }
                                        td.date { (s.from) }
                                        td.date { (s.to) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
