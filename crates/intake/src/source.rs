//! The files, and what their sheets and columns mean.

use std::{collections::BTreeMap, sync::Arc};

use base::{Lang, Say};
use formats::sheet::{
    Book, Heads, Layout, Limits, Mapping, MappingProblem, Records, Sheet, SheetError, map_again, records,
};
use serde::{Deserialize, Serialize};

use crate::Report;

/// A kind of sheet.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// The word for programs: `education`.
    pub key: &'static str,
    /// Names that such a sheet bears, the Chinese one that we write first.
    pub names: &'static [&'static str],
    /// Its columns.
    pub layout: &'static Layout,
}

impl Part {
    /// The name to show: the first that belongs to the language and is no sheet of the national workbook, else the first.
    pub fn name(&self, lang: Lang) -> String {
        let own =
            self.names.iter().find(|n| n.chars().all(|c| c < '\u{2000}') == (lang == Lang::En) && !Heads::is_sheet(n));
        own.or(self.names.first()).map(|n| (*n).to_owned()).unwrap_or_default()
    }
}

/// A file as it came.
#[derive(Clone)]
pub struct File {
    /// Its name without folders. Told to its sender only; neither stored nor logged.
    pub name: String,
    /// Its content.
    pub bytes: Arc<[u8]>,
}

/// What is to be taken in: files, what their sheets mean, and what a person decided.
#[derive(Clone, Default)]
pub struct Source {
    /// The files.
    pub files: Vec<File>,
    /// What each sheet is; empty until [`Source::matched`] or a person has said it.
    pub sheets: Vec<SheetUse>,
    /// Answers to the questions of an earlier check.
    pub choices: BTreeMap<String, String>,
    /// Settings that the kind understands, such as a day of reference.
    pub settings: BTreeMap<String, String>,
    /// The files as they were read, while one piece of work needs them more than once.
    pub kept: Kept,
}

/// Files that were read and are kept at hand ([`Source::keep_open`]).
#[derive(Clone, Default)]
pub struct Kept(Option<Arc<Opened>>);

/// What one sheet is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SheetUse {
    /// The file, by its place in [`Source::files`].
    pub file: usize,
    /// The sheet, by its place in the book.
    pub sheet: usize,
    /// The part's key; nothing where the sheet is not used.
    pub part: Option<String>,
    /// What its columns mean.
    pub mapping: Mapping,
}

/// Why files cannot be taken in at all.
#[derive(Debug)]
pub enum SourceError {
    /// A file cannot be read.
    File {
        /// The file's name.
        name: String,
        /// Why.
        why: SheetError,
    },
    /// No sheet of any file looks like what is expected.
    NothingFits,
    /// Two sheets are said to be the same part.
    PartTwice(&'static str),
    /// A sheet's columns do not do yet.
    Columns {
        /// The sheet's name.
        sheet: String,
        /// The part it is used as.
        layout: &'static Layout,
        /// What stands in the way.
        problems: Vec<MappingProblem>,
    },
}

impl SourceError {
    /// The sentence for a person.
    pub fn say(&self) -> Say {
        Say::each(|lang| match (self, lang) {
            (Self::File { name, why }, Lang::Zh) => format!("文件“{name}”：{}", why.say(lang)),
            (Self::File { name, why }, Lang::En) => format!("File “{name}”: {}", why.say(lang)),
            (Self::NothingFits, Lang::Zh) => "没有一个工作表像是要导入的表。请检查表头的列名。".into(),
            (Self::NothingFits, Lang::En) => {
                "No sheet looks like what is expected here. Check the column names in its header.".into()
            }
            (Self::PartTwice(part), Lang::Zh) => format!("有两个工作表都被当作“{part}”，请只保留一个。"),
            (Self::PartTwice(part), Lang::En) => format!("Two sheets are used as “{part}”; keep one."),
            (Self::Columns { sheet, layout, problems }, _) => {
                let all: Vec<String> = problems.iter().map(|p| p.say(layout, lang)).collect();
                match lang {
                    Lang::Zh => format!("工作表“{sheet}”：{}", all.join("")),
                    Lang::En => format!("Sheet “{sheet}”: {}", all.join(" ")),
                }
            }
        })
    }
}
impl From<SourceError> for db::Error {
    fn from(e: SourceError) -> Self {
        Self::Refused(e.say())
    }
}

/// Files read into books.
pub struct Opened {
    books: Vec<Book>,
}

/// One sheet in its use.
pub struct Table<'a> {
    /// Which kind of sheet.
    pub part: &'static Part,
    /// The sheet.
    pub sheet: &'a Sheet,
    /// Its rows.
    pub records: Records<'a>,
}

/// Whether a column only numbers the rows.
fn is_ordinal(head: &str) -> bool {
    matches!(head.trim().trim_end_matches('.'), "" | "序号" | "No" | "#")
}

impl Source {
    /// What the files hold that a kind of import does not take in goes into the report.
    pub(crate) fn say_unused(&self, parts: &'static [Part], report: &mut Report) {
        if !parts.is_empty()
            && let Some(opened) = &self.kept.0
        {
            opened.say_unused(&self.sheets, report);
        }
    }
    /// Reads the files within `limits`, unless they are at hand.
    ///
    /// # Errors
    /// The first file that cannot be read.
    pub fn open(&self, limits: &Limits) -> Result<Arc<Opened>, SourceError> {
        if let Some(opened) = &self.kept.0 {
            return Ok(opened.clone());
        }
        let read = |f: &File| {
            Book::read(&f.name, &f.bytes, limits).map_err(|why| SourceError::File { name: f.name.clone(), why })
        };
        Ok(Arc::new(Opened { books: self.files.iter().map(read).collect::<Result<_, _>>()? }))
    }
    /// Reads the files and keeps what was read until this value is gone: for work that looks at it several times. What
    /// waits for a person keeps the file only, which is much smaller.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn keep_open(&mut self, limits: &Limits) -> Result<(), SourceError> {
        self.kept = Kept(Some(self.open(limits)?));
        Ok(())
    }
}

impl Opened {
    /// Guesses what each visible sheet is: by its name, else by the columns it has. `earlier` are mappings that served
    /// before; one is used again where the headers are the same.
    pub fn guess(&self, parts: &'static [Part], earlier: &BTreeMap<String, Mapping>) -> Vec<SheetUse> {
        let mut taken: Vec<&str> = Vec::new();
        let mut uses = Vec::new();
        for (file, book) in self.books.iter().enumerate() {
            for (sheet, content) in book.sheets.iter().enumerate().filter(|(_, s)| !s.is_empty() && !s.hidden) {
                let tried = parts.iter().filter(|p| !taken.contains(&p.key)).map(|p| {
                    let mapping = map_again(content, p.layout, earlier.get(p.key));
                    let named = p.names.iter().any(|n| *n == content.name.trim());
                    let fits = mapping.problems(p.layout).is_empty();
                    ((fits, named, mapping.matched().count()), p, mapping)
                });
                let Some((rank, part, mapping)) = tried.max_by_key(|(rank, _, _)| *rank) else { continue };
                let part = (rank.1 || rank.0).then_some(part.key);
                taken.extend(part);
                uses.push(SheetUse { file, sheet, part: part.map(str::to_owned), mapping });
            }
        }
        uses
    }

    /// The sheets in their uses, in the order of the parts.
    ///
    /// # Errors
    /// Nothing fits, a part twice, or columns that do not do yet.
    pub fn tables<'a>(&'a self, parts: &'static [Part], uses: &'a [SheetUse]) -> Result<Vec<Table<'a>>, SourceError> {
        let mut tables = Vec::new();
        for part in parts {
            let mut used = uses.iter().filter(|u| u.part.as_deref() == Some(part.key));
            let Some(one) = used.next() else { continue };
            if used.next().is_some() {
                return Err(SourceError::PartTwice(part.names[0]));
            }
            let Some(sheet) = self.sheet(one) else { continue };
            let problems = one.mapping.problems(part.layout);
            if !problems.is_empty() {
                return Err(SourceError::Columns { sheet: sheet.name.to_string(), layout: part.layout, problems });
            }
            tables.push(Table { part, sheet, records: records(sheet, &one.mapping) });
        }
        if tables.is_empty() { Err(SourceError::NothingFits) } else { Ok(tables) }
    }

    /// Says what the files hold that is not taken in: sheets that are no part, and columns that have no meaning here. Each
    /// with how much stands there, so that nothing is passed over unseen.
    pub(crate) fn say_unused(&self, uses: &[SheetUse], report: &mut Report) {
        for (file, book) in self.books.iter().enumerate() {
            for (at, sheet) in book.sheets.iter().enumerate().filter(|(_, s)| !s.is_empty() && !s.hidden) {
                let one = uses.iter().find(|u| u.file == file && u.sheet == at);
                let Some(one) = one.filter(|u| u.part.is_some()) else {
                    let say = Say::new(
                        "这个工作表没有导入：这里不认识它。",
                        "This sheet is not taken in: it is none of those that are known here.",
                    );
                    report.odd_at(sheet.name.to_string(), say);
                    continue;
                };
                let first = one.mapping.header_row + one.mapping.header_rows;
                for heading in one.mapping.unmatched().filter(|h| !is_ordinal(&h.text)) {
                    let filled = (first..sheet.rows.len() as u32).filter(|r| !sheet.cell(*r, heading.col).is_blank());
                    let n = filled.count();
                    if n > 0 {
                        let place = sheet.place(one.mapping.header_row, heading.col);
                        let name = &heading.text;
                        let say = Say::new(
                            format!("“{name}”列没有导入（{n}个单元格有内容）：这里不认识这一列。"),
                            format!(
                                "The column “{name}” is not taken in ({n} cells hold something): it is not known here."
                            ),
                        );
                        report.odd(&place, say);
                    }
                }
            }
        }
    }

    /// The sheet that a use speaks of.
    pub fn sheet(&self, of: &SheetUse) -> Option<&Sheet> {
        self.books.get(of.file)?.sheets.get(of.sheet)
    }
    /// The books, in the order of the files.
    pub fn books(&self) -> &[Book] {
        &self.books
    }
}
