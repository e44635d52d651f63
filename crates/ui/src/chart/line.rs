//! Lines over categories in order, usually years.

use maud::{Markup, html};

use super::{Chart, colour, px, tick_text, ticks};
use crate::Lang;

const HEIGHT: f64 = 200.0;
const TOP: f64 = 14.0;
const LEFT: f64 = 7.0;

impl Chart {
    /// A line for each series. A category without a number leaves a gap; nothing is drawn across it.
    pub fn line(&self, lang: Lang) -> Markup {
        let marks = ticks(self.scale());
        let last = marks.last().copied().unwrap_or(1.0);
        let full = self.scale().max(last);
        let y = |at: f64| TOP + HEIGHT * (1.0 - (at / full).clamp(0.0, 1.0));
        let x = |i: usize| LEFT + (94.0 - LEFT) * (i as f64 + 0.5) / self.data.len().max(1) as f64;
        // no more names under the axis than can be read
        let every = self.data.len().div_ceil(12).max(1);
        let drawn = html! {
            svg.chart-drawing role="img" aria-label=(self.title) width="100%" height=(px(HEIGHT + TOP + 24.0)) {
                (self.told())
                @for mark in marks {
                    line.chart-grid x1={ (LEFT) "%" } x2="100%" y1=(px(y(mark))) y2=(px(y(mark))) {}
                    text.chart-tick x={ (LEFT - 1.0) "%" } y=(px(y(mark) + 4.0)) { (tick_text(mark)) }
                }
                @for (i, d) in self.data.iter().enumerate().filter(|(i, _)| i % every == 0) {
                    text.chart-category x={ (px(x(i))) "%" } y=(px(HEIGHT + TOP + 18.0)) { (d.label) }
                }
                @for s in 0..self.series.len() {
                    @for (i, pair) in self.data.windows(2).enumerate() {
                        @if let [Some(Some(a)), Some(Some(b))] = [pair[0].figures.get(s), pair[1].figures.get(s)] {
                            line class={ "chart-line " (colour(s)) } x1={ (px(x(i))) "%" } y1=(px(y(a.at))) x2={ (px(x(i + 1))) "%" } y2=(px(y(b.at))) {}
                        }
                    }
                    @for (i, d) in self.data.iter().enumerate() {
                        @if let Some(Some(f)) = d.figures.get(s) {
                            // a nested drawing places a mark of fixed size at a share of the width
                            svg x={ (px(x(i))) "%" } y=(px(y(f.at))) overflow="visible" width="1" height="1" {
                                title { (d.label) " " (self.series[s]) " " (f.text) (self.unit) }
                                (super::marker(s, 0.0, 0.0))
                            }
                        }
                    }
                }
            }
        };
        self.frame(lang, drawn, true)
    }
}
