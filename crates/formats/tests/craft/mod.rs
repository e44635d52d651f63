//! Files made by hand, down to the byte, for tests and for the seeds of the fuzz targets.
#![allow(dead_code)]

use std::io::{Cursor, Write};

use zip::{ZipWriter, write::SimpleFileOptions};

/// A ZIP archive of these parts.
pub fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive.start_file(*name, SimpleFileOptions::DEFAULT).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// The smallest workbook around the XML of one sheet; style 1 is a date, style 2 a month, style 3 two decimals.
pub fn xlsx_parts(sheet: &str) -> Vec<(&'static str, Vec<u8>)> {
    let workbook =
        "<workbook xmlns:r=\"r\"><sheets><sheet name=\"名单\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";
    let rels = "<Relationships><Relationship Id=\"rId1\" Type=\"x/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
                <Relationship Id=\"rId2\" Type=\"x/styles\" Target=\"/xl/styles.xml\"/>\
                <Relationship Id=\"rId3\" Type=\"x/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>";
    let styles = "<styleSheet><numFmts><numFmt numFmtId=\"200\" formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;\"/></numFmts>\
                  <cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"200\"/><xf numFmtId=\"2\"/></cellXfs></styleSheet>";
    vec![
        ("xl/workbook.xml", workbook.into()),
        ("xl/_rels/workbook.xml.rels", rels.into()),
        ("xl/styles.xml", styles.into()),
        ("xl/sharedStrings.xml", "<sst><si><t>姓名</t></si><si><t>出生日期</t></si></sst>".into()),
        ("xl/worksheets/sheet1.xml", format!("<worksheet><sheetData>{sheet}</worksheet>").into()),
    ]
}

/// That workbook as a file. The sheet's XML begins after `<sheetData>` and closes it itself.
pub fn xlsx(sheet: &str) -> Vec<u8> {
    let parts = xlsx_parts(sheet);
    zip(&parts.iter().map(|(n, b)| (*n, b.as_slice())).collect::<Vec<_>>())
}

/// A compound file of these streams, each padded with zeros to whole sectors and past the limit of small streams.
pub fn compound(streams: &[(&str, &[u8])]) -> Vec<u8> {
    const SECTOR: usize = 512;
    let sizes: Vec<usize> = streams.iter().map(|(_, b)| b.len().max(4096).div_ceil(SECTOR)).collect();
    let directory = (streams.len() + 1).div_ceil(4);
    let body = directory + sizes.iter().sum::<usize>();
    let tables = (body + body / 127 + 1).div_ceil(128);
    let mut fat: Vec<u32> = vec![0xffff_fffd; tables];
    let mut chain = |length: usize| {
        let start = fat.len() as u32;
        fat.extend((1..length as u32).map(|n| start + n));
        fat.push(0xffff_fffe);
        start
    };
    let directory_start = chain(directory);
    let starts: Vec<u32> = sizes.iter().map(|s| chain(*s)).collect();
    fat.resize(tables * 128, 0xffff_ffff);

    let mut out = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    out.resize(24, 0);
    for half in [0x3eu16, 3, 0xfffe, 9, 6] {
        out.extend(half.to_le_bytes());
    }
    out.resize(44, 0);
    let none = 0xffff_fffeu32;
    for word in [tables as u32, directory_start, 0, 4096, none, 0, none, 0] {
        out.extend(word.to_le_bytes());
    }
    out.extend((0..tables as u32).flat_map(u32::to_le_bytes));
    out.resize(512, 0xff);
    out.extend(fat.iter().flat_map(|w| w.to_le_bytes()));
    let mut entry = |name: &str, kind: u8, start: u32, size: usize| {
        let from = out.len();
        out.extend(name.encode_utf16().flat_map(u16::to_le_bytes));
        out.resize(from + 64, 0);
        out.extend((name.len() as u16 * 2 + 2).to_le_bytes());
        out.push(kind);
        out.resize(from + 116, 0);
        out.extend(start.to_le_bytes());
        out.extend((size as u64).to_le_bytes());
    };
    entry("Root Entry", 5, none, 0);
    for (((name, _), start), size) in streams.iter().zip(starts).zip(&sizes) {
        entry(name, 2, start, size * SECTOR);
    }
    out.resize(512 + (tables + directory) * SECTOR, 0);
    for ((_, bytes), size) in streams.iter().zip(&sizes) {
        let from = out.len();
        out.extend(*bytes);
        out.resize(from + size * SECTOR, 0);
    }
    out
}

/// One record of BIFF.
pub fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let mut out = kind.to_le_bytes().to_vec();
    out.extend((data.len() as u16).to_le_bytes());
    out.extend(data);
    out
}

/// Little-endian 16-bit words.
pub fn words(all: &[u16]) -> Vec<u8> {
    all.iter().flat_map(|w| w.to_le_bytes()).collect()
}

/// A LABEL record: text in two bytes for each character.
pub fn label(row: u16, col: u16, text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut data = words(&[row, col, 0, units.len() as u16]);
    data.push(1);
    data.extend(words(&units));
    record(0x0204, &data)
}

/// A NUMBER record. Style 0 is plain, 1 a date.
pub fn number(row: u16, col: u16, style: u16, value: f64) -> Vec<u8> {
    let mut data = words(&[row, col, style]);
    data.extend(value.to_le_bytes());
    record(0x0203, &data)
}

/// The workbook stream of one sheet with these records; `extra` stands after the first record.
pub fn biff(extra: &[u8], cells: &[Vec<u8>]) -> Vec<u8> {
    let globals = |start: u32| {
        let mut out = record(0x0809, &words(&[0x0600, 5, 0, 0]));
        out.extend(extra);
        let mut sheet = start.to_le_bytes().to_vec();
        sheet.extend([0, 0, 2, 1]);
        sheet.extend(words(&[0x540d, 0x5355]));
        out.extend(record(0x0085, &sheet));
        out.extend(record(0x00e0, &words(&[0, 0])));
        out.extend(record(0x00e0, &words(&[0, 14])));
        out.extend(record(0x000a, &[]));
        out
    };
    let mut out = globals(globals(0).len() as u32);
    out.extend(record(0x0809, &words(&[0x0600, 0x10, 0, 0])));
    cells.iter().for_each(|c| out.extend(c));
    out.extend(record(0x000a, &[]));
    out
}

/// An xls file of one sheet with these records.
pub fn xls(cells: &[Vec<u8>]) -> Vec<u8> {
    compound(&[("Workbook", &biff(&[], cells))])
}
