//! The fixed parts of a workbook. No author, no company, no program, no time: nothing that tells who wrote it.

use std::fmt::Write as _;

pub(super) const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
pub(super) const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// The styles that cells name, by their place in [`styles`].
pub(super) mod style {
    pub(in super::super) const DATE: u8 = 1;
    pub(in super::super) const TEXT: u8 = 2;
    pub(in super::super) const QUOTED: u8 = 3;
    pub(in super::super) const HEADER: u8 = 4;
    pub(in super::super) const TITLE: u8 = 5;
    pub(in super::super) const PLAIN: u8 = 6;
}

pub(super) fn content_types(sheets: usize) -> String {
    let mut out = format!(
        "{XML}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    );
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    for (part, what) in [("workbook", "sheet.main"), ("styles", "styles")] {
        let _ = write!(out, "<Override PartName=\"/xl/{part}.xml\" ContentType=\"{kind}.{what}+xml\"/>");
    }
    for n in 1..=sheets {
        let _ =
            write!(out, "<Override PartName=\"/xl/worksheets/sheet{n}.xml\" ContentType=\"{kind}.worksheet+xml\"/>");
    }
    out + "</Types>"
}

pub(super) fn root_rels() -> String {
    format!(
        "{XML}<Relationships xmlns=\"{RELS}\"><Relationship Id=\"rId1\" Type=\"{OFFICE}/officeDocument\" \
         Target=\"xl/workbook.xml\"/></Relationships>"
    )
}

pub(super) fn workbook_rels(sheets: usize) -> String {
    let mut out = format!(
        "{XML}<Relationships xmlns=\"{RELS}\"><Relationship Id=\"rId0\" Type=\"{OFFICE}/styles\" Target=\"styles.xml\"/>"
    );
    for n in 1..=sheets {
        let _ =
            write!(out, "<Relationship Id=\"rId{n}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>");
    }
    out + "</Relationships>"
}

/// The workbook: each sheet by its name, and the rows that every printed page repeats.
pub(super) fn workbook(sheets: &[(String, u32)]) -> String {
    let mut out = format!("{XML}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>");
    for (i, (name, _)) in sheets.iter().enumerate() {
        let n = i + 1;
        let _ = write!(out, "<sheet name=\"{}\" sheetId=\"{n}\" r:id=\"rId{n}\"/>", escaped(name));
    }
    out.push_str("</sheets><definedNames>");
    for (i, (name, rows)) in sheets.iter().enumerate() {
        let name = escaped(&name.replace('\'', "''"));
        let _ = write!(
            out,
            "<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"{i}\">'{name}'!$1:${rows}</definedName>"
        );
    }
    out + "</definedNames></workbook>"
}

pub(super) fn styles() -> String {
    let font = |size: u8, bold: &str| {
        format!("<font>{bold}<sz val=\"{size}\"/><name val=\"宋体\"/><charset val=\"134\"/></font>")
    };
    let side = |s: &str| format!("<{s} style=\"thin\"><color auto=\"1\"/></{s}>");
    let box_line: String = ["left", "right", "top", "bottom"].map(side).concat();
    let centred = "<alignment horizontal=\"center\" vertical=\"center\" wrapText=\"1\"/>";
    let body = "<alignment vertical=\"center\" wrapText=\"1\"/>";
    let xf = |format: u16, font: u8, fill: u8, border: u8, quote: &str, align: &str| {
        format!(
            "<xf numFmtId=\"{format}\" fontId=\"{font}\" fillId=\"{fill}\" borderId=\"{border}\" xfId=\"0\" \
             applyNumberFormat=\"1\" applyFont=\"1\" applyFill=\"1\" applyBorder=\"1\" applyAlignment=\"1\"{quote}>{align}</xf>"
        )
    };
    format!(
        "{XML}<styleSheet xmlns=\"{MAIN}\"><numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/></numFmts>\
         <fonts count=\"3\">{}{}{}</fonts>\
         <fills count=\"3\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill>\
         <fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFEDF1F5\"/><bgColor indexed=\"64\"/></patternFill></fill></fills>\
         <borders count=\"2\"><border><left/><right/><top/><bottom/><diagonal/></border><border>{box_line}<diagonal/></border></borders>\
         <cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>\
         <cellXfs count=\"7\">{}{}{}{}{}{}{}</cellXfs>\
         <cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>",
        font(11, ""),
        font(11, "<b/>"),
        font(16, "<b/>"),
        xf(0, 0, 0, 0, "", ""),
        xf(164, 0, 0, 1, "", body),
        xf(49, 0, 0, 1, "", body),
        xf(49, 0, 0, 1, " quotePrefix=\"1\"", body),
        xf(49, 1, 2, 1, "", centred),
        xf(49, 2, 0, 0, "", centred),
        xf(0, 0, 0, 1, "", body),
    )
}

/// Text for XML: entities for what has a meaning there, `_xHHHH_` for what XML cannot hold.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    push_escaped(&mut out, text);
    out
}

/// Adds text as [`escaped`] gives it.
pub(super) fn push_escaped(out: &mut String, text: &str) {
    for (i, c) in text.char_indices() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '_' if is_escape(&text[i..]) => out.push_str("_x005F_"),
            '\t' | '\n' => out.push(c),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => drop(write!(out, "_x{:04X}_", c as u32)),
            c => out.push(c),
        }
    }
}

/// Whether the text begins as an escape does (`_x000D_`), so that it must be escaped itself.
fn is_escape(text: &str) -> bool {
    let b = text.as_bytes();
    b.len() >= 7 && b[1] == b'x' && b[6] == b'_' && b[2..6].iter().all(u8::is_ascii_hexdigit)
}
