//! The cadre appointment and removal approval form (干部任免审批表) of each person: on paper, in and out as offices exchange
//! it.
//!
//! A form is made from the personnel file. What came in on a form is kept in its wording beside the file, so that a form goes
//! out word for word as it came while it still means what is recorded.

pub mod actions;
mod commands;
mod follow;
mod heard;
mod import;
pub mod open;
mod pages;
mod sheet;
mod store;
mod study;
mod told;
#[doc(hidden)]
pub mod trial;
mod wording;

pub use actions::{Files, Format, Made, Wish};
pub use heard::{Heard, heard};
pub use import::Forms;
pub use pages::file_part;
pub use sheet::sheet;
pub use store::FACTS;
pub use told::told;
pub use wording::Wording;

/// Level, degree, school of the level and school of the degree, as the form writes them of the highest that was reached.
pub fn study(file: &people::File, full_time: bool) -> [String; 4] {
    study::highest(file.entries.iter().map(|e| &e.values), full_time)
}

ui::messages!(pub(crate) Text);

/// The slice.
pub fn slice() -> web::Slice {
    people::follow(&follow::Forms);
    web::Slice::new("approval", &[])
        .routes(pages::routes())
        .menu(people::See, "/forms", ("打开审批表文件", "Open a form file"), ui::Icon::Document, 33)
        .check(commands::fonts)
        .command(
            "export person",
            ("导出一个人的干部任免审批表", "Export the approval form of a person"),
            commands::args,
            commands::run,
        )
}
