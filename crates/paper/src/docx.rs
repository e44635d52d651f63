//! The form as `.docx`, which Word and WPS open and people write into.

use std::{
    fmt::Write as _,
    io::{Cursor, Write as _},
};

use base::{Lang, Say};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use crate::{
    Align, Cell, Content, Kind, MARGINS, Page, Paper, Picture, SIZE,
    docx_parts::{self as parts, CLOSE, OPEN},
    fit::{LEAD, LEADING},
};

/// The form as a file. Its faces are the ones that offices have (宋体, 方正小标宋简体); a machine without them takes its own.
///
/// # Errors
/// A file that grows beyond what the format holds.
pub fn docx(paper: &Paper) -> Result<Vec<u8>, Say> {
    let mut out = Document { text: String::from(OPEN), pictures: Vec::new(), lang: paper.lang };
    for (i, page) in paper.pages.iter().enumerate() {
        out.page(page, i > 0);
    }
    let (w, h) = (twips(SIZE.0), twips(SIZE.1));
    let (top, right, bottom, left) = MARGINS;
    let _ = write!(
        out.text,
        "<w:sectPr><w:pgSz w:w=\"{w}\" w:h=\"{h}\"/><w:pgMar w:top=\"{}\" w:right=\"{}\" w:bottom=\"{}\" w:left=\"{}\" \
         w:header=\"0\" w:footer=\"0\" w:gutter=\"0\"/></w:sectPr>{CLOSE}",
        twips(top),
        twips(right),
        // the paragraph that a table must have behind it takes a little room
        twips(bottom - 4.0),
        twips(left),
    );
    let failed = |_| Say::new("文件过大，无法写成 docx。", "The file is too large for docx.");
    pack(&out, &paper.title).map_err(failed)
}

fn pack(document: &Document, title: &str) -> zip::result::ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let plain = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let names: Vec<&str> = document.pictures.iter().map(|p| end(p.kind())).collect();
    let mut put = |name: &str, bytes: &[u8]| {
        zip.start_file(name, plain)?;
        zip.write_all(bytes)?;
        zip::result::ZipResult::Ok(())
    };
    put("[Content_Types].xml", parts::content_types(&names).as_bytes())?;
    put("_rels/.rels", parts::root_rels().as_bytes())?;
    put("docProps/core.xml", parts::core(&escaped(title)).as_bytes())?;
    put("word/document.xml", document.text.as_bytes())?;
    put("word/styles.xml", parts::styles(document.lang).as_bytes())?;
    put("word/settings.xml", parts::settings().as_bytes())?;
    put("word/_rels/document.xml.rels", parts::rels(&names).as_bytes())?;
    for (i, picture) in document.pictures.iter().enumerate() {
        put(&format!("word/media/picture{}.{}", i + 1, end(picture.kind())), picture.bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

/// The end of a picture file's name.
fn end(kind: Kind) -> &'static str {
    match kind {
        Kind::Jpeg => "jpeg",
        Kind::Png => "png",
        Kind::Bmp => "bmp",
        Kind::Gif => "gif",
    }
}

/// Twentieths of a point.
fn twips(mm: f32) -> i32 {
    (mm / 25.4 * 1440.0).round() as i32
}

/// Text as XML holds it, without what it may not hold.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() && c != '\t' => {}
            c => out.push(c),
        }
    }
    out
}

struct Document {
    text: String,
    pictures: Vec<Picture>,
    lang: Lang,
}

impl Document {
    fn page(&mut self, page: &Page, breaks: bool) {
        let start = if breaks { "<w:pageBreakBefore/>" } else { "" };
        if page.heading.is_empty() {
            if breaks {
                // as low as a line can be: the table begins where the page does
                let _ = write!(
                    self.text,
                    "<w:p><w:pPr>{start}<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"20\" w:lineRule=\"exact\"/></w:pPr></w:p>"
                );
            }
        } else {
            let _ = write!(
                self.text,
                "<w:p><w:pPr><w:pStyle w:val=\"Title\"/>{start}</w:pPr><w:r><w:t>{}</w:t></w:r></w:p>",
                escaped(&page.heading)
            );
        }
        self.grid(page);
        let size = if page.foot.is_empty() { 20 } else { 300 };
        let _ = write!(
            self.text,
            "<w:p><w:pPr><w:spacing w:before=\"0\" w:after=\"0\" w:line=\"{size}\" w:lineRule=\"exact\"/></w:pPr>"
        );
        if !page.foot.is_empty() {
            let _ = write!(self.text, "<w:r><w:t xml:space=\"preserve\">{}</w:t></w:r>", escaped(&page.foot));
        }
        self.text.push_str("</w:p>");
    }

    fn grid(&mut self, page: &Page) {
        let edge = |name: &str, width: u32| {
            format!("<w:{name} w:val=\"single\" w:sz=\"{width}\" w:space=\"0\" w:color=\"000000\"/>")
        };
        let outer: String = ["top", "left", "bottom", "right"].map(|n| edge(n, 12)).concat();
        let inner: String = ["insideH", "insideV"].map(|n| edge(n, 4)).concat();
        let total: i32 = page.columns.iter().map(|c| twips(*c)).sum();
        let _ = write!(
            self.text,
            "<w:tbl><w:tblPr><w:tblW w:w=\"{total}\" w:type=\"dxa\"/><w:tblBorders>{outer}{inner}</w:tblBorders>\
             <w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:left w:w=\"74\" w:type=\"dxa\"/>\
             <w:right w:w=\"74\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr><w:tblGrid>"
        );
        for width in &page.columns {
            let _ = write!(self.text, "<w:gridCol w:w=\"{}\"/>", twips(*width));
        }
        self.text.push_str("</w:tblGrid>");
        // what a cell above reaches into: rows left, and columns of it
        let mut taken: Vec<(usize, usize)> = vec![(0, 0); page.columns.len()];
        for row in &page.rows {
            let _ = write!(
                self.text,
                "<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val=\"{}\" w:hRule=\"exact\"/></w:trPr>",
                twips(row.height)
            );
            let (mut column, mut cells) = (0, row.cells.iter());
            while column < page.columns.len() {
                let (rows, over) = taken[column];
                if rows > 0 {
                    self.open(page, column, over, "<w:vMerge/>", false);
                    self.text.push_str("<w:p/></w:tc>");
                    taken[column].0 -= 1;
                    column += over.max(1);
                    continue;
                }
                let Some(cell) = cells.next() else { break };
                let over = cell.columns.min(page.columns.len() - column).max(1);
                let merge = if cell.rows > 1 { "<w:vMerge w:val=\"restart\"/>" } else { "" };
                self.open(page, column, over, merge, cell.top);
                self.cell(cell, &page.columns[column..column + over], page, row.height);
                self.text.push_str("</w:tc>");
                taken[column] = (cell.rows.saturating_sub(1), over);
                column += over;
            }
            self.text.push_str("</w:tr>");
        }
        self.text.push_str("</w:tbl>");
    }

    fn open(&mut self, page: &Page, column: usize, over: usize, merge: &str, top: bool) {
        let width: i32 = page.columns[column..column + over].iter().map(|c| twips(*c)).sum();
        let span = if over > 1 { format!("<w:gridSpan w:val=\"{over}\"/>") } else { String::new() };
        let down = if top { "top" } else { "center" };
        let _ = write!(
            self.text,
            "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{span}{merge}<w:vAlign w:val=\"{down}\"/></w:tcPr>"
        );
    }

    fn cell(&mut self, cell: &Cell, columns: &[f32], page: &Page, height: f32) {
        let align = match cell.align {
            Align::Centre => "center",
            Align::Start => "left",
            Align::End => "right",
        };
        let line = (cell.size * LEADING * 20.0).round() as i32;
        let paragraph = |indent: &str, tabs: &str| {
            format!(
                "<w:p><w:pPr>{tabs}<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"{line}\" w:lineRule=\"exact\"/>{indent}\
                 <w:jc w:val=\"{align}\"/></w:pPr>"
            )
        };
        let run = format!(
            "<w:r><w:rPr><w:sz w:val=\"{0}\"/><w:szCs w:val=\"{0}\"/></w:rPr>",
            (cell.size * 2.0).round() as i32
        );
        match &cell.content {
            Content::Lines(lines) if lines.is_empty() => {
                let _ = write!(self.text, "{}</w:p>", paragraph("", ""));
            }
            Content::Lines(lines) => {
                for l in lines {
                    let text = format!("{run}<w:t xml:space=\"preserve\">{}</w:t></w:r>", escaped(&l.text));
                    if l.lead.is_empty() {
                        let _ = write!(self.text, "{}{text}</w:p>", paragraph("", ""));
                        continue;
                    }
                    let at = (cell.size * LEAD * 20.0).round() as i32;
                    let indent = format!("<w:ind w:left=\"{at}\" w:hanging=\"{at}\"/>");
                    let tabs = format!("<w:tabs><w:tab w:val=\"left\" w:pos=\"{at}\"/></w:tabs>");
                    let _ = write!(
                        self.text,
                        "{}{run}<w:t>{}</w:t></w:r><w:r><w:tab/></w:r>{text}</w:p>",
                        paragraph(&indent, &tabs),
                        escaped(&l.lead)
                    );
                }
            }
            Content::Picture(picture) => {
                let down = if cell.rows > 1 {
                    page.places().iter().find(|(c, _)| std::ptr::eq(*c, cell)).map_or(height, |(_, p)| p[3])
                } else {
                    height
                };
                let (w, h) = picture.within(columns.iter().sum::<f32>() - 2.8, down - 1.0);
                self.pictures.push(picture.clone());
                let n = self.pictures.len();
                let emu = |mm: f32| (mm * 36_000.0).round() as i64;
                let drawing = parts::picture(n, emu(w), emu(h), &escaped(&picture.said));
                // a line of that height shows the picture whole
                let _ = write!(
                    self.text,
                    "<w:p><w:pPr><w:spacing w:before=\"0\" w:after=\"0\" w:line=\"240\" w:lineRule=\"auto\"/><w:jc w:val=\"center\"/>\
                     </w:pPr><w:r>{drawing}</w:r></w:p>"
                );
            }
        }
    }
}
