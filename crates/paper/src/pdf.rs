//! The form as PDF: looks the same everywhere, and its text can be searched and copied.

use base::{Lang, Say};
use krilla::{
    Document, SerializeSettings,
    color::luma,
    geom::{PathBuilder, Point, Rect, Size, Transform},
    image::Image,
    metadata::Metadata,
    num::NormalizedF32,
    page::PageSettings,
    paint::{Fill, Stroke},
    surface::Surface,
    text::{GlyphId, KrillaGlyph},
};
use skrifa::{FontRef, MetadataProvider, instance::LocationRef, metrics::GlyphMetrics};

use crate::{
    Align, Cell, Content, FOOT, Face, Fonts, HEADING, Kind, MARGINS, Page, Paper, Picture, SIZE, WIDTH,
    fit::{LEAD, LEADING, PADDING, POINT, wrapped},
};

/// A form as PDF.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// The file.
    pub bytes: Vec<u8>,
    /// What could not be drawn.
    pub notes: Vec<Say>,
}

/// Draws the form.
///
/// # Errors
/// A font that cannot be put into the file.
pub fn pdf(paper: &Paper, fonts: &Fonts) -> Result<Drawn, Say> {
    let broken =
        || Say::new("字体文件无法读取，请重新安装中文字体。", "The font file cannot be read; install it again.");
    let text = Pen::of(&fonts.text).ok_or_else(broken)?;
    let title = fonts.title.as_ref().and_then(Pen::of);
    let mut artist = Artist { text, title, missing: Vec::new(), notes: Vec::new() };
    let mut document = Document::new_with(SerializeSettings::default());
    let language = if paper.lang == Lang::En { "en" } else { "zh-CN" };
    document.set_metadata(Metadata::new().title(paper.title.clone()).language(language.to_owned()));
    let (width, height) = (pt(SIZE.0), pt(SIZE.1));
    for page in &paper.pages {
        let settings = PageSettings::from_wh(width, height).ok_or_else(broken)?;
        let mut sheet = document.start_page_with(settings);
        let mut surface = sheet.surface();
        artist.page(&mut surface, page);
        surface.finish();
        sheet.finish();
    }
    let bytes = document.finish().map_err(|_| broken())?;
    let mut notes = artist.notes;
    if !artist.missing.is_empty() {
        let missing: Vec<String> = artist.missing.iter().map(char::to_string).collect();
        let missing = missing.join("、");
        notes.push(Say::new(
            format!("本机字体缺少这些字，PDF 中为空框：{missing}。请安装含生僻字的字体。"),
            format!("The font lacks these characters, which are empty boxes in the PDF: {missing}. Install one that has them."),
        ));
    }
    Ok(Drawn { bytes, notes })
}

fn pt(mm: f32) -> f32 {
    mm / POINT
}

/// A font and how wide its characters are.
struct Pen<'f> {
    face: &'f Face,
    font: FontRef<'f>,
    widths: GlyphMetrics<'f>,
    /// Where the letters stand in a line of the height 1, so that the middle of a full character is the line's middle.
    rise: f32,
}

impl<'f> Pen<'f> {
    fn of(face: &'f Face) -> Option<Self> {
        let font = FontRef::from_index(&face.bytes, face.index).ok()?;
        let widths = font.glyph_metrics(skrifa::instance::Size::new(1.0), LocationRef::default());
        Some(Self { face, font, widths, rise: 0.88 })
    }
    fn glyph(&self, c: char) -> Option<(u32, f32)> {
        let glyph = self.font.charmap().map(c)?;
        Some((glyph.to_u32(), self.widths.advance_width(glyph).unwrap_or(1.0)))
    }
    fn em(&self, c: char) -> f32 {
        self.glyph(c).map_or(1.0, |g| g.1)
    }
}

struct Artist<'f> {
    text: Pen<'f>,
    title: Option<Pen<'f>>,
    missing: Vec<char>,
    notes: Vec<Say>,
}

impl Artist<'_> {
    fn page(&mut self, surface: &mut Surface<'_>, page: &Page) {
        let (left, mut top) = (MARGINS.3, MARGINS.0);
        if !page.heading.is_empty() {
            let size = 22.0;
            let pen = self.title.as_ref().unwrap_or(&self.text);
            let wide: f32 = page.heading.chars().map(|c| pen.em(c)).sum::<f32>() * size * POINT;
            let bold = self.title.is_some();
            self.line(surface, &page.heading, left + (WIDTH - wide) / 2.0, top + 1.0, size, bold);
            top += HEADING;
        }
        let high: f32 = page.rows.iter().map(|r| r.height).sum();
        for (cell, [x, y, w, h]) in page.places() {
            frame(surface, [left + x, top + y, w, h], 0.5);
            self.cell(surface, cell, [left + x, top + y, w, h]);
        }
        frame(surface, [left, top, WIDTH, high], 1.2);
        if !page.foot.is_empty() {
            self.line(surface, &page.foot, left + 1.0, top + high + (FOOT - 12.0 * POINT) / 2.0, 12.0, false);
        }
    }

    fn cell(&mut self, surface: &mut Surface<'_>, cell: &Cell, [x, y, w, h]: [f32; 4]) {
        let lines = match &cell.content {
            Content::Picture(picture) => return self.picture(surface, picture, [x, y, w, h]),
            Content::Lines(lines) => lines,
        };
        let em = cell.size * POINT;
        let mut set: Vec<(f32, &str, &str)> = Vec::new();
        for line in lines {
            let lead = if line.lead.is_empty() { 0.0 } else { LEAD };
            let room = ((w - PADDING.0) / em - lead).max(1.0);
            for (i, part) in wrapped(&line.text, room, |c| self.text.em(c)).into_iter().enumerate() {
                set.push((lead * em, if i == 0 { &line.lead } else { "" }, part));
            }
        }
        let step = em * LEADING;
        let tall = set.len() as f32 * step;
        let mut at = if cell.top { y + PADDING.1 / 2.0 } else { y + (h - tall) / 2.0 };
        let inner = w - PADDING.0;
        for (indent, lead, part) in set {
            let wide: f32 = part.trim_end().chars().map(|c| self.text.em(c)).sum::<f32>() * em;
            let from = x + PADDING.0 / 2.0;
            let start = match cell.align {
                Align::Centre => from + (inner - wide) / 2.0,
                Align::Start => from + indent,
                Align::End => from + inner - wide,
            };
            let down = at + (step - em) / 2.0;
            self.line(surface, lead, from, down, cell.size, false);
            self.line(surface, part.trim_end(), start, down, cell.size, false);
            at += step;
        }
    }

    /// One line of text, from the left, its letters' top at `y`.
    fn line(&mut self, surface: &mut Surface<'_>, text: &str, x: f32, y: f32, size: f32, bold: bool) {
        if text.is_empty() {
            return;
        }
        let pen = if bold { self.title.as_ref().unwrap_or(&self.text) } else { &self.text };
        let mut glyphs = Vec::with_capacity(text.len());
        for (at, c) in text.char_indices() {
            let (id, width) = pen.glyph(c).unwrap_or_else(|| {
                if !self.missing.contains(&c) {
                    self.missing.push(c);
                }
                (0, 1.0)
            });
            let range = at..at + c.len_utf8();
            glyphs.push(KrillaGlyph::new(GlyphId::new(id), width, 0.0, 0.0, 0.0, range, None));
        }
        let start = Point::from_xy(pt(x), pt(y) + size * pen.rise);
        surface.set_stroke(None);
        surface.set_fill(Some(Fill {
            paint: luma::Color::new(0).into(),
            opacity: NormalizedF32::ONE,
            rule: Default::default(),
        }));
        surface.draw_glyphs(start, &glyphs, pen.face.font.clone(), text, size, false);
    }

    fn picture(&mut self, surface: &mut Surface<'_>, picture: &Picture, [x, y, w, h]: [f32; 4]) {
        let data = picture.bytes().to_vec().into();
        let image = match picture.kind() {
            Kind::Jpeg => Image::from_jpeg(data, true).ok(),
            Kind::Png => Image::from_png(data, true).ok(),
            Kind::Gif => Image::from_gif(data, true).ok(),
            Kind::Bmp => None,
        };
        let (width, height) = picture.within(w - 1.0, h - 1.0);
        let (Some(image), Some(size)) = (image, Size::from_wh(pt(width), pt(height))) else {
            self.notes.push(Say::new(
                "照片无法放入 PDF，请换成 JPEG 或 PNG。",
                "The photograph cannot be put into a PDF; use JPEG or PNG.",
            ));
            return;
        };
        let (dx, dy) = (pt(x + (w - width) / 2.0), pt(y + (h - height) / 2.0));
        surface.push_transform(&Transform::from_translate(dx, dy));
        surface.draw_image(image, size);
        surface.pop();
    }
}

fn frame(surface: &mut Surface<'_>, [x, y, w, h]: [f32; 4], width: f32) {
    let Some(rect) = Rect::from_xywh(pt(x), pt(y), pt(w), pt(h)) else { return };
    let mut path = PathBuilder::new();
    path.push_rect(rect);
    let Some(path) = path.finish() else { return };
    surface.set_fill(None);
    surface.set_stroke(Some(Stroke { paint: luma::Color::new(0).into(), width, ..Stroke::default() }));
    surface.draw_path(&path);
}
