//! The form as a table on the page. Widths and heights are attributes and sizes are classes, since the content policy
//! allows no inline style.

use base64::{Engine, engine::general_purpose::STANDARD};
use maud::{Markup, html};

use crate::{Align, Cell, Content, Kind, Page, Paper, SIZES};

/// Dots of a millimetre, as style sheets count them.
const DOTS: f32 = 96.0 / 25.4;

fn dots(mm: f32) -> u32 {
    (mm * DOTS).round() as u32
}

impl Paper {
    /// The form. On screen it looks like the paper; printing prints only it.
    pub fn html(&self) -> Markup {
        html! {
            // it scrolls within itself on a narrow screen, so the keyboard must reach it
            div.paper lang=(self.lang.tag()) role="group" aria-label=(self.title) tabindex="0" {
                @for page in &self.pages { (page.html(&self.title)) }
            }
        }
    }
}

impl Page {
    fn html(&self, title: &str) -> Markup {
        let name = if self.heading.is_empty() { title } else { &self.heading };
        html! {
            div.paper-page {
                @if !self.heading.is_empty() { h2 { (self.heading) } }
                table aria-label=(name) {
                    colgroup { @for width in &self.columns { col width=(dots(*width)); } }
                    tbody {
                        @for row in &self.rows {
                            tr height=(dots(row.height)) { @for cell in &row.cells { (cell.html()) } }
                        }
                    }
                }
                @if !self.foot.is_empty() { p { (self.foot) } }
            }
        }
    }
}

impl Cell {
    fn html(&self) -> Markup {
        let over = (self.columns > 1).then_some(self.columns);
        let down = (self.rows > 1).then_some(self.rows);
        let at = SIZES.iter().position(|s| *s == self.size).unwrap_or_default();
        let align = match self.align {
            Align::Centre => "",
            Align::Start => " start",
            Align::End => " end",
        };
        let class = format!("size-{at}{align}{}", if self.top { " top" } else { "" });
        let inside = html! {
            @match &self.content {
                Content::Picture(picture) => {
                    @let kind = match picture.kind() {
                        Kind::Jpeg => "jpeg",
                        Kind::Png => "png",
                        Kind::Bmp => "bmp",
                        Kind::Gif => "gif",
                    };
                    img src={ "data:image/" (kind) ";base64," (STANDARD.encode(picture.bytes())) } alt=(picture.said);
                }
                Content::Lines(lines) => @for line in lines {
                    @if line.lead.is_empty() { div { (line.text) } }
                    @else { div.lead { span { (line.lead) } (line.text) } }
                }
            }
        };
        html! {
            @if self.label { th class=(class) colspan=[over] rowspan=[down] scope="row" { (inside) } }
            @else { td class=(class) colspan=[over] rowspan=[down] { (inside) } }
        }
    }
}
