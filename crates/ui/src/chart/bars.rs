//! Bars and stacked bars. Lengths are shares of the drawing's width and words keep their size, so that a bar chart reads
//! as well on a phone as on paper.

use maud::{Markup, html};

use super::{Chart, Datum, Figure, colour, px};
use crate::Lang;

const LINE: f64 = 20.0;
const BAR: f64 = 12.0;
const GAP: f64 = 12.0;

impl Chart {
    /// A bar for each number, the category above them.
    pub fn bar(&self, lang: Lang) -> Markup {
        let several = self.series.len() > 1;
        // with several bars the numbers stand in the drawing, right of the longest
        let full = self.scale() * if several { 1.12 } else { 1.0 };
        let height = |d: &Datum| LINE + d.figures.len() as f64 * (BAR + 4.0) + GAP;
        let drawn = self.rows(height, |d, y| {
            html! {
                text.chart-label x="0" y=(px(y + 13.0)) { (d.label) }
                @if let (false, Some(Some(f))) = (several, d.figures.first()) { (number(f, y + 13.0)) }
                @for (i, figure) in d.figures.iter().enumerate() {
                    @let top = y + LINE + i as f64 * (BAR + 4.0);
                    rect.chart-track x="0" y=(px(top)) width="100%" height=(BAR) {}
                    @if let Some(f) = figure {
                        rect class=(colour(i)) x="0" y=(px(top)) width=(share(f.at, full)) height=(BAR) { title { (d.label) " " (f.text) (self.unit) } }
                        @if several { text.chart-in x="100%" y=(px(top + 10.0)) { (f.text) } }
                    }
                }
            }
        });
        self.frame(lang, drawn, true)
    }

    /// One bar for each category, its parts after each other.
    pub fn stacked(&self, lang: Lang) -> Markup {
        let sum = |d: &Datum| d.figures.iter().flatten().map(|f| f.at).sum::<f64>();
        let full = self.full.unwrap_or_else(|| self.data.iter().map(sum).fold(0.0, f64::max)).max(f64::MIN_POSITIVE);
        let drawn = self.rows(
            |_| LINE + BAR + 6.0 + GAP,
            |d, y| {
                let mut left = 0.0;
                let parts: Vec<(usize, &Figure, f64)> = d
                    .figures
                    .iter()
                    .enumerate()
                    .filter_map(|(i, f)| {
                        let f = f.as_ref()?;
                        left += f.at;
                        Some((i, f, left - f.at))
                    })
                    .collect();
                html! {
                    text.chart-label x="0" y=(px(y + 13.0)) { (d.label) }
                    rect.chart-track x="0" y=(px(y + LINE)) width="100%" height=(BAR + 6.0) {}
                    @for (i, f, from) in parts {
                        rect class={ "chart-part " (colour(i)) } x=(share(from, full)) y=(px(y + LINE)) width=(share(f.at, full)) height=(BAR + 6.0) {
                            title { (self.series.get(i).map(String::as_str).unwrap_or_default()) " " (f.text) (self.unit) }
                        }
                        @if f.at / full > 0.07 { text.chart-on x=(share(from + f.at / 2.0, full)) y=(px(y + LINE + 13.0)) { (f.text) } }
                    }
                }
            },
        );
        self.frame(lang, drawn, true)
    }

    fn rows(&self, height: impl Fn(&Datum) -> f64, row: impl Fn(&Datum, f64) -> Markup) -> Markup {
        let mut y = 0.0;
        let placed: Vec<(&Datum, f64)> = self
            .data
            .iter()
            .map(|d| {
                y += height(d);
                (d, y - height(d))
            })
            .collect();
        html! {
            svg.chart-drawing role="img" aria-label=(self.title) width="100%" height=(px((y - GAP).max(1.0))) {
                (self.told())
                @for (datum, y) in placed { (row(datum, y)) }
            }
        }
    }
}

fn number(figure: &Figure, y: f64) -> Markup {
    html! { text.chart-number x="100%" y=(px(y)) { (figure.text) } }
}

/// A part of the whole width, never outside it.
pub(super) fn share(at: f64, full: f64) -> String {
    format!("{:.2}%", (at / full).clamp(0.0, 1.0) * 100.0)
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn a_bar_stays_in_its_drawing() {
        assert_eq!(share(1.0, 3.0), "33.33%");
        assert_eq!(share(9.0, 3.0), "100.00%");
        assert_eq!(share(-1.0, 3.0), "0.00%");
    }
}
