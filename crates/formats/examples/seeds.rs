//! Writes the seeds of the fuzz targets: `cargo run -p formats --example seeds -- fuzz/corpus`.

#[path = "../tests/craft/mod.rs"]
mod craft;

use std::{fs, io, path::Path};

use formats::sheet::{CsvEncoding, CsvStyle, Table, Value, csv, xlsx};

fn main() -> io::Result<()> {
    let Some(folder) = std::env::args().nth(1) else { return Err(io::Error::other("FOLDER")) };
    let save = |target: &str, name: &str, bytes: &[u8]| {
        let folder = Path::new(&folder).join(target);
        fs::create_dir_all(&folder)?;
        fs::write(folder.join(format!("seed-{name}")), bytes)
    };
    let month: base::PartialDate = "1980-05".parse().map_err(io::Error::other)?;
    let table = || {
        let row = vec![Value::text("甲一"), Value::text("=1+1"), Value::Date(month), Value::Count(7)];
        Table::new("名单", ["姓名", "编号", "出生日期", "数"], [row])
    };
    let cells = [
        craft::label(0, 0, "姓名"),
        craft::number(1, 0, 1, 29_353.0),
        craft::record(0x027e, &craft::words(&[2, 0, 0, 7, 0])),
        craft::record(0x00bd, &craft::words(&[3, 0, 0, 6, 0, 0, 7, 0, 1])),
        craft::record(0x0006, &craft::words(&[4, 0, 0, 0, 0, 0, 0xffff, 0, 0, 0, 0])),
        craft::record(0x0207, &[1, 0, 0, b'x']),
        craft::record(0x00e5, &craft::words(&[1, 0, 1, 0, 1])),
    ];
    let texts = craft::record(0x00fc, &[1, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, b'a', b'b']);
    let gb18030 = CsvStyle { encoding: CsvEncoding::Gb18030, ..CsvStyle::default() };
    save("sheet_file", "xlsx", &xlsx(vec![table().titled("名单")]).map_err(io::Error::other)?)?;
    save("sheet_file", "xlsx-shared", &craft::xlsx("<row><c t=\"s\"><v>0</v></c></row></sheetData>"))?;
    save("sheet_file", "xls", &craft::xls(&cells))?;
    save("sheet_file", "csv", &csv(table(), CsvStyle::default()).map_err(io::Error::other)?)?;
    save("sheet_file", "gb18030", &csv(table(), gb18030).map_err(io::Error::other)?)?;
    save("sheet_file", "locked", &craft::compound(&[("EncryptedPackage", b"x")])[..2048])?;
    save("sheet_biff", "cells", &craft::biff(&texts, &cells))?;
    let xml = "<worksheet><sheetData><row r=\"2\"><c r=\"B2\" t=\"inlineStr\"><is><t>姓名</t></is></c><c><v>1.5E3</v></c>\
               <c t=\"d\"><v>1980-05-12T08:30:00</v></c></row></sheetData><mergeCell ref=\"A1:C3\"/></worksheet>";
    save("sheet_xml", "row", xml.as_bytes())?;
    save("sheet_csv", "formula", "=cmd|' /C calc'!A0".as_bytes())?;
    save("sheet_csv", "quoted", "\"甲\";'乙, 0012".as_bytes())
}
