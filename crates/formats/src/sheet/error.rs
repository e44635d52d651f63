//! Why a file cannot be read, in words for the person who sent it.

use std::{fmt, sync::Arc};

use base::Lang;

use super::{At, FileKind};

/// What a [limit](super::Limits) counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Measure {
    /// Bytes of the file.
    Bytes,
    /// Bytes once inflated.
    Inflated,
    /// Bytes once inflated for each byte stored.
    Ratio,
    /// Sheets of the book.
    Sheets,
    /// Rows of a sheet.
    Rows,
    /// Columns of a sheet.
    Columns,
    /// Cells of the book.
    Cells,
    /// Characters of a cell.
    Text,
    /// Merged areas of a sheet.
    Merged,
}

/// What is wrong with a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Problem {
    /// No bytes at all.
    EmptyFile,
    /// Something else than a spreadsheet.
    Kind(FileKind),
    /// Locked with a password.
    Encrypted,
    /// Beyond a limit.
    TooMuch {
        /// What there is too much of.
        what: Measure,
        /// The limit.
        limit: u64,
    },
    /// Cut off or inconsistent; the words say which part.
    Damaged(&'static str),
    /// Text in no encoding that is read here, or with bytes that are wrong in it.
    Encoding,
    /// A quotation mark that is opened and never closed.
    Quote,
    /// No sheet holds anything.
    NothingInIt,
}

/// Why a file cannot be read, with the place where there is one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SheetError {
    /// What is wrong.
    pub problem: Problem,
    /// The sheet where it was found.
    pub sheet: Option<Arc<str>>,
    /// The cell where it was found.
    pub at: Option<At>,
}

impl From<Problem> for SheetError {
    fn from(problem: Problem) -> Self {
        Self { problem, sheet: None, at: None }
    }
}

impl Problem {
    pub(crate) fn too_much(what: Measure, limit: impl TryInto<u64>) -> Self {
        Self::TooMuch { what, limit: limit.try_into().unwrap_or(u64::MAX) }
    }
    fn say(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::EmptyFile, Lang::Zh) => "文件是空的（0 字节）。请选择有内容的文件。".into(),
            (Self::EmptyFile, Lang::En) => "The file is empty (0 bytes). Choose one with something in it.".into(),
            (Self::Kind(kind), Lang::Zh) => {
                format!("这是{}，不是表格。请另存为 .xlsx、.xls 或 .csv 再上传。", kind.name(lang))
            }
            (Self::Kind(kind), Lang::En) => {
                format!("This is {}, not a spreadsheet. Save it as .xlsx, .xls or .csv and send that.", kind.name(lang))
            }
            (Self::Encrypted, Lang::Zh) => "工作簿设有打开密码。请在 Excel 中去掉密码后再上传。".into(),
            (Self::Encrypted, Lang::En) => {
                "The workbook is locked with a password. Remove the password in Excel and send it again.".into()
            }
            (Self::TooMuch { what, limit }, lang) => too_much(*what, *limit, lang),
            (Self::Damaged(part), Lang::Zh) => {
                format!("文件已损坏或不完整（{part}）。请在 Excel 中打开并另存一份，再上传。")
            }
            (Self::Damaged(part), Lang::En) => {
                format!("The file is damaged or incomplete ({part}). Open it in Excel, save it again and send that.")
            }
            (Self::Encoding, Lang::Zh) => "文字编码无法识别。请用 UTF-8 或 GB18030 编码保存，或另存为 .xlsx。".into(),
            (Self::Encoding, Lang::En) => {
                "The text is in no encoding that is read here. Save it as UTF-8 or GB18030, or as .xlsx.".into()
            }
            (Self::Quote, Lang::Zh) => "此处的引号没有配对，后面的内容无法分列。请补上引号。".into(),
            (Self::Quote, Lang::En) => {
                "A quotation mark opened here is never closed, so what follows cannot be told apart. Close it.".into()
            }
            (Self::NothingInIt, Lang::Zh) => "表格里没有任何内容。请检查是否选错了文件。".into(),
            (Self::NothingInIt, Lang::En) => {
                "There is nothing in the spreadsheet. Check whether it is the right file.".into()
            }
        }
    }
}

fn too_much(what: Measure, limit: u64, lang: Lang) -> String {
    let megabytes = (limit >> 20).max(1);
    match (what, lang) {
        (Measure::Bytes, Lang::Zh) => format!(
            "文件超过 {megabytes} MB。工作表多的，把其中几个移到第二个文件，两个文件一次选中、一起上传；人多的，按单位分成几批，一批一批上传。"
        ),
        (Measure::Bytes, Lang::En) => format!(
            "The file is larger than {megabytes} MB. Of many sheets, move some into a second file and choose both at once; of \
             many people, upload one part of the units after another."
        ),
        (Measure::Inflated | Measure::Ratio, Lang::Zh) => {
            "文件展开后大得异常，可能不是正常的表格，已停止读取。请在 Excel 中另存一份，或拆成几个文件。".into()
        }
        (Measure::Inflated | Measure::Ratio, Lang::En) => {
            "The file grows beyond measure when unpacked, as no ordinary \
             spreadsheet does; reading was stopped. Save it again in Excel or split it."
                .into()
        }
        (what, Lang::Zh) => {
            let word = match what {
                Measure::Sheets => "工作表数",
                Measure::Rows => "行数",
                Measure::Columns => "列数",
                Measure::Text => "单元格字数",
                Measure::Merged => "合并区域数",
                _ => "单元格数",
            };
            format!("{word}超过上限 {limit}。请拆成几个文件，或删去多余内容。")
        }
        (what, Lang::En) => {
            let word = match what {
                Measure::Sheets => "sheets",
                Measure::Rows => "rows",
                Measure::Columns => "columns",
                Measure::Text => "characters in one cell",
                Measure::Merged => "merged areas",
                _ => "cells",
            };
            format!("There are more than {limit} {word}. Split the file or remove what is not needed.")
        }
    }
}

impl SheetError {
    pub(crate) fn on(mut self, sheet: &str) -> Self {
        self.sheet.get_or_insert_with(|| sheet.into());
        self
    }
    pub(crate) fn at(problem: Problem, at: At) -> Self {
        Self { problem, sheet: None, at: Some(at) }
    }
    /// The sentence for a person: where, what is wrong, what to do.
    pub fn say(&self, lang: Lang) -> String {
        let what = self.problem.say(lang);
        match (&self.sheet, self.at, lang) {
            (None, None, _) => what,
            (Some(s), None, Lang::Zh) => format!("工作表“{s}”：{what}"),
            (Some(s), None, Lang::En) => format!("Sheet “{s}”: {what}"),
            (Some(s), Some(at), Lang::Zh) => format!("工作表“{s}”单元格 {at}：{what}"),
            (Some(s), Some(at), Lang::En) => format!("Sheet “{s}”, cell {at}: {what}"),
            (None, Some(at), Lang::Zh) => format!("单元格 {at}：{what}"),
            (None, Some(at), Lang::En) => format!("Cell {at}: {what}"),
        }
    }
}
impl fmt::Display for SheetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}
impl std::error::Error for SheetError {}
