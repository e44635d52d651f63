//! The national workbook (全国干部信息表): units, people and appointments on the sheets that offices report upward, out and in.
//!
//! It owns nothing: units are `org`'s, people `people`'s, posts `post`'s, appointments `tenure`'s. It reads and writes one file
//! of all of them under one ledger entry.

mod commands;
mod export;
mod held;
mod import;
mod posts;
mod sheets;
mod summary;

pub use export::workbook;
pub use import::Workbook;

use base::Say;
use formats::sheet::Heads;

ui::messages!(pub(crate) Text);

/// The workbook under each family of heads, among the contents of an export of people.
pub fn books() -> [people::Book; 3] {
    [
        people::Book {
            word: "national",
            label: Say::each(|lang| Text::of(lang).heads_names().to_string()),
            file: file(),
            sheets: |tx, taken, groups| workbook(tx, taken, groups, Heads::Workbook),
        },
        people::Book {
            word: "national-older",
            label: Say::each(|lang| Text::of(lang).heads_older().to_string()),
            file: file(),
            sheets: |tx, taken, groups| workbook(tx, taken, groups, Heads::Older),
        },
        people::Book {
            word: "national-newer",
            label: Say::each(|lang| Text::of(lang).heads_newer().to_string()),
            file: file(),
            sheets: |tx, taken, groups| workbook(tx, taken, groups, Heads::Newer),
        },
    ]
}

fn file() -> Say {
    Say::each(|lang| Text::of(lang).workbook().to_string())
}

/// The slice.
pub fn slice() -> web::Slice {
    let mut slice = web::Slice::new("national", &[]).command(
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
