//! Official forms on paper: ruled grids of fixed size, told once and shown three ways.
//!
//! A [`Paper`] says where every line of a form lies, in millimetres. [`Paper::html`] is the page on the screen and from the
//! browser's printer, [`docx`] the file that Word and WPS open and people write into, [`pdf`] the file that looks the same
//! everywhere. What is too long for its cell gets smaller ([`Cell::fitted`]), and what is too long even so goes on an
//! attached page, with a word in the cell that says so: nothing is cut off.

mod docx;
mod docx_parts;
mod fit;
mod fonts;
mod html;
mod pdf;
mod picture;

pub use docx::docx;
pub use fonts::{Face, Fonts};
pub use pdf::{Drawn, pdf};
pub use picture::{Kind, Picture};

use base::Lang;

/// Width and height of the paper in millimetres: A4.
pub const SIZE: (f32, f32) = (210.0, 297.0);
/// The margins in millimetres: top, right, bottom, left. Left there is room for punching.
pub const MARGINS: (f32, f32, f32, f32) = (11.0, 20.0, 12.0, 22.0);
/// The width between the margins.
pub const WIDTH: f32 = SIZE.0 - MARGINS.1 - MARGINS.3;
/// The height between the margins.
pub const HEIGHT: f32 = SIZE.1 - MARGINS.0 - MARGINS.2;
/// The height of a heading with what follows it.
pub const HEADING: f32 = 14.0;
/// The height of a line under the grid.
pub const FOOT: f32 = 7.0;

/// A form, page by page.
#[derive(Clone, Debug)]
pub struct Paper {
    /// What the file calls itself: 干部任免审批表.
    pub title: String,
    /// The language of its labels.
    pub lang: Lang,
    /// Its pages.
    pub pages: Vec<Page>,
}

/// One side of A4.
#[derive(Clone, Default, Debug)]
pub struct Page {
    /// Above the grid; empty where there is nothing.
    pub heading: String,
    /// The widths of the columns in millimetres; together [`WIDTH`].
    pub columns: Vec<f32>,
    /// The rows.
    pub rows: Vec<Row>,
    /// Under the grid.
    pub foot: String,
}

/// A row of the grid.
#[derive(Clone, Default, Debug)]
pub struct Row {
    /// Its height in millimetres, whatever is in it.
    pub height: f32,
    /// Its cells, without those that a cell above reaches into.
    pub cells: Vec<Cell>,
}

/// A line of a cell, which may be longer than the cell is wide.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Line {
    /// What stands before the text, in a column of its own: the period of a résumé.
    pub lead: String,
    /// The text.
    pub text: String,
}

/// Where the lines of a cell begin.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum Align {
    /// In the middle.
    #[default]
    Centre,
    /// On the left.
    Start,
    /// On the right.
    End,
}

/// What is in a cell.
#[derive(Clone, Debug)]
pub enum Content {
    /// Lines.
    Lines(Vec<Line>),
    /// A picture.
    Picture(Picture),
}

/// A cell.
#[derive(Clone, Debug)]
pub struct Cell {
    /// What is in it.
    pub content: Content,
    /// Over so many columns.
    pub columns: usize,
    /// Over so many rows.
    pub rows: usize,
    /// Whether it names what is beside it.
    pub label: bool,
    /// Where its lines begin.
    pub align: Align,
    /// Whether they stand at the top rather than in the middle.
    pub top: bool,
    /// The size of the letters in points.
    pub size: f32,
}

/// The usual size of letters: 小四.
pub const USUAL: f32 = 12.0;
/// Sizes that a text may be set in, the largest first.
pub const SIZES: [f32; 13] = [12.0, 11.5, 11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0];

impl Cell {
    fn new(lines: Vec<Line>, label: bool) -> Self {
        let content = Content::Lines(lines);
        Self { content, columns: 1, rows: 1, label, align: Align::Centre, top: false, size: USUAL }
    }
    /// A cell that names what is beside it.
    pub fn label(text: &str) -> Self {
        Self::new(lines(text), true)
    }
    /// A cell that says it.
    pub fn text(text: &str) -> Self {
        Self::new(lines(text), false)
    }
    /// A cell of these lines.
    pub fn lines(lines: Vec<Line>) -> Self {
        Self::new(lines, false)
    }
    /// A cell with a picture, as large as fits.
    pub fn picture(picture: Picture) -> Self {
        Self { content: Content::Picture(picture), ..Self::new(vec![], false) }
    }
    /// Over so many columns.
    pub fn over(mut self, columns: usize) -> Self {
        self.columns = columns;
        self
    }
    /// Over so many rows.
    pub fn down(mut self, rows: usize) -> Self {
        self.rows = rows;
        self
    }
    /// With its lines on the left.
    pub fn start(mut self) -> Self {
        self.align = Align::Start;
        self
    }
    /// With its lines on the right.
    pub fn end(mut self) -> Self {
        self.align = Align::End;
        self
    }
    /// With its lines at the top.
    pub fn at_top(mut self) -> Self {
        self.top = true;
        self
    }
    /// In the largest size that fits a cell of so many millimetres. What fits in none is cut to what does, ending in
    /// `more`; the whole comes back, to be put on an attached page.
    pub fn fitted(mut self, width: f32, height: f32, more: &str) -> (Self, Option<Vec<Line>>) {
        let Content::Lines(all) = &self.content else { return (self, None) };
        // a word is broken only where it fits whole in no size
        let fits = |size: &f32| fit::height(all, width, *size) <= height;
        let whole = SIZES.into_iter().find(|size| fits(size) && fit::words_whole(all, width, *size));
        let found = whole.or_else(|| SIZES.into_iter().find(fits));
        if let Some(size) = found {
            self.size = size;
            return (self, None);
        }
        let size = SIZES[SIZES.len() - 1];
        let (whole, kept) = (all.clone(), fit::cut(all, width, height, size, more));
        self.size = size;
        self.content = Content::Lines(kept);
        (self, Some(whole))
    }
}

/// Lines as they are written.
pub fn lines(text: &str) -> Vec<Line> {
    text.lines().map(|l| Line { lead: String::new(), text: l.to_owned() }).collect()
}

impl Paper {
    /// With pages for what did not fit, in letters that are easy to read, each under the name of where it belongs; as many on
    /// a page as it has room for.
    pub fn attach(&mut self, heading: &str, all: &[(&str, Vec<Line>)]) {
        let (label, size, whole) = (20.0, 10.5, HEIGHT - HEADING - 2.0);
        let mut left = 0.0;
        for (what, lines) in all {
            for part in fit::pages(lines, WIDTH - label, whole, size) {
                let name = Cell::label(what);
                let named = fit::height(&crate::lines(what), label, name.size);
                let height = fit::height(&part, WIDTH - label, size).max(named).min(whole) + 1.0;
                let mut cell = Cell::lines(part).start().at_top();
                cell.size = size;
                if height > left {
                    let columns = vec![label, WIDTH - label];
                    self.pages.push(Page { heading: heading.to_owned(), columns, ..Page::default() });
                    left = whole + 1.0;
                }
                left -= height;
                if let Some(page) = self.pages.last_mut() {
                    page.rows.push(Row { height, cells: vec![name, cell] });
                }
            }
        }
    }
}

impl Page {
    /// The place of each cell: left, top, width and height in millimetres from the grid's corner.
    pub(crate) fn places(&self) -> Vec<(&Cell, [f32; 4])> {
        let mut out = Vec::new();
        let mut taken = vec![0usize; self.columns.len()];
        let mut top = 0.0;
        for (r, row) in self.rows.iter().enumerate() {
            let mut column = 0;
            for cell in &row.cells {
                while taken.get(column).is_some_and(|rows| *rows > 0) {
                    column += 1;
                }
                let end = (column + cell.columns).min(self.columns.len());
                let left: f32 = self.columns[..column.min(end)].iter().sum();
                let width: f32 = self.columns[column.min(end)..end].iter().sum();
                let height: f32 = self.rows[r..(r + cell.rows).min(self.rows.len())].iter().map(|r| r.height).sum();
                out.push((cell, [left, top, width, height]));
                taken[column.min(end)..end].fill(cell.rows);
                column = end;
            }
            taken.iter_mut().for_each(|t| *t = t.saturating_sub(1));
            top += row.height;
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_that_reaches_down_moves_what_follows_it() {
        let row = |cells| Row { height: 10.0, cells };
        let page = Page {
            columns: vec![20.0, 30.0, 40.0],
            rows: vec![
                row(vec![Cell::text("a").down(2), Cell::text("b"), Cell::text("c")]),
                row(vec![Cell::text("d").over(2)]),
            ],
            ..Page::default()
        };
        let places: Vec<[f32; 4]> = page.places().into_iter().map(|(_, p)| p).collect();
        assert_eq!(
            places,
            [[0.0, 0.0, 20.0, 20.0], [20.0, 0.0, 30.0, 10.0], [50.0, 0.0, 40.0, 10.0], [20.0, 10.0, 70.0, 10.0]]
        );
    }
    #[test]
    fn a_long_text_gets_smaller_and_then_goes_on_an_attached_page() {
        let (cell, rest) = Cell::text("短").fitted(40.0, 10.0, "见附页");
        assert_eq!((cell.size, rest), (12.0, None));
        let (cell, rest) = Cell::text(&"长".repeat(60)).fitted(80.0, 15.0, "见附页");
        assert!(cell.size < 12.0 && rest.is_none());
        let whole = "很长".repeat(4000);
        let (cell, rest) = Cell::text(&whole).fitted(80.0, 15.0, "见附页");
        let Content::Lines(kept) = &cell.content else { panic!() };
        assert_eq!(kept.last().unwrap().text, "见附页");
        assert!(fit::height(kept, 80.0, cell.size) <= 15.0);
        let mut paper = Paper { title: "t".into(), lang: Lang::Zh, pages: vec![] };
        paper.attach("附页", &[("简历", rest.unwrap())]);
        assert!(paper.pages.len() > 1);
        let text = |p: &Page| match &p.rows[0].cells[1].content {
            Content::Lines(l) => l.iter().map(|l| l.text.as_str()).collect::<String>(),
            Content::Picture(_) => String::new(),
        };
        assert_eq!(paper.pages.iter().map(text).collect::<String>(), whole, "nothing is lost");
    }
    #[test]
    fn what_is_short_shares_an_attached_page() {
        let mut paper = Paper { title: "t".into(), lang: Lang::Zh, pages: vec![] };
        let one = |n: usize| ("籍贯", lines(&"很长的地名".repeat(n)));
        paper.attach("附页", &[one(5), one(5), one(600), one(5)]);
        assert_eq!(paper.pages.iter().map(|p| p.rows.len()).collect::<Vec<_>>(), [2, 1, 2]);
        for page in &paper.pages {
            let high: f32 = page.rows.iter().map(|r| r.height).sum();
            assert!(high + HEADING <= HEIGHT, "{high} mm");
        }
    }
}
