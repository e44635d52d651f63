//! What a file is, told by its content and never by its name.

use base::Lang;

/// A kind of file that is not a spreadsheet we read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FileKind {
    /// PDF.
    Pdf,
    /// A picture.
    Image,
    /// A ZIP archive that holds no workbook.
    Zip,
    /// RAR, 7z, gzip and other archives.
    Archive,
    /// A Word document.
    Word,
    /// A PowerPoint presentation.
    Slides,
    /// An OpenDocument spreadsheet.
    Ods,
    /// Excel's binary workbook `.xlsb`.
    Xlsb,
    /// An Excel file from before 1997.
    OldExcel,
    /// A web page, which some systems name `.xls`.
    Html,
    /// An XML file that is not inside a workbook.
    Xml,
    /// A database file.
    Database,
    /// A program.
    Program,
    /// Some other compound file of Microsoft Office.
    Compound,
    /// Not text, and nothing we know.
    Binary,
}

impl FileKind {
    /// The kind's name, with an article in English.
    pub fn name(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Self::Pdf => ("PDF 文档", "a PDF document"),
            Self::Image => ("图片", "a picture"),
            Self::Zip => ("ZIP 压缩包", "a ZIP archive"),
            Self::Archive => ("压缩包", "an archive"),
            Self::Word => ("Word 文档", "a Word document"),
            Self::Slides => ("演示文稿", "a presentation"),
            Self::Ods => ("ODS 表格", "an OpenDocument spreadsheet (.ods)"),
            Self::Xlsb => ("Excel 二进制工作簿（.xlsb）", "a binary Excel workbook (.xlsb)"),
            Self::OldExcel => ("Excel 97 以前的旧工作簿", "a workbook from before Excel 97"),
            Self::Html => ("网页", "a web page"),
            Self::Xml => ("XML 文件", "an XML file"),
            Self::Database => ("数据库文件", "a database file"),
            Self::Program => ("程序", "a program"),
            Self::Compound => ("其他 Office 文件", "another kind of Office file"),
            Self::Binary => ("无法识别的文件", "a file of an unknown kind"),
        };
        match lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }
}

/// How the bytes are to be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Form {
    /// A ZIP archive: xlsx, or something else in a ZIP.
    Zip,
    /// A compound file: xls, an encrypted workbook, or something else of Office.
    Compound,
    /// Delimited text.
    Text,
    /// Nothing that can be read.
    Other(FileKind),
}

/// Tells the form from the first bytes.
pub(crate) fn form(bytes: &[u8]) -> Form {
    const SIGNS: [(&[u8], FileKind); 19] = [
        (b"%PDF", FileKind::Pdf),
        (b"\x89PNG", FileKind::Image),
        (b"\xff\xd8\xff", FileKind::Image),
        (b"GIF8", FileKind::Image),
        (b"BM", FileKind::Image),
        (b"II*\0", FileKind::Image),
        (b"MM\0*", FileKind::Image),
        (b"Rar!", FileKind::Archive),
        (b"7z\xbc\xaf", FileKind::Archive),
        (b"\x1f\x8b", FileKind::Archive),
        (b"BZh", FileKind::Archive),
        (b"\xfd7zXZ", FileKind::Archive),
        (b"\x28\xb5\x2f\xfd", FileKind::Archive),
        (b"SQLite format 3", FileKind::Database),
        (b"MZ", FileKind::Program),
        (b"\x7fELF", FileKind::Program),
        (b"{\\rtf", FileKind::Word),
        (b"\x09\x08", FileKind::OldExcel),
        (b"\x09\x04", FileKind::OldExcel),
    ];
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Form::Zip;
    }
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]) {
        return Form::Compound;
    }
    for (sign, kind) in SIGNS {
        // two printable letters alone may begin an ordinary text: those signs need a control byte near by
        let certain = sign.len() > 2 || sign.iter().any(|b| !b.is_ascii_graphic()) || has_controls(bytes);
        if bytes.starts_with(sign) && certain {
            return Form::Other(kind);
        }
    }
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Form::Text;
    }
    if has_controls(bytes) {
        return Form::Other(FileKind::Binary);
    }
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let start: Vec<u8> = start.iter().take(400).skip_while(|b| b.is_ascii_whitespace()).copied().collect();
    let start = String::from_utf8_lossy(&start).to_lowercase();
    match () {
        () if start.starts_with("<!doctype html") || start.starts_with("<html") => Form::Other(FileKind::Html),
        () if start.starts_with("<?xml") && start.contains("<html") => Form::Other(FileKind::Html),
        () if start.starts_with("<?xml") => Form::Other(FileKind::Xml),
        () if start.starts_with("<table") || start.starts_with("<meta") => Form::Other(FileKind::Html),
        () => Form::Text,
    }
}

/// Control bytes that no text file holds, looked for in its first part.
fn has_controls(bytes: &[u8]) -> bool {
    bytes.iter().take(4096).any(|b| matches!(b, 0..=8 | 14..=25 | 28..=31))
}
