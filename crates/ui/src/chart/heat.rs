//! A heat map: the table itself, each number on a ground that deepens with it. The number stays readable.

use maud::{Markup, html};

use super::Chart;
use crate::Lang;

impl Chart {
    /// Categories are the lines, series the columns.
    pub fn heat(&self, lang: Lang) -> Markup {
        let full = self.scale();
        let depth = |at: f64| ((at / full).clamp(0.0, 1.0) * 5.0).ceil() as u8;
        let width = 74.0 / self.series.len().max(1) as f64;
        let height = 28 * (self.data.len() + 1);
        let drawn = html! {
            svg.chart-drawing.chart-heat role="img" aria-label=(self.title) width="100%" height=(height) {
                (self.told())
                @for (s, name) in self.series.iter().enumerate() {
                    text.chart-category x={ (26.0 + width * (s as f64 + 0.5)) "%" } y="18" { (name) }
                }
                @for (row, d) in self.data.iter().enumerate() {
                    @let y = 28 * (row + 1);
                    text.chart-label x="0" y=(y + 18) { (d.label) }
                    @for (s, figure) in d.figures.iter().enumerate() {
                        @let x = 26.0 + width * s as f64;
                        @if let Some(f) = figure {
                            rect class={ "heat heat-" (depth(f.at)) } x={ (x) "%" } y=(y) width={ (width) "%" } height="28" { title { (d.label) " " (self.series.get(s).map(String::as_str).unwrap_or_default()) " " (f.text) } }
                            text class={ "heat-number heat-on-" (depth(f.at)) } x={ (x + width / 2.0) "%" } y=(y + 18) { (f.text) }
                        } @else {
                            rect.heat.heat-none x={ (x) "%" } y=(y) width={ (width) "%" } height="28" {}
                        }
                    }
                }
            }
        };
        self.frame(lang, drawn, false)
    }
}
