//! Charts, drawn on the server: SVG with a title and a description, and the same numbers as a table.
//!
//! Positions are floats because a drawing is not a decision; the number that is read is the text that came with it.

mod bars;
mod gantt;
mod heat;
mod line;
mod radar;

use maud::{Markup, html};

pub use gantt::{Gantt, Span};

use crate::{Lang, t::Text};

/// One number: where it is drawn, and how it is read.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Its size, for drawing only.
    pub at: f64,
    /// How it is read: exact, in the reader's format.
    pub text: String,
    /// The list behind it.
    pub href: Option<String>,
}
impl Figure {
    /// A number drawn at `at` and read as `text`. What is not finite is drawn at 0.
    pub fn new(at: f64, text: impl Into<String>) -> Self {
        Self { at: if at.is_finite() { at } else { 0.0 }, text: text.into(), href: None }
    }
    /// Opens that list.
    pub fn href(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }
}
macro_rules! figure_from {
    ($($t:ty),*) => {$(
        impl From<$t> for Figure {
            fn from(n: $t) -> Self {
                Self::new(n as f64, crate::table_html::grouped_signed(i128::from(n)))
            }
        }
    )*};
}
figure_from!(i32, u32, i64, u64);

/// One category with a number for each series.
#[derive(Clone, Debug)]
pub struct Datum {
    /// The category.
    pub label: String,
    /// A number for each series; none where nothing is recorded.
    pub figures: Vec<Option<Figure>>,
}

/// Numbers to draw. The same value can be drawn as bars, stacked bars, lines, a radar or a heat map.
#[derive(Clone, Debug, Default)]
pub struct Chart {
    /// What it shows.
    pub title: String,
    /// What one should see in it, in a sentence.
    pub says: String,
    /// The unit of the numbers: 人, %.
    pub unit: String,
    /// What the categories are: the table's first head.
    pub of: String,
    /// The series, in the order of each datum's figures.
    pub series: Vec<String>,
    /// The categories.
    pub data: Vec<Datum>,
    /// The end of the scale, where it is not the largest number (100 for a percentage).
    pub full: Option<f64>,
}

impl Chart {
    /// A chart of these series.
    pub fn new<S: Into<String>>(title: impl Into<String>, series: impl IntoIterator<Item = S>) -> Self {
        Self { title: title.into(), series: series.into_iter().map(Into::into).collect(), ..Self::default() }
    }
    /// What one should see in it.
    pub fn says(mut self, says: impl Into<String>) -> Self {
        self.says = says.into();
        self
    }
    /// The unit of the numbers, and what the categories are.
    pub fn unit(mut self, unit: impl Into<String>, of: impl Into<String>) -> Self {
        self.unit = unit.into();
        self.of = of.into();
        self
    }
    /// The scale ends here.
    pub fn full(mut self, at: f64) -> Self {
        self.full = Some(at).filter(|f| f.is_finite() && *f > 0.0);
        self
    }
    /// With this category.
    pub fn datum<F: Into<Figure>>(mut self, label: impl Into<String>, figures: impl IntoIterator<Item = F>) -> Self {
        let figures = figures.into_iter().map(|f| Some(f.into())).collect();
        self.data.push(Datum { label: label.into(), figures });
        self
    }
    /// With this category, some numbers of which are not recorded.
    pub fn gaps(mut self, label: impl Into<String>, figures: impl IntoIterator<Item = Option<Figure>>) -> Self {
        self.data.push(Datum { label: label.into(), figures: figures.into_iter().collect() });
        self
    }

    /// The end of the scale for single numbers.
    fn scale(&self) -> f64 {
        let largest = self.data.iter().flat_map(|d| d.figures.iter().flatten()).map(|f| f.at).fold(0.0, f64::max);
        self.full.unwrap_or(largest).max(f64::MIN_POSITIVE)
    }

    /// Title, drawing, legend and the numbers as a table around what was drawn.
    fn frame(&self, lang: Lang, drawn: Markup, legend: bool) -> Markup {
        let t = Text::of(lang);
        html! {
            figure.chart {
                figcaption {
                    (self.title)
                    @if !self.unit.is_empty() { small { (t.in_unit(self.unit.as_str())) } }
                }
                @if !self.says.is_empty() { p.chart-says { (self.says) } }
                @if self.data.is_empty() { p.muted { (t.no_figures()) } } @else {
                    @if legend && self.series.len() > 1 {
                        ul.legend { @for (i, name) in self.series.iter().enumerate() { li { (swatch(i)) (name) } } }
                    }
                    (drawn)
                    details.figures { summary { (t.same_as_table()) } (self.table(&t)) }
                }
            }
        }
    }

    fn table(&self, t: &Text) -> Markup {
        html! {
            div.table-wrap role="region" aria-label=(self.title) tabindex="0" {
                table.table {
                    caption { (self.title) }
                    thead { tr { th scope="col" { @if self.of.is_empty() { (t.what()) } @else { (self.of) } } @for s in &self.series { th.number scope="col" { (s) } } } }
                    tbody {
                        @for datum in &self.data {
                            tr {
                                th scope="row" { (datum.label) }
                                @for figure in &datum.figures {
                                    td.number {
                                        @match figure {
                                            Some(f) => @match &f.href { Some(h) => a href=(h) { (f.text) }, None => (f.text) },
                                            None => span.none { "—" },
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

    /// `<title>` and `<desc>` of a drawing: what it shows, and what to see or the numbers in words.
    fn told(&self) -> Markup {
        html! {
            title { (self.title) }
            desc {
                @if self.says.is_empty() {
                    @for d in self.data.iter().take(30) { (d.label) " " @for f in d.figures.iter().flatten() { (f.text) (self.unit) " " } }
                } @else {
                    (self.says)
                }
            }
        }
    }
}

/// The colour and shape of a series in the legend.
fn swatch(series: usize) -> Markup {
    html! { svg.swatch viewBox="0 0 12 12" width="12" height="12" aria-hidden="true" { (marker(series, 6.0, 6.0)) } }
}

/// A point's mark: the shape differs with the series as the colour does.
fn marker(series: usize, x: f64, y: f64) -> Markup {
    let class = colour(series);
    let at = |dx: f64, dy: f64| format!("{},{}", px(x + dx), px(y + dy));
    html! {
        @match series % 4 {
            0 => circle class=(class) cx=(px(x)) cy=(px(y)) r="4" {},
            1 => rect class=(class) x=(px(x - 4.0)) y=(px(y - 4.0)) width="8" height="8" {},
            2 => polygon class=(class) points={ (at(0.0, -5.0)) " " (at(5.0, 4.0)) " " (at(-5.0, 4.0)) } {},
            _ => polygon class=(class) points={ (at(0.0, -5.5)) " " (at(5.5, 0.0)) " " (at(0.0, 5.5)) " " (at(-5.5, 0.0)) } {},
        }
    }
}

fn colour(series: usize) -> String {
    format!("c{}", series % 6 + 1)
}

/// A length to a tenth.
fn px(n: f64) -> String {
    let text = format!("{n:.1}");
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

/// Steps at which a scale to `end` is marked: 0 and at most five round numbers.
fn ticks(end: f64) -> Vec<f64> {
    let rough = end / 4.0;
    let power = 10f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|n| n * power).find(|s| *s >= rough * 0.999).unwrap_or(rough);
    (0..=5).map(|i| f64::from(i) * step).take_while(|t| *t <= end * 1.001).collect()
}

/// A mark's words: as few decimals as tell the marks apart.
fn tick_text(at: f64) -> String {
    if at.fract() == 0.0 { format!("{at:.0}") } else { format!("{at:.2}").trim_end_matches('0').to_owned() }
}
