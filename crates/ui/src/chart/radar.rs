//! A radar: a few dimensions of one or two things, each on its own axis.

use maud::{Markup, html};

use super::{Chart, colour, px};
use crate::Lang;

const RADIUS: f64 = 110.0;

impl Chart {
    /// Categories are the axes, series the outlines. Fewer than three axes are drawn as bars.
    pub fn radar(&self, lang: Lang) -> Markup {
        let n = self.data.len();
        if n < 3 {
            return self.bar(lang);
        }
        let full = self.scale();
        let point = |i: usize, part: f64| {
            let turn = std::f64::consts::TAU * i as f64 / n as f64;
            (turn.sin() * RADIUS * part, -turn.cos() * RADIUS * part)
        };
        let ring = |part: f64| (0..n).map(|i| pair(point(i, part))).collect::<Vec<_>>().join(" ");
        let drawn = html! {
            svg.chart-drawing.chart-radar role="img" aria-label=(self.title) viewBox="-200 -145 400 290" {
                (self.told())
                @for part in [0.25, 0.5, 0.75, 1.0] { polygon.chart-grid points=(ring(part)) {} }
                @for i in 0..n { @let (x, y) = point(i, 1.0); line.chart-grid x1="0" y1="0" x2=(px(x)) y2=(px(y)) {} }
                @for s in 0..self.series.len() {
                    @let at = |i: usize| self.data[i].figures.get(s).and_then(Option::as_ref).map_or(0.0, |f| (f.at / full).clamp(0.0, 1.0));
                    polygon class={ "chart-area " (colour(s)) } points=((0..n).map(|i| pair(point(i, at(i)))).collect::<Vec<_>>().join(" ")) {}
                    @for i in 0..n { @let (x, y) = point(i, at(i)); (super::marker(s, x, y)) }
                }
                @for (i, d) in self.data.iter().enumerate() {
                    @let (x, y) = point(i, 1.12);
                    @let side = if x > 8.0 { "start" } else if x < -8.0 { "end" } else { "middle" };
                    text.chart-axis x=(px(x)) y=(px(y + 4.0)) text-anchor=(side) { (d.label) }
                }
            }
        };
        self.frame(lang, drawn, true)
    }
}

fn pair((x, y): (f64, f64)) -> String {
    format!("{},{}", px(x), px(y))
}
