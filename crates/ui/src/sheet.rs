//! An official form on A4: title, ruled grid, signatures, and the ledger's hash at its foot.

use maud::{Markup, html};

use crate::{Lang, t::Text};

/// One cell of the grid.
#[derive(Clone, Debug)]
pub struct SheetCell {
    text: Markup,
    label: bool,
    columns: u8,
    rows: u8,
    tall: bool,
}
impl SheetCell {
    /// A shaded cell that names what follows.
    pub fn label(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { text: html! { (text) }, label: true, columns: 1, rows: 1, tall: false }
    }
    /// A cell that says it.
    pub fn value(text: impl ToString) -> Self {
        let text = text.to_string();
        Self {
            text: html! { @for (i, line) in text.lines().enumerate() { @if i > 0 { br; } (line) } },
            label: false,
            columns: 1,
            rows: 1,
            tall: false,
        }
    }
    /// A cell with markup.
    pub fn markup(text: Markup) -> Self {
        Self { text, label: false, columns: 1, rows: 1, tall: false }
    }
    /// Over so many columns.
    pub fn columns(mut self, n: u8) -> Self {
        self.columns = n;
        self
    }
    /// Over so many rows.
    pub fn rows(mut self, n: u8) -> Self {
        self.rows = n;
        self
    }
    /// With room to write.
    pub fn tall(mut self) -> Self {
        self.tall = true;
        self
    }
}

/// Who signs: the part played, with room for an opinion, a name and a date.
#[derive(Clone, Debug, Default)]
pub struct Signature {
    /// The part: “呈报单位意见”.
    pub role: String,
    /// The opinion, if it is known.
    pub opinion: String,
    /// Who signed, if so.
    pub name: String,
    /// When, if so.
    pub date: String,
    /// Signed and sealed without an opinion: no room is left for one.
    pub brief: bool,
}

/// A printed form. On screen it looks like the paper; printing prints only it.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// 干部任免审批表
    pub title: String,
    /// The document number, above on the right.
    pub number: String,
    /// Under the title: the unit that fills it in.
    pub unit: String,
    /// The date it was filled in.
    pub date: String,
    /// The grid.
    pub grid: Vec<Vec<SheetCell>>,
    /// Lists after the grid: their heads repeat on every page.
    pub tables: Vec<crate::Table>,
    /// Signatures, side by side.
    pub signatures: Vec<Signature>,
    /// The ledger entry that this form shows, and its hash.
    pub ledger: Option<(String, String)>,
}

impl Sheet {
    /// A form with that title.
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), ..Self::default() }
    }
    /// With a line of the grid.
    pub fn line(mut self, cells: impl IntoIterator<Item = SheetCell>) -> Self {
        self.grid.push(cells.into_iter().collect());
        self
    }
    /// To be signed by.
    pub fn signature(mut self, role: impl Into<String>) -> Self {
        self.signatures.push(Signature { role: role.into(), ..Signature::default() });
        self
    }

    /// To be signed by, without an opinion.
    pub fn receipt(mut self, role: impl Into<String>) -> Self {
        self.signatures.push(Signature { role: role.into(), brief: true, ..Signature::default() });
        self
    }

    /// The form.
    pub fn html(&self, lang: Lang) -> Markup {
        let t = Text::of(lang);
        html! {
            article.sheet {
                header {
                    @if !self.number.is_empty() { p.sheet-number { (self.number) } }
                    h2 { (self.title) }
                    @if !self.unit.is_empty() || !self.date.is_empty() {
                        p.sheet-line {
                            span { @if !self.unit.is_empty() { (t.filled_in_by(self.unit.as_str())) } }
                            span { @if !self.date.is_empty() { (t.filled_in_on(self.date.as_str())) } }
                        }
                    }
                }
                @if !self.grid.is_empty() {
                    table.sheet-grid {
                        tbody {
                            @for line in &self.grid {
                                tr { @for cell in line { (cell.html()) } }
                            }
                        }
                    }
                }
                @for table in &self.tables { div.sheet-table { h3 { (table.caption) } (table.plain(lang)) } }
                @if !self.signatures.is_empty() {
                    div.sheet-signatures {
                        @for s in &self.signatures {
                            div {
                                p.sheet-role { (s.role) }
                                @if !s.brief { p.sheet-opinion { (s.opinion) } }
                                p { (t.signed()) span.sheet-blank { (s.name) } }
                                p.sheet-day { @if s.date.is_empty() { (t.blank_date()) } @else { (s.date) } }
                            }
                        }
                    }
                }
                @if let Some((entry, hash)) = &self.ledger {
                    footer { span { (t.ledger_entry(entry.as_str())) } code { (hash) } }
                }
            }
        }
    }
}

impl SheetCell {
    fn html(&self) -> Markup {
        let columns = (self.columns > 1).then_some(self.columns);
        let rows = (self.rows > 1).then_some(self.rows);
        html! {
            @if self.label {
                th colspan=[columns] rowspan=[rows] scope=(if self.columns > 3 { "colgroup" } else { "row" }) { (self.text) }
            } @else {
                td.sheet-tall[self.tall] colspan=[columns] rowspan=[rows] { (self.text) }
            }
        }
    }
}
