//! The cells of one worksheet.

use quick_xml::events::{BytesStart, Event};

use super::{
    super::{
        Area, At, Cell, Moment, Number, Problem, SheetError,
        builder::Builder,
        style::{self, Shape},
        xml::{Events, entity, raw},
    },
    Shared,
    strings::unescaped,
};

/// What takes the cells and merged areas of a sheet in the order of the file.
pub(super) trait Takes {
    fn cell(&mut self, here: &Here, cell: Cell) -> Result<(), SheetError>;
    fn merged(&mut self, area: Area) -> Result<(), SheetError>;
}
impl Takes for Builder<'_> {
    fn cell(&mut self, here: &Here, cell: Cell) -> Result<(), SheetError> {
        self.put(here.at(), cell)
    }
    fn merged(&mut self, area: Area) -> Result<(), SheetError> {
        self.merge(area)
    }
}

/// Reads a worksheet, or what is left of one, from where `here` is. `Err(None)`: its XML is broken, or a limit of the archive
/// was passed.
pub(super) fn read(
    mut xml: impl Events,
    shared: &Shared,
    here: &mut Here,
    takes: &mut impl Takes,
) -> Result<(), Option<SheetError>> {
    if here.inside {
        xml.within();
    }
    let (mut inside, mut phonetic) = (false, false);
    loop {
        match xml.next().map_err(|_| None)? {
            Event::Start(e) => match e.local_name().as_ref() {
                "row" => here.start_row(&e),
                "c" => here.start_cell(&e),
                "v" | "t" => inside = !phonetic,
                "rPh" => phonetic = true,
                "mergeCell" => {
                    if let Some(area) = raw(&e, "ref").and_then(|r| Area::parse(&r)) {
                        takes.merged(area)?;
                    }
                }
                _ => {}
            },
            Event::Text(t) if inside => here.text.push_str(&t.xml10_content()),
            Event::CData(t) if inside => here.text.push_str(&t.xml10_content()),
            Event::GeneralRef(e) if inside => entity(&e, &mut here.text),
            Event::End(e) => match e.local_name().as_ref() {
                "c" => {
                    let cell = here.cell(shared)?;
                    takes.cell(here, cell)?;
                    here.next_col = here.col.saturating_add(1);
                }
                "row" => here.next_row = here.row.saturating_add(1),
                "v" | "t" => inside = false,
                "rPh" => phonetic = false,
                _ => {}
            },
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// The cell that is being read. A file may leave places out: then the next row or column is meant.
pub(super) struct Here {
    /// Whether elements are open that begin before what is read.
    inside: bool,
    /// Whether rows are counted from the first of the sheet. Until a place is written, those of a stretch from within are
    /// counted from where it begins.
    pub(super) placed: bool,
    row: u32,
    col: u32,
    next_row: u32,
    next_col: u32,
    style: usize,
    kind: Kind,
    text: String,
}

#[derive(Default, Clone, Copy)]
enum Kind {
    #[default]
    Number,
    Shared,
    Text,
    Bool,
    Error,
    Date,
}

impl Here {
    /// At the beginning of a sheet.
    pub(super) fn first() -> Self {
        Self {
            inside: false,
            placed: true,
            row: 0,
            col: 0,
            next_row: 0,
            next_col: 0,
            style: 0,
            kind: Kind::Number,
            text: String::new(),
        }
    }
    /// Between two rows, nobody knows which.
    pub(super) fn between() -> Self {
        Self { inside: true, placed: false, ..Self::first() }
    }
    /// Before this row.
    pub(super) fn before(row: u32) -> Self {
        Self { inside: true, next_row: row, ..Self::first() }
    }
    pub(super) fn at(&self) -> At {
        At { row: self.row, col: self.col }
    }
    pub(super) fn next_row(&self) -> u32 {
        self.next_row
    }
    fn start_row(&mut self, e: &BytesStart<'_>) {
        let given = raw(e, "r").and_then(|r| r.parse::<u32>().ok()).and_then(|r| r.checked_sub(1));
        self.placed |= given.is_some();
        self.row = given.unwrap_or(self.next_row);
        self.next_col = 0;
    }
    fn start_cell(&mut self, e: &BytesStart<'_>) {
        self.text.clear();
        (self.col, self.style, self.kind) = (self.next_col, 0, Kind::Number);
        let mut all = e.attributes();
        for a in all.with_checks(false).flatten() {
            match a.key.local_name().as_ref() {
                "r" => {
                    if let Some(at) = At::parse(&a.value) {
                        (self.row, self.col, self.placed) = (at.row, at.col, true);
                    }
                }
                "s" => self.style = a.value.parse().unwrap_or(0),
                "t" => {
                    self.kind = match &*a.value {
                        "s" => Kind::Shared,
                        "str" | "inlineStr" => Kind::Text,
                        "b" => Kind::Bool,
                        "e" => Kind::Error,
                        "d" => Kind::Date,
                        _ => Kind::Number,
                    }
                }
                _ => {}
            }
        }
    }
    fn cell(&self, shared: &Shared) -> Result<Cell, SheetError> {
        let text = self.text.as_str();
        if text.is_empty() {
            return Ok(Cell::Empty);
        }
        let damaged = || SheetError::at(Problem::Damaged("cell"), self.at());
        Ok(match self.kind {
            Kind::Shared => {
                let index: usize = text.trim().parse().map_err(|_| damaged())?;
                let text = shared.strings.get(index).ok_or_else(damaged)?;
                if text.is_empty() { Cell::Empty } else { Cell::Text(text.clone()) }
            }
            Kind::Text => Cell::Text(unescaped(text)),
            Kind::Bool => Cell::Bool(text.trim() == "1"),
            Kind::Error => Cell::Error(text.into()),
            Kind::Date => iso(text, self.shape(shared)).unwrap_or_else(|| Cell::of(text)),
            Kind::Number => match Number::from_stored(text) {
                Some(number) => style::cell(number, self.shape(shared), shared.from_1904),
                None => Cell::of(text),
            },
        })
    }
    fn shape(&self, shared: &Shared) -> Shape {
        shared.shapes.get(self.style).copied().unwrap_or(Shape::Plain)
    }
}

/// A date that the file itself writes as ISO text.
fn iso(text: &str, shape: Shape) -> Option<Cell> {
    let (day, time) = text.trim().split_once('T').unwrap_or((text.trim(), ""));
    let day = day.parse().ok()?;
    let precision = match shape {
        Shape::Date { date: Some(p), .. } => p,
        _ => base::Precision::Day,
    };
    let two = |i: usize| time.get(i..i + 2).and_then(|t| t.parse::<u32>().ok());
    let seconds = match (two(0), two(3)) {
        (Some(h @ 0..=23), Some(m @ 0..=59)) => h * 3600 + m * 60 + two(6).filter(|s| *s < 60).unwrap_or(0),
        _ => 0,
    };
    let seconds = Some(seconds).filter(|s| *s > 0);
    Some(Cell::Date(Moment { date: Some(style::as_precise(day, precision)), seconds }))
}
