//! The national workbook (全国干部信息表): units, people and appointments on the sheets that offices report upward, out and in.
//!
//! It owns nothing: units are `org`'s, people `people`'s, posts `post`'s, appointments `tenure`'s. It reads and writes one file
//! of all of them under one ledger entry.

mod commands;
mod export;
mod held;
mod import;
mod pages;
mod posts;
mod sheets;
mod summary;

pub use export::workbook;
pub use import::Workbook;
pub use pages::outlet;

ui::messages!(pub(crate) Text);

/// The slice.
pub fn slice() -> web::Slice {
    let mut slice = web::Slice::new("national", &[]).routes(pages::routes()).command(
        "export national",
        ("导出全国干部信息表", "Export the national workbook"),
        commands::args,
        commands::run,
    );
    let about =
        ("从全国干部信息表导入机构、人员和任职", "Take units, people and appointments in from the national workbook");
    slice.commands.push(intake::command("import national", about, commands::import));
    slice
}
